import { expect } from 'vitest';
import type { MatrixCoreCommand } from '../../src/blocks/matrix-core/command.js';
import { execute } from '../../src/blocks/matrix-core/golden.js';
import { initialState } from '../../src/blocks/matrix-core/memory.js';
import type { MatrixCoreParameters } from '../../src/blocks/matrix-core/parameters.js';
import { matrixCore } from '../../src/blocks/matrix-core/rtl.js';
import { compile } from '../../src/rtl/index.js';
import { reset, runCommands, type BenchOptions, type CommandRun } from './matrix-core-bench.js';
import { spillBytes } from './matrix-core-samples.js';

export const plain = (beats: readonly ArrayLike<number>[]): number[][] => beats.map((beat) => Array.from(beat));

/** Runs the commands on hardware and golden model, expects the same rows and the same bytes behind `spill`, and gives what each command took. */
export function runBoth(
  parameters: MatrixCoreParameters,
  commands: readonly MatrixCoreCommand[],
  seed: number,
  options?: BenchOptions,
): CommandRun[] {
  const sim = compile(matrixCore('core', parameters));
  reset(sim);
  const behind = spillBytes(parameters, seed);
  const expected = behind.slice();
  const state = initialState(parameters);
  const rows = commands.map((command) => plain(execute(parameters, state, expected, command)));
  const runs = runCommands(sim, parameters, behind, commands, options);
  expect(runs.map((run) => run.emitted)).toEqual(rows);
  expect(Buffer.compare(behind, expected)).toBe(0);
  return runs;
}
