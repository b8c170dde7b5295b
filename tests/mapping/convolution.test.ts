import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { matrixCoreParameters, type MatrixCoreParameters } from '../../src/blocks/models.js';
import { convolutionIndex, execute, kernelPositions } from '../../src/blocks/matrix-core/golden.js';
import { listCycles } from '../../src/blocks/matrix-core/issue.js';
import { elementPlaces } from '../../src/blocks/matrix-core/layout.js';
import { elementReader, forEachElement, initialState, writeBits } from '../../src/blocks/matrix-core/memory.js';
import { matrixCore } from '../../src/blocks/matrix-core/rtl.js';
import { misfits } from '../../src/blocks/matrix-core/timing.js';
import { coreSchedule, geometryOf, type CoreSchedule } from '../../src/mapping/index.js';
import { commandCount, passesOf, type Order } from '../../src/mapping/plan.js';
import { coreCycles } from '../../src/mapping/steps.js';
import { tiling, type Tiling } from '../../src/mapping/tiling.js';
import { folded } from '../../src/mapping/folding.js';
import { outputs, windowOf } from '../../src/mapping/geometry.js';
import { compile } from '../../src/rtl/index.js';
import { random } from '../../src/verify/random.js';
import type { ImageShape } from '../../src/workload/index.js';
import { reset, runCommands } from '../blocks/matrix-core-bench.js';
import { core, KiB } from '../estimate/designs.js';
import { cases } from '../support/tier.js';

interface Case {
  readonly parameters: MatrixCoreParameters;
  /** What is to be done, and the image that it is done on: the same, or folded. */
  readonly of: ImageShape;
  readonly image: ImageShape;
  readonly filters: number;
  readonly tiling: Tiling;
  readonly order: Order;
}

const small = (max: number): fc.Arbitrary<number> => fc.integer({ min: 1, max });
const pair = (max: number, min = 1): fc.Arbitrary<readonly [number, number]> =>
  fc.tuple(fc.integer({ min, max }), fc.integer({ min, max }));

/** An image whose output is as large as its border and steps make it. */
const images: fc.Arbitrary<ImageShape> = fc
  .record({ size: pair(9), kernel: pair(3), stride: pair(2), dilation: pair(2), pad: pair(2, 0), channels: small(12) })
  .map(({ size, kernel, stride, dilation, pad, channels }) => {
    const along = (axis: 0 | 1): number =>
      Math.floor((size[axis] + 2 * pad[axis] - dilation[axis] * (kernel[axis] - 1) - 1) / stride[axis]) + 1;
    return {
      ...{ images: 1, channels, height: size[0], width: size[1], outputHeight: along(0), outputWidth: along(1) },
      ...{ kernelHeight: kernel[0], kernelWidth: kernel[1], strideY: stride[0], strideX: stride[1] },
      ...{ dilationY: dilation[0], dilationX: dilation[1], padTop: pad[0], padLeft: pad[1] },
    };
  })
  .filter(({ outputHeight, outputWidth }) => outputHeight > 0 && outputWidth > 0);

function foldedImage(image: ImageShape, rows: number): ImageShape {
  const { channels, kernelHeight, kernelWidth } = image;
  const sizes = { batch: 1, m: outputs(image), k: channels * kernelHeight * kernelWidth, n: 1 };
  const counts = { leftElements: 1, rightElements: 1, parameters: 1 };
  const operation = { kind: 'convolution', name: 'conv', repeat: 1, ...sizes, ...counts, image } as const;
  return folded(operation, { columns: kernelWidth, rows }).image ?? image;
}

