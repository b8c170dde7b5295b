import type { Einsum } from '../ir/index.js';

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

/** What an operation reads of what another one of the list, before it, makes. Of operations that are repeated: in the same round. */
export interface Use {
  /** Name of the one that makes it. */
  readonly of: string;
  /** Distinct elements of it that are read. */
  readonly elements: number;
  /** As which operand of a product, or as elements of an operation on elements. */
  readonly as: 'left' | 'right' | 'elements';
}

/** What every operation says of the others: nothing where that is not known. */
interface Uses {
  /** What it reads that others make; everything else comes from outside: parameters, inputs, what an earlier round or run left. */
  readonly uses?: readonly Use[];
  /** Elements of its result that something outside the list wants though operations of the list use them too: a cache. */
  readonly leaves?: number;
}

export type MatrixKind = 'gemm' | 'convolution' | 'attention' | 'contraction';

/**
 * `batch` independent products of an m x k by a k x n matrix. A convolution is its im2col form (m output positions, k of one
 * window, n output channels), an attention score or context one product for each head.
 */
export interface MatrixOperation extends Uses {
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
  /** Of an einsum: itself, with its own indices. */
  readonly einsum?: Einsum;
  /** Of a convolution, where it is one in two dimensions: then m is images x output positions, and k channels x kernel positions. */
  readonly image?: ImageShape;
  /** Its core stores its results as operands, requantised, with `adds` after operands from memory are added, negative ones as zero with `relu`; absent: as sums. */
  readonly requantised?: { readonly relu: boolean; readonly adds?: true };
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
  /** An input of the workload that nothing else reads: whoever writes it may write it as its reader wants it. */
  readonly input?: true;
  /** How it was folded from the image that it is of. */
  readonly folded?: Folding;
}

/** Columns and rows of a kernel that are channels of each pixel of an image. */
export interface Folding {
  readonly columns: number;
  readonly rows: number;
}

export type VectorKind =
  'pooling' | 'addition' | 'normalisation' | 'softmax' | 'activation' | 'requantisation' | 'embedding' | 'selection';

/** What an operation on elements does to them; of two operands `add` and the like, of sums and a residual `add_relu` and `add_layer_norm`. */
export type VectorWork =
  | 'add'
  | 'add_relu'
  | 'add_layer_norm'
  | 'apply'
  | 'batch_norm'
  | 'combine'
  | 'copy'
  | 'divide'
  | 'gelu'
  | 'layer_norm'
  | 'max_pool'
  | 'mean_pool'
  | 'mul'
  | 'reduce'
  | 'relu'
  | 'requantise'
  | 'rms_norm'
  | 'rotary'
  | 'select'
  | 'sigmoid'
  | 'silu'
  | 'softmax'
  | 'swiglu'
  | 'tanh';

/** Work over elements that no matrix core does. Counts are elements. */
export interface VectorOperation extends Uses {
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
  readonly does: VectorWork;
  /** Elements that are reduced together: of a softmax or a norm those of a row, of pooling those of a window; else 1. */
  readonly row: number;
  /** The products whose cores do this as they store their results: then it takes nothing by itself. */
  readonly fusedInto?: readonly string[];
}

/** Elements that an operation makes. */
export function madeElements(operation: Operation): number {
  return isMatrix(operation) ? operation.batch * operation.m * operation.n : operation.writesOperands;
}

export function isMatrix(operation: Operation): operation is MatrixOperation {
  return 'm' in operation;
}

/** Multiply-accumulates of an operation, all repeats. */
export function macsOf(operation: Operation): number {
  return isMatrix(operation) ? operation.repeat * operation.batch * operation.m * operation.k * operation.n : 0;
}
