/** The estimate of a workload on tensor cores: tiles and waves of products, launches, and their energy. */
export { multiprocessorSteps } from './estimate.js';
