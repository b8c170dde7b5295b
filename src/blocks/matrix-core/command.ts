import type { MatrixCoreParameters } from './parameters.js';

/**
 * `results += or = activations x weights`, M x K by K x N, of operands that lie in the core's memories (docs/blocks/matrix-core.md has their
 * layout). Bases and strides are in words of the memory they belong to; what is left out lies densely from word 0.
 */
export interface Gemm {
  readonly m: number;
  readonly k: number;
  readonly n: number;
  /** Add to what the accumulators hold, instead of starting at zero. */
  readonly accumulateIn?: boolean;
  /** Send the rows of the result through `results` as they finish, instead of keeping them in the accumulators. */
  readonly emit?: boolean;
  readonly activationBase?: number;
  /** Words between K tiles (weight stationary) or M tiles (output stationary). */
  readonly activationStride?: number;
  readonly weightBase?: number;
  /** Words between N tiles. */
  readonly weightStride?: number;
  readonly resultBase?: number;
  /** Words between N tiles; 0 lets the N tiles of emitted results share their words. */
  readonly resultStride?: number;
  /** Rows of an M tile (weight stationary): as many accumulator words are in use at a time. */
  readonly tileRows?: number;
}

export type CompleteGemm = Required<Gemm>;

/** The memories that `load` and `store` move between. */
export type LocalMemory = 'activations' | 'weights' | 'results';

/** Moves `words` words between one of the core's memories, from word `base` on, and the memory behind `spill`, from beat `address` on. */
export interface Move {
  readonly memory: LocalMemory;
  readonly base: number;
  readonly words: number;
  /** Beat of the memory behind `spill`. */
  readonly address: number;
}

/** How the rows of a store become operands: `requantise` of `src/numbers`, with the bias, multiplier and shift of each column. */
export interface Requantised {
  /** Of 16 bits, of which the core takes as many as an operand has. */
  readonly zeroPoint: number;
  readonly rounding: 'half_even' | 'half_away';
  readonly relu: boolean;
}

/**
 * Commands run one after another, but for a load of activations or weights that is marked `beside`: it may run while the multiplication
 * before it does. What it fills must then lie beyond what that multiplication reads (`mayRunBeside`).
 */
export type MatrixCoreCommand =
  | ({ readonly kind: 'gemm' } & Gemm)
  | ({ readonly kind: 'load'; readonly beside?: boolean } & Move)
  /** Only results are stored. */
  | ({ readonly kind: 'store'; readonly memory: 'results'; readonly requantised?: Requantised } & Move)
  /** Loads what the columns requantise with: three words as of results, biases, multipliers and shifts. */
  | { readonly kind: 'scales'; readonly address: number };

/** Words of a load of scales. */
export const scaleWords = 3;

/** The greatest M, K and N of a command. */
export const largestExtent = 2 ** 20;

/** Fills in what a command leaves out: operands and results lie densely from word 0 on. */
export function completeGemm(parameters: MatrixCoreParameters, gemm: Gemm): CompleteGemm {
  const { rows, blockRows, dataflow, accumulatorWords } = parameters;
  const { m, k, n, accumulateIn = false, emit = false, resultBase = 0 } = gemm;
  const stationary = dataflow === 'weight_stationary';
  const resident = accumulateIn || !emit;
  // Field by field: the search for a mapping comes here for every tile, and a spread takes many times as long.
  return {
    m,
    k,
    n,
    accumulateIn,
    emit,
    activationBase: gemm.activationBase ?? 0,
    activationStride: gemm.activationStride ?? (stationary ? m : k),
    weightBase: gemm.weightBase ?? 0,
    weightStride: gemm.weightStride ?? (stationary ? Math.ceil(k / rows) * blockRows : k),
    resultBase,
    resultStride: gemm.resultStride ?? (resident ? m : 0),
    tileRows: gemm.tileRows ?? (resident || !stationary ? m : Math.max(1, Math.min(m, accumulatorWords - resultBase))),
  };
}

