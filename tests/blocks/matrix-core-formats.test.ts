import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Gemm, MatrixCoreCommand } from '../../src/blocks/matrix-core/command.js';
import { commandCycles, issueCommands, listCycles } from '../../src/blocks/matrix-core/issue.js';
import { execute, operandIndex } from '../../src/blocks/matrix-core/golden.js';
import { beats, packing } from '../../src/blocks/matrix-core/layout.js';
import { elementReader, forEachElement, initialState } from '../../src/blocks/matrix-core/memory.js';
import type { MatrixCoreArguments } from '../../src/blocks/matrix-core/parameters.js';
import { cycles, cyclesUnder } from '../../src/blocks/matrix-core/timing.js';
import { random } from '../../src/verify/random.js';
import { cases } from '../support/tier.js';
import { smallCore, sumsOf } from './matrix-core-bench.js';
import { runBoth } from './matrix-core-both.js';
import { mostCycles } from './matrix-core-contract.js';
import { besideRun, chainedRun, formats, gemmFor, smallFloats, wholeRun } from './matrix-core-samples.js';

const sample = smallFloats.chain((parameters) => fc.tuple(fc.constant(parameters), gemmFor(parameters), fc.integer()));

/** Pseudorandom yes or no, one in `period + 1`. */
const chance = (index: number, seed: number, period: number): boolean =>
  (Math.imul(index + seed, 0x9e3779b1) >>> 16) % (period + 1) === 0;

test('any core of floats computes any multiplication as the golden model does, in the cycles of the formulas', () => {
  fc.assert(
    fc.property(sample, fc.integer({ min: 1, max: 5 }), ([parameters, gemm, seed], latency) => {
      const commands = wholeRun(parameters, gemm);
      const runs = runBoth(parameters, commands, seed, { latency });
      expect(runs.map((run) => run.cycles)).toEqual(
        commands.map((command) => commandCycles(parameters, command, latency, 0)),
      );
      expect(runs[3]?.cycles).toBeLessThanOrEqual(mostCycles(parameters, gemm));
    }),
    { numRuns: cases(60) },
  );
});

test('no multiplication of floats takes longer than the contract allows', () => {
  fc.assert(
    fc.property(sample, ([parameters, gemm]) => {
      expect(cycles(parameters, gemm)).toBeLessThanOrEqual(mostCycles(parameters, gemm));
    }),
    { numRuns: cases(3000) },
  );
});

test('a beat of results of floats that waits costs its cycles and nothing else', () => {
  fc.assert(
    fc.property(sample, fc.integer({ min: 1, max: 4 }), ([parameters, gemm, seed], period) => {
      const emitted: Gemm = { ...gemm, emit: true };
      const run = runBoth(parameters, wholeRun(parameters, emitted), seed, {
        takes: (cycle) => chance(cycle, seed, period),
      })[3];
      expect(run?.cycles).toBe(cyclesUnder(parameters, emitted, run?.stalls ?? 0));
    }),
    { numRuns: cases(30) },
  );
});

const chains = smallFloats.chain((parameters) =>
  fc.tuple(fc.constant(parameters), fc.array(gemmFor(parameters), { minLength: 2, maxLength: 5 }), fc.integer()),
);

test('multiplications of floats close behind each other do not meet', () => {
  fc.assert(
    fc.property(chains, ([parameters, gemms, seed]) => {
      const commands = chainedRun(parameters, gemms);
      const runs = runBoth(parameters, commands, seed);
      expect(runs.at(-1)?.done).toBe(listCycles(parameters, commands, 1));
    }),
    { numRuns: cases(30) },
  );
});

const lists = smallFloats.chain((parameters) =>
  fc.tuple(fc.constant(parameters), besideRun(parameters), fc.integer(), fc.integer({ min: 1, max: 5 })),
);

