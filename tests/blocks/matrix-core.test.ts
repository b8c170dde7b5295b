import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { encodeCommand } from '../../src/blocks/matrix-core/command-word.js';
import type { Gemm, MatrixCoreCommand } from '../../src/blocks/matrix-core/command.js';
import { execute } from '../../src/blocks/matrix-core/golden.js';
import { initialState } from '../../src/blocks/matrix-core/memory.js';
import { matrixCore } from '../../src/blocks/matrix-core/rtl.js';
import { commandCycles, issueCommands, listCycles } from '../../src/blocks/matrix-core/issue.js';
import { cycles, cyclesUnder } from '../../src/blocks/matrix-core/timing.js';
import { compile } from '../../src/rtl/index.js';
import { cases } from '../support/tier.js';
import { reset, runCommands, smallCore } from './matrix-core-bench.js';
import { plain, runBoth } from './matrix-core-both.js';
import { mostCycles } from './matrix-core-contract.js';
import {
  besideRun,
  chainedRun,
  gemmFor,
  smallCores,
  storedFormat,
  smallParameters,
  spillBytes,
  wholeRun,
} from './matrix-core-samples.js';

const bit = fc.boolean();

const sample = smallParameters.chain((parameters) =>
  fc.tuple(fc.constant(parameters), gemmFor(parameters), fc.integer()),
);

test('any core computes any multiplication as the golden model does, in the cycles of the formulas', () => {
  fc.assert(
    fc.property(sample, fc.integer({ min: 1, max: 5 }), ([parameters, gemm, seed], latency) => {
      const commands = wholeRun(parameters, gemm);
      const runs = runBoth(parameters, commands, seed, { latency });
      expect(runs.map((run) => run.cycles)).toEqual(
        commands.map((command) => commandCycles(parameters, command, latency, 0)),
      );
      expect(runs[3]?.cycles).toBeLessThanOrEqual(mostCycles(parameters, gemm));
    }),
    { numRuns: cases(150) },
  );
});

/** Pseudorandom yes or no, one in `period + 1`. */
const chance = (index: number, seed: number, period: number): boolean =>
  (Math.imul(index + seed, 0x9e3779b1) >>> 16) % (period + 1) === 0;

const lists = smallParameters.chain((parameters) =>
  fc.tuple(fc.constant(parameters), besideRun(parameters), fc.integer(), fc.integer({ min: 1, max: 5 })),
);

test('loads beside multiplications change no value, and each command is taken and told in the cycles of the recurrence', () => {
  fc.assert(
    fc.property(lists, bit, bit, ([parameters, commands, seed, latency], stalling, resting) => {
      const takes = (cycle: number): boolean => !stalling || chance(cycle, seed, 2);
      const rests = (command: number): number => (resting && chance(command, seed, 1) ? 1 + ((seed >>> 3) % 30) : 0);
      const runs = runBoth(parameters, commands, seed, { latency, takes, rests });
      const offered = runs.map(({ offered, stalls }, index) => ({ command: commands[index]!, offered, stalls }));
      const expected = issueCommands(parameters, offered, latency);
      expect(runs.map(({ taken, done }) => ({ taken, done }))).toEqual(
        expected.map(({ taken, done }) => ({ taken, done })),
      );
      if (!stalling && !resting) expect(runs.at(-1)?.done).toBe(listCycles(parameters, commands, latency));
    }),
    { numRuns: cases(80) },
  );
});

const chains = smallParameters.chain((parameters) =>
  fc.tuple(fc.constant(parameters), fc.array(gemmFor(parameters), { minLength: 2, maxLength: 5 }), fc.integer()),
);

test('multiplications close behind each other do not meet', () => {
  fc.assert(
    fc.property(chains, ([parameters, gemms, seed]) => {
      const commands = chainedRun(parameters, gemms);
      const runs = runBoth(parameters, commands, seed);
      expect(runs.at(-1)?.done).toBe(listCycles(parameters, commands, 1));
    }),
    { numRuns: cases(80) },
  );
});

