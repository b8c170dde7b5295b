import {
  convolutionIndex,
  elementPlaces,
  elementReader,
  forEachElement,
  kernelPositions,
  pixelOf,
  type MatrixCoreParameters,
  type Window,
} from '../blocks/hardware.js';
import type { CoreSchedule, PlacedImage } from '../mapping/index.js';
import { add, floatFormat, fp32, multiplyAdd } from '../numbers/index.js';

/** The result of a scheduled convolution, row by row, from the image and the filters where the schedule places them: written out, without tiles of the product. */
export function plainConvolution(
  parameters: MatrixCoreParameters,
  schedule: CoreSchedule,
  image: PlacedImage,
  before: Uint8Array,
): Float64Array {
  const { shape, addresses } = image;
  const { m, n } = schedule.extents;
  const window: Window = { ...shape, rowWords: image.rowWords };
  const kernel = { height: shape.kernelHeight, width: shape.kernelWidth, top: -shape.padTop };
  const positions = kernelPositions(kernel);
  const channels = shape.channels / addresses.length;
  const pixel = pixelReader(parameters, image, before);
  const weights = weightsOf(parameters, schedule, window, channels, before);
  const addTerms = adder(parameters);
  const result = new Float64Array(m * n);
  for (let out = 0; out < m; out++)
    for (const block of addresses.keys())
      for (const position of positions) {
        const met = pixelOf(window, kernel, out, position);
        const place = (block * positions.length + position.index) * channels;
        for (let first = 0; first < channels; first += parameters.rows) {
          const end = met === undefined ? first : Math.min(channels, first + parameters.rows);
          const values = Array.from({ length: end - first }, (_, i) =>
            pixel(block, met?.row ?? 0, met?.column ?? 0, first + i),
          );
          for (let f = 0; f < n; f++)
            result[out * n + f] = addTerms(
              result[out * n + f] ?? 0,
              values,
              (i) => weights[(place + first + i) * n + f] ?? 0,
            );
        }
      }
  return result;
}

/** A pixel's element of a tile of channels, by its row, column and channel there. */
function pixelReader(
  parameters: MatrixCoreParameters,
  { shape, rowWords, addresses }: PlacedImage,
  before: Uint8Array,
): (block: number, row: number, column: number, channel: number) => number {
  const { rows, activation, spillBits } = parameters;
  const read = elementReader(activation, before);
  const placeOf = elementPlaces(parameters, 'activations');
  return (block, row, column, channel) => {
    const word = row * rowWords + Math.floor(channel / rows) * shape.width + column;
    return read((addresses[block] ?? NaN) * spillBits + placeOf(word, channel % rows));
  };
}

/** The filters: by tile of channels, position and channel, then by filter. */
function weightsOf(
  parameters: MatrixCoreParameters,
  { right, extents }: CoreSchedule,
  window: Window,
  channels: number,
  before: Uint8Array,
): Float64Array {
  const { n, k } = extents;
  const found = new Float64Array(k * n);
  const read = elementReader(parameters.weight, before);
  for (const tile of right) {
    const places = new Map<number, number>();
    forEachElement(
      parameters,
      { memory: 'weights', base: 0, words: tile.words, address: tile.address },
      (inside, outside) => places.set(inside, outside),
    );
    const kernel = { height: tile.rows / channels, width: 1, top: 0 };
    for (const position of kernelPositions(kernel)) {
      const index = convolutionIndex(parameters, { m: 1, k: channels, n: tile.columns, kernel }, window, position);
      for (let c = 0; c < channels; c++)
        for (let f = 0; f < tile.columns; f++)
          found[(tile.row + position.index * channels + c) * n + tile.column + f] = read(
            places.get(index.weight(c, f)) ?? NaN,
          );
    }
  }
  return found;
}

/** Adds the products of one K tile as a core does: to what is held, or from +0 on and then to it. */
function adder(
  parameters: MatrixCoreParameters,
): (held: number, values: readonly number[], weight: (i: number) => number) => number {
  const { activation, weight: weightType, psumIn } = parameters;
  const [format, weightFormat] = [floatFormat(activation), floatFormat(weightType)];
  if (format === undefined || weightFormat === undefined)
    return (held, values, weight) => values.reduce((sum, value, i) => sum + value * weight(i), held);
  return (held, values, weight) => {
    const start = psumIn === 'top' ? held : 0;
    const sum = values.reduce((part, value, i) => multiplyAdd(part, value, format, weight(i), weightFormat), start);
    return psumIn === 'top' ? sum : add(held, sum, fp32);
  };
}
