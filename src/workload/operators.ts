import {
  elementsOf,
  pooling,
  touched,
  windowsOf,
  wholeOption,
  type GraphNode,
  type GraphTensor,
  type Shape,
  type Window,
} from '../ir/index.js';
import { vector } from './operations.js';
import type { ImageShape, MatrixOperation, Operation, Use, VectorKind, VectorWork } from './types.js';

/** What an operator reads of a tensor: so many elements of each kind. */
export interface Reads {
  /** That a core left as accumulators. */
  readonly results: number;
  readonly operands: number;
  readonly weights: number;
}

/** A node with what it works on. */
export interface Work {
  readonly node: GraphNode;
  readonly operands: readonly (GraphNode | GraphTensor)[];
  /** What all of operand `index` is made of; of `elements` where it is not read as a whole. */
  readonly reads: (index: number, elements?: number) => Reads;
  /** Which operations make it, and how much of it: names and elements. */
  readonly makers: (index: number, elements?: number) => readonly (readonly [name: string, elements: number])[];
  /** Whether an operand is an input of the graph that nothing else reads. */
  readonly writtenForIt: (index: number) => boolean;
}

/** The operation that makes the result of a node. */
export function makerOf({ name, operator }: GraphNode): string {
  return operator === 'attention' ? `${name}.context` : name;
}

/** Operators of which the core does the products. */
export const matrixOperators: ReadonlySet<string> = new Set(['matmul', 'conv2d', 'attention', 'conv_transpose2d']);

/** Of them, those whose last step is a product, so that accumulators are left. */
export const leavingResults: ReadonlySet<string> = new Set(['matmul', 'conv2d', 'attention']);

/** Operators that move nothing: what uses them reads in another order or place. */
export const views: ReadonlySet<string> = new Set(['transpose', 'permute', 'reshape', 'slice', 'concat']);

const vectorKinds: Readonly<Record<string, VectorKind>> = {
  embedding: 'embedding',
  add: 'addition',
  sub: 'addition',
  reduce: 'pooling',
  gather: 'embedding',
  scatter: 'embedding',
  top_k: 'selection',
  softmax: 'softmax',
  layer_norm: 'normalisation',
  rms_norm: 'normalisation',
  batch_norm: 'normalisation',
  max_pool2d: 'pooling',
  avg_pool2d: 'pooling',
  global_avg_pool: 'pooling',
  cast: 'requantisation',
};

const works: Readonly<Record<string, VectorWork>> = {
  embedding: 'copy',
  gather: 'copy',
  scatter: 'copy',
  resize: 'copy',
  top_k: 'select',
  cast: 'apply',
  max_pool2d: 'max_pool',
  avg_pool2d: 'mean_pool',
  global_avg_pool: 'mean_pool',
  add: 'add',
  sub: 'add',
  mul: 'mul',
  divide: 'divide',
  combine: 'combine',
  relu: 'relu',
  gelu: 'gelu',
  silu: 'silu',
  sigmoid: 'sigmoid',
  tanh: 'tanh',
  rotary: 'rotary',
  softmax: 'softmax',
  layer_norm: 'layer_norm',
  rms_norm: 'rms_norm',
  batch_norm: 'batch_norm',
  reduce: 'reduce',
};

/** The operations that a node stands for; none for a view. */
export function operationsOf(work: Work): readonly Operation[] {
  switch (work.node.operator) {
    case 'matmul':
      return [product(work)];
    case 'conv2d':
      return [convolution(work)];
    case 'attention':
      return attention(work);
    case 'conv_transpose2d':
      return convTranspose(work);
    default:
      return views.has(work.node.operator) ? [] : [elementwise(work)];
  }
}

