import {
  execute,
  initialState,
  noCounts,
  type Counters,
  type Elements,
  type MatrixCoreCommand,
  type MatrixCoreParameters,
  type Ran,
} from '../blocks/hardware.js';

/** Commands for a core, with what they find in the memory behind `spill`. */
export interface CoreJob {
  /** In a few words, for messages: `gemm(17, 3, 40), accumulating`. */
  readonly title: string;
  readonly commands: readonly MatrixCoreCommand[];
  /** The memory behind `spill` at the start, from its first beat on. */
  readonly memory: Uint8Array;
  readonly latency: number;
  readonly stallProbability: number;
  /** How often the memory behind `spill` does not take a request; it always does where this is not given. */
  readonly refusalProbability?: number;
  readonly greatestGap: number;
}

/** What the golden model says of a job. */
export interface Expectation {
  readonly results: readonly (readonly Elements[])[];
  /** The memory behind `spill` at the end. */
  readonly memory: Uint8Array;
  /** What the core has counted since its reset. */
  readonly counters: Counters;
}

/**
 * Runs the golden model.
 *
 * @param ran how each command ran, which is counted
 * @param counters what the core counted before
 */
export function expectation(
  parameters: MatrixCoreParameters,
  job: CoreJob,
  ran: readonly Ran[] = [],
  counters: Counters = noCounts,
): Expectation {
  const memory = job.memory.slice();
  const state = { ...initialState(parameters), counters };
  const results = job.commands.map((command, index) => execute(parameters, state, memory, command, ran[index]));
  return { results, memory, counters: state.counters };
}
