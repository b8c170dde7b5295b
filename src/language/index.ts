/** The language: modules, names, types, stages, evaluation and elaboration, from a syntax tree to the design IR. */
export { analyze, type Analysis, type KnownModule } from './analyze.js';
export { blockDeclarations, elaborate, listDesigns, type Elaborated, type ElaborateOptions } from './elaborate.js';
export { elaborateWorkload, listKnownWorkloads, listWorkloads, workloadPlaces } from './elaborate-workload.js';
export { elaborateSystem, listSystems } from './elaborate-system.js';
export {
  describeEntity,
  isInSystem,
  lookup,
  visibleNames,
  type ComponentEntity,
  type Entity,
  type EnumEntity,
  type FunctionEntity,
  type InstanceEntity,
  type Names,
  type ParameterEntity,
  type WorkloadEntity,
} from './entities.js';
export { componentBehind } from './alias.js';
export { readVerilogFile } from './verilog-files.js';
export { ownerName } from './block-code.js';
export { externalSettings } from './check-external.js';
export { readManifest, type Manifest } from './manifest.js';
export { importPath } from './modules.js';
export { portKinds } from './check-types.js';
export { phaseEnum, resetEnum } from './prelude.js';
export { shownMembers } from './check-access.js';
export { typeText, type Checked, type Type } from './types.js';
export { elaborateMappings, unappliedMappings } from './mapping.js';
export { knownValue, knownValues, type KnownValues } from './known-value.js';
export { tensorShape } from './tensor-shape.js';
export { defaultLimits, standardModule, standardPath, type FileContent, type Host, type Limits } from './host.js';
export {
  declarationOf,
  keyOf,
  nameOf,
  occurrenceAt,
  occurrencesIn,
  renamedText,
  type Occurrence,
  type Target,
} from './occurrences.js';
export { evaluateText } from './evaluate-text.js';
export type { Facts } from './facts.js';
export type { Program, SourceModule } from './program.js';
export type { Setting } from './settings.js';