test('loads of floats beside multiplications change no value, and each command keeps to the recurrence', () => {
  fc.assert(
    fc.property(lists, fc.boolean(), ([parameters, commands, seed, latency], stalling) => {
      const takes = (cycle: number): boolean => !stalling || chance(cycle, seed, 2);
      const runs = runBoth(parameters, commands, seed, { latency, takes });
      const offered = runs.map(({ offered, stalls }, index) => ({ command: commands[index]!, offered, stalls }));
      const expected = issueCommands(parameters, offered, latency);
      expect(runs.map(({ taken, done }) => ({ taken, done }))).toEqual(
        expected.map(({ taken, done }) => ({ taken, done })),
      );
    }),
    { numRuns: cases(30) },
  );
});

/** The results that a core stores of one multiplication by the golden model. */
function stored(given: Partial<MatrixCoreArguments>, gemms: readonly Gemm[]): readonly number[] {
  const parameters = smallCore({ operand: 'bf16', accumulator: 'fp32', cols: 1, ...given });
  const state = initialState(parameters);
  // Numbers of 1/8 to 8, of either sign, whose sums round.
  const draw = random(2);
  const next = (): number => draw.below(2) * 2 ** 15 + draw.between(124, 130) * 2 ** 7 + draw.below(2 ** 7);
  for (const gemm of gemms) {
    const index = operandIndex(parameters, gemm);
    for (let k = 0; k < gemm.k; k++) {
      state.activations[index.activation(0, k)] = next();
      state.weights[index.weight(k, 0)] = next();
    }
    execute(parameters, state, new Uint8Array(0), { kind: 'gemm', ...gemm });
  }
  return Array.from(state.results.slice(0, 1));
}

test('sums that enter at the top do not depend on the rows, nor on the commands that a sum is cut into', () => {
  const whole = [{ m: 1, k: 60, n: 1 }];
  const halves = [
    { m: 1, k: 30, n: 1 },
    { m: 1, k: 30, n: 1, accumulateIn: true },
  ];
  const one = stored({ rows: 60 }, whole);
  for (const rows of [1, 4, 7, 16]) {
    expect(stored({ rows }, whole)).toEqual(one);
    expect(stored({ rows }, halves)).toEqual(one);
  }
  const bottoms = [4, 7, 16].map((rows) => stored({ rows, psumIn: 'bottom' }, whole)[0]);
  expect(new Set(bottoms).size).toBeGreaterThan(1);
});

const edges: readonly (readonly [string, Partial<MatrixCoreArguments>, Gemm])[] = [
  ['one row', { rows: 1 }, { m: 5, k: 6, n: 7 }],
  ['one column', { cols: 1 }, { m: 5, k: 6, n: 3 }],
  ['one processing element', { rows: 1, cols: 1 }, { m: 3, k: 4, n: 2 }],
  ['one processing element, single vectors', { rows: 1, cols: 1 }, { m: 1, k: 4, n: 2 }],
  ['single vectors', {}, { m: 1, k: 13, n: 9 }],
  ['single vectors, all weights loaded at a time', { rows: 5, weightRows: 5 }, { m: 1, k: 17, n: 4 }],
  ['fewer products than rows', {}, { m: 6, k: 3, n: 5 }],
  ['fewer columns than the array', {}, { m: 6, k: 5, n: 2 }],
  ['fewer vectors than an accumulator waits for', { rows: 6, weightRows: 6 }, { m: 4, k: 18, n: 4 }],
  ['tall blocks', { rows: 5, weightRows: 2 }, { m: 2, k: 12, n: 5 }],
  ['M tiles', {}, { m: 9, k: 9, n: 6, emit: true, tileRows: 4 }],
  ['added to what is held', {}, { m: 3, k: 9, n: 6, accumulateIn: true }],
];

/** No more products than a sum that stays has parts, and more rows than such a sum has steps. */
const fewProducts: typeof edges = [
  ...[1, 2, 3].map((k): (typeof edges)[number] => [`sums of ${k}`, { rows: 2 }, { m: 5, k, n: 9, accumulateIn: true }]),
  ['tall tiles of short sums', { rows: 13, cols: 2 }, { m: 30, k: 2, n: 5 }],
];

