import type { MatrixCoreCommand } from '../../blocks/models.js';

/**
 * What a mover takes from the outermost memory into the near one, or back. Addresses and sizes of operands and results are beats of the port that the near
 * memory serves; of elements they are pieces of the operation, and the half of the near memory's part that they go to or come from.
 */
export interface Move {
  readonly direction: 'in' | 'out';
  readonly what: 'activations' | 'weights' | 'results' | 'scales' | 'elements';
  /** Where it lies beyond the outermost memory's port, and where in the near memory. */
  readonly far: number;
  readonly near: number;
  readonly beats: number;
  /** Bits that pass the outermost memory's port: of an operand without padding. */
  readonly bits: number;
}

/**
 * A command of one unit's list, in its place, with the barrier before it and when it is done. It is offered no sooner than the unit that it waits for has
 * told that many commands of its own done; none: as soon as the unit takes it.
 */
export interface Timed<Command> {
  readonly command: Command;
  readonly after: number;
  /** Cycle of the core's clock in which its unit tells it done. */
  readonly done: number;
}

/** Two lists that wait for each other: of a core or a vector unit, and of the mover that brings its operands. Cycles are of the core's clock. */
export interface Program<Command> {
  readonly unit: readonly Timed<Command>[];
  readonly moves: readonly Timed<Move>[];
  /** From the first request to the last result in the outermost memory. */
  readonly cycles: number;
}

export type MatrixProgram = Program<MatrixCoreCommand>;

/** A command before its time is known: the moves that it waits for, by number. */
export interface Pending<Command> {
  readonly command: Command;
  readonly moves: readonly number[];
}

/** A move before its time is known. */
export interface PendingMove {
  readonly move: Move;
  /** The unit's commands that must be done: those that made what it takes, or used what lay where it goes. */
  readonly after: number;
  /** The unit's command that waits for it, or for the room that it frees; infinite where none does. */
  readonly wanted: number;
  /** Moves of one queue are made in their order. */
  readonly queue: number;
}
