import { requantise } from '../../numbers/index.js';
import { completeGemm, scaleWords, type Gemm, type MatrixCoreCommand, type Move, type Requantised } from './command.js';
import { packing } from './layout.js';
import type { MatrixCoreParameters } from './parameters.js';

/** What the core's memories hold, element by element: word w of a memory is its elements from `w` times the word's length on. */
export interface MatrixCoreState {
  readonly activations: Int8Array;
  readonly weights: Int8Array;
  readonly results: Int32Array;
  /** Biases of the columns, then their multipliers, then their shifts. */
  readonly scales: Int32Array;
}

/** Memories of zeros. Hardware powers up with unknown words, which no command that fits reads before they are written. */
export function initialState(parameters: MatrixCoreParameters): MatrixCoreState {
  const { rows, cols, lanes, activationWords, weightWords, accumulatorWords } = parameters;
  return {
    activations: new Int8Array(activationWords * rows),
    weights: new Int8Array(weightWords * lanes * cols),
    results: new Int32Array(accumulatorWords * cols),
    scales: new Int32Array(scaleWords * cols),
  };
}

/**
 * Executes a command on `state` and on the bytes behind `spill`, bit for bit as the hardware does, and gives the rows that leave through
 * `results`, in order. int8 products, int32 sums.
 */
export function execute(
  parameters: MatrixCoreParameters,
  state: MatrixCoreState,
  spill: Uint8Array,
  command: MatrixCoreCommand,
): readonly Int32Array[] {
  switch (command.kind) {
    case 'gemm':
      return multiply(parameters, state, command);
    case 'load':
      load(parameters, state, spill, command);
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

function multiply(parameters: MatrixCoreParameters, state: MatrixCoreState, gemm: Gemm): readonly Int32Array[] {
  const { rows, cols, dataflow } = parameters;
  const { m, k, n, accumulateIn, emit, resultBase, resultStride, tileRows } = completeGemm(parameters, gemm);
  const index = operandIndex(parameters, gemm);
  const height = dataflow === 'weight_stationary' ? tileRows : m;
  // Emitted rows keep in their word what the K tiles before the last have given.
  const kept = !emit ? k : dataflow === 'weight_stationary' ? (Math.ceil(k / rows) - 1) * rows : 0;
  const emitted: Int32Array[] = [];
  for (let column = 0; column < n; column += cols) {
    for (let row = 0; row < m; row++) {
      const word = resultBase + (column / cols) * resultStride + (row % height);
      const beat = new Int32Array(cols);
      for (let c = 0; c < Math.min(cols, n - column); c++) {
        const place = word * cols + c;
        let sum = accumulateIn ? (state.results[place] ?? 0) : 0;
        for (let i = 0; i < k; i++) {
          if (i === kept && kept > 0) state.results[place] = sum;
          const product =
            (state.activations[index.activation(row, i)] ?? 0) * (state.weights[index.weight(i, column + c)] ?? 0);
          sum = (sum + product) | 0;
        }
        if (!emit) state.results[place] = sum;
        beat[c] = sum;
      }
      if (emit) emitted.push(beat);
    }
  }
  return emitted;
}

function load(parameters: MatrixCoreParameters, state: MatrixCoreState, spill: Uint8Array, move: Move): void {
  const bytes = bytesOf(state, move);
  forEachByte(parameters, move, (inside, outside) => {
    bytes[inside] = spill[outside] ?? 0;
  });
}

function store(parameters: MatrixCoreParameters, state: MatrixCoreState, spill: Uint8Array, move: Move): void {
  const bytes = bytesOf(state, move);
  forEachByte(parameters, move, (inside, outside) => {
    spill[outside] = bytes[inside] ?? 0;
  });
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
  const bytes = new Uint8Array(scales.buffer, scales.byteOffset, scales.byteLength);
  const words: Move = { memory: 'results', base: 0, words: scaleWords, address };
  forEachByte(parameters, words, (inside, outside) => {
    bytes[inside] = spill[outside] ?? 0;
  });
}

function bytesOf(state: MatrixCoreState, { memory }: Move): Uint8Array {
  const { buffer, byteOffset, byteLength } = state[memory];
  return new Uint8Array(buffer, byteOffset, byteLength);
}

/** Pairs the bytes of the moved words with those behind `spill`, both little-endian. Moves are of whole beats: an odd word takes its neighbour along. */
export function forEachByte(
  parameters: MatrixCoreParameters,
  move: Move,
  pair: (inside: number, outside: number) => void,
): void {
  const { rows, cols, lanes, spillBits } = parameters;
  const wordBytes = { activations: rows, weights: lanes * cols, results: 4 * cols }[move.memory];
  const { wordsPerBeat, beatsPerWord } = packing(parameters, move.memory);
  const beatBytes = spillBits / 8;
  const words = Math.ceil(move.words / wordsPerBeat) * wordsPerBeat;
  for (let word = 0; word < words; word++) {
    const start =
      wordsPerBeat === 2
        ? move.address * beatBytes + word * (beatBytes / 2)
        : (move.address + word * beatsPerWord) * beatBytes;
    for (let byte = 0; byte < wordBytes; byte++) pair((move.base + word) * wordBytes + byte, start + byte);
  }
}
