import { add, convert, floatFormat, fp32, requantise } from '../../numbers/index.js';
import { keptSum, multiplyAddOf } from '../pe-array/golden.js';
import { groupOf } from '../pe-array/group.js';
import { keepsParts } from '../pe-array/partial-sums.js';
import { completeGemm, scaleWords, type Gemm, type MatrixCoreCommand, type Move, type Requantised } from './command.js';
import { counted, counterNames, unhindered, type Counters, type Ran } from './counters.js';
import { exchangedGemm, weightView } from './exchange.js';
import {
  elementOf,
  elements,
  exchangedState,
  load,
  scaleType,
  store,
  writeBits,
  type Elements,
  type MatrixCoreState,
} from './memory.js';
import { castOverflow, type MatrixCoreParameters } from './parameters.js';
import { counterBits, countersBeats } from './timing.js';
import { pixelOf, type Kernel, type Window } from './window.js';

/**
 * Executes a command on `state` and on the bytes behind `spill`, bit for bit as the hardware does, and gives the rows that leave through
 * `results`, in order.
 *
 * @param ran how it ran: it changes what is counted and nothing else
 */
export function execute(
  parameters: MatrixCoreParameters,
  state: MatrixCoreState,
  spill: Uint8Array,
  command: MatrixCoreCommand,
  ran: Ran = unhindered,
): readonly Elements[] {
  state.counters = counted(parameters, state.counters, command, ran);
  switch (command.kind) {
    case 'gemm':
      return multiply(parameters, state, command);
    case 'load':
      load(parameters, state[command.memory], elementOf(parameters, command.memory), spill, command);
      return [];
    case 'store':
      if (command.requantised === undefined) store(parameters, state, spill, command);
      else storeOperands(parameters, state, spill, command, command.requantised);
      return [];
    case 'scales':
      loadScales(parameters, state, spill, command.address);
      return [];
    case 'window':
      state.window = command;
      return [];
    case 'counters':
      storeCounters(parameters, state.counters, spill, command.address);
      return [];
  }
}

function storeCounters(parameters: MatrixCoreParameters, counters: Counters, spill: Uint8Array, address: number): void {
  const start = address * parameters.spillBits;
  spill.fill(0, start / 8, start / 8 + (countersBeats(parameters) * parameters.spillBits) / 8);
  for (const [index, name] of counterNames.entries())
    writeBits(spill, start + index * counterBits, counterBits, counters[name]);
}

/** Where the elements of a multiplication's operands lie in the core's memories: which of their elements each is. */
export interface OperandIndex {
  activation(m: number, k: number): number;
  weight(k: number, n: number): number;
}

export function operandIndex(parameters: MatrixCoreParameters, gemm: Gemm): OperandIndex {
  if (parameters.dataflow === 'input_stationary') {
    const { activation, weight } = operandIndex(weightView(parameters), exchangedGemm(gemm));
    return { activation: (m, k) => weight(k, m), weight: (k, n) => activation(n, k) };
  }
  const { rows, cols, lanes, blockRows, dataflow } = parameters;
  const { activationBase, activationStride, weightBase, weightStride } = completeGemm(parameters, gemm);
  if (dataflow === 'output_stationary') {
    return {
      activation: (m, k) => (activationBase + Math.floor(m / rows) * activationStride + k) * rows + (m % rows),
      weight: (k, n) => (weightBase + Math.floor(n / cols) * weightStride + k) * cols + (n % cols),
    };
  }
  return {
    activation: (m, k) => (activationBase + Math.floor(k / rows) * activationStride + m) * rows + (k % rows),
    weight: (k, n) => {
      const row = k % rows;
      const word =
        weightBase + Math.floor(n / cols) * weightStride + Math.floor(k / rows) * blockRows + (row % blockRows);
      return (word * lanes + Math.floor(row / blockRows)) * cols + (n % cols);
    },
  };
}

