import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { matrixCoreCost } from '../../src/blocks/matrix-core/cost.js';
import { operandIndex } from '../../src/blocks/matrix-core/golden.js';
import { wordBits } from '../../src/blocks/matrix-core/layout.js';
import { cycles, footprint, misfits, tilesOf, tileWords } from '../../src/blocks/matrix-core/timing.js';
import { matrixCoreUnsupported } from '../../src/blocks/matrix-core/unsupported.js';
import { technology } from '../../src/technology/index.js';
import reference from '../data/systolic-closed-form.json' with { type: 'json' };
import { cases } from '../support/tier.js';
import { smallCore } from './matrix-core-bench.js';

const stationary = { dataflow: 'input_stationary' } as const;
const huge = { activationCapacityBits: 2 ** 50, weightCapacityBits: 2 ** 50, accumulatorCapacityBits: 2 ** 50 };

/** docs/blocks/matrix-core.md derives the difference: it is that of weights that stand, M and N exchanged. */
test('not hidden: the published closed form, with the rows of the result that the last tile has not', () => {
  for (const { rows, cols, M: m, K: k, N: n } of reference) {
    const parameters = smallCore({ ...huge, ...stationary, rows, cols, hideLoading: false });
    const folds = Math.ceil(k / rows) * Math.ceil(m / cols);
    const published = folds * (n + 2 * rows + cols - 2) - 1;
    const absent = cols - tilesOf(parameters, { m, k, n }).lastM;
    expect(cycles(parameters, { m, k, n })).toBe(published - absent + 4);
  }
});

test('a product takes the cycles of the transposed one on a core whose weights stand', () => {
  const extent = fc.integer({ min: 1, max: 60 });
  fc.assert(
    fc.property(extent, extent, extent, fc.integer({ min: 1, max: 5 }), fc.boolean(), (m, k, n, rows, hideLoading) => {
      const shape = { ...huge, rows, cols: 3, hideLoading, weightRows: Math.ceil(rows / 2) };
      const own = smallCore({ ...shape, ...stationary });
      expect(cycles(own, { m, k, n })).toBe(cycles(smallCore(shape), { m: n, k, n: m }));
      const reach = footprint(own, { m, k, n });
      const words = (['activations', 'weights', 'results'] as const).map((memory) => tileWords(own, memory, m, k, n));
      expect(words).toEqual([reach.activations, reach.weights, reach.results]);
    }),
    { numRuns: cases(200) },
  );
});

test('words lie as those of a core whose weights stand, with activations and weights exchanged', () => {
  const core = smallCore({ ...stationary, rows: 3, cols: 4, operand: 'int8', weight: 'int4' });
  expect([wordBits(core, 'activations'), wordBits(core, 'weights'), wordBits(core, 'results')]).toEqual([32, 12, 128]);
  // A beat holds twice as many weights as there are columns.
  expect(core.spillBits).toBe(2 * 4 * 4);
  const { activation, weight } = operandIndex(core, { m: 9, k: 5, n: 6 });
  // Activations: word base + mt * stride + kt * rows + i is row k = kt * rows + i of columns m = mt * cols ...
  expect(activation(0, 1)).toBe(1 * 4);
  expect(activation(5, 4)).toBe((6 + 3 + 1) * 4 + 1);
  // Weights: word base + kt * stride + n holds elements k = kt * rows ... of column n.
  expect(weight(2, 5)).toBe(5 * 3 + 2);
  expect(weight(4, 1)).toBe((6 + 1) * 3 + 1);
});

test('what does not fit says why, in the words of the product', () => {
  const core = smallCore(stationary);
  expect(misfits(core, { m: 4, k: 16, n: 600 })).toEqual([
    'the weights reach to word 2400 of 2048',
    'the results reach to word 600 of 512',
  ]);
  expect(misfits(core, { m: 8, k: 4, n: 9, resultStride: 8 })).toEqual(['9 columns of results lie 8 words apart']);
  expect(misfits(core, { m: 4, k: 4, n: 9, tileRows: 8 })).toEqual([
    'N tiles of 8 columns would share words that keep 9',
  ]);
});

test('stores requantise by columns, and images stream: neither is there where activations stand', () => {
  const reasons = matrixCoreUnsupported(smallCore({ ...stationary, requantise: true, convolution: true }));
  expect(reasons).toEqual([
    expect.stringContaining('a column of the array holds a row of the product'),
    expect.stringContaining('activations stand in the array'),
  ]);
});

test('each memory has the area of its own capacity', () => {
  const node = technology('tsmc_n7', null);
  if (node === undefined) throw new Error('no node');
  const capacities = { activationCapacityBits: 2 ** 20, weightCapacityBits: 2 ** 16 };
  const { parts } = matrixCoreCost(smallCore({ ...stationary, ...capacities }), node);
  const [activations, weights] = ['activation memory', 'weight memory'].map(
    (name) => parts.find((part) => part.name === name)?.area.value ?? 0,
  );
  expect(activations).toBeGreaterThan(10 * (weights ?? 0));
});
