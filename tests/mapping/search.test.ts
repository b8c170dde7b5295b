import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { discoverMachine, mapMatrix, type Machine, type MatrixMapping, type Score } from '../../src/mapping/index.js';
import { candidates } from '../../src/mapping/tiles.js';
import { tileFits } from '../../src/mapping/tiling.js';
import { linear } from '../../src/workload/operations.js';
import { chip, KiB, type ChipOptions } from '../estimate/designs.js';
import { cases } from '../support/tier.js';

const chips: fc.Arbitrary<ChipOptions> = fc
  .record({
    rows: fc.integer({ min: 1, max: 20 }),
    cols: fc.integer({ min: 1, max: 20 }),
    dataflow: fc.constantFrom('weight_stationary' as const, 'output_stationary' as const),
    overlaps: fc.boolean(),
    activations: fc.constantFrom(KiB, 8 * KiB, 64 * KiB),
    weights: fc.constantFrom(KiB, 8 * KiB, 64 * KiB),
    accumulators: fc.constantFrom(8 * KiB, 64 * KiB),
    capacity: fc.constantFrom(64 * KiB, 1024 * KiB),
    far: fc.constantFrom('lpddr4x' as const, 'hbm3' as const, 'nothing' as const),
  })
  .map(({ overlaps, ...options }) => ({
    ...options,
    overlapCommands: overlaps && options.dataflow === 'weight_stationary',
  }));

const extent = fc.integer({ min: 1, max: 600 });

function machineOf(options: ChipOptions): Machine {
  const [machine] = discoverMachine(chip(options), 'gemm');
  if (machine === undefined) throw new Error('no machine');
  return machine;
}

const traffic = ({ far, near }: MatrixMapping): number => far.read + far.written + near.read + near.written;
const fastest: Score = { of: (mapping) => [mapping.cycles, traffic(mapping)], atLeast: (cycles) => cycles };
const unbounded: Score = { ...fastest, atLeast: () => -Infinity };

test('the bound leaves out nothing that could win', () => {
  fc.assert(
    fc.property(chips, extent, extent, extent, (options, m, k, n) => {
      const [machine, operation] = [machineOf(options), linear('gemm', m, k, n)];
      const [bounded, all] = [mapMatrix(machine, operation, fastest), mapMatrix(machine, operation, unbounded)];
      expect(bounded?.mapping).toEqual(all?.mapping);
      expect(bounded?.considered ?? 0).toBeLessThanOrEqual(all?.considered ?? 0);
    }),
    { numRuns: cases(50) },
  );
});

test('what the search chooses fits the core, and the near memory', () => {
  fc.assert(
    fc.property(chips, extent, extent, extent, (options, m, k, n) => {
      const machine = machineOf({ ...options, far: 'lpddr4x' });
      const chosen = mapMatrix(machine, linear('gemm', m, k, n), fastest);
      if (chosen === undefined) return;
      const { tiling, order } = chosen.mapping;
      expect(tileFits(machine.parameters, tiling.tile)).toBe(true);
      const { left, right, results, counts } = tiling;
      const [outer, inner] = order.outer === 'm' ? [left, right] : [right, left];
      const innerCount = order.outer === 'm' ? counts.n : counts.m;
      const least = {
        tiles: inner.largest,
        panel: counts.k * inner.largest,
        whole: counts.k * innerCount * inner.largest,
      }[order.innerKept];
      const block = order.outerKept === 'tiles' ? outer.largest : order.block * counts.k * outer.largest;
      expect(block + least + results.largest).toBeLessThanOrEqual(machine.near?.parameters.capacityBits ?? 0);
    }),
    { numRuns: cases(50) },
  );
});

test('candidates cut a dimension into nearly equal parts of whole units, the whole first', () => {
  expect(candidates(100, 16)).toEqual([100, 64, 48, 32, 16]);
  expect(candidates(7, 16)).toEqual([7]);
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 2 ** 20 }), fc.integer({ min: 1, max: 1024 }), (whole, unit) => {
      const found = candidates(whole, unit);
      expect(found[0]).toBe(whole);
      expect(found.at(-1)).toBe(Math.min(whole, unit));
      expect(found.length).toBeLessThan(64);
      for (const size of found) expect(size === whole || size % unit === 0).toBe(true);
    }),
    { numRuns: cases(200) },
  );
});