/** A position of a kernel. */
export interface KernelPosition {
  readonly row: number;
  readonly column: number;
  /** In their order. */
  readonly index: number;
}

export function kernelPositions({ height, width }: Kernel): readonly KernelPosition[] {
  return Array.from({ length: height * width }, (_, index) => ({
    row: Math.floor(index / width),
    column: index % width,
    index,
  }));
}

/** Where the elements of one kernel position of a convolution lie, K being its channels, and which rows of the product it counts for. */
export function convolutionIndex(
  parameters: MatrixCoreParameters,
  gemm: Gemm,
  window: Window,
  position: KernelPosition,
): OperandIndex & { counts(m: number): boolean } {
  const { rows, blockRows } = parameters;
  const complete = completeGemm(parameters, gemm);
  const { k, activationBase, activationStride, weightBase, kernel } = complete;
  if (kernel === null) throw new Error('not a convolution');
  const { weight } = operandIndex(parameters, {
    ...complete,
    weightBase: weightBase + position.index * Math.ceil(k / rows) * blockRows,
  });
  const pixel = (m: number) => pixelOf(window, kernel, m, position);
  return {
    weight,
    activation: (m, channel) => {
      const { row, column } = pixel(m) ?? { row: kernel.top, column: -window.padLeft };
      const place = (row - kernel.top) * window.rowWords + column + window.padLeft;
      const word = activationBase + Math.floor(channel / rows) * activationStride + place;
      return word * rows + (channel % rows);
    },
    counts: (m) => pixel(m) !== undefined,
  };
}

function multiply(parameters: MatrixCoreParameters, state: MatrixCoreState, gemm: Gemm): readonly Elements[] {
  if (parameters.dataflow === 'input_stationary')
    return multiply(weightView(parameters), exchangedState(state), exchangedGemm(gemm));
  const { cols, dataflow, accumulator } = parameters;
  const { m, n, accumulateIn, emit, resultBase, resultStride, tileRows } = completeGemm(parameters, gemm);
  const height = dataflow === 'weight_stationary' ? tileRows : m;
  const tiles = depthTiles(parameters, gemm, state.window);
  const addTile = tileAdder(parameters, state);
  const emitted: Elements[] = [];
  for (let column = 0; column < n; column += cols) {
    for (let row = 0; row < m; row++) {
      const word = resultBase + (column / cols) * resultStride + (row % height);
      const beat = elements(accumulator, cols);
      for (let c = 0; c < Math.min(cols, n - column); c++) {
        const place = word * cols + c;
        let sum = accumulateIn ? (state.results[place] ?? 0) : 0;
        for (const [index, tile] of tiles.entries()) {
          const term = (i: number): readonly [number, number] => [tile.activation(row, i), tile.weight(i, column + c)];
          sum = addTile(sum, tile.first, tile.counts(row) ? tile.end : tile.first, term);
          // Emitted rows keep in their word what the K tiles before the last have given.
          if (!emit || index < tiles.length - 1) state.results[place] = sum;
        }
        beat[c] = sum;
      }
      if (emit) emitted.push(beat);
    }
  }
  return emitted;
}

/** Products `first` to `end - 1` of a dot product, which the array sums up together. */
interface DepthTile extends OperandIndex {
  readonly first: number;
  readonly end: number;
  /** Whether those of a row count: beside a convolution's image they do not. */
  counts(m: number): boolean;
}

function depthTiles(parameters: MatrixCoreParameters, gemm: Gemm, window: Window | null): readonly DepthTile[] {
  const { k, kernel } = completeGemm(parameters, gemm);
  if (kernel !== null && window === null) throw new Error('a convolution before its window');
  // An output-stationary core sums up all of K at a time.
  const depth = parameters.dataflow === 'weight_stationary' ? parameters.rows : k;
  const ranges = Array.from({ length: Math.ceil(k / depth) }, (_, i) => ({
    first: i * depth,
    end: Math.min(k, (i + 1) * depth),
  }));
  if (kernel === null || window === null) {
    const index = operandIndex(parameters, gemm);
    return ranges.map((range) => ({ ...range, ...index, counts: () => true }));
  }
  return kernelPositions(kernel).flatMap((position) => {
    const index = convolutionIndex(parameters, gemm, window, position);
    return ranges.map((range) => ({ ...range, ...index }));
  });
}

