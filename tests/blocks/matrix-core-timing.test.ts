import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  cycles,
  cyclesUnder,
  fits,
  footprint,
  greatestExactK,
  misfits,
  moveFits,
  tilesOf,
  tileWords,
} from '../../src/blocks/matrix-core/timing.js';
import reference from '../data/systolic-closed-form.json' with { type: 'json' };
import { smallCore, sumsOf } from './matrix-core-bench.js';
import { mostCycles } from './matrix-core-contract.js';
import { gemmFor, smallParameters } from './matrix-core-samples.js';
import { cases } from '../support/tier.js';

/** A core of rows x cols with memories that hold anything. */
function core(rows: number, cols: number, given: Parameters<typeof smallCore>[0] = {}) {
  const huge = 2 ** 50;
  return smallCore({
    rows,
    cols,
    activationCapacityBits: huge,
    weightCapacityBits: huge,
    accumulatorCapacityBits: huge,
    ...given,
  });
}

test('no multiplication takes longer than the contract allows', () => {
  const sample = smallParameters.chain((parameters) => fc.tuple(fc.constant(parameters), gemmFor(parameters)));
  fc.assert(
    fc.property(sample, ([parameters, gemm]) => {
      expect(cycles(parameters, gemm)).toBeLessThanOrEqual(mostCycles(parameters, gemm));
    }),
    { numRuns: cases(3000) },
  );
});

test('the words of a dense tile are those of its footprint', () => {
  const extent = fc.integer({ min: 1, max: 40 });
  fc.assert(
    fc.property(smallParameters, extent, extent, extent, (parameters, m, k, n) => {
      const { activations, weights, results } = footprint(parameters, { m, k, n });
      const words = (['activations', 'weights', 'results'] as const).map((memory) =>
        tileWords(parameters, memory, m, k, n),
      );
      expect(words).toEqual([activations, weights, results]);
    }),
    { numRuns: cases(300) },
  );
});

test('a 512 x 512 x 512 multiplication takes three cycles more than its array needs', () => {
  const gemm = { m: 512, k: 512, n: 512 };
  expect([16, 128, 256].map((size) => cycles(core(size, size), gemm) - 3)).toEqual([524_334, 8_574, 2_814]);
});

test('the formula does not count tiles: 2^40 of them are as quick as one', () => {
  const million = 2 ** 20;
  const gemm = { m: million, k: million, n: 1024, emit: true, tileRows: 1024 };
  expect(cycles(core(1, 1), gemm)).toBe(2 ** 50 + 1 + 1 + 3);
  expect(cycles(core(16, 16), { m: million, k: 256, n: 64, emit: true, tileRows: 1000 })).toBe(
    16 * 4 * million + 16 + 15 + 16 + 3,
  );
});

test('stalled cycles come on top', () => {
  const gemm = { m: 10, k: 10, n: 10, emit: true };
  expect(cyclesUnder(core(4, 4), gemm, 17)).toBe(cycles(core(4, 4), gemm) + 17);
});

/** docs/blocks/matrix-core.md derives both differences. */
test('output stationary, not hidden: the published closed form of each row, with the drain and the edges that it leaves out', () => {
  for (const row of reference) {
    const parameters = core(row.rows, row.cols, { dataflow: 'output_stationary', hideLoading: false });
    const { M: m, K: k, N: n } = row;
    const { lastM, lastN } = tilesOf(parameters, { m, k, n });
    expect(row.scalesim_total_cycles).toBe(row.folds * (k + row.rows + row.cols - 2) - 1);
    const drain = row.folds * row.rows;
    const absent = row.cols - lastN + (row.rows - lastM);
    expect(cycles(parameters, { m, k, n })).toBe(row.scalesim_total_cycles + drain - absent + 3);
  }
});

