import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fits, matrixCoreParameters, moveFits, type MatrixCoreParameters } from '../../src/blocks/models.js';
import { coreSchedule, scheduleCycles } from '../../src/mapping/index.js';
import { coreCycles, commandCount, passesOf, type Order } from '../../src/mapping/plan.js';
import { tileFits, tiling, type Extents } from '../../src/mapping/tiling.js';
import { core, KiB } from '../estimate/designs.js';

const cores = fc
  .record({
    rows: fc.integer({ min: 1, max: 9 }),
    cols: fc.integer({ min: 1, max: 9 }),
    dataflow: fc.constantFrom('weight_stationary' as const, 'output_stationary' as const),
    hideLoading: fc.boolean(),
    multiplierRegisters: fc.integer({ min: 0, max: 1 }),
  })
  .map((options): MatrixCoreParameters =>
    matrixCoreParameters(core({ ...options, activations: KiB, weights: KiB, accumulators: 2 * KiB })),
  );

const extents = fc.record({
  m: fc.integer({ min: 1, max: 60 }),
  k: fc.integer({ min: 1, max: 60 }),
  n: fc.integer({ min: 1, max: 60 }),
});

interface Case {
  readonly parameters: MatrixCoreParameters;
  readonly whole: Extents;
  readonly tile: Extents;
  readonly outer: 'm' | 'n';
  readonly block: number;
}

const cases: fc.Arbitrary<Case> = fc
  .tuple(cores, extents, extents, fc.constantFrom('m' as const, 'n' as const), fc.integer({ min: 1, max: 5 }))
  .map(([parameters, whole, size, outer, block]) => {
    const tile: Extents = { m: Math.min(whole.m, size.m), k: Math.min(whole.k, size.k), n: Math.min(whole.n, size.n) };
    return { parameters, whole, tile, outer, block };
  })
  .filter(({ parameters, tile }) => tileFits(parameters, tile));

function cut({ parameters, whole, tile, outer, block }: Case) {
  const mapped = tiling(parameters, whole, tile, 1);
  const order: Order = { outer, block: Math.min(block, mapped.counts[outer]), outerKept: 'tiles', innerKept: 'tiles' };
  return {
    mapped,
    order,
    schedule: coreSchedule(parameters, { tiling: mapped, order }),
    passes: passesOf(mapped, order),
  };
}

test('the written-out list takes exactly the cycles, and has as many commands, as the closed form says', () => {
  fc.assert(
    fc.property(cases, (given) => {
      const { mapped, schedule, passes } = cut(given);
      expect(scheduleCycles(given.parameters, schedule.commands, 1)).toBe(coreCycles(mapped, passes));
      expect(schedule.commands).toHaveLength(commandCount(mapped, passes));
    }),
    { numRuns: 300, seed: 1 },
  );
});

test('every command fits the core', () => {
  fc.assert(
    fc.property(cases, (given) => {
      for (const command of cut(given).schedule.commands) {
        if (command.kind === 'gemm') expect(fits(given.parameters, command)).toBe(true);
        else expect(moveFits({ ...given.parameters, addressSpaceBits: 2 ** 40 }, command)).toBe(true);
      }
    }),
    { numRuns: 200, seed: 2 },
  );
});

test('the list computes the product: a model that follows loads, multiplications and stores', () => {
  fc.assert(
    fc.property(cases, (given) => {
      const { schedule } = cut(given);
      const value = (row: number, column: number): number => ((row * 7 + column * 3) % 11) - 5;
      const results = new Map<string, number>();
      let [left, right] = [schedule.left[0], schedule.right[0]];
      let sums = new Map<string, number>();
      for (const command of schedule.commands) {
        if (command.kind === 'load') {
          if (command.memory === 'activations') left = schedule.left.find(({ address }) => address === command.address);
          else right = schedule.right.find(({ address }) => address === command.address);
        } else if (command.kind === 'gemm') {
          if (left === undefined || right === undefined) throw new Error('nothing loaded');
          expect([command.m, command.k, command.n]).toEqual([left.rows, right.rows, right.columns]);
          expect(left.column).toBe(right.row);
          if (command.accumulateIn !== true) sums = new Map();
          for (let i = 0; i < command.m; i++)
            for (let j = 0; j < command.n; j++) {
              let sum = sums.get(`${i} ${j}`) ?? 0;
              for (let l = 0; l < command.k; l++)
                sum += value(left.row + i, left.column + l) * value(right.row + l, right.column + j);
              sums.set(`${i} ${j}`, sum);
            }
        } else {
          const place = schedule.results.find(({ address }) => address === command.address);
          if (place === undefined) throw new Error('no such tile');
          for (let i = 0; i < place.rows; i++)
            for (let j = 0; j < place.columns; j++)
              results.set(`${place.row + i} ${place.column + j}`, sums.get(`${i} ${j}`) ?? NaN);
        }
      }
      const { m, k, n } = given.whole;
      expect(results.size).toBe(m * n);
      for (let i = 0; i < m; i += 7)
        for (let j = 0; j < n; j += 5) {
          let sum = 0;
          for (let l = 0; l < k; l++) sum += value(i, l) * value(l, j);
          expect(results.get(`${i} ${j}`)).toBe(sum);
        }
    }),
    { numRuns: 40, seed: 3 },
  );
});

test('tiles lie one after another without overlap', () => {
  fc.assert(
    fc.property(cases, (given) => {
      const { schedule } = cut(given);
      const starts = [...schedule.left, ...schedule.right, ...schedule.results].map(({ address }) => address);
      expect(new Set(starts).size).toBe(starts.length);
      expect(starts).toEqual(starts.toSorted((a, b) => a - b));
      expect(schedule.beats).toBeGreaterThan(starts.at(-1) ?? 0);
    }),
    { numRuns: 100, seed: 4 },
  );
});
