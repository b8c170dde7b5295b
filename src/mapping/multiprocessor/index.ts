/** Designs of `TensorCore`s: multiprocessors that share a product by tiles of its result, in waves, before a cache and external memory. */
export { bestRun, elementRun, type RunScore } from './choose.js';
export { discoverMultiprocessors, type Multiprocessors } from './machine.js';
export { runOf, type Run } from './time.js';