/** Commands that may have been taken without their end having been told; the next one waits. */
export const mostPending = 4;

/** Bits of a command word, whatever the core's parameters. */
export const commandBits = 256;

interface Field {
  readonly name: string;
  readonly low: number;
  readonly width: number;
  readonly meaning: string;
}

const field = (name: string, low: number, width: number, meaning: string): Field => ({ name, low, width, meaning });

/**
 * The fields of a command word. The hardware, the golden model, the testbenches and the documentation take them from here.
 * `gemm` and the moves share bits: an opcode gives them their meaning.
 */
export const commandFields = {
  opcode: field(
    'opcode',
    0,
    4,
    '1 gemm, 2 load activations, 3 load weights, 4 load results, 5 store results, 6 load scales',
  ),
  accumulateIn: field('accumulate_in', 4, 1, 'gemm: add to what the accumulators hold'),
  emit: field('emit', 5, 1, 'gemm: send the results through `results` instead of keeping them'),
  m: field('m', 8, 24, 'gemm: rows of the result, 1 to 2^20'),
  k: field('k', 32, 24, 'gemm: length of the dot products, 1 to 2^20'),
  n: field('n', 56, 24, 'gemm: columns of the result, 1 to 2^20'),
  activationBase: field('activation_base', 80, 24, 'gemm: first word of the activations'),
  activationStride: field(
    'activation_stride',
    104,
    24,
    'gemm: words between K tiles (weight stationary) or M tiles (output stationary)',
  ),
  weightBase: field('weight_base', 128, 24, 'gemm: first word of the weights'),
  weightStride: field('weight_stride', 152, 24, 'gemm: words between N tiles of the weights'),
  resultBase: field('result_base', 176, 24, 'gemm: first word of the results in the accumulators'),
  resultStride: field('result_stride', 200, 24, 'gemm: words between N tiles of the results'),
  tileRows: field('tile_rows', 224, 24, 'gemm: rows of an M tile (weight stationary)'),
  moveBeside: field('beside', 4, 1, 'load activations, load weights: may run beside the multiplication before it'),
  moveRequantised: field('requantised', 5, 1, 'store: as operands, with the scales of the columns'),
  moveAwayFromZero: field('half_away', 6, 1, 'store of operands: halves are rounded away from zero, not to even'),
  moveRelu: field('relu', 7, 1, 'store of operands: negative values become zero, before the zero point is added'),
  moveZeroPoint: field('zero_point', 88, 16, "store of operands: added to every value, two's complement"),
  moveWords: field('words', 8, 24, 'load, store: words to move'),
  moveBase: field('base', 32, 24, "load, store: first word of the core's memory"),
  moveAddress: field('address', 56, 32, 'loads, store: first beat of the memory behind `spill`'),
} as const;

export const opcodes = {
  gemm: 1,
  load: { activations: 2, weights: 3, results: 4 },
  store: { results: 5 },
  scales: 6,
} as const;

/** The command word of a command whose fields are within their widths. @throws RangeError for one that is not. */
export function encodeCommand(parameters: MatrixCoreParameters, command: MatrixCoreCommand): bigint {
  if (command.kind === 'gemm') {
    const { accumulateIn, emit, m, k, n, ...addresses } = completeGemm(parameters, command);
    return word([
      [commandFields.opcode, opcodes.gemm],
      [commandFields.accumulateIn, accumulateIn ? 1 : 0],
      [commandFields.emit, emit ? 1 : 0],
      [commandFields.m, m],
      [commandFields.k, k],
      [commandFields.n, n],
      [commandFields.activationBase, addresses.activationBase],
      [commandFields.activationStride, addresses.activationStride],
      [commandFields.weightBase, addresses.weightBase],
      [commandFields.weightStride, addresses.weightStride],
      [commandFields.resultBase, addresses.resultBase],
      [commandFields.resultStride, addresses.resultStride],
      [commandFields.tileRows, addresses.tileRows],
    ]);
  }
  if (command.kind === 'scales') {
    return word([
      [commandFields.opcode, opcodes.scales],
      [commandFields.moveAddress, command.address],
    ]);
  }
  return word([
    [commandFields.opcode, command.kind === 'load' ? opcodes.load[command.memory] : opcodes.store.results],
    [commandFields.moveBeside, isBeside(command) ? 1 : 0],
    ...(command.kind === 'store' ? requantisedFields(command.requantised) : []),
    [commandFields.moveWords, command.words],
    [commandFields.moveBase, command.base],
    [commandFields.moveAddress, command.address],
  ]);
}