function product(work: Work): MatrixOperation {
  const { node, operands } = work;
  const [a = [], b = []] = operands.map(({ extents }) => extents);
  const [m = 1, k = 1] = a.slice(-2);
  const n = b.at(-1) ?? 1;
  // A plain matrix on the right takes all batches of the left at once.
  const plain = b.length === 2;
  const batches = elementsOf({ element: '', extents: plain ? a.slice(0, -2) : b.slice(0, -2) });
  const batch = plain ? 1 : batches;
  const kind = batch === 1 ? 'gemm' : 'contraction';
  return matrix(work, { kind, name: node.name, batch, m: plain ? batches * m : m, k, n });
}

function convolution(work: Work): MatrixOperation {
  const { node, operands } = work;
  const [x, w] = operands;
  if (x === undefined || w === undefined) throw new Error(`${node.name} has two operands`);
  const groups = wholeOption(node.options, 'groups');
  const [n = 1, filters = 1, height = 1, width = 1] = node.extents;
  const [, inGroup = 1, r = 1, s = 1] = w.extents;
  const windows = windowsOf(x, node.options, [r, s]);
  const leftElements = touchedElements(x, windows);
  const sizes = { batch: groups, m: n * height * width, k: inGroup * r * s, n: filters / groups };
  const image = {
    ...imageShape(windows, { images: n, channels: inGroup, outputHeight: height, outputWidth: width }),
    ...(work.writtenForIt(0) ? { input: true as const } : {}),
  };
  const made = matrix(work, { kind: 'convolution', name: node.name, ...sizes });
  const uses = [...usesOf(work, 0, 'left', leftElements), ...usesOf(work, 1, 'right')];
  return { ...made, leftElements, uses, image };
}

function imageShape(
  [down, across]: readonly [Window, Window],
  sizes: Pick<ImageShape, 'images' | 'channels' | 'outputHeight' | 'outputWidth'>,
): ImageShape {
  return {
    ...sizes,
    ...{ height: down.size, width: across.size, kernelHeight: down.kernel, kernelWidth: across.kernel },
    ...{ strideY: down.stride, strideX: across.stride, dilationY: down.dilation, dilationX: across.dilation },
    ...{ padTop: down.padding, padLeft: across.padding },
  };
}

/** Elements of an image that lie in at least one window. */
function touchedElements({ extents }: Shape, [down, across]: readonly [Window, Window]): number {
  return (extents[0] ?? 1) * (extents[1] ?? 1) * touched(down) * touched(across);
}

type Sizes = Pick<MatrixOperation, 'kind' | 'name' | 'batch' | 'm' | 'k' | 'n'>;

/** What an operation reads of operand `index` that others make. */
function usesOf({ makers }: Work, index: number, as: Use['as'], elements?: number): readonly Use[] {
  return makers(index, elements).map(([of, count]) => ({ of, elements: count, as }));
}

function matrix(work: Work, sizes: Sizes): MatrixOperation {
  const { operands, reads } = work;
  const [left, right] = operands;
  const parameters = operands.reduce((sum, _, index) => sum + reads(index).weights, 0);
  return {
    ...sizes,
    repeat: 1,
    leftElements: left === undefined ? 0 : elementsOf(left),
    rightElements: right === undefined ? 0 : elementsOf(right),
    parameters,
    uses: [...usesOf(work, 0, 'left'), ...usesOf(work, 1, 'right')],
  };
}

/** A product that makes all that each element is spread to, and the sums of what overlaps. */
function convTranspose(work: Work): readonly Operation[] {
  const { node, operands } = work;
  const [x, w] = operands;
  if (x === undefined || w === undefined) throw new Error(`${node.name} has two operands`);
  const groups = wholeOption(node.options, 'groups');
  const [n = 1, channels = 1, height = 1, width = 1] = x.extents;
  const [, inGroup = 1, r = 1, s = 1] = w.extents;
  const sizes = { batch: groups, m: n * height * width, k: channels / groups, n: inGroup * r * s };
  const product = matrix(work, { kind: groups === 1 ? 'gemm' : 'contraction', name: `${node.name}.spread`, ...sizes });
  const spread = sizes.batch * sizes.m * sizes.n;
  const sums = { readsResults: spread, of: [[product.name, spread]], row: r * s } as const;
  return [product, vector('addition', 'reduce', node.name, elementsOf(node), sums)];
}

