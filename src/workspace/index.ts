/** Where language, builder, checks and estimate are joined. Nothing in here needs Node; `workspace/node` does. */
export { builderModule, loadDefinition, type BuilderModule } from './builder.js';
export { buildDesign, type BuildDesignOptions } from './build.js';
export { checkEarly, checkProgram, checkSource, withLate, withoutRepetition, type CheckedSource } from './check.js';
export { estimateGraph, estimateWorkload, findWorkload, type Estimated } from './estimate.js';
export { applyEdits, applySafeFixes, type Fixed } from './fixes.js';
export { hierarchyStage } from './hierarchy-stage.js';
export { loopsStage } from './loops-stage.js';
export { memoryHost } from './host.js';
export { liveEstimates, type LiveDesign, type LiveEstimates, type LiveWorkload } from './live.js';
export { placeKey, type LiveConnection, type LiveInstance, type LivePort } from './live-placed.js';
export { loadProgram, loadText, type Loaded, type LoadedDesign, type LoadOptions } from './load.js';
export {
  ownHardware,
  readBlock,
  wantedBlocks,
  type OwnCode,
  type RunCode,
  type Thrown,
  type WantedBlock,
} from './own/index.js';
export { sensitivities } from './sensitivity.js';
export { scheduleStage } from './schedule-stage.js';
export { astStage, designStage, hardwareStage, stages, type Stage, type StageView } from './stages.js';
export { designSummary, workloadSummary, type Report, type Runner } from './summary.js';
export {
  accelWorkload,
  configWorkload,
  onnxWorkload,
  workloadFileOf,
  type FoundWorkload,
  type WorkloadFile,
} from './workload-file.js';
