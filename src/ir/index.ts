/** The design IR: its types, the evaluator of its expressions, blocks, checks, reader, writer and printer. */
export { applyBuiltin, builtins, type Builtin } from './builtins.js';
export { blockLets, clockMember, convert, instantiateBlock, type BlockDraft } from './blocks.js';
export { canonicalise, type Canonical } from './canonical.js';
export { registerPage } from './check/address-map.js';
export { checkDesign, type CheckContext } from './check/index.js';
export { portTypeText, portWidth } from './check/pair.js';
export { formatValue, listNames, typeName, valueTypeName } from './describe.js';
export type {
  DraftBlock,
  DraftConnection,
  DraftDesign,
  DraftInstance,
  DraftModule,
  DraftSystem,
  Placed,
} from './draft.js';
export { blockDtypes, dtypeNamed, dtypes, dtypeWidth } from './dtypes.js';
export { evaluate, membersOf, type Evaluated, type Scope } from './evaluate.js';
export { clockWires, tieVerilog } from './external.js';
export { formatFlat, formatJson } from './json.js';
export { endpointPaths, flatten, unique, type Element } from './lanes.js';
export { largestInteger, same, snap, tolerance } from './number.js';
export { applyBinary, applyUnary, decibelHelp, numeric, valuesEqual, type Result } from './operators.js';
export { endpointCount } from './merge.js';
export { joinsOfLoops, type JoinLoop } from './loops.js';
export { originKey, type OriginPart, type Origins } from './origins.js';
export { about, locate, problem, type About, type Problem } from './problems.js';
export { instanceSteps, type InstanceStep } from './paths.js';
export { elementCount, endpointText } from './spans.js';
export { modelSettings, phases, type ModelSetting } from './model-settings.js';
export { tensorExtent } from './einsum.js';
export type * from './types.js';
export * from './values.js';
export { print, type BlockModules } from './print/index.js';
export { printTypeScript } from './print/typescript/index.js';
export { printWorkload } from './print/workload.js';
export { printExpression, printString, printValue } from './print/expression.js';
export { designSchema } from './read/design-shape.js';
export { read } from './read/index.js';
export * as jsonShapes from './read/shape.js';
export { workloadsOf } from './read/integrity.js';
export * from './graph/index.js';
export { foldConstants, isEarly } from './fold-constants.js';
export { moduleHashes, structuralHash } from './hash.js';
export { canonicaliseSystem, designBlock, type CanonicalSystem } from './system.js';
export { sha256 } from './sha256.js';
export { verilogModules, type VerilogModule } from './verilog-head.js';
export { portWires, type PortWire } from './wires.js';
export { write } from './write.js';