for (const adderRegisters of [1, 2, 3])
  test.each([...edges, ...fewProducts])(
    `${adderRegisters} registers a sum, output stationary: %s`,
    (_, given, gemm) => {
      for (const hideLoading of [true, false])
        for (const multiplierRegisters of [0, 1]) {
          const float = {
            operand: 'bf16',
            accumulator: 'fp32',
            dataflow: 'output_stationary',
            adderRegisters,
          } as const;
          const parameters = smallCore({ ...given, ...float, weightRows: 1, hideLoading, multiplierRegisters });
          const run = runBoth(parameters, wholeRun(parameters, gemm), 5)[3];
          expect(run?.cycles).toBe(cycles(parameters, gemm));
          expect(run?.cycles).toBeLessThanOrEqual(mostCycles(parameters, gemm));
        }
    },
  );

for (const adderRegisters of [1, 2, 3])
  for (const psumIn of ['top', 'bottom'] as const)
    test.each(edges)(`${adderRegisters} registers a sum, ${psumIn}: %s`, (_, given, gemm) => {
      for (const hideLoading of [true, false])
        for (const multiplierRegisters of [0, 1]) {
          const float = { operand: 'fp8_e4m3', accumulator: 'fp32', psumIn, adderRegisters } as const;
          const parameters = smallCore({ ...float, ...given, hideLoading, multiplierRegisters });
          const run = runBoth(parameters, wholeRun(parameters, gemm), 5)[3];
          expect(run?.cycles).toBe(cycles(parameters, gemm));
          expect(run?.cycles).toBeLessThanOrEqual(mostCycles(parameters, gemm));
        }
    });

const dataflows = ['weight_stationary', 'output_stationary'] as const;

test.each(formats)('%s: operands as they lie behind spill, ragged and exact edges', (operand, columns) => {
  for (const [rows, cols, weightRows] of [
    [3, columns, 1],
    [2, 4, 2],
  ] as const) {
    for (const dataflow of weightRows === 1 ? dataflows : dataflows.slice(0, 1)) {
      const parameters = smallCore({ rows, cols, weightRows, dataflow, operand, accumulator: sumsOf(operand) });
      for (const gemm of [
        { m: 4, k: 7, n: 6 },
        { m: 2, k: 4, n: 4, accumulateIn: true, emit: true },
      ])
        runBoth(parameters, wholeRun(parameters, gemm), 11);
    }
  }
});

test.each([
  ['int8', 'int4', 1, 4],
  ['fp8_e4m3', 'fp4_e2m1', 3, 4],
  ['bf16', 'fp4_e2m1', 2, 8],
  ['tf32', 'fp4_e2m1', 4, 8],
  ['tf32', 'int4', 4, 8],
  ['fp6_e2m3', 'bf16', 2, 1],
  ['fp4_e2m1', 'tf32', 3, 1],
] as const)(
  'activations of %s, weights of %s: with %i columns %i words of weights share a beat',
  (operand, weight, cols, words) => {
    const parameters = smallCore({ rows: 3, cols, operand, weight, accumulator: 'fp32' });
    expect(packing(parameters, 'weights').wordsPerBeat).toBe(words);
    // No element lies across two beats, and no two elements share a bit.
    const [bits, taken] = [parameters.weightBits, new Set<number>()];
    const move = { memory: 'weights', base: 0, words: 16, address: 3 } as const;
    forEachElement(parameters, move, (_, bit) => {
      expect(Math.floor(bit / parameters.spillBits)).toBe(Math.floor((bit + bits - 1) / parameters.spillBits));
      for (let i = 0; i < bits; i++) taken.add(bit + i);
    });
    expect(taken.size).toBe(16 * cols * bits);
    expect(Math.max(...taken)).toBeLessThan((3 + beats(parameters, 'weights', 16)) * parameters.spillBits);
  },
);

