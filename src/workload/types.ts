/**
 * Workloads as the mapper sees them: a flat list of operations, in order, each with how often it is repeated. Number types
 * are the design's: operands are what the core multiplies, results what it accumulates in.
 */
export interface WorkloadGraph {
  /** As the user wrote it: `llama-3.1-8b:decode,batch=32`. */
  readonly name: string;
  readonly operations: readonly Operation[];
  /** Parameters of the model, all of them, whether or not this run touches them. */
  readonly parameters: number;
  /** What one run of the workload yields. */
  readonly yields: { readonly of: 'token' | 'sample' | 'run'; readonly count: number };
  readonly notes: readonly string[];
}

export type Operation = MatrixOperation | VectorOperation;

export type MatrixKind = 'gemm' | 'convolution' | 'attention' | 'contraction';

/**
 * `batch` independent products of an m x k by a k x n matrix. A convolution is its im2col form (m output positions, k of one
 * window, n output channels), an attention score or context one product for each head.
 */
export interface MatrixOperation {
  readonly kind: MatrixKind;
  readonly name: string;
  /** How often the same operation occurs (equal layers). */
  readonly repeat: number;
  readonly batch: number;
  readonly m: number;
  readonly k: number;
  readonly n: number;
  /** Distinct elements of the left operand in memory, all batches together: fewer than batch x m x k where im2col repeats them. */
  readonly leftElements: number;
  /** Distinct elements of the right operand in memory. */
  readonly rightElements: number;
  /** Model parameters among the operands, of one repeat. */
  readonly parameters: number;
  /** Of a convolution, where it is one in two dimensions: then m is images x output positions, and k channels x kernel positions. */
  readonly image?: ImageShape;
}

/** The images of a convolution, of one of its groups, and how its kernel steps over them. */
export interface ImageShape {
  readonly images: number;
  readonly channels: number;
  readonly height: number;
  readonly width: number;
  readonly outputHeight: number;
  readonly outputWidth: number;
  readonly kernelHeight: number;
  readonly kernelWidth: number;
  readonly strideY: number;
  readonly strideX: number;
  readonly dilationY: number;
  readonly dilationX: number;
  /** Rows above and columns to the left that are not there; so are those that the output needs beyond the last ones. */
  readonly padTop: number;
  readonly padLeft: number;
}

export type VectorKind =
  'pooling' | 'addition' | 'normalisation' | 'softmax' | 'activation' | 'requantisation' | 'embedding' | 'selection';

/** Work over elements that no matrix core does. Counts are elements. */
export interface VectorOperation {
  readonly kind: VectorKind;
  readonly name: string;
  readonly repeat: number;
  /** Elements that come out. */
  readonly elements: number;
  /** Elements read that a core left as accumulators. */
  readonly readsResults: number;
  /** Elements read in the operand type, parameters included. */
  readonly readsOperands: number;
  readonly writesOperands: number;
  readonly parameters: number;
}

export function isMatrix(operation: Operation): operation is MatrixOperation {
  return 'm' in operation;
}

/** Multiply-accumulates of an operation, all repeats. */
export function macsOf(operation: Operation): number {
  return isMatrix(operation) ? operation.repeat * operation.batch * operation.m * operation.k * operation.n : 0;
}