/** Stores of operands and of sums, between loads of other scales, of rows that a load has put into the accumulators. */
const operandStores = smallCores(storedFormat).chain((parameters) => {
  const quantising = { ...parameters, requantise: true };
  const store = fc.record({
    base: fc.integer({ min: 0, max: 30 }),
    words: fc.integer({ min: 1, max: 17 }),
    scales: fc.option(fc.integer({ min: 0, max: 900 })),
    sums: fc.boolean(),
    requantised: fc.record({
      zeroPoint: fc.oneof(fc.integer({ min: -128, max: 127 }), fc.integer({ min: -32768, max: 32767 })),
      rounding: fc.constantFrom('half_even' as const, 'half_away' as const),
      relu: bit,
    }),
  });
  const commands = fc.array(store, { minLength: 1, maxLength: 6 }).map((stores): readonly MatrixCoreCommand[] => [
    { kind: 'load', memory: 'results', base: 0, words: 60, address: 0 },
    { kind: 'scales', address: 500 },
    ...stores.flatMap(({ base, words, scales, sums, requantised }, index): readonly MatrixCoreCommand[] => [
      ...(scales === null ? [] : [{ kind: 'scales', address: scales } as const]),
      {
        kind: 'store',
        memory: 'results',
        base,
        words,
        address: 1000 + 100 * index,
        ...(sums ? {} : { requantised }),
      },
    ]),
  ]);
  return fc.tuple(fc.constant(quantising), commands, fc.integer(), fc.integer({ min: 1, max: 5 }));
});

test('a store of operands requantises each row with the scales of its columns, in the cycles of its formula', () => {
  fc.assert(
    fc.property(operandStores, ([parameters, commands, seed, latency]) => {
      const runs = runBoth(parameters, commands, seed, { latency });
      expect(runs.map((run) => run.cycles)).toEqual(
        commands.map((command) => commandCycles(parameters, command, latency, 0)),
      );
    }),
    { numRuns: cases(40) },
  );
});

test('a store of operands waits for a memory that is not ready, and loses nothing', () => {
  fc.assert(
    fc.property(operandStores, ([parameters, commands, seed]) => {
      runBoth(parameters, commands, seed, { serves: (cycle) => chance(cycle, seed, 2) });
    }),
    { numRuns: cases(20) },
  );
});

test.each(['weight_stationary', 'output_stationary'] as const)(
  'few columns, whose wave is still under way, and then more: %s',
  (dataflow) => {
    const parameters = smallCore({ rows: 2, cols: 6, dataflow, hideLoading: false, multiplierRegisters: 1 });
    const gemms = [7, 4, 1, 5].map((n) => ({ m: 1, k: 1, n, resultBase: n }));
    runBoth(parameters, chainedRun(parameters, gemms), 1);
  },
);

test('a load runs beside a multiplication, and its end is told after it', () => {
  const parameters = smallCore({});
  const load = { kind: 'load', memory: 'activations', words: 8, address: 0 } as const;
  const [gemm, small] = [{ m: 8, k: 4, n: 4 }, 4 + 1];
  const commands = (beside: boolean): readonly MatrixCoreCommand[] => [
    { ...load, base: 0 },
    { kind: 'load', memory: 'weights', base: 0, words: 4, address: 100 },
    { kind: 'gemm', ...gemm },
    { ...load, base: 8, beside },
    { kind: 'gemm', ...gemm, activationBase: 8 },
  ];
  const times = (beside: boolean) => runBoth(parameters, commands(beside), 3).map(({ taken, done }) => [taken, done]);
  const [first, product] = [small + 3, cycles(parameters, gemm)];
  const end = first + product;
  expect(times(false).slice(2)).toEqual([
    [first, end],
    [end, end + small],
    [end + small, end + small + product],
  ]);
  expect(times(true).slice(2)).toEqual([
    [first, end],
    [first + 1, end + 1],
    [end, end + product],
  ]);
});

test('a beat of results that waits costs its cycles and nothing else', () => {
  fc.assert(
    fc.property(sample, fc.integer({ min: 1, max: 4 }), ([parameters, gemm, seed], period) => {
      const emitted: Gemm = { ...gemm, emit: true };
      const takes = (cycle: number): boolean => (Math.imul(cycle + seed, 0x9e3779b1) >>> 16) % (period + 1) === 0;
      const run = runBoth(parameters, wholeRun(parameters, emitted), seed, { takes })[3];
      expect(run?.cycles).toBe(cyclesUnder(parameters, emitted, run?.stalls ?? 0));
    }),
    { numRuns: cases(60) },
  );
});

test('a memory behind spill that takes requests when it likes changes no value', () => {
  fc.assert(
    fc.property(sample, fc.integer({ min: 1, max: 4 }), ([parameters, gemm, seed], latency) => {
      const serves = (cycle: number): boolean => (Math.imul(cycle + seed, 0x9e3779b1) >>> 16) % 3 === 0;
      runBoth(parameters, wholeRun(parameters, gemm), seed, { latency, serves });
    }),
    { numRuns: cases(30) },
  );
});