/** Scores, their softmax and the context. The queries of a group share their head of keys and values, which is read once. */
function attention(work: Work): readonly Operation[] {
  const { node, operands, reads } = work;
  const [q, k] = operands.map(({ extents }) => extents);
  const [batch = 1, heads = 1, tokens = 1, size = 1] = q ?? [];
  const [, shared = 1, context = 1] = k ?? [];
  const e = node.extents.at(-1) ?? 1;
  const sinks = reads(3);
  const groups = batch * shared;
  const m = (heads / shared) * tokens;
  const scores = groups * m * context;
  const step = (name: string, inner: number, n: number, uses: readonly Use[]): MatrixOperation => ({
    ...{ kind: 'attention', name: `${node.name}.${name}`, repeat: 1, batch: groups, m, k: inner, n },
    ...{ leftElements: groups * m * inner, rightElements: groups * inner * n, parameters: 0, uses },
  });
  const softmax = `${node.name}.softmax`;
  return [
    step('scores', size, context, [...usesOf(work, 0, 'left'), ...usesOf(work, 1, 'right')]),
    vector('softmax', 'softmax', softmax, scores, {
      readsResults: scores,
      readsOperands: sinks.operands,
      parameters: sinks.weights,
      row: context,
      of: [[`${node.name}.scores`, scores], ...work.makers(3)],
    }),
    step('context', context, e, [{ of: softmax, elements: scores, as: 'left' }, ...usesOf(work, 2, 'right')]),
  ];
}

function elementwise(work: Work): Operation {
  const { node, operands, reads, makers } = work;
  const kind = vectorKinds[node.operator] ?? 'activation';
  const read = operands.map((operand, index) => reads(index, readElements(node, operand, index)));
  const total = (of: keyof Reads): number => read.reduce((sum, each) => sum + each[of], 0);
  // What a scatter leaves as it is stays where it is.
  const written = node.operator === 'scatter' ? operands[2] : node;
  return vector(kind, works[node.operator] ?? 'apply', node.name, elementsOf(written ?? node), {
    readsResults: total('results'),
    readsOperands: total('operands'),
    parameters: total('weights'),
    row: reducedTogether(node, operands),
    of: operands.flatMap((operand, index) => makers(index, readElements(node, operand, index))),
  });
}

/** Elements that an operator reduces to one, or by which it norms them. */
function reducedTogether(node: GraphNode, [x]: readonly (GraphNode | GraphTensor)[]): number {
  if (x === undefined) return 1;
  switch (node.operator) {
    case 'softmax': {
      const axis = wholeOption(node.options, 'axis');
      return x.extents.at(axis) ?? 1;
    }
    case 'layer_norm':
    case 'rms_norm':
      return x.extents.at(-1) ?? 1;
    case 'max_pool2d':
    case 'avg_pool2d':
      return windowsOf(x, pooling(node.options)).reduce((size, { kernel }) => size * kernel, 1);
    case 'global_avg_pool':
    case 'reduce':
      return Math.max(1, Math.round(elementsOf(x) / elementsOf(node)));
    default:
      return 1;
  }
}

/** How much of an operand is read: windows may leave some out, and indices choose rows. */
function readElements(node: GraphNode, operand: GraphNode | GraphTensor, index: number): number {
  switch (node.operator) {
    case 'embedding':
      return elementsOf(index === 1 ? node : operand);
    case 'gather':
      return elementsOf(index === 0 ? node : operand);
    case 'scatter':
      return index === 0 ? 0 : elementsOf(operand);
    case 'max_pool2d':
    case 'avg_pool2d':
      return touchedElements(operand, windowsOf(operand, pooling(node.options)));
    default:
      return elementsOf(operand);
  }
}
