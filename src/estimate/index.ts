/** What a design costs and how a workload runs on it, with ranges, assurances and reasons. */
export { mappingCache, type MappingCache } from './cache.js';
export {
  estimate,
  estimateSteps,
  hasCores,
  mapsLoops,
  scheduleOperations,
  type OperationSchedule,
} from './estimate.js';
export { explainOperation, sensitivityLines, type Sensitivity } from './explain.js';
export { estimateDesign } from './hardware.js';
export { failure, judgeRequirements, judgeSteps, type Judged } from './judge.js';
export { lateParts, measureScope, type LateScope } from './measures.js';
export { operationPrograms, type OperationProgram, type UnitProgram } from './programs.js';
export { finish, type Steps } from '../mapping/index.js';
export {
  designUncertainty,
  type MeasureName,
  type MeasureSpread,
  type Swing,
  type Uncertainty,
} from './uncertainty/index.js';
export type {
  Assurance,
  ComponentEnergy,
  DesignEstimate,
  DieEstimate,
  Estimate,
  EstimateOptions,
  GroupEstimate,
  InstanceEstimate,
  Interval,
  Judgement,
  Limit,
  MappingEstimate,
  WavesEstimate,
  Objective,
  OperationEstimate,
  TotalEstimate,
  TrafficEstimate,
  UsedFigure,
} from './types.js';
