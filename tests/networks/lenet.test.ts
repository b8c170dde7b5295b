import { expect, test } from 'vitest';
import { add, convert, floatNamed, fp32, maximum, multiplyAdd } from '../../src/numbers/index.js';
import { random } from '../../src/verify/random.js';
import { smallCore } from '../blocks/matrix-core-bench.js';
import { smallVectorUnit } from '../blocks/vector-unit-bench.js';
import { convolve, readyCore, type Convolution, type Image, type Sums, type Weights } from './core-layer.js';
import { byLanes, readyVectorUnit, runSteps } from './vector-layer.js';

const bf16 = floatNamed('bf16');
const KiB = 8 * 1024;

const core = readyCore(
  smallCore({
    rows: 8,
    cols: 8,
    operand: 'bf16',
    accumulator: 'fp32',
    multiplierRegisters: 1,
    adderRegisters: 2,
    convolution: true,
    activationCapacityBits: 16 * KiB,
    weightCapacityBits: 128 * KiB,
    accumulatorCapacityBits: 32 * KiB,
  }),
);
const lanes = 8;
const vector = readyVectorUnit(smallVectorUnit({ lanes, operand: 'fp32', result: 'bf16' }));

const draw = random(1998);

/** A number of bf16 from -scale to scale. */
function weight(scale: number): number {
  return new Uint32Array(Float32Array.of((draw.below(2 ** 16) / 2 ** 15 - 1) * scale).buffer)[0]! >>> 16;
}

function weightsOf(outputs: number, channels: number, size: number): Weights {
  const scale = Math.sqrt(3 / (channels * size * size));
  const codes = Array.from({ length: outputs * channels * size * size }, () => weight(scale));
  const at: Weights['at'] = (output, channel, y, x) =>
    codes[((output * channels + channel) * size + y) * size + x] ?? 0;
  return { outputs, height: size, width: size, at };
}

function imageOf(channels: number, height: number, width: number, codes: readonly number[]): Image {
  return { channels, height, width, at: (channel, y, x) => codes[(channel * height + y) * width + x] ?? 0 };
}

/** One layer of the net: a convolution, a bias and ReLU (but for the last), and where it pools the largest of two by two. */
interface Layer {
  readonly weights: Weights;
  readonly bias: readonly number[];
  readonly pad: number;
  readonly relu: boolean;
  readonly pools: boolean;
}

function layer(outputs: number, channels: number, size: number, more: Partial<Layer> = {}): Layer {
  const bias = Array.from({ length: outputs }, () => weight(0.1) * 65536);
  return { weights: weightsOf(outputs, channels, size), bias, pad: 0, relu: true, pools: false, ...more };
}

/** LeNet-5's layers; those of full connections are convolutions whose kernel is as large as the image. */
const layers = [
  layer(6, 1, 5, { pad: 2, pools: true }),
  layer(16, 6, 5, { pools: true }),
  layer(120, 16, 5),
  layer(84, 120, 1),
  layer(10, 84, 1, { relu: false }),
];

/** Bias and ReLU on the vector unit, then, on what it gave, the largest of each two, twice. */
function finish({ bias, relu, pools, weights }: Layer, sums: Sums): Image {
  const { outputs } = weights;
  const { height, width, rows } = sums;
  const planes = Array.from({ length: outputs }, (_, channel) => rows.map((row) => row[channel] ?? 0)).flat();
  const biases = planes.map((_, index) => bias[Math.floor(index / (height * width))] ?? 0);
  const run = { kind: 'run', beats: Math.ceil(planes.length / lanes), relu } as const;
  const step = {
    command: { ...run, combine: { operation: 'add', by: 'b' } },
    a: byLanes(planes, lanes),
    b: byLanes(biases, lanes),
  } as const;
  const active = imageOf(outputs, height, width, runSteps(vector, [step]).flat());
  return pools ? pool(active) : active;
}

function pool(image: Image): Image {
  const { channels, height, width } = image;
  const halved = imageOf(
    channels,
    height,
    width / 2,
    largest(image, width / 2, (c, y, x) => [image.at(c, y, 2 * x), image.at(c, y, 2 * x + 1)]),
  );
  return imageOf(
    channels,
    height / 2,
    width / 2,
    largest({ ...halved, height: height / 2 }, width / 2, (c, y, x) => [
      halved.at(c, 2 * y, x),
      halved.at(c, 2 * y + 1, x),
    ]),
  );
}