/** Which elements the operands of product `i` are. */
type Term = (i: number) => readonly [activation: number, weight: number];

/**
 * What an accumulator holds after a tile whose products are `first` to `end - 1`. Integers wrap. Floats are rounded at each addition: from what the accumulator holds on
 * (`.top`), or from +0 on, and then the tile's sum is added to it; that is joined of its parts before, where the elements keep it in several.
 */
function tileAdder(
  parameters: MatrixCoreParameters,
  { activations, weights }: MatrixCoreState,
): (held: number, first: number, end: number, term: Term) => number {
  const step = multiplyAddOf(parameters);
  const chain = (start: number, first: number, end: number, term: Term): number => {
    let sum = start;
    for (let i = first; i < end; i++) {
      const [activation, weight] = term(i);
      sum = step(sum, activations, activation, weights, weight);
    }
    return sum;
  };
  if (floatFormat(parameters.accumulator) === undefined) return chain;
  // What passes all rows is a number again, so that a NaN is the canonical one, also where no row counts.
  if (parameters.psumIn === 'top')
    return (held, first, end, term) => chain(convert(held, fp32, fp32), first, end, term);
  if (!keepsParts(parameters)) return (held, first, end, term) => add(held, chain(0, first, end, term), fp32);
  const kept = (first: number, end: number, term: Term): number =>
    keptSum(parameters, end - first, (sum, k) => {
      const [activation, weight] = term(first + k);
      return step(sum, activations, activation, weights, weight);
    });
  return (held, first, end, term) => add(held, kept(first, end, term), fp32);
}

/** Rows of results as activations, two to a beat: an odd row takes its neighbour along. */
function storeOperands(
  parameters: MatrixCoreParameters,
  { results, scales }: MatrixCoreState,
  spill: Uint8Array,
  { base, words, address }: Move,
  { zeroPoint, ...how }: Requantised,
): void {
  const { cols, activation, activationBits, spillBits } = parameters;
  const format = floatFormat(activation);
  if (format !== undefined) {
    for (let row = 0; row < 2 * Math.ceil(words / 2); row++)
      for (let c = 0; c < cols; c++) {
        const code = convert(results[(base + row) * cols + c] ?? 0, fp32, format, castOverflow(parameters));
        const negative = code >= 2 ** (activationBits - 1);
        const at = address * spillBits + (row * cols + c) * activationBits;
        writeBits(spill, at, activationBits, how.relu && negative ? 0 : code);
      }
    return;
  }
  const lost = 32 - activationBits;
  const point = (zeroPoint << lost) >> lost;
  for (let row = 0; row < 2 * Math.ceil(words / 2); row++) {
    for (let c = 0; c < cols; c++) {
      const [bias = 0, multiplier = 0, shift = 0] = [0, 1, 2].map((word) => scales[word * cols + c]);
      const scale = { multiplier: multiplier & 0x7fffffff, shift: shift & 63, zeroPoint: point, width: activationBits };
      const operand = requantise(results[(base + row) * cols + c] ?? 0, bias, { ...how, ...scale });
      writeBits(spill, address * spillBits + (row * cols + c) * activationBits, activationBits, operand);
    }
  }
}

function loadScales(
  parameters: MatrixCoreParameters,
  { scales }: MatrixCoreState,
  spill: Uint8Array,
  address: number,
): void {
  load(parameters, scales, groupOf(scaleType(parameters), 1), spill, {
    memory: 'results',
    base: 0,
    words: scaleWords,
    address,
  });
}
