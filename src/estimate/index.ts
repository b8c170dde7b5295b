/** What a design costs and how a workload runs on it, with ranges, assurances and reasons. */
export { estimate, scheduleOperations, type OperationSchedule } from './estimate.js';
export { explainOperation } from './explain.js';
export { estimateDesign } from './hardware.js';
export { judgeRequirements } from './judge.js';
export type {
  Assurance,
  ComponentEnergy,
  DesignEstimate,
  Estimate,
  EstimateOptions,
  InstanceEstimate,
  Interval,
  Judgement,
  Limit,
  MappingEstimate,
  Objective,
  OperationEstimate,
  TotalEstimate,
  TrafficEstimate,
  UsedFigure,
} from './types.js';
