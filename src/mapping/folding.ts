import type { MatrixCoreParameters } from '../blocks/models.js';
import { blockDtypes, touched } from '../ir/index.js';
import type { Folding, ImageShape, MatrixOperation } from '../workload/index.js';

/*
 * An image of few channels fills few rows of an array. If it is an input of the workload, whoever writes it may write it folded: a pixel for each column of the
 * output, with the channels of all columns of the kernel, and of some of its rows, one after another. What was a window over several pixels is then one over
 * fewer, of more channels. Products and sums are the same; what lies where no pixel was is zero.
 *
 * With `rows` of the kernel folded, pixel (y, x) of the folded image has, for row i of those and each column j of the kernel, the channels of the pixel of the
 * image at row g y + i dilationY - padTop and column x strideX + j dilationX - padLeft, channels fastest, then columns. g is the greatest step between rows
 * that the kernel meets. One row at a time without a step is the image's own rows: then those above and below it are not written.
 */

/** The ways to fold an operation's image that fill a core's rows better than the image as it is, those of the fewest elements first. */
export function foldings(parameters: MatrixCoreParameters, { image }: MatrixOperation): readonly Folding[] {
  // Blocks share a scale among numbers that folding would part.
  if (image?.input !== true || blockDtypes.has(parameters.activation)) return [];
  const { channels, kernelHeight, kernelWidth } = image;
  const tiles = (deep: number, positions: number): number =>
    Math.ceil(deep / parameters.dot / parameters.rows) * positions;
  const found: Folding[] = [];
  let fewest = tiles(channels, kernelHeight * kernelWidth);
  for (let rows = 1; rows <= kernelHeight; rows++) {
    const count = tiles(channels * kernelWidth * rows, Math.ceil(kernelHeight / rows));
    if (count >= fewest) continue;
    fewest = count;
    found.push({ columns: kernelWidth, rows });
  }
  return found;
}

/** An operation over its folded image: a convolution whose kernel has one column. Kernel rows that the last of it lacks are zeros among the weights. */
export function folded(operation: MatrixOperation, folding: Folding): MatrixOperation {
  const { image } = operation;
  if (image === undefined) return operation;
  const shape = foldedImage(image, folding);
  const k = shape.channels * shape.kernelHeight;
  const rows = touched({
    ...{ size: shape.height, kernel: shape.kernelHeight, stride: shape.strideY, dilation: shape.dilationY },
    ...{ padding: shape.padTop, after: below(shape) },
  });
  return {
    ...operation,
    k,
    leftElements: operation.batch * shape.images * shape.channels * rows * shape.width,
    rightElements: (operation.rightElements / operation.k) * k,
    image: shape,
  };
}

function foldedImage(written: ImageShape, folding: Folding): ImageShape {
  const { input: _, ...image } = written;
  const { columns, rows } = folding;
  const { channels, outputHeight, outputWidth, kernelHeight, strideY, dilationY } = image;
  const positions = Math.ceil(kernelHeight / rows);
  const across = {
    ...{
      channels: channels * columns * rows,
      width: outputWidth,
      kernelWidth: 1,
      strideX: 1,
      dilationX: 1,
      padLeft: 0,
    },
    ...{ kernelHeight: positions, folded: folding },
  };
  const step = positions === 1 ? strideY : greatestCommon(strideY, rows * dilationY);
  if (rows * step === 1) return { ...image, ...across };
  const next = positions === 1 ? 1 : (rows * dilationY) / step;
  const stride = strideY / step;
  return {
    ...image,
    ...across,
    ...{ strideY: stride, dilationY: next, padTop: 0 },
    height: (outputHeight - 1) * stride + (positions - 1) * next + 1,
  };
}

/** Rows below the image that the output's last one meets; fewer than none where some of the image meets nothing. */
function below({ height, outputHeight, kernelHeight, strideY, dilationY, padTop }: ImageShape): number {
  return (outputHeight - 1) * strideY + (kernelHeight - 1) * dilationY + 1 - padTop - height;
}

function greatestCommon(a: number, b: number): number {
  return b === 0 ? a : greatestCommon(b, a % b);
}
