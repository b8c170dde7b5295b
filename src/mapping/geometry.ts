import {
  cycles,
  packing,
  tileWords,
  windowMisfits,
  type Gemm,
  type Kernel,
  type LocalMemory,
  type MatrixCoreParameters,
  type Window,
} from '../blocks/models.js';
import type { ImageShape, MatrixOperation } from '../workload/index.js';
import { operandStores } from './stores.js';
import type { Extents } from './tiling.js';

/** What tiles of a product take of a core: of a plain one, or of a convolution that its address generator does. */
export interface Geometry {
  readonly parameters: MatrixCoreParameters;
  /** The convolution; its m are output positions of one image, its k channels of all positions of the kernel. */
  readonly image: ImageShape | null;
  /** Results are stored as operands; null: as sums. */
  readonly requantised: NonNullable<MatrixOperation['requantised']> | null;
  /** Cycles that a beat of `spill` takes: 1, or more with a memory behind it that is slower than the port. */
  readonly pace: number;
  /** What tiles are cut into multiples of. */
  readonly unit: Extents;
  /** Words of a tile in one of the core's memories. */
  readonly words: (memory: LocalMemory, m: number, k: number, n: number) => number;
  /** Cycles of its multiplication, and what that is, wherever its words lie. */
  readonly cycles: (m: number, k: number, n: number) => number;
  readonly gemm: (m: number, k: number, n: number) => Gemm;
}

export function geometryOf(
  parameters: MatrixCoreParameters,
  image: ImageShape | null,
  requantised: Geometry['requantised'] = null,
): Geometry {
  const geometry = image === null ? productGeometry(parameters) : imageGeometry(parameters, image);
  if (requantised === null) return geometry;
  return {
    ...geometry,
    requantised,
    words: (memory, m, k, n) =>
      memory === 'results' ? operandStores(parameters, m, n).reach : geometry.words(memory, m, k, n),
  };
}

/** Of matrices that lie in the core's memories as they are. */
export function productGeometry(parameters: MatrixCoreParameters): Geometry {
  const { rows, cols, dataflow } = parameters;
  const units = {
    weight_stationary: { m: 1, k: rows, n: cols },
    output_stationary: { m: rows, k: 1, n: cols },
    input_stationary: { m: cols, k: rows, n: 1 },
  };
  return {
    parameters,
    image: null,
    requantised: null,
    pace: 1,
    unit: units[dataflow],
    words: (memory, m, k, n) => tileWords(parameters, memory, m, k, n),
    cycles: (m, k, n) => cycles(parameters, { m, k, n }),
    gemm: (m, k, n) => ({ m, k, n }),
  };
}

/**
 * Of bands of output rows: a tile of activations is the rows of the image that a band meets, of some channel tiles, row by row and the channel
 * tiles of a row one after another. All full bands load as many rows, also where the border would need fewer.
 */
function imageGeometry(parameters: MatrixCoreParameters, image: ImageShape): Geometry {
  const { rows, cols, blockRows } = parameters;
  const positions = image.kernelHeight * image.kernelWidth;
  const tilesOfChannels = (k: number): number => Math.ceil(k / positions / rows);
  const words: Geometry['words'] = (memory, m, k, n) => {
    switch (memory) {
      case 'activations':
        return bandRows(image, m) * rowWords(parameters, image, k);
      case 'weights':
        return Math.ceil(n / cols) * positions * tilesOfChannels(k) * blockRows;
      case 'results':
        return Math.ceil(n / cols) * m;
    }
  };
  const gemm: Geometry['gemm'] = (m, k, n) => ({ m, k: k / positions, n, kernel: kernelOf(image, 0) });
  return {
    parameters,
    image,
    requantised: null,
    pace: 1,
    unit: { m: image.outputWidth, k: rows * positions, n: cols },
    words,
    cycles: (m, k, n) => cycles(parameters, gemm(m, k, n)),
    gemm,
  };
}

/** The convolution of an operation, where the core's address generator can do it. */
export function imageOf(parameters: MatrixCoreParameters, { image }: MatrixOperation): ImageShape | null {
  if (image === undefined || !parameters.convolution || parameters.dataflow !== 'weight_stationary') return null;
  const { k, m } = { k: image.channels * image.kernelHeight * image.kernelWidth, m: outputs(image) };
  return windowMisfits(windowOf(parameters, image, k), m, kernelOf(image, 0)).length === 0 ? image : null;
}

/** Output positions of one image. */
export function outputs({ outputHeight, outputWidth }: ImageShape): number {
  return outputHeight * outputWidth;
}

/** Words between rows of the image in the core's memory, of tiles of `k`: whole beats, so that a load can begin with any row. */
export function rowWords(parameters: MatrixCoreParameters, image: ImageShape, k: number): number {
  const { wordsPerBeat } = packing(parameters, 'activations');
  const channelTiles = Math.ceil(k / (image.kernelHeight * image.kernelWidth) / parameters.rows);
  return Math.ceil((channelTiles * image.width) / wordsPerBeat) * wordsPerBeat;
}

/** The window of tiles of `k`. */
export function windowOf(parameters: MatrixCoreParameters, image: ImageShape, k: number): Window {
  const { height, width, outputWidth, strideY, strideX, dilationY, dilationX, padLeft } = image;
  return {
    ...{ height, width, outputWidth, strideY, strideX, dilationY, dilationX, padLeft },
    rowWords: rowWords(parameters, image, k),
  };
}

/** The kernel, where the first output row of a band is `row`. */
export function kernelOf(image: ImageShape, row: number): Kernel {
  const { kernelHeight, kernelWidth, strideY, padTop } = image;
  return { height: kernelHeight, width: kernelWidth, top: row * strideY - padTop };
}

/** Rows of the image that a band of `m` output positions loads. */
export function bandRows(image: ImageShape, m: number): number {
  const { height, kernelHeight, strideY, dilationY, outputWidth } = image;
  return Math.min(height, (m / outputWidth - 1) * strideY + (kernelHeight - 1) * dilationY + 1);
}

/** The first of those rows, where the band's first output row is `row`. */
export function bandStart(image: ImageShape, row: number, m: number): number {
  return Math.min(Math.max(0, kernelOf(image, row).top), image.height - bandRows(image, m));
}
