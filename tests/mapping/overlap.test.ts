import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { issueCommands } from '../../src/blocks/hardware.js';
import { listCycles, matrixCoreParameters, type MatrixCoreParameters } from '../../src/blocks/models.js';
import { coreSchedule, geometryOf } from '../../src/mapping/index.js';
import type { Order } from '../../src/mapping/plan.js';
import { coreCycles } from '../../src/mapping/steps.js';
import { tiling, type Extents } from '../../src/mapping/tiling.js';
import { core, KiB, type CoreOptions } from '../estimate/designs.js';
import { cases } from '../support/tier.js';

const inOrder = (tile: Extents, counts: Extents): Order => ({
  outer: tile.m > tile.n ? 'n' : 'm',
  block: Math.min(2, counts.m, counts.n),
  ...{ outerKept: 'tiles', innerKept: 'tiles' },
});

function parametersOf(options: CoreOptions): MatrixCoreParameters {
  const capacities = { activations: 4 * KiB, weights: 4 * KiB, accumulators: 4 * KiB };
  return matrixCoreParameters(core({ ...capacities, ...options }));
}

/** Long k in many tiles, which load beside one another: arrays of any shape, sums that enter at either end. */
const chained = fc
  .record({
    rows: fc.integer({ min: 1, max: 9 }),
    cols: fc.integer({ min: 1, max: 9 }),
    slow: fc.boolean(),
    floats: fc.constantFrom(undefined, 'fp8_e4m3'),
    adderRegisters: fc.integer({ min: 1, max: 3 }),
    psumIn: fc.constantFrom('top' as const, 'bottom' as const),
    latency: fc.integer({ min: 1, max: 40 }),
    m: fc.integer({ min: 1, max: 20 }),
    n: fc.integer({ min: 1, max: 20 }),
    k: fc.integer({ min: 2, max: 900 }),
    cut: fc.tuple(fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: 3 })),
  })
  .map(({ rows, cols, slow, floats, adderRegisters, psumIn, latency, m, n, k, cut }) => {
    const numbers = floats === undefined ? {} : { operand: floats, adderRegisters };
    const weightRows = slow ? 1 : Math.ceil(rows / 2);
    const options = { rows, cols, weightRows, psumIn, ...numbers, overlapCommands: true };
    const tile = {
      m: Math.ceil(m / cut[0]),
      k: Math.min(k, rows * cut[1]),
      n: Math.ceil(n / cut[2]),
    };
    return { parameters: parametersOf(options), whole: { m, k, n }, tile, latency };
  });

test('the closed form of multiplications that overlap is the recurrence over the list written out, and so are its cycles of multiplying', () => {
  let overlapped = 0;
  fc.assert(
    fc.property(chained, ({ parameters, whole, tile, latency }) => {
      const cut = tiling(geometryOf(parameters, null), whole, tile, latency);
      if (cut.chains !== null) overlapped++;
      const order = inOrder(tile, cut.counts);
      const { commands } = coreSchedule(parameters, { tiling: cut, order });
      expect(coreCycles(cut, order)).toBe(listCycles(parameters, commands, latency));
      const offered = commands.map((command) => ({ command, offered: 0, stalls: 0 }));
      const issued = issueCommands(parameters, offered, latency);
      expect(cut.gemmCycles).toBe(issued.reduce((total, { multiplying }) => total + multiplying, 0));
    }),
    { numRuns: cases(200) },
  );
  expect(overlapped).toBeGreaterThan(0);
});

test('a product of few rows, as a token that is decoded, gains where commands overlap, and one of many loses nothing', () => {
  const cyclesOf = (m: number, options: CoreOptions): number => {
    const parameters = parametersOf({ rows: 32, cols: 32, weightRows: 8, ...options });
    const whole = { m, k: 4096, n: 256 };
    const cut = tiling(geometryOf(parameters, null), whole, { m, k: 32, n: 64 }, 1);
    return coreCycles(cut, inOrder(cut.tile, cut.counts));
  };
  const both = (m: number): readonly [number, number] => [cyclesOf(m, { overlapCommands: true }), cyclesOf(m, {})];
  const [overlapping, apart] = both(1);
  expect(apart / overlapping).toBeGreaterThan(1.1);
  const [more, moreApart] = both(60);
  expect(more).toBeLessThan(moreApart);
});
