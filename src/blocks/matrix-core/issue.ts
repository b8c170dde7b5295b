import { completeGemm, isBeside, mostPending, type Gemm, type MatrixCoreCommand, type Move } from './command.js';
import { packing } from './layout.js';
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
}

/** Cycles of a command, counted from the same edge for a whole list. */
export interface IssuedCommand {
  /** The edge that takes it. */
  readonly taken: number;
  /** The edge at which it has done its work: the next may be taken there. */
  readonly ended: number;
  /** The edge at which `done` is high for it: `ended`, unless the ends of commands before it are still to be told. */
  readonly done: number;
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

/** When the commands of a list are taken, end, and are told, each offered no sooner than the one before it is taken. */
export function issueCommands(
  parameters: MatrixCoreParameters,
  commands: readonly OfferedCommand[],
  latency: number,
): readonly IssuedCommand[] {
  const issued: IssuedCommand[] = [];
  let [multiplied, moved] = [0, 0];
  for (const [index, { command, offered, stalls }] of commands.entries()) {
    const before = issued[index - 1];
    const free = isBeside(command) ? moved : Math.max(moved, multiplied);
    const next = before === undefined ? 0 : before.taken + 1;
    const taken = Math.max(offered, next, free, issued[index - mostPending]?.done ?? 0);
    const ended = taken + commandCycles(parameters, command, latency, stalls);
    if (command.kind === 'gemm') multiplied = ended;
    else moved = ended;
    issued.push({ taken, ended, done: Math.max(ended, before === undefined ? 0 : before.done + 1) });
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
