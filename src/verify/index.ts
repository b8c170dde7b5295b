/** Runs the hardware of a design's blocks against their golden models, their timing formulas and the estimate. */
export { type Replay, type VerifyTools } from './replay.js';
export {
  simulatorNames,
  type BlockReport,
  type Difference,
  type SimulatorName,
  type SimulatorReport,
  type Verification,
  type VerifyReport,
  type WorkloadReport,
} from './report.js';
export { type Progress, type VerifyContext, type VerifyRequest } from './target-result.js';
export { testbenches } from './testbenches.js';
export { verify } from './verify.js';
