import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Gemm, MatrixCoreCommand } from '../../src/blocks/matrix-core/command.js';
import { execute, initialState } from '../../src/blocks/matrix-core/golden.js';
import type { MatrixCoreParameters } from '../../src/blocks/matrix-core/parameters.js';
import { matrixCore } from '../../src/blocks/matrix-core/rtl.js';
import { cycles, cyclesUnder, loadCycles, storeCycles } from '../../src/blocks/matrix-core/timing.js';
import { compile } from '../../src/rtl/index.js';
import { reset, runCommands, type BenchOptions, type CommandRun } from './matrix-core-bench.js';
import { gemmFor, smallParameters, spillBytes, wholeRun } from './matrix-core-samples.js';

const plain = (beats: readonly ArrayLike<number>[]): number[][] => beats.map((beat) => Array.from(beat));

/** Runs the commands on hardware and golden model, expects the same rows and the same bytes behind `spill`, and gives what each command took. */
function runBoth(
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

const sample = smallParameters.chain((parameters) =>
  fc.tuple(fc.constant(parameters), gemmFor(parameters), fc.integer()),
);

test('any core computes any multiplication as the golden model does, in the cycles of the formulas', () => {
  fc.assert(
    fc.property(sample, fc.integer({ min: 1, max: 5 }), ([parameters, gemm, seed], latency) => {
      const commands = wholeRun(parameters, gemm);
      const runs = runBoth(parameters, commands, seed, { latency });
      expect(runs.map((run) => run.cycles)).toEqual(
        commands.map((command) => expectedCycles(parameters, command, latency)),
      );
    }),
    { seed: 1, numRuns: 150 },
  );
});

function expectedCycles(parameters: MatrixCoreParameters, command: MatrixCoreCommand, latency: number): number {
  switch (command.kind) {
    case 'gemm':
      return cycles(parameters, command);
    case 'load':
      return loadCycles(parameters, command.memory, command.words, latency);
    case 'store':
      return storeCycles(parameters, command.words);
  }
}

test('a beat of results that waits costs its cycles and nothing else', () => {
  fc.assert(
    fc.property(sample, fc.integer({ min: 1, max: 4 }), ([parameters, gemm, seed], period) => {
      const emitted: Gemm = { ...gemm, emit: true };
      const takes = (cycle: number): boolean => (Math.imul(cycle + seed, 0x9e3779b1) >>> 16) % (period + 1) === 0;
      const run = runBoth(parameters, wholeRun(parameters, emitted), seed, { takes })[3];
      expect(run?.cycles).toBe(cyclesUnder(parameters, emitted, run?.stalls ?? 0));
    }),
    { seed: 2, numRuns: 60 },
  );
});

test('a memory behind spill that takes requests when it likes changes no value', () => {
  fc.assert(
    fc.property(sample, fc.integer({ min: 1, max: 4 }), ([parameters, gemm, seed], latency) => {
      const serves = (cycle: number): boolean => (Math.imul(cycle + seed, 0x9e3779b1) >>> 16) % 3 === 0;
      runBoth(parameters, wholeRun(parameters, gemm), seed, { latency, serves });
    }),
    { seed: 3, numRuns: 30 },
  );
});
