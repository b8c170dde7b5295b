import {
  commandCycles,
  execute,
  initialState,
  type Elements,
  type MatrixCoreCommand,
  type MatrixCoreParameters,
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
  readonly greatestGap: number;
}

/** What the golden model and the timing formulas say of a job. */
export interface Expectation {
  /** By command, each by itself. */
  readonly cycles: readonly number[];
  readonly results: readonly (readonly Elements[])[];
  /** The memory behind `spill` at the end. */
  readonly memory: Uint8Array;
}

/** Runs the golden model, and works out the cycles of each command but for the stalls of `results`. */
export function expectation(parameters: MatrixCoreParameters, job: CoreJob): Expectation {
  const memory = job.memory.slice();
  const state = initialState(parameters);
  return {
    results: job.commands.map((command) => execute(parameters, state, memory, command)),
    cycles: job.commands.map((command) => commandCycles(parameters, command, job.latency, 0)),
    memory,
  };
}
