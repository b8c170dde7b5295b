import {
  convolutionIndex,
  elementPlaces,
  entryReader,
  forEachElement,
  groupsOf,
  kernelPositions,
  multiplyAddOf,
  pixelOf,
  type MatrixCoreParameters,
  type Window,
} from '../blocks/hardware.js';
import type { CoreSchedule, PlacedImage } from '../mapping/index.js';
import { add, floatFormat, fp32 } from '../numbers/index.js';

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
          ).flat();
          const terms = { values, count: end - first, weights };
          for (let f = 0; f < n; f++)
            result[out * n + f] = addTerms(result[out * n + f] ?? 0, terms, (i) => (place + first + i) * n + f);
        }
      }
  return result;
}

/** A pixel's element of a tile of channels, by its row, column and channel there: of a group, its entries. */
function pixelReader(
  parameters: MatrixCoreParameters,
  { shape, rowWords, addresses }: PlacedImage,
  before: Uint8Array,
): (block: number, row: number, column: number, channel: number) => readonly number[] {
  const { rows, spillBits } = parameters;
  const { activation } = groupsOf(parameters);
  const read = entryReader(activation, before);
  const placeOf = elementPlaces(parameters, 'activations');
  return (block, row, column, channel) => {
    const word = row * rowWords + Math.floor(channel / rows) * shape.width + column;
    const start = (addresses[block] ?? NaN) * spillBits + placeOf(word, channel % rows);
    return Array.from({ length: activation.entries }, (_, entry) => read(start + entry * activation.numberBits, entry));
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
  const { weight } = groupsOf(parameters);
  const found = new Float64Array(k * n * weight.entries);
  const read = entryReader(weight, before);
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
          for (let entry = 0; entry < weight.entries; entry++) {
            const place = index.weight(c, f) * weight.entries + entry;
            const at = (tile.row + position.index * channels + c) * n + tile.column + f;
            found[at * weight.entries + entry] = read(places.get(place) ?? NaN, place);
          }
    }
  }
  return found;
}

/** Products of one K tile: elements of a pixel, and the filters, of which `weight(i)` is the element that meets element i. */
interface Terms {
  readonly values: readonly number[];
  readonly count: number;
  readonly weights: Float64Array;
}

/** Adds the products of one K tile as a core does: to what is held, or from +0 on and then to it. */
function adder(
  parameters: MatrixCoreParameters,
): (held: number, terms: Terms, weight: (i: number) => number) => number {
  const { accumulator, psumIn } = parameters;
  const step = multiplyAddOf(parameters);
  const joined = psumIn === 'top' || floatFormat(accumulator) === undefined;
  return (held, { values, count, weights }, weight) => {
    let sum = joined ? held : 0;
    for (let i = 0; i < count; i++) sum = step(sum, values, i, weights, weight(i));
    return joined ? sum : add(held, sum, fp32);
  };
}
