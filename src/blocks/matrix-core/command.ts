import { exchangedComplete, exchangedGemm, weightView } from './exchange.js';
import type { MatrixCoreParameters } from './parameters.js';
import type { Kernel, Window } from './window.js';

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
  /** Words between K tiles (weight stationary) or M tiles (otherwise). */
  readonly activationStride?: number;
  readonly weightBase?: number;
  /** Words between N tiles, or K tiles (input stationary). */
  readonly weightStride?: number;
  readonly resultBase?: number;
  /** Words between N tiles, or M tiles (input stationary); 0 lets those of emitted results share their words. */
  readonly resultStride?: number;
  /** Rows of an M tile (weight stationary), columns of an N tile (input stationary): as many accumulator words are in use at a time. */
  readonly tileRows?: number;
  /**
   * A convolution: for each row and column of the kernel the activations are those of the window that was set last, `k` channels long. The rows of the weights
   * are those of kernel row 0, column 0 first, each position from a K tile on; M is one tile. `activationBase` is the word of the pixel that the output's first
   * position meets at the kernel's, were it there, and may be negative; `activationStride` lies between channel tiles.
   */
  readonly kernel?: Kernel | null;
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
  /** Beat behind `spill` from which on operands lie that are added: of cores without hardware (`add_on_store`). */
  readonly addend?: number;
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
  | { readonly kind: 'scales'; readonly address: number }
  /** Sets the window of the convolutions that follow (`convolution: true`). */
  | ({ readonly kind: 'window' } & Window)
  /** Stores what the core has counted (`counters: true`). */
  | { readonly kind: 'counters'; readonly address: number };

/** Words of a load of scales. */
export const scaleWords = 3;

/** The greatest M, K and N of a command. */
export const largestExtent = 2 ** 20;

/** Fills in what a command leaves out: operands and results lie densely from word 0 on. */
export function completeGemm(parameters: MatrixCoreParameters, gemm: Gemm): CompleteGemm {
  if (parameters.dataflow === 'input_stationary')
    return exchangedComplete(completeGemm(weightView(parameters), exchangedGemm(gemm)));
  const { rows, blockRows, dataflow, accumulatorWords } = parameters;
  const { m, k, n, accumulateIn = false, emit = false, resultBase = 0, kernel = null } = gemm;
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
    weightStride: gemm.weightStride ?? (stationary ? positions(kernel) * Math.ceil(k / rows) * blockRows : k),
    resultBase,
    resultStride: gemm.resultStride ?? (resident ? m : 0),
    tileRows:
      kernel === null
        ? (gemm.tileRows ?? (resident || !stationary ? m : Math.max(1, Math.min(m, accumulatorWords - resultBase))))
        : m,
    kernel,
  };
}

/** Positions of a kernel; one of a plain multiplication. */
export function positions(kernel: Kernel | null): number {
  return kernel === null ? 1 : kernel.height * kernel.width;
}

/** Commands that may have been taken without their end having been told; the next one waits. */
export const mostPending = 4;

/** Bits of a command word, whatever the core's parameters. */
export const commandBits = 256;

/** Some bits of a command word. */
export interface Field {
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
    '1 gemm, 2 load activations, 3 load weights, 4 load results, 5 store results, 6 load scales, 7 window, 8 store counters',
  ),
  accumulateIn: field('accumulate_in', 4, 1, 'gemm: add to what the accumulators hold'),
  emit: field('emit', 5, 1, 'gemm: send the results through `results` instead of keeping them'),
  windowed: field('windowed', 6, 1, 'gemm: a convolution over the window'),
  m: field('m', 8, 24, 'gemm: rows of the result, 1 to 2^20'),
  k: field('k', 32, 24, 'gemm: length of the dot products, 1 to 2^20'),
  n: field('n', 56, 24, 'gemm: columns of the result, 1 to 2^20'),
  activationBase: field(
    'activation_base',
    80,
    24,
    "gemm: first word of the activations; windowed: that of the first pixel, two's complement",
  ),
  activationStride: field(
    'activation_stride',
    104,
    24,
    'gemm: words between K tiles (weight stationary) or M tiles of the activations',
  ),
  weightBase: field('weight_base', 128, 24, 'gemm: first word of the weights'),
  weightStride: field(
    'weight_stride',
    152,
    24,
    'gemm: words between N tiles of the weights, or K tiles (input stationary)',
  ),
  resultBase: field('result_base', 176, 24, 'gemm: first word of the results in the accumulators'),
  resultStride: field(
    'result_stride',
    200,
    24,
    'gemm: words between N tiles of the results, or M tiles (input stationary)',
  ),
  tileRows: field(
    'tile_rows',
    224,
    24,
    'gemm: rows of an M tile (weight stationary), columns of an N tile (input stationary)',
  ),
  kernelHeight: field('kernel_height', 224, 8, 'gemm, windowed: rows of the kernel'),
  kernelWidth: field('kernel_width', 232, 8, 'gemm, windowed: columns of the kernel'),
  kernelTop: field(
    'kernel_top',
    240,
    16,
    "gemm, windowed: row of the image that the first row of the kernel meets first, two's complement",
  ),
  moveBeside: field('beside', 4, 1, 'load activations, load weights: may run beside the multiplication before it'),
  moveRequantised: field('requantised', 5, 1, 'store: as operands, with the scales of the columns'),
  moveAwayFromZero: field('half_away', 6, 1, 'store of operands: halves are rounded away from zero, not to even'),
  moveRelu: field('relu', 7, 1, 'store of operands: negative values become zero, before the zero point is added'),
  moveZeroPoint: field('zero_point', 88, 16, "store of operands: added to every value, two's complement"),
  moveWords: field('words', 8, 24, 'load, store: words to move'),
  moveBase: field('base', 32, 24, "load, store: first word of the core's memory"),
  moveAddress: field('address', 56, 32, 'loads, store: first beat of the memory behind `spill`'),
  windowHeight: field('window_height', 8, 16, 'window: rows of the image'),
  windowWidth: field('window_width', 24, 16, 'window: columns of the image'),
  windowOutputWidth: field('window_output_width', 40, 16, 'window: columns of the output'),
  windowStrideY: field('window_stride_y', 56, 8, 'window: rows of the image between rows of the output'),
  windowStrideX: field('window_stride_x', 64, 8, 'window: columns of the image between columns of the output'),
  windowDilationY: field('window_dilation_y', 72, 8, 'window: rows of the image between rows of the kernel'),
  windowDilationX: field('window_dilation_x', 80, 8, 'window: columns of the image between columns of the kernel'),
  windowPadLeft: field('window_pad_left', 104, 16, 'window: columns to the left of the image'),
  windowRowStep: field('window_row_step', 120, 24, 'window: stride_y times the words between rows of the image'),
  windowKernelStep: field(
    'window_kernel_step',
    144,
    24,
    'window: dilation_y times the words between rows of the image',
  ),
} as const;

export const opcodes = {
  gemm: 1,
  load: { activations: 2, weights: 3, results: 4 },
  store: { results: 5 },
  scales: 6,
  window: 7,
  counters: 8,
} as const;

/** Whether a command may run while a multiplication does: a load of operands that is marked so. */
export function isBeside(command: MatrixCoreCommand): boolean {
  return command.kind === 'load' && command.memory !== 'results' && command.beside === true;
}
