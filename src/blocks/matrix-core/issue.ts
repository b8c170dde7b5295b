import { completeGemm, isBeside, mostPending, type Gemm, type MatrixCoreCommand, type Move } from './command.js';
import { packing } from './layout.js';
import {
  clockOf,
  followed,
  restingArray,
  runningClock,
  streamedOf,
  type ArrayClock,
  type ArrayState,
  type Streamed,
} from './overlap.js';
import type { MatrixCoreParameters } from './parameters.js';
import type { Window } from './window.js';
import {
  countersBeats,
  cyclesUnder,
  footprint,
  loadCycles,
  reachOf,
  requantisedStoreCycles,
  scalesCycles,
  storeCycles,
} from './timing.js';

/*
 * Cycles of a list of commands: when each is taken, when it has ended, and when its end is told. docs/blocks/matrix-core.md derives the
 * recurrence; the hardware's simulation gives these numbers exactly.
 */

/** A command as the core meets it. */
export interface OfferedCommand {
  readonly command: MatrixCoreCommand;
  /** Cycle from which it is offered. */
  readonly offered: number;
  /** Cycles in which a beat of a multiplication's `results`, or a request of a move on `spill`, waits. */
  readonly stalls: number;
  /** Those cycles, of a multiplication on a core that overlaps commands: what waits then may be others than itself. */
  readonly waits?: readonly number[];
}

/** Cycles of a command, counted from the same edge for a whole list. */
export interface IssuedCommand {
  /** The edge that takes it. */
  readonly taken: number;
  /** The edge at which it has done its work: the next may be taken there, or sooner where commands overlap. */
  readonly ended: number;
  /** The edge at which `done` is high for it: `ended`, unless the ends of commands before it are still to be told. */
  readonly done: number;
  /** Of a multiplication: the cycles in which it runs and none before it does. */
  readonly multiplying: number;
}

/**
 * Cycles of a command by itself, behind `spill` a memory that answers after `latency` cycles.
 *
 * @param stalls cycles in which a beat of a multiplication's `results`, or a request of a move on `spill`, waits
 */
export function commandCycles(
  parameters: MatrixCoreParameters,
  command: MatrixCoreCommand,
  latency: number,
  stalls: number,
): number {
  switch (command.kind) {
    case 'gemm':
      return cyclesUnder(parameters, command, stalls);
    case 'load':
      return loadCycles(parameters, command.memory, command.words, latency) + stalls;
    case 'store': {
      const { requantised, words } = command;
      return (requantised === undefined ? storeCycles(parameters, words) : requantisedStoreCycles(words)) + stalls;
    }
    case 'scales':
      return scalesCycles(parameters, latency) + stalls;
    case 'window':
      return 1;
    case 'counters':
      return countersBeats(parameters) + stalls;
  }
}

/** A command as the recurrence needs it. */
export type TimedCommand =
  | {
      readonly kind: 'gemm';
      /** By itself. */
      readonly cycles: number;
      /** On a core that overlaps commands. */
      readonly streamed?: Streamed;
    }
  | { readonly kind: 'move'; readonly cycles: number; readonly beside: boolean };

/** A command of a list, behind `spill` a memory that answers after `latency` cycles; `stalls` as in `commandCycles`. */
export function timedCommand(
  parameters: MatrixCoreParameters,
  command: MatrixCoreCommand,
  latency: number,
  stalls: number,
): TimedCommand {
  const cycles = commandCycles(parameters, command, latency, stalls);
  if (command.kind !== 'gemm') return { kind: 'move', cycles, beside: isBeside(command) };
  return parameters.overlapCommands
    ? { kind: 'gemm', cycles, streamed: streamedOf(parameters, command) }
    : { kind: 'gemm', cycles };
}

