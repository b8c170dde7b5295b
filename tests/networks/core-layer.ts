/** A layer on an emitted `MatrixCore`: what the testbench puts into the memory behind `spill`, the commands, and what it finds there afterwards. */
import {
  beats,
  matrixCore,
  elementPlaces,
  packing,
  type MatrixCoreCommand,
  type MatrixCoreParameters,
} from '../../src/blocks/hardware.js';
import type { Kernel, Window } from '../../src/blocks/matrix-core/window.js';
import { compile, type Simulator } from '../../src/rtl/index.js';
import { checkJob } from '../../src/verify/core-check.js';
import { resetCore } from '../../src/verify/core-run.js';
import { random } from '../../src/verify/random.js';

/** Numbers of bf16 by channel, row and column. */
export interface Image {
  readonly channels: number;
  readonly height: number;
  readonly width: number;
  readonly at: (channel: number, y: number, x: number) => number;
}

/** Weights of bf16 by output channel, input channel, row and column of the kernel. */
export interface Weights {
  readonly outputs: number;
  readonly height: number;
  readonly width: number;
  readonly at: (output: number, channel: number, y: number, x: number) => number;
}

export interface Convolution {
  readonly image: Image;
  readonly weights: Weights;
  readonly pad: number;
}

/** Sums of fp32, by output position and channel. */
export interface Sums {
  readonly height: number;
  readonly width: number;
  readonly rows: readonly (readonly number[])[];
}

/** A core that stands ready, and what its layers have shown. */
export interface CoreBench {
  readonly parameters: MatrixCoreParameters;
  readonly simulator: Simulator;
}

export function readyCore(parameters: MatrixCoreParameters): CoreBench {
  const simulator = compile(matrixCore('core', parameters));
  resetCore(simulator, null, 1);
  return { parameters, simulator };
}

/**
 * Runs a convolution as one command, with loads before it and a store behind. Every value that the core gives and every command's cycles are held against the golden
 * model and the formulas of the estimate.
 */
export function convolve({ parameters, simulator }: CoreBench, title: string, layer: Convolution): Sums {
  const { image, weights, pad } = layer;
  const { rows, cols } = parameters;
  const [height, width] = [image.height + 2 * pad - weights.height + 1, image.width + 2 * pad - weights.width + 1];
  const channelTiles = Math.ceil(image.channels / rows);
  const columnTiles = Math.ceil(weights.outputs / cols);
  const m = height * width;
  const words = {
    activations: channelTiles * image.height * image.width,
    weights: columnTiles * weights.height * weights.width * channelTiles * rows,
    results: columnTiles * m,
  };
  const at = { activations: 0, weights: beats(parameters, 'activations', words.activations), results: 0 };
  at.results = at.weights + beats(parameters, 'weights', words.weights);
  const size = at.results + beats(parameters, 'results', words.results);
  const memory = new Uint8Array((size * parameters.spillBits) / 8);
  const put = (name: 'activations' | 'weights', word: number, elements: readonly number[]): void =>
    putWord(parameters, memory, name, at[name], word, elements);
  for (let tile = 0; tile < channelTiles; tile++)
    for (let y = 0; y < image.height; y++)
      for (let x = 0; x < image.width; x++)
        put('activations', (tile * image.height + y) * image.width + x, channelsOf(image, tile * rows, rows, y, x));
  for (const [word, elements] of weightWords(layer, parameters).entries()) put('weights', word, elements);
  const commands: readonly MatrixCoreCommand[] = [
    { kind: 'load', memory: 'activations', base: 0, words: words.activations, address: at.activations },
    { kind: 'load', memory: 'weights', base: 0, words: words.weights, address: at.weights },
    // The columns beyond the last output keep what they hold, and are stored.
    { kind: 'load', memory: 'results', base: 0, words: words.results, address: at.results },
    ...product(layer, width, m),
    { kind: 'store', memory: 'results', base: 0, words: words.results, address: at.results },
  ];
  const job = { title, commands, memory, latency: 3, stallProbability: 0, greatestGap: 0 };
  const result = checkJob(simulator, parameters, job, random(1), null);
  if (result.differences.length > 0) throw new Error(`${title}: ${JSON.stringify(result.differences)}`);
  const read = (position: number, output: number): number => {
    const word = Math.floor(output / cols) * m + position;
    const beat = at.results + word * packing(parameters, 'results').beatsPerWord;
    const view = new DataView(result.memory.buffer);
    return view.getUint32((beat * parameters.spillBits) / 8 + 4 * (output % cols), true);
  };
  const positions = Array.from({ length: m }, (_, position) =>
    Array.from({ length: weights.outputs }, (_each, output) => read(position, output)),
  );
  return { height, width, rows: positions };
}