function requantisedFields(how: Requantised | undefined): readonly (readonly [Field, number])[] {
  if (how === undefined) return [];
  const { zeroPoint, rounding, relu } = how;
  if (!Number.isInteger(zeroPoint) || zeroPoint < -(2 ** 15) || zeroPoint >= 2 ** 15)
    throw new RangeError(`the zero point does not fit 16 bits: ${zeroPoint}`);
  return [
    [commandFields.moveRequantised, 1],
    [commandFields.moveAwayFromZero, rounding === 'half_away' ? 1 : 0],
    [commandFields.moveRelu, relu ? 1 : 0],
    [commandFields.moveZeroPoint, (zeroPoint + 2 ** 16) % 2 ** 16],
  ];
}

/** Whether a command may run while a multiplication does: a load of operands that is marked so. */
export function isBeside(command: MatrixCoreCommand): boolean {
  return command.kind === 'load' && command.memory !== 'results' && command.beside === true;
}

function word(values: readonly (readonly [Field, number])[]): bigint {
  let bits = 0n;
  for (const [{ name, low, width }, value] of values) {
    if (!Number.isInteger(value) || value < 0 || value >= 2 ** width)
      throw new RangeError(`${name} does not fit ${width} bits: ${value}`);
    bits |= BigInt(value) << BigInt(low);
  }
  return bits;
}

/** What a command word says. Undefined where the opcode has no meaning. */
export function decodeCommand(bits: bigint): MatrixCoreCommand | undefined {
  const get = ({ low, width }: Field): number => Number((bits >> BigInt(low)) & ((1n << BigInt(width)) - 1n));
  const move = () => ({
    words: get(commandFields.moveWords),
    base: get(commandFields.moveBase),
    address: get(commandFields.moveAddress),
  });
  switch (get(commandFields.opcode)) {
    case opcodes.gemm:
      return {
        kind: 'gemm',
        accumulateIn: get(commandFields.accumulateIn) === 1,
        emit: get(commandFields.emit) === 1,
        m: get(commandFields.m),
        k: get(commandFields.k),
        n: get(commandFields.n),
        activationBase: get(commandFields.activationBase),
        activationStride: get(commandFields.activationStride),
        weightBase: get(commandFields.weightBase),
        weightStride: get(commandFields.weightStride),
        resultBase: get(commandFields.resultBase),
        resultStride: get(commandFields.resultStride),
        tileRows: get(commandFields.tileRows),
      };
    case opcodes.load.activations:
      return { kind: 'load', memory: 'activations', beside: get(commandFields.moveBeside) === 1, ...move() };
    case opcodes.load.weights:
      return { kind: 'load', memory: 'weights', beside: get(commandFields.moveBeside) === 1, ...move() };
    case opcodes.load.results:
      return { kind: 'load', memory: 'results', ...move() };
    case opcodes.store.results:
      if (get(commandFields.moveRequantised) === 0) return { kind: 'store', memory: 'results', ...move() };
      return {
        kind: 'store',
        memory: 'results',
        ...move(),
        requantised: {
          zeroPoint: (get(commandFields.moveZeroPoint) << 16) >> 16,
          rounding: get(commandFields.moveAwayFromZero) === 1 ? 'half_away' : 'half_even',
          relu: get(commandFields.moveRelu) === 1,
        },
      };
    case opcodes.scales:
      return { kind: 'scales', address: get(commandFields.moveAddress) };
    default:
      return undefined;
  }
}
