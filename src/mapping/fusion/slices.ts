import { isMatrix, type MatrixOperation, type Operation, type VectorOperation } from '../../workload/index.js';

/** Along what an operation is cut so that each part makes its part of the result from its parts of what others make. */
export type Along = 'rows' | 'images' | 'products';

/** What each product of a group is cut along; undefined where that is not possible. */
export function alongOf(operation: MatrixOperation): Along {
  if (operation.batch > 1) return 'products';
  return operation.image !== undefined && operation.image.images > 1 ? 'images' : 'rows';
}

/** How many equal parts there can be of an operation at most: numbers of parts divide it. */
export function largestParts(operation: Operation): number {
  if (!isMatrix(operation)) return Math.max(1, Math.floor(operation.elements / operation.row));
  const { image, batch, m } = operation;
  switch (alongOf(operation)) {
    case 'products':
      return batch;
    case 'images':
      return image?.images ?? 1;
    case 'rows':
      return image === undefined ? m : image.outputHeight;
  }
}

/** One of `parts` equal parts of an operation; undefined where it cannot be cut so. */
export function sliceOf<T extends Operation>(operation: T, parts: number): Operation | undefined {
  if (parts === 1) return operation;
  return isMatrix(operation) ? productSlice(operation, parts) : elementSlice(operation, parts);
}

function productSlice(operation: MatrixOperation, parts: number): MatrixOperation | undefined {
  const { image, batch, m, leftElements, rightElements, uses = [] } = operation;
  if (largestParts(operation) % parts !== 0) return undefined;
  const left = {
    leftElements: leftElements / parts,
    uses: uses.map((use) => ({ ...use, elements: use.elements / parts })),
  };
  switch (alongOf(operation)) {
    case 'products':
      return { ...operation, ...left, batch: batch / parts, rightElements: rightElements / parts };
    case 'images':
      return image === undefined
        ? undefined
        : { ...operation, ...left, m: m / parts, image: { ...image, images: image.images / parts } };
    case 'rows': {
      // A kernel of more than a pixel meets rows of the next part.
      if (image === undefined)
        return operation.kind === 'convolution' ? undefined : { ...operation, ...left, m: m / parts };
      if (!isPointwise(operation)) return undefined;
      const rows = { height: image.height / parts, outputHeight: image.outputHeight / parts };
      return { ...operation, ...left, m: m / parts, image: { ...image, ...rows } };
    }
  }
}

function isPointwise({ image }: MatrixOperation): boolean {
  if (image === undefined) return true;
  const { kernelHeight, kernelWidth, strideX, strideY, padLeft, padTop } = image;
  return kernelHeight * kernelWidth * strideX * strideY === 1 && padLeft + padTop === 0;
}

/** Rows, or elements that are for themselves. Parameters are read for each part; what takes elements of several rows is not cut. */
function elementSlice(operation: VectorOperation, parts: number): VectorOperation | undefined {
  const { does, elements, row, readsResults, readsOperands, writesOperands, parameters, uses = [] } = operation;
  if (does === 'max_pool' || does === 'mean_pool' || does === 'reduce') return undefined;
  const counts = [elements / row, readsResults, readsOperands - parameters, writesOperands];
  if (counts.some((count) => count % parts !== 0) || uses.some((use) => use.elements % parts !== 0)) return undefined;
  return {
    ...operation,
    elements: elements / parts,
    readsResults: readsResults / parts,
    readsOperands: (readsOperands - parameters) / parts + parameters,
    writesOperands: writesOperands / parts,
    uses: uses.map((use) => ({ ...use, elements: use.elements / parts })),
  };
}