const edges: readonly (readonly [string, Parameters<typeof smallCore>[0], Gemm])[] = [
  ['one row, one column', { rows: 1, cols: 1 }, { m: 5, k: 4, n: 3 }],
  ['one row', { rows: 1, cols: 5 }, { m: 3, k: 4, n: 7 }],
  ['one column', { rows: 5, cols: 1 }, { m: 3, k: 7, n: 3 }],
  ['one vector', {}, { m: 1, k: 13, n: 9 }],
  ['one vector that adds to the same word every two cycles', { rows: 1, cols: 1 }, { m: 1, k: 9, n: 2 }],
  ['fewer products than rows', { rows: 8 }, { m: 6, k: 3, n: 4 }],
  ['fewer columns than the array has', { cols: 8 }, { m: 6, k: 5, n: 3 }],
  ['a last tile of one column, close behind one of all', { rows: 2, cols: 16, weightRows: 2 }, { m: 1, k: 2, n: 17 }],
  ['all rows of weights in one cycle', { rows: 6, weightRows: 6 }, { m: 2, k: 12, n: 8 }],
  ['blocks of rows that do not divide the array', { rows: 7, weightRows: 3 }, { m: 2, k: 17, n: 8 }],
  ['fewer accumulators than rows', { rows: 3, accumulatorCapacityBits: 4 * 4 * 32 }, { m: 11, k: 7, n: 6, emit: true }],
  ['sums that stay, and more on top', {}, { m: 5, k: 9, n: 6, accumulateIn: true }],
  ['sixteen by sixteen', { rows: 16, cols: 16 }, { m: 20, k: 40, n: 37 }],
];

for (const dataflow of ['weight_stationary', 'output_stationary'] as const) {
  for (const hideLoading of [true, false]) {
    test.each(edges)(`${dataflow}, ${hideLoading ? 'hidden' : 'not hidden'}: %s`, (_, given, gemm) => {
      for (const multiplierRegisters of [0, 1]) {
        const weightRows = dataflow === 'weight_stationary' ? (given.weightRows ?? 1) : 1;
        const parameters = smallCore({ ...given, weightRows, dataflow, hideLoading, multiplierRegisters });
        const run = runBoth(parameters, wholeRun(parameters, gemm), 5)[3];
        expect(run?.cycles).toBe(cycles(parameters, gemm));
        expect(run?.cycles).toBeLessThanOrEqual(mostCycles(parameters, gemm));
      }
    });
  }
}

test('a word that is no command ends at once', () => {
  const parameters = smallCore({});
  const sim = compile(matrixCore('core', parameters));
  reset(sim);
  sim.set('commands_valid', 1);
  sim.set('commands_data', 0n);
  sim.step();
  sim.set('commands_valid', 0);
  expect([sim.get('commands_done'), sim.get('commands_ready')]).toEqual([1, 1]);
  sim.step();
  expect([sim.get('commands_done'), sim.get('commands_ready')]).toEqual([0, 1]);
});

test('a reset in the middle of a command leaves a core as good as new', () => {
  fc.assert(
    fc.property(sample, fc.integer({ min: 1, max: 60 }), ([parameters, gemm, seed], cycle) => {
      const sim = compile(matrixCore('core', parameters));
      reset(sim);
      const commands = wholeRun(parameters, { ...gemm, emit: true });
      runCommands(sim, parameters, spillBytes(parameters, seed), commands.slice(0, 3));
      sim.set('commands_valid', 1);
      sim.set('commands_data', encodeCommand(parameters, { kind: 'gemm', ...gemm, emit: true }));
      sim.set('results_ready', 0);
      sim.step(cycle);
      reset(sim);
      expect([sim.get('commands_ready'), sim.get('results_valid'), sim.get('spill_valid')]).toEqual([1, 0, 0]);
      const behind = spillBytes(parameters, seed);
      const expected = behind.slice();
      const state = initialState(parameters);
      const rows = commands.map((command) => plain(execute(parameters, state, expected, command)));
      const runs = runCommands(sim, parameters, behind, commands);
      expect(runs.map((run) => run.emitted)).toEqual(rows);
      expect(runs[3]?.cycles).toBe(cycles(parameters, { ...gemm, emit: true }));
      expect(Buffer.compare(behind, expected)).toBe(0);
    }),
    { numRuns: cases(30) },
  );
});
