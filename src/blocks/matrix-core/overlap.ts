import type { Gemm } from './command.js';
import type { MatrixCoreParameters } from './parameters.js';
import { accumulatorDistance, loadDelay, stagesOf, sumWordsOf, type Stages, type SumWords } from './timing.js';

/*
 * Cycles of a multiplication that is taken before the one before it is done (`overlap_commands`), given where that one stands: closed, as the
 * cycles of one by itself are. docs/blocks/matrix-core.md derives each term; the hardware's simulation gives these numbers exactly. Cycles
 * are those in which the array moves; `ArrayClock` says which they are.
 */

/** A multiplication as one that follows another needs it. */
export type Streamed = Stages & SumWords;

/** Where the multiplication that was taken last stands in the array. */
export interface ArrayState {
  /** The cycle of the first vector of its last tile; that tile is taken, and the next command may be, in the cycle before. */
  readonly last: number;
  /** Vectors of that tile, and the first word of its sums. */
  readonly vectors: number;
  readonly word: number;
  /** The cycle at which it is done. */
  readonly ended: number;
}

/** An array that nothing has run on. */
export const restingArray: ArrayState = { last: -Infinity, vectors: 0, word: 0, ended: -Infinity };

export function streamedOf(parameters: MatrixCoreParameters, gemm: Gemm): Streamed {
  return { ...stagesOf(parameters, gemm), ...sumWordsOf(parameters, gemm) };
}

/**
 * The array after one more multiplication, whose first weights are read in cycle `from` at the soonest. They load no sooner than the last
 * wave has passed where they go; its first vector follows when they are there, the last tile's vectors are through, and the sums that it
 * adds to are written. Ends come in order, one a cycle.
 */
export function followed(
  parameters: MatrixCoreParameters,
  before: ArrayState,
  gemm: Streamed,
  from: number,
): ArrayState {
  const loads = Math.max(from, before.last + loadDelay(parameters));
  const first = Math.max(
    loads + gemm.load,
    before.last + before.vectors,
    before.last + sumDistance(parameters, before, gemm),
  );
  const last = first + gemm.ahead;
  return {
    last,
    vectors: gemm.vectors,
    word: gemm.last,
    ended: Math.max(last + gemm.vectors - 1 + gemm.drain, before.ended + 1),
  };
}

/**
 * Cycles from the first vector of the last tile to the first one that may add to its sums: that of an accumulator if each vector comes at
 * least as late as the one that wrote its word did among its own; else that much after the last of them.
 */
function sumDistance(parameters: MatrixCoreParameters, before: ArrayState, gemm: Streamed): number {
  if (!gemm.accumulates) return 0;
  const behind = gemm.inOrder && gemm.first <= before.word ? 0 : before.vectors - 1;
  return behind + accumulatorDistance(parameters);
}

/** Which of all cycles are those in which the array moves. */
export interface ArrayClock {
  /** How many of them come before a cycle: the number of the next of them. */
  readonly before: (cycle: number) => number;
  /** The cycle of a number. */
  readonly at: (number: number) => number;
}

/** Nothing makes it wait. */
export const runningClock: ArrayClock = { before: (cycle) => cycle, at: (number) => number };

/** @param standing cycles in which it stands still, in their order */
export function clockOf(standing: readonly number[]): ArrayClock {
  if (standing.length === 0) return runningClock;
  return {
    before: (cycle) => cycle - standing.filter((stood) => stood < cycle).length,
    at: (number) => {
      let cycle = number;
      for (const stood of standing) if (stood <= cycle) cycle++;
      return cycle;
    },
  };
}
