import { add, floatFormat, fp32, multiplyAdd, requantise } from '../../numbers/index.js';
import { completeGemm, scaleWords, type Gemm, type MatrixCoreCommand, type Move, type Requantised } from './command.js';
import { elements, load, store, type Elements, type MatrixCoreState } from './memory.js';
import type { MatrixCoreParameters } from './parameters.js';

/**
 * Executes a command on `state` and on the bytes behind `spill`, bit for bit as the hardware does, and gives the rows that leave through
 * `results`, in order.
 */
export function execute(
  parameters: MatrixCoreParameters,
  state: MatrixCoreState,
  spill: Uint8Array,
  command: MatrixCoreCommand,
): readonly Elements[] {
  switch (command.kind) {
    case 'gemm':
      return multiply(parameters, state, command);
    case 'load':
      load(parameters, state[command.memory], dtypeOf(parameters, command), spill, command);
      return [];
    case 'store':
      if (command.requantised === undefined) store(parameters, state, spill, command);
      else storeOperands(parameters, state, spill, command, command.requantised);
      return [];
    case 'scales':
      loadScales(parameters, state, spill, command.address);
      return [];
  }
}

/** The number type of a memory's elements. */
function dtypeOf({ operand, accumulator }: MatrixCoreParameters, { memory }: Move): string {
  return memory === 'results' ? accumulator : operand;
}

/** Where the elements of a multiplication's operands lie: indices into the arrays of the state. */
export interface OperandIndex {
  activation(m: number, k: number): number;
  weight(k: number, n: number): number;
}

export function operandIndex(parameters: MatrixCoreParameters, gemm: Gemm): OperandIndex {
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

function multiply(parameters: MatrixCoreParameters, state: MatrixCoreState, gemm: Gemm): readonly Elements[] {
  const { cols, dataflow, accumulator } = parameters;
  const { m, k, n, accumulateIn, emit, resultBase, resultStride, tileRows } = completeGemm(parameters, gemm);
  const index = operandIndex(parameters, gemm);
  const height = dataflow === 'weight_stationary' ? tileRows : m;
  // An output-stationary core sums up all of K at a time.
  const depth = dataflow === 'weight_stationary' ? parameters.rows : k;
  const addTile = tileAdder(parameters);
  const emitted: Elements[] = [];
  for (let column = 0; column < n; column += cols) {
    for (let row = 0; row < m; row++) {
      const word = resultBase + (column / cols) * resultStride + (row % height);
      const beat = elements(accumulator, cols);
      for (let c = 0; c < Math.min(cols, n - column); c++) {
        const place = word * cols + c;
        const term = (i: number): readonly [number, number] => [
          state.activations[index.activation(row, i)] ?? 0,
          state.weights[index.weight(i, column + c)] ?? 0,
        ];
        let sum = accumulateIn ? (state.results[place] ?? 0) : 0;
        for (let first = 0; first < k; first += depth) {
          const end = Math.min(k, first + depth);
          sum = addTile(sum, first, end, term);
          // Emitted rows keep in their word what the K tiles before the last have given.
          if (!emit || end < k) state.results[place] = sum;
        }
        beat[c] = sum;
      }
      if (emit) emitted.push(beat);
    }
  }
  return emitted;
}

/** The operands of product `i`. */
type Term = (i: number) => readonly [activation: number, weight: number];

/**
 * What an accumulator holds after a tile whose products are `first` to `end - 1`. Integers wrap. Floats are rounded at each addition: from what the accumulator holds on
 * (`.top`), or from +0 on, and then the tile's sum is added to it.
 */
function tileAdder({
  operand,
  psumIn,
}: MatrixCoreParameters): (held: number, first: number, end: number, term: Term) => number {
  const format = floatFormat(operand);
  const step: (sum: number, a: number, b: number) => number =
    format === undefined ? (sum, a, b) => (sum + a * b) | 0 : (sum, a, b) => multiplyAdd(sum, a, format, b);
  const chain = (start: number, first: number, end: number, term: Term): number => {
    let sum = start;
    for (let i = first; i < end; i++) sum = step(sum, ...term(i));
    return sum;
  };
  if (psumIn === 'top' || format === undefined) return chain;
  return (held, first, end, term) => add(held, chain(0, first, end, term), fp32);
}

/** Rows of results as operands, two to a beat: an odd row takes its neighbour along. */
function storeOperands(
  parameters: MatrixCoreParameters,
  { results, scales }: MatrixCoreState,
  spill: Uint8Array,
  { base, words, address }: Move,
  { zeroPoint, ...how }: Requantised,
): void {
  const { cols, operandBits, spillBits } = parameters;
  const lost = 32 - operandBits;
  const point = (zeroPoint << lost) >> lost;
  for (let row = 0; row < 2 * Math.ceil(words / 2); row++) {
    const start = (address * spillBits) / 8 + row * cols;
    for (let c = 0; c < cols; c++) {
      const [bias = 0, multiplier = 0, shift = 0] = [0, 1, 2].map((word) => scales[word * cols + c]);
      const scale = { multiplier: multiplier & 0x7fffffff, shift: shift & 63, zeroPoint: point, width: operandBits };
      spill[start + c] = requantise(results[(base + row) * cols + c] ?? 0, bias, { ...how, ...scale });
    }
  }
}

function loadScales(
  parameters: MatrixCoreParameters,
  { scales }: MatrixCoreState,
  spill: Uint8Array,
  address: number,
): void {
  load(parameters, scales, 'int32', spill, { memory: 'results', base: 0, words: scaleWords, address });
}