/** The multiplication: of a kernel of one position without a border a plain product, whose operands lie in the same places. */
function product({ image, weights, pad }: Convolution, width: number, m: number): readonly MatrixCoreCommand[] {
  const sizes = { m, k: image.channels, n: weights.outputs };
  if (weights.height * weights.width === 1 && pad === 0) return [{ kind: 'gemm', ...sizes }];
  const window: Window = {
    ...{ height: image.height, width: image.width, rowWords: image.width, outputWidth: width },
    ...{ strideY: 1, strideX: 1, dilationY: 1, dilationX: 1, padLeft: pad },
  };
  const kernel: Kernel = { height: weights.height, width: weights.width, top: -pad };
  return [
    { kind: 'window', ...window },
    {
      ...{ kind: 'gemm', ...sizes, kernel },
      activationBase: -pad * image.width - pad,
      activationStride: image.height * image.width,
    },
  ];
}

/** The product of M rows of K numbers of bf16 with K rows of N. */
export function multiply(
  bench: CoreBench,
  title: string,
  left: readonly (readonly number[])[],
  right: readonly (readonly number[])[],
): readonly (readonly number[])[] {
  const image: Image = {
    channels: right.length,
    height: left.length,
    width: 1,
    at: (channel, row) => left[row]?.[channel] ?? 0,
  };
  const weights: Weights = {
    outputs: right[0]?.length ?? 0,
    height: 1,
    width: 1,
    at: (output, channel) => right[channel]?.[output] ?? 0,
  };
  return convolve(bench, title, { image, weights, pad: 0 }).rows;
}

function channelsOf(image: Image, first: number, count: number, y: number, x: number): readonly number[] {
  // What stands in the rows beyond the last channel must not matter.
  return Array.from({ length: count }, (_, i) => (first + i < image.channels ? image.at(first + i, y, x) : 0x7fc1));
}

/** The words of the weights, in order: for each N tile the kernel's positions, in each of these its channels, a row of columns each. */
function weightWords({ image, weights }: Convolution, { rows, cols }: MatrixCoreParameters): readonly number[][] {
  const found: number[][] = [];
  for (let first = 0; first < weights.outputs; first += cols)
    for (let y = 0; y < weights.height; y++)
      for (let x = 0; x < weights.width; x++)
        for (let channel = 0; channel < Math.ceil(image.channels / rows) * rows; channel++)
          found.push(
            Array.from({ length: cols }, (_, i) =>
              channel < image.channels && first + i < weights.outputs ? weights.at(first + i, channel, y, x) : 0x7fc1,
            ),
          );
  return found;
}

/** Puts the elements of 16 bits of a word where a load finds it. */
function putWord(
  parameters: MatrixCoreParameters,
  memory: Uint8Array,
  name: 'activations' | 'weights',
  address: number,
  word: number,
  elements: readonly number[],
): void {
  const view = new DataView(memory.buffer);
  const placeOf = elementPlaces(parameters, name);
  for (const [i, element] of elements.entries())
    view.setUint16((address * parameters.spillBits + placeOf(word, i)) / 8, element, true);
}