/** A convolution cut into bands, tiles of channels and of filters that fit a small core, in any order. */
const cuts: fc.Arbitrary<Case> = fc
  .record({
    of: images,
    rowsFolded: fc.option(small(3), { nil: null }),
    filters: small(11),
    rows: small(4),
    cols: small(4),
    hideLoading: fc.boolean(),
    overlaps: fc.boolean(),
    band: small(5),
    channelTiles: small(3),
    columns: small(2),
    outer: fc.constantFrom('m' as const, 'n' as const),
    block: small(3),
  })
  .map(({ of, rowsFolded, filters, rows, cols, hideLoading, overlaps, band, channelTiles, ...given }): Case | null => {
    const { columns, outer, block } = given;
    const image = rowsFolded === null ? of : foldedImage(of, Math.min(rowsFolded, of.kernelHeight));
    const memories = { activations: 2 * KiB, weights: 2 * KiB, accumulators: 4 * KiB };
    const ways = { hideLoading, overlapCommands: overlaps && hideLoading };
    const parameters = matrixCoreParameters(core({ rows, cols, ...ways, convolution: true, ...memories }));
    const geometry = geometryOf(parameters, image);
    const positions = image.kernelHeight * image.kernelWidth;
    const whole = { m: image.outputHeight * image.outputWidth, k: image.channels * positions, n: filters };
    const tile = {
      m: Math.min(whole.m, band * image.outputWidth),
      k: Math.min(whole.k, channelTiles * rows * positions),
      n: Math.min(filters, columns * cols),
    };
    if (whole.k % tile.k !== 0) return null;
    const fits =
      geometry.words('activations', tile.m, tile.k, 1) <= parameters.activationWords &&
      geometry.words('weights', 1, tile.k, tile.n) <= parameters.weightWords &&
      geometry.words('results', tile.m, 1, tile.n) <= parameters.accumulatorWords;
    if (!fits) return null;
    const cut = tiling(geometry, whole, tile, 1);
    const order: Order = { outer, block: Math.min(block, cut.counts[outer]), outerKept: 'tiles', innerKept: 'tiles' };
    return { parameters, of, image, filters, tiling: cut, order };
  })
  .filter((made) => made !== null);

test('the list of a convolution takes exactly the cycles, and has as many commands, as the closed form says', () => {
  fc.assert(
    fc.property(cuts, ({ parameters, image, tiling: cut, order }) => {
      const { commands } = coreSchedule(parameters, { tiling: cut, order });
      expect(listCycles(parameters, commands, 1)).toBe(coreCycles(cut, order));
      expect(commands).toHaveLength(commandCount(cut, passesOf(cut, order)));
      const window = windowOf(parameters, image, cut.tile.k);
      for (const command of commands)
        if (command.kind === 'gemm') expect(misfits(parameters, command, window)).toEqual([]);
    }),
    { numRuns: cases(300) },
  );
});

type Image = (y: number, x: number, channel: number) => number;
type Filters = (y: number, x: number, channel: number, filter: number) => number;

/** The memory behind `spill` with an image and filters as a schedule places them. */
function placed(parameters: MatrixCoreParameters, schedule: CoreSchedule, pixel: Image, weight: Filters): Uint8Array {
  const { rows, spillBits, activationBits, weightBits } = parameters;
  const bytes = new Uint8Array((schedule.beats * spillBits) / 8);
  const { image, left, right } = schedule;
  if (image === null) throw new Error('no image');
  const { shape, rowWords, addresses } = image;
  const positions = kernelPositions({ height: shape.kernelHeight, width: shape.kernelWidth, top: 0 });
  const channels = (left[0]?.columns ?? 0) / positions.length;
  for (const [tile, address] of addresses.entries())
    for (let y = 0; y < shape.height; y++)
      for (let x = 0; x < shape.width; x++)
        for (let c = 0; c < channels; c++) {
          const word = y * rowWords + Math.floor(c / rows) * shape.width + x;
          const at = address * spillBits + elementPlaces(parameters, 'activations')(word, c % rows);
          writeBits(bytes, at, activationBits, pixel(y, x, tile * channels + c));
        }
  for (const tile of right) {
    const places = new Map<number, number>();
    const move = { memory: 'weights', base: 0, words: tile.words, address: tile.address } as const;
    forEachElement(parameters, move, (inside, outside) => places.set(inside, outside));
    const kernel = { height: shape.kernelHeight, width: shape.kernelWidth, top: 0 };
    for (const position of positions) {
      const gemm = { m: 1, k: channels, n: tile.columns, kernel };
      const index = convolutionIndex(parameters, gemm, windowOf(parameters, shape, tile.rows), position);
      const first = (tile.row / tile.rows) * channels;
      for (let c = 0; c < channels; c++)
        for (let f = 0; f < tile.columns; f++) {
          const value = weight(position.row, position.column, first + c, tile.column + f);
          writeBits(bytes, places.get(index.weight(c, f)) ?? NaN, weightBits, value);
        }
    }
  }
  return bytes;
}

