import {
  idleCore,
  issueNext,
  streamedOf,
  type IssueState,
  type MatrixCoreParameters,
  type TimedCommand,
} from '../blocks/models.js';
import type { Geometry } from './geometry.js';
import type { Pass, Piece, Tiling } from './tiling.js';

/*
 * Multiplications that overlap: on a core with `overlap_commands` those of one tile of the result, k by k, if the operands of each load beside the
 * one before it. Nothing else stands between them in a list, and a store ends each tile. Their cycles are those of the core's recurrence, command
 * by command; full tiles of k are alike, so that soon each step takes as long as the last, and all that remain are one multiplication.
 */

/** The multiplications of one tile of the result, from the edge that takes the first. */
export interface Chain {
  /** The last of them is done. */
  readonly ended: number;
  /** From here on the next tile's operands load beside it. */
  readonly loads: number;
  /** Cycles in which any of them runs. */
  readonly multiplying: number;
}

/** By the pieces of m and of n: null where multiplications do not overlap. */
export type Chains = readonly (readonly Chain[])[] | null;

export function chainsOf(
  geometry: Geometry,
  { pieces, counts, beside, left, right }: Pick<Tiling, 'pieces' | 'counts' | 'beside' | 'left' | 'right'>,
): Chains {
  if (!geometry.parameters.overlapCommands || counts.k === 1 || !beside.left || !beside.right) return null;
  return pieces.m.map((m, i) =>
    pieces.n.map((n, j) =>
      chainOf(geometry.parameters, pieces.k, {
        gemm: (k, accumulateIn) => gemmOf(geometry, m.extent, k, n.extent, accumulateIn),
        loads: (k) => [loadOf(left, i, k), loadOf(right, k, j)],
      }),
    ),
  );
}

function gemmOf(geometry: Geometry, m: number, k: number, n: number, accumulateIn: boolean): TimedCommand {
  const gemm = { ...geometry.gemm(m, k, n), accumulateIn };
  return { kind: 'gemm', cycles: geometry.cycles(m, k, n), streamed: streamedOf(geometry.parameters, gemm) };
}

function loadOf({ times }: Pass, first: number, second: number): TimedCommand {
  const cycles = times[first]?.[second];
  if (cycles === undefined) throw new Error(`no time of a load of pieces ${first} and ${second}`);
  return { kind: 'move', cycles, beside: true };
}

interface Commands {
  readonly gemm: (k: number, accumulates: boolean) => TimedCommand;
  /** The loads of a step, by its piece of k. */
  readonly loads: (piece: number) => readonly TimedCommand[];
}

function chainOf(parameters: MatrixCoreParameters, k: readonly Piece[], { gemm, loads }: Commands): Chain {
  const start: Reached = { state: idleCore, multiplying: 0 };
  let reached = repeated(parameters, start, [gemm(k[0]?.extent ?? 1, false)], 1);
  for (const [index, piece] of k.entries())
    reached = repeated(
      parameters,
      reached,
      [...loads(index), gemm(piece.extent, true)],
      index === 0 ? piece.count - 1 : piece.count,
    );
  const { state, multiplying } = reached;
  const load: TimedCommand = { kind: 'move', cycles: 1, beside: true };
  return { ended: state.multiplied, loads: issueNext(parameters, state, load, 0).taken, multiplying };
}

interface Reached {
  readonly state: IssueState;
  readonly multiplying: number;
}

/**
 * The same commands so many times. When all that the recurrence looks at is what it was some rounds ago, only later, the rounds between come again
 * and again: they are counted, not gone through.
 */
function repeated(
  parameters: MatrixCoreParameters,
  start: Reached,
  commands: readonly TimedCommand[],
  times: number,
): Reached {
  let [reached, mark] = [start, start];
  let [left, since, span] = [times, 0, 1];
  while (left > 0) {
    reached = commands.reduce((before, command) => oneMore(parameters, before, command), reached);
    left--;
    since++;
    const later = shiftOf(mark.state, reached.state);
    if (later !== undefined) {
      const rounds = Math.floor(left / since);
      const multiplying = reached.multiplying + rounds * (reached.multiplying - mark.multiplying);
      reached = { state: shifted(reached.state, rounds * later), multiplying };
      left -= rounds * since;
    }
    if (since === span) [mark, since, span] = [reached, 0, 2 * span];
  }
  return reached;
}

function oneMore(parameters: MatrixCoreParameters, { state, multiplying }: Reached, command: TimedCommand): Reached {
  const after = issueNext(parameters, state, command, 0);
  const ran = command.kind === 'gemm' ? after.multiplied - Math.max(after.taken, state.multiplied) : 0;
  return { state: after, multiplying: multiplying + ran };
}

/** By how much one state is a later one; undefined if it is another. */
function shiftOf(before: IssueState, after: IssueState): number | undefined {
  const later = after.taken - before.taken;
  const same =
    after.moved - before.moved === later &&
    after.multiplied - before.multiplied === later &&
    after.multipliedBefore - before.multipliedBefore === later &&
    after.told.every((told, index) => told - (before.told[index] ?? 0) === later) &&
    after.array.last - before.array.last === later &&
    after.array.ended - before.array.ended === later &&
    after.array.vectors === before.array.vectors &&
    after.array.word === before.array.word;
  return same ? later : undefined;
}

function shifted(state: IssueState, later: number): IssueState {
  const { array } = state;
  return {
    taken: state.taken + later,
    moved: state.moved + later,
    multiplied: state.multiplied + later,
    multipliedBefore: state.multipliedBefore + later,
    told: state.told.map((told) => told + later),
    array: { ...array, last: array.last + later, ended: array.ended + later },
  };
}
