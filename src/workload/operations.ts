import type { ImageShape, MatrixOperation, Use, VectorKind, VectorOperation, VectorWork } from './types.js';

/** `x w`: an m x k activation by a k x n matrix of parameters, with a bias of n where `bias` says so. */
export function linear(
  name: string,
  m: number,
  k: number,
  n: number,
  options: { repeat?: number; bias?: boolean; of?: string } = {},
): MatrixOperation {
  return {
    kind: 'gemm',
    name,
    repeat: options.repeat ?? 1,
    batch: 1,
    m,
    k,
    n,
    leftElements: m * k,
    rightElements: k * n,
    parameters: k * n + (options.bias === true ? n : 0),
    ...(options.of === undefined ? {} : { uses: [{ of: options.of, elements: m * k, as: 'left' }] }),
  };
}

/** Products of activations by activations, one for each head and sequence; `left` and `right` name what makes the operands. */
export function attention(
  name: string,
  batch: number,
  m: number,
  k: number,
  n: number,
  repeat: number,
  makers: { readonly left?: string; readonly right?: string } = {},
): MatrixOperation {
  const { left, right } = makers;
  const uses: readonly Use[] = [
    ...(left === undefined ? [] : [{ of: left, elements: batch * m * k, as: 'left' as const }]),
    ...(right === undefined ? [] : [{ of: right, elements: batch * k * n, as: 'right' as const }]),
  ];
  return {
    kind: 'attention',
    name,
    repeat,
    batch,
    m,
    k,
    n,
    leftElements: batch * m * k,
    rightElements: batch * k * n,
    parameters: 0,
    uses,
  };
}

export interface ConvolutionShape {
  readonly batch: number;
  readonly channels: number;
  readonly filters: number;
  /** Height and width of the square input. */
  readonly size: number;
  readonly kernel: number;
  readonly stride: number;
  readonly padding: number;
}

/** Height and width of the output: `floor((size + 2 padding - kernel) / stride) + 1`. */
export function outputSize(shape: Pick<ConvolutionShape, 'size' | 'kernel' | 'stride' | 'padding'>): number {
  return Math.floor((shape.size + 2 * shape.padding - shape.kernel) / shape.stride) + 1;
}

/** A convolution as im2col product: m = batch x output positions, k = channels x kernel^2, n = filters; `of` names what makes its images, else they are an input. */
export function convolution(name: string, shape: ConvolutionShape, of?: string): MatrixOperation {
  const positions = outputSize(shape) ** 2;
  const k = shape.channels * shape.kernel ** 2;
  return {
    kind: 'convolution',
    name,
    repeat: 1,
    batch: 1,
    m: shape.batch * positions,
    k,
    n: shape.filters,
    leftElements: shape.batch * inputElements(shape),
    rightElements: k * shape.filters,
    parameters: k * shape.filters,
    image: { ...squareImage(shape), ...(of === undefined ? { input: true } : {}) },
    ...(of === undefined ? {} : { uses: [{ of, elements: shape.batch * inputElements(shape), as: 'left' }] }),
  };
}

function squareImage(shape: ConvolutionShape): ImageShape {
  const { batch, channels, size, kernel, stride, padding } = shape;
  const output = outputSize(shape);
  return {
    ...{ images: batch, channels, height: size, width: size, outputHeight: output, outputWidth: output },
    ...{ kernelHeight: kernel, kernelWidth: kernel, strideY: stride, strideX: stride, dilationY: 1, dilationX: 1 },
    ...{ padTop: padding, padLeft: padding },
  };
}

/** Input elements that at least one window touches: a stride beyond the kernel leaves some out. */
function inputElements(shape: ConvolutionShape): number {
  const touched = Math.min(
    shape.size,
    outputSize(shape) * Math.min(shape.stride, shape.kernel) + Math.max(0, shape.kernel - shape.stride),
  );
  return shape.channels * touched ** 2;
}

export interface VectorOptions {
  readonly repeat?: number;
  readonly readsResults?: number;
  readonly readsOperands?: number;
  readonly parameters?: number;
  readonly row?: number;
  /** What makes the elements that it reads: names, and how many elements of each. */
  readonly of?: readonly (readonly [name: string, elements: number])[];
  readonly leaves?: number;
}

/** An operation over elements; what is not given is not read, and as many operands are written as come out. */
export function vector(
  kind: VectorKind,
  does: VectorWork,
  name: string,
  elements: number,
  options: VectorOptions = {},
): VectorOperation {
  const parameters = options.parameters ?? 0;
  return {
    kind,
    name,
    repeat: options.repeat ?? 1,
    elements,
    readsResults: options.readsResults ?? 0,
    readsOperands: (options.readsOperands ?? 0) + parameters,
    writesOperands: elements,
    parameters,
    does,
    row: options.row ?? 1,
    uses: (options.of ?? []).map(([of, count]) => ({ of, elements: count, as: 'elements' })),
    ...(options.leaves === undefined ? {} : { leaves: options.leaves }),
  };
}