/** The convolution, written out. */
function convolve(image: ImageShape, pixel: Image, weight: Filters, oy: number, ox: number, filter: number): number {
  let sum = 0;
  for (let ky = 0; ky < image.kernelHeight; ky++)
    for (let kx = 0; kx < image.kernelWidth; kx++) {
      const y = oy * image.strideY + ky * image.dilationY - image.padTop;
      const x = ox * image.strideX + kx * image.dilationX - image.padLeft;
      if (y < 0 || y >= image.height || x < 0 || x >= image.width) continue;
      for (let c = 0; c < image.channels; c++) sum += pixel(y, x, c) * weight(ky, kx, c, filter);
    }
  return sum;
}

/** The image and the filters as the core is given them. */
function laidOut({ of, image }: Case, pixel: Image, weight: Filters): readonly [Image, Filters] {
  const { folded: folding } = image;
  if (folding === undefined) return [pixel, weight];
  const { columns, rows } = folding;
  const step = of.strideY / image.strideY;
  const above = of.padTop - image.padTop;
  const channelOf = (channel: number) => ({
    row: Math.floor(channel / (columns * of.channels)),
    column: Math.floor(channel / of.channels) % columns,
    channel: channel % of.channels,
  });
  return [
    (y, x, c) => {
      const { row, column, channel } = channelOf(c);
      const [inY, inX] = [y * step + row * of.dilationY - above, x * of.strideX + column * of.dilationX - of.padLeft];
      return inY < 0 || inY >= of.height || inX < 0 || inX >= of.width ? 0 : pixel(inY, inX, channel);
    },
    (y, _, c, f) => {
      const { row, column, channel } = channelOf(c);
      return y * rows + row < of.kernelHeight ? weight(y * rows + row, column, channel, f) : 0;
    },
  ];
}

function expectConvolution(
  { parameters, of: image }: Case,
  schedule: CoreSchedule,
  pixel: Image,
  weight: Filters,
  after: Uint8Array,
): void {
  const { cols, accumulator } = parameters;
  const result = elementReader(accumulator, after);
  for (const tile of schedule.results) {
    const places = new Map<number, number>();
    const move = { memory: 'results', base: 0, words: tile.words, address: tile.address } as const;
    forEachElement(parameters, move, (inside, outside) => places.set(inside, outside));
    for (let i = 0; i < tile.rows; i++)
      for (let j = 0; j < tile.columns; j++) {
        const element = (Math.floor(j / cols) * tile.rows + i) * cols + (j % cols);
        const [oy, ox] = [Math.floor((tile.row + i) / image.outputWidth), (tile.row + i) % image.outputWidth];
        const expected = convolve(image, pixel, weight, oy, ox, tile.column + j);
        expect(result(places.get(element) ?? NaN)).toBe(expected);
      }
  }
}

function operandsOf({ of: image, filters }: Case, seed: number): readonly [Image, Filters] {
  const draw = random(seed);
  const { height, width, channels, kernelHeight, kernelWidth } = image;
  const int8 = (): number => draw.between(-128, 127);
  const pixels = Array.from({ length: height * width * channels }, int8);
  const weights = Array.from({ length: kernelHeight * kernelWidth * channels * filters }, int8);
  return [
    (y, x, c) => pixels[(y * width + x) * channels + c] ?? NaN,
    (y, x, c, f) => weights[((y * kernelWidth + x) * channels + c) * filters + f] ?? NaN,
  ];
}

test('the list of a convolution computes it, by the golden model', () => {
  fc.assert(
    fc.property(cuts, fc.nat(), (given, seed) => {
      const schedule = coreSchedule(given.parameters, given);
      const [pixel, weight] = operandsOf(given, seed);
      const memory = placed(given.parameters, schedule, ...laidOut(given, pixel, weight));
      const state = initialState(given.parameters);
      for (const command of schedule.commands) execute(given.parameters, state, memory, command);
      expectConvolution(given, schedule, pixel, weight, memory);
    }),
    { numRuns: cases(100) },
  );
});

test('the hardware runs it in the cycles of the closed form', () => {
  fc.assert(
    fc.property(cuts, fc.nat(), (given, seed) => {
      const { parameters, tiling: cut, order } = given;
      const schedule = coreSchedule(parameters, given);
      const [pixel, weight] = operandsOf(given, seed);
      const memory = placed(parameters, schedule, ...laidOut(given, pixel, weight));
      const sim = compile(matrixCore('core', parameters));
      reset(sim);
      const runs = runCommands(sim, parameters, memory, schedule.commands);
      expect(runs.at(-1)?.done).toBe(coreCycles(cut, order));
      expectConvolution(given, schedule, pixel, weight, memory);
    }),
    { numRuns: cases(15) },
  );
});
