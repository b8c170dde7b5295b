export { knownLibraries, type KnownLibrary } from './libraries.js';
export {
  mapToCells,
  usualDriver,
  type MapOptions,
  type Mapped,
  type MappedModule,
  type MappingLibrary,
  type UnmappedMemory,
} from './map.js';
export { cellNames, gatingCell, type GatingCell } from './liberty/index.js';
export { type LongestPath } from './longest-path.js';
export { findTool, type FoundTool } from './find.js';
export { type SourceFile } from './folder.js';
export { defaultTimeLimit_s, lint, yosysCheck, type LintReport, type ToolOptions } from './lint.js';
export { simulate, simulatorTitle, type Simulation, type VerilogSimulator } from './simulate.js';
export { prove, type Proof } from './prove.js';
export { synthesize } from './synthesize.js';
export { missingTool, toolDescriptions, toolNames, type ToolDescription, type ToolName } from './tools.js';