/** The larger of each pair, on the vector unit, to which bf16 comes as fp32. */
function largest(
  { channels, height }: Image,
  width: number,
  pair: (channel: number, y: number, x: number) => readonly [number, number],
): readonly number[] {
  const places = channels * height * width;
  const pairs = Array.from({ length: places }, (_, i) =>
    pair(Math.floor(i / (height * width)), Math.floor(i / width) % height, i % width),
  );
  const [a, b] = [0, 1].map((side) =>
    byLanes(
      pairs.map((each) => (each[side] ?? 0) * 65536),
      lanes,
    ),
  );
  const command = {
    kind: 'run',
    beats: Math.ceil(places / lanes),
    combine: { operation: 'maximum', by: 'b' },
  } as const;
  return runSteps(vector, [{ command, a: a ?? [], b: b ?? [] }]).flat();
}

/** The same layer by the definition of a convolution, one product after another in the order of kernel row, kernel column, channel. */
function byDefinition({ weights, bias, pad, relu, pools }: Layer, image: Image): Image {
  const [height, width] = [image.height + 2 * pad - weights.height + 1, image.width + 2 * pad - weights.width + 1];
  const codes: number[] = [];
  for (let output = 0; output < weights.outputs; output++)
    for (let y = 0; y < height; y++)
      for (let x = 0; x < width; x++) {
        const sum = add(position({ image, weights, pad }, output, y, x), bias[output] ?? 0, fp32);
        codes.push(convert(relu ? maximum(sum, 0, fp32) : sum, fp32, bf16));
      }
  if (!pools) return imageOf(weights.outputs, height, width, codes);
  const whole = imageOf(weights.outputs, height, width, codes);
  const of = (c: number, y: number, x: number): number =>
    [whole.at(c, 2 * y, 2 * x + 1), whole.at(c, 2 * y + 1, 2 * x), whole.at(c, 2 * y + 1, 2 * x + 1)].reduce(
      (most, each) => maximum(most, each, bf16),
      whole.at(c, 2 * y, 2 * x),
    );
  const pooled: number[] = [];
  for (let c = 0; c < weights.outputs; c++)
    for (let y = 0; y < height / 2; y++) for (let x = 0; x < width / 2; x++) pooled.push(of(c, y, x));
  return imageOf(weights.outputs, height / 2, width / 2, pooled);
}

/** One sum; what the kernel meets beside the image is not added. */
function position({ image, weights, pad }: Convolution, output: number, oy: number, ox: number): number {
  let sum = 0;
  for (let ky = 0; ky < weights.height; ky++)
    for (let kx = 0; kx < weights.width; kx++) {
      const [y, x] = [oy + ky - pad, ox + kx - pad];
      if (y < 0 || x < 0 || y >= image.height || x >= image.width) continue;
      for (let channel = 0; channel < image.channels; channel++)
        sum = multiplyAdd(sum, image.at(channel, y, x), bf16, weights.at(output, channel, ky, kx));
    }
  return sum;
}

const codesOf = ({ channels, height, width, at }: Image): readonly number[] =>
  Array.from({ length: channels * height * width }, (_, i) =>
    at(Math.floor(i / (height * width)), Math.floor(i / width) % height, i % width),
  );

test('LeNet-5 with random weights runs layer by layer on MatrixCore and VectorUnit, as its definition says', () => {
  let image = imageOf(
    1,
    28,
    28,
    Array.from({ length: 28 * 28 }, () => weight(1)),
  );
  for (const [index, each] of layers.entries()) {
    const sums = convolve(core, `layer ${index}`, { image, weights: each.weights, pad: each.pad });
    const next = finish(each, sums);
    expect(codesOf(next)).toEqual(codesOf(byDefinition(each, image)));
    image = next;
  }
  expect([image.channels, image.height, image.width]).toEqual([10, 1, 1]);
  expect(new Set(codesOf(image)).size).toBeGreaterThan(5);
}, 120_000);