test('weight stationary, not hidden: the published closed form, with the columns that the last tile has not', () => {
  for (const row of reference) {
    const parameters = core(row.rows, row.cols, { hideLoading: false });
    const { M: m, K: k, N: n } = row;
    const folds = Math.ceil(k / row.rows) * Math.ceil(n / row.cols);
    const published = folds * (m + 2 * row.rows + row.cols - 2) - 1;
    const absent = row.cols - tilesOf(parameters, { m, k, n }).lastN;
    expect(cycles(parameters, { m, k, n })).toBe(published - absent + 4);
  }
});

test('weights of several rows a cycle shorten what is load bound', () => {
  const decode = { m: 1, k: 1024, n: 1024 };
  const tiles = 64 * 64;
  expect(cycles(core(16, 16), decode)).toBeCloseTo(16 * tiles, -3);
  expect(cycles(core(16, 16, { weightRows: 4 }), decode)).toBeCloseTo(4 * tiles, -3);
});

test('what does not fit says why', () => {
  const parameters = smallCore({});
  expect(misfits(parameters, { m: 0, k: 1, n: 2 ** 20 + 1 })).toEqual([
    'm is 0, not an integer of 1 to 1048576',
    'n is 1048577, not an integer of 1 to 1048576',
  ]);
  expect(misfits(parameters, { m: 600, k: 16, n: 4 })).toEqual([
    'the activations reach to word 2400 of 2048',
    'the results reach to word 600 of 512',
  ]);
  expect(fits(parameters, { m: 600, k: 4, n: 4 })).toBe(false);
  expect(fits(parameters, { m: 600, k: 4, n: 4, emit: true })).toBe(true);
  expect(misfits(parameters, { m: 9, k: 4, n: 8, resultStride: 8 })).toEqual(['9 rows of results lie 8 words apart']);
  expect(misfits(parameters, { m: 9, k: 4, n: 4, tileRows: 8 })).toEqual([
    'M tiles of 8 rows would share words that keep 9',
  ]);
});

test('int8 products are exact in int32 up to K = 131,071', () => {
  expect(greatestExactK(smallCore({}))).toBe(131_071);
  expect(greatestExactK(smallCore({ dot: 4 }))).toBe(131_071);
  const pairs = (['int4', 'int8', 'int16'] as const).flatMap((operand) =>
    (['int4', 'int8', 'int16'] as const).map((weight) => ({ operand, weight, accumulator: sumsOf(operand, weight) })),
  );
  for (const pair of pairs) {
    const parameters = smallCore(pair);
    const [greatest, sums] = [BigInt(greatestExactK(parameters)), 2n ** BigInt(parameters.accumulatorBits - 1) - 1n];
    // The product of the two most negative operands.
    const product = 2n ** BigInt(parameters.activationBits - 1 + parameters.weightBits - 1);
    expect(greatest * product <= sums && (greatest + 1n) * product > sums, JSON.stringify(pair)).toBe(true);
    expect(greatest).toBeGreaterThanOrEqual(131_071n);
  }
});

test('a move stays within its memory and the address space, and starts at a whole beat', () => {
  const parameters = smallCore({ addressSpaceBits: 100 * 64 });
  const move = { memory: 'activations', base: 0, words: 8, address: 96 } as const;
  expect(moveFits(parameters, move)).toBe(true);
  expect(moveFits(parameters, { ...move, words: 9 })).toBe(false);
  expect(moveFits(parameters, { ...move, base: 1 })).toBe(false);
  expect(moveFits(parameters, { ...move, base: 2048 - 6 })).toBe(false);
  expect(moveFits(parameters, { ...move, memory: 'results', base: 1, words: 2 })).toBe(true);
  const operands = { zeroPoint: 0, rounding: 'half_even', relu: false } as const;
  const store = { ...move, memory: 'results', base: 0, words: 3, requantised: operands } as const;
  expect(moveFits(parameters, store)).toBe(false);
  const able = { ...parameters, requantise: true };
  expect(moveFits(able, store)).toBe(true);
  // The third row takes the fourth along.
  expect(moveFits(able, { ...store, base: able.accumulatorWords - 3 })).toBe(false);
});
