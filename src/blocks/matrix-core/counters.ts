import type { MatrixCoreCommand } from './command.js';
import { beats } from './layout.js';
import type { MatrixCoreParameters } from './parameters.js';
import { cyclesUnder, storedOperandBeats, scalesBeats, vectorsOf } from './timing.js';

/** What a core counts from its reset on, in the order of its counters; each has 32 bits and wraps. */
export interface Counters {
  /** Cycles in which a multiplication ran, and those of them in which it stood still since a beat of `results` waited. */
  readonly multiplying: number;
  readonly stalled: number;
  /** Words of activations that the array was given. */
  readonly vectors: number;
  /** Beats of `spill`: answers to loads, and results and operands that were stored. */
  readonly loaded: number;
  readonly stored: number;
}

export const noCounts: Counters = { multiplying: 0, stalled: 0, vectors: 0, loaded: 0, stored: 0 };

/** The counters in their order: what a `counters` command sends, low bits first. */
export const counterNames = ['multiplying', 'stalled', 'vectors', 'loaded', 'stored'] as const;

/** How a multiplication ran, as far as it is counted. */
export interface Ran {
  /** Cycles in which a beat of its `results` waited. */
  readonly stalls: number;
  /** Cycles in which it ran and none before it did (`IssuedCommand`); its own where this is not given, as where commands do not overlap. */
  readonly multiplying?: number;
}

export const unhindered: Ran = { stalls: 0 };

/** The counters after a command. */
export function counted(
  parameters: MatrixCoreParameters,
  before: Counters,
  command: MatrixCoreCommand,
  { stalls, multiplying: ran }: Ran = unhindered,
): Counters {
  const { multiplying, stalled, vectors, loaded, stored } = before;
  switch (command.kind) {
    case 'gemm':
      return {
        ...before,
        multiplying: wrapped(multiplying + (ran ?? cyclesUnder(parameters, command, stalls))),
        stalled: wrapped(stalled + stalls),
        vectors: wrapped(vectors + vectorsOf(parameters, command)),
      };
    case 'load':
      return { ...before, loaded: wrapped(loaded + beats(parameters, command.memory, command.words)) };
    case 'scales':
      return { ...before, loaded: wrapped(loaded + scalesBeats(parameters)) };
    case 'store': {
      const { requantised, words } = command;
      const sent = requantised === undefined ? beats(parameters, 'results', words) : storedOperandBeats(words);
      return { ...before, stored: wrapped(stored + sent) };
    }
    case 'window':
    case 'counters':
      return before;
  }
}

const wrapped = (count: number): number => count % 2 ** 32;