/** What the next command needs to know of those before it. */
export interface IssueState {
  /** The edge that took the last one. */
  readonly taken: number;
  /** Ends of the last move, of the last multiplication, and of the one before that. */
  readonly moved: number;
  readonly multiplied: number;
  readonly multipliedBefore: number;
  /** When the last commands were told, as many as may be pending, the last one first. */
  readonly told: readonly number[];
  readonly array: ArrayState;
}

/** A core that has been reset. */
export const idleCore: IssueState = {
  taken: -1,
  ...{ moved: 0, multiplied: 0, multipliedBefore: 0 },
  told: Array.from({ length: mostPending }, () => -1),
  array: restingArray,
};

/** One more command, offered from a cycle on. */
export function issueNext(
  parameters: MatrixCoreParameters,
  before: IssueState,
  command: TimedCommand,
  offered: number,
  clock: ArrayClock = runningClock,
): IssueState {
  const { moved, multiplied, multipliedBefore, array } = before;
  const [told = -1] = before.told;
  const streamed = command.kind === 'gemm' ? command.streamed : undefined;
  const free =
    streamed !== undefined
      ? clock.at(array.last - 1)
      : command.kind === 'move' && command.beside
        ? multipliedBefore
        : multiplied;
  const taken = Math.max(offered, before.taken + 1, moved, free, before.told[mostPending - 1] ?? -1);
  const next = streamed === undefined ? array : followed(parameters, array, streamed, clock.before(taken + 1));
  const ended = streamed === undefined ? taken + command.cycles : clock.at(next.ended);
  return {
    taken,
    ...(command.kind === 'gemm'
      ? { moved, multiplied: ended, multipliedBefore: multiplied }
      : { moved: ended, multiplied, multipliedBefore }),
    told: [Math.max(ended, told + 1), ...before.told.slice(0, mostPending - 1)],
    array: next,
  };
}

/** When the commands of a list are taken, end, and are told, each offered no sooner than the one before it is taken. */
export function issueCommands(
  parameters: MatrixCoreParameters,
  commands: readonly OfferedCommand[],
  latency: number,
): readonly IssuedCommand[] {
  const clock = clockOf(commands.flatMap(({ waits }) => waits ?? []));
  const issued: IssuedCommand[] = [];
  let state = idleCore;
  for (const { command, offered, stalls } of commands) {
    const before = state;
    state = issueNext(parameters, before, timedCommand(parameters, command, latency, stalls), offered, clock);
    const { taken, told, multiplied } = state;
    const multiplies = command.kind === 'gemm';
    issued.push({
      taken,
      ended: multiplies ? multiplied : state.moved,
      done: told[0] ?? 0,
      multiplying: multiplies ? multiplied - Math.max(taken, before.multiplied) : 0,
    });
  }
  return issued;
}

/**
 * Cycles of a command list that is offered without a pause, with a memory behind `spill` that is always ready and answers `latency` cycles
 * after a request: from the edge that takes the first to the one at which the last is told.
 */
export function listCycles(
  parameters: MatrixCoreParameters,
  commands: readonly MatrixCoreCommand[],
  latency: number,
): number {
  const offered = commands.map((command) => ({ command, offered: 0, stalls: 0 }));
  return issueCommands(parameters, offered, latency).at(-1)?.done ?? 0;
}

/**
 * Whether a load of operands leaves alone what a multiplication reads, so that the two may run at the same time.
 *
 * @param window that was set last, of a convolution
 */
export function mayRunBeside(
  parameters: MatrixCoreParameters,
  move: Move,
  gemm: Gemm,
  window: Window | null = null,
): boolean {
  const { memory, base, words } = move;
  if (memory === 'results') return false;
  const { wordsPerBeat } = packing(parameters, memory);
  const end = base + Math.ceil(words / wordsPerBeat) * wordsPerBeat;
  const { m, activationBase, weightBase, kernel } = completeGemm(parameters, gemm);
  const above = kernel === null ? 0 : reachOf(window, kernel, m).least;
  const first = memory === 'activations' ? activationBase + above : weightBase;
  return end <= first || base >= footprint(parameters, gemm, window)[memory];
}
