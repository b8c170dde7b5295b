/** Workloads on arrays of one's own multiply-accumulators. */
export { arrayEstimateSteps } from './estimate.js';
