/** What to run: tensor operations, built-in models, and the reading of workload names and einsums. */
export { einsumOperation, einsumRoles } from './einsum.js';
export { modelMistakes, workloadGraph, type WorkloadPlaces } from './graph.js';
export { importOnnx, type ImportedOnnx, type LeftOperators } from './import-onnx.js';
export { importModel, type ImportedModel, type LeftOut } from './import/index.js';
export { findModel, models, type Model } from './models.js';
export { largestDimension, parseWorkload } from './parse.js';
export {
  isMatrix,
  madeElements,
  macsOf,
  type Folding,
  type ImageShape,
  type MatrixKind,
  type MatrixOperation,
  type Operation,
  type Use,
  type VectorKind,
  type VectorOperation,
  type VectorWork,
  type WorkloadGraph,
} from './types.js';