const mixed = [
  ['int8', 'int4', 'int32'],
  ['int4', 'int8', 'int32'],
  ['int16', 'int8', 'int40'],
  ['int4', 'int16', 'int48'],
  ['int16', 'int16', 'int48'],
  ['fp8_e4m3', 'fp4_e2m1', 'fp32'],
  ['bf16', 'fp8_e5m2', 'fp32'],
  ['fp4_e2m1', 'tf32', 'fp32'],
  ['tf32', 'fp4_e2m1', 'fp32'],
] as const;

test.each(mixed)(
  '%s by %s: loads, sums and stores, in the cycles of their formulas',
  (operand, weight, accumulator) => {
    for (const [rows, cols, weightRows] of [
      [3, 4, 1],
      [5, 4, 2],
      [4, 4, 4],
    ] as const)
      for (const dataflow of weightRows === 1 ? dataflows : dataflows.slice(0, 1)) {
        const parameters = smallCore({
          rows,
          cols,
          weightRows,
          dataflow,
          operand,
          weight,
          accumulator,
          requantise: true,
        });
        const requantised = { zeroPoint: 3, rounding: 'half_even', relu: false } as const;
        const operands = { kind: 'store', memory: 'results', base: 0, words: 6, address: 6000, requantised } as const;
        const commands: readonly MatrixCoreCommand[] = [
          ...wholeRun(parameters, { m: 4, k: 7, n: 6 }),
          { kind: 'scales', address: 500 },
          operands,
        ];
        const runs = runBoth(parameters, commands, 11);
        expect(runs.map((run) => run.cycles)).toEqual(commands.map((each) => commandCycles(parameters, each, 1, 0)));
      }
  },
);

const floats = formats.filter(([name]) => !name.startsWith('int'));

test.each(floats)('%s: a store of operands rounds each sum once, in the cycles of its formula', (operand, columns) => {
  for (const relu of [false, true])
    for (let seed = 1; seed <= 4; seed++) {
      const cols = 2 * columns;
      const parameters = smallCore({ rows: 2, cols, operand, accumulator: 'fp32', requantise: true });
      const requantised = { zeroPoint: 0, rounding: 'half_even', relu } as const;
      const store = { kind: 'store', memory: 'results', base: 3, address: 2000, requantised } as const;
      const commands: readonly MatrixCoreCommand[] = [
        { kind: 'load', memory: 'results', base: 0, words: 60, address: 100 * seed },
        { ...store, words: 50 },
        { ...store, words: 7, address: 3000 },
      ];
      const serves = (cycle: number): boolean => seed < 3 || chance(cycle, seed, 2);
      const runs = runBoth(parameters, commands, seed, { serves });
      if (seed < 3)
        expect(runs.map((run) => run.cycles)).toEqual(commands.map((c) => commandCycles(parameters, c, 1, 0)));
    }
});

test('a sum that is too large becomes the largest number of a small format, infinity of a wide one', () => {
  const stored = ([operand, code]: readonly [string, number]): number => {
    const parameters = smallCore({ rows: 1, cols: 1, operand, accumulator: 'fp32', requantise: true });
    const state = initialState(parameters);
    state.results.fill(code);
    const spill = new Uint8Array(8);
    const requantised = { zeroPoint: 0, rounding: 'half_even', relu: false } as const;
    execute(parameters, state, spill, { kind: 'store', memory: 'results', base: 0, words: 2, address: 0, requantised });
    return elementReader(operand, spill)(0);
  };
  const [million, infinity, negative] = [0x49742400, 0x7f800000, 0xff800000];
  expect(stored(['fp8_e4m3', million])).toBe(0x7e);
  expect(stored(['fp8_e4m3', negative])).toBe(0xfe);
  expect(stored(['fp4_e2m1', infinity])).toBe(7);
  expect(stored(['fp16', million])).toBe(0x7c00);
  expect(stored(['bf16', infinity])).toBe(0x7f80);
});
