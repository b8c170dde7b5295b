import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { mayRunBeside } from '../../src/blocks/hardware.js';
import {
  commandCycles,
  fits,
  listCycles,
  matrixCoreParameters,
  moveFits,
  type MatrixCoreCommand,
  type MatrixCoreParameters,
} from '../../src/blocks/models.js';
import {
  coreSchedule,
  geometryOf,
  type CoreSchedule,
  type Geometry,
  type PlacedTile,
} from '../../src/mapping/index.js';
import { commandCount, passesOf, type Order } from '../../src/mapping/plan.js';
import { coreCycles } from '../../src/mapping/steps.js';
import { tileFits, tiling, type Extents } from '../../src/mapping/tiling.js';
import { core, KiB } from '../estimate/designs.js';
import { cases } from '../support/tier.js';

const cores = fc
  .record({
    rows: fc.integer({ min: 1, max: 9 }),
    cols: fc.integer({ min: 1, max: 9 }),
    dataflow: fc.constantFrom('weight_stationary' as const, 'output_stationary' as const),
    hideLoading: fc.boolean(),
    multiplierRegisters: fc.integer({ min: 0, max: 1 }),
    overlaps: fc.boolean(),
    rowsAtOnce: fc.boolean(),
    operand: fc.constantFrom('int8', 'int8', 'bf16'),
  })
  .map(({ overlaps, rowsAtOnce, operand, ...options }): MatrixCoreParameters => {
    const stands = options.dataflow === 'weight_stationary';
    const weightRows = stands && rowsAtOnce ? options.rows : 1;
    const capacities = { activations: KiB, weights: KiB, accumulators: 2 * KiB };
    const overlapCommands = overlaps && stands && options.hideLoading;
    const numbers = operand === 'int8' ? {} : { operand };
    return matrixCoreParameters(
      core({ ...options, ...numbers, requantise: true, weightRows, overlapCommands, ...capacities }),
    );
  });

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

const cuts: fc.Arbitrary<Case> = fc
  .tuple(cores, extents, extents, fc.constantFrom('m' as const, 'n' as const), fc.integer({ min: 1, max: 5 }))
  .map(([parameters, whole, size, outer, block]) => {
    const tile: Extents = { m: Math.min(whole.m, size.m), k: Math.min(whole.k, size.k), n: Math.min(whole.n, size.n) };
    return { parameters, whole, tile, outer, block };
  })
  .filter(({ parameters, tile }) => tileFits(parameters, tile));

function cut({ parameters, whole, tile, outer, block }: Case, requantised: Geometry['requantised'] = null) {
  const mapped = tiling(geometryOf(parameters, null, requantised), whole, tile, 1);
  const order: Order = { outer, block: Math.min(block, mapped.counts[outer]), outerKept: 'tiles', innerKept: 'tiles' };
  return {
    mapped,
    order,
    schedule: coreSchedule(parameters, { tiling: mapped, order }),
    passes: passesOf(mapped, order),
  };
}

/** As sums, as operands, or as operands of which none is negative. */
const stores: fc.Arbitrary<Geometry['requantised']> = fc.constantFrom(null, { relu: false }, { relu: true });

test('the written-out list takes exactly the cycles, and has as many commands, as the closed form says', () => {
  fc.assert(
    fc.property(cuts, stores, (given, requantised) => {
      const { mapped, order, schedule, passes } = cut(given, requantised);
      expect(listCycles(given.parameters, schedule.commands, 1)).toBe(coreCycles(mapped, order));
      expect(schedule.commands).toHaveLength(commandCount(mapped, passes));
    }),
    { numRuns: cases(300) },
  );
});

test('every command fits the core', () => {
  fc.assert(
    fc.property(cuts, stores, (given, requantised) => {
      const geometry = geometryOf(given.parameters, null, requantised);
      fc.pre(geometry.words('results', given.tile.m, 1, given.tile.n) <= given.parameters.accumulatorWords);
      for (const command of cut(given, requantised).schedule.commands) {
        const parameters = { ...given.parameters, addressSpaceBits: 2 ** 40 };
        if (command.kind !== 'gemm' && command.kind !== 'load' && command.kind !== 'store') continue;
        expect(command.kind === 'gemm' ? fits(parameters, command) : moveFits(parameters, command)).toBe(true);
      }
    }),
    { numRuns: cases(200) },
  );
});

test('a load beside a multiplication leaves alone what that reads, and each multiplication reads where its tiles were loaded last', () => {
  fc.assert(
    fc.property(cuts, (given) => {
      const { schedule, mapped } = cut(given);
      const bases = { activations: 0, weights: 0, results: 0 };
      let running: MatrixCoreCommand | undefined;
      let hidden = { activations: 0, weights: 0, results: 0 };
      for (const command of schedule.commands) {
        if (command.kind === 'gemm') {
          expect([command.activationBase, command.weightBase]).toEqual([bases.activations, bases.weights]);
          running = command;
        } else if (command.kind === 'load' && command.beside === true) {
          bases[command.memory] = command.base;
          if (running?.kind !== 'gemm') continue;
          hidden = { ...hidden, [command.memory]: hidden[command.memory] + 1 };
          expect(mayRunBeside(given.parameters, command, running)).toBe(true);
        } else {
          if (command.kind === 'load') bases[command.memory] = command.base;
          running = undefined;
        }
      }
      const { left, right } = mapped.beside;
      expect(hidden.activations > 0).toBe(left);
      expect(hidden.weights > 0).toBe(right);
    }),
    { numRuns: cases(200) },
  );
});

test('loading beside never takes longer than one after another', () => {
  fc.assert(
    fc.property(cuts, (given) => {
      const { mapped, order } = cut(given);
      const alone = { ...mapped, beside: { left: false, right: false }, chains: null };
      expect(coreCycles(mapped, order)).toBeLessThanOrEqual(coreCycles(alone, order));
      const { commands } = coreSchedule(given.parameters, { tiling: alone, order });
      expect(listCycles(given.parameters, commands, 1)).toBe(coreCycles(alone, order));
      const lengths = commands.map((command) => commandCycles(given.parameters, command, 1, 0));
      expect(coreCycles(alone, order)).toBe(lengths.reduce((total, length) => total + length, 0));
    }),
    { numRuns: cases(200) },
  );
});

const value = (row: number, column: number): number => ((row * 7 + column * 3) % 11) - 5;

const key = (row: number, column: number): string => `${row} ${column}`;

function find(tiles: readonly PlacedTile[], address: number): PlacedTile {
  const found = tiles.find((tile) => tile.address === address);
  if (found === undefined) throw new Error(`no tile lies at ${address}`);
  return found;
}

/** Does a command list on matrices of `value`s, and gives the elements that it stores. Throws where it multiplies what does not match. */
function execute(schedule: CoreSchedule): ReadonlyMap<string, number> {
  const stored = new Map<string, number>();
  let [left, right] = [schedule.left[0], schedule.right[0]];
  let sums = new Map<string, number>();
  for (const command of schedule.commands) {
    if (command.kind === 'load' && command.memory === 'activations') left = find(schedule.left, command.address);
    else if (command.kind === 'load') right = find(schedule.right, command.address);
    else if (command.kind === 'gemm')
      sums = multiply(command, left, right, command.accumulateIn === true ? sums : new Map());
    else if (command.kind === 'store') {
      const place = find(schedule.results, command.address);
      for (const [at, sum] of sums) {
        const [row = 0, column = 0] = at.split(' ').map(Number);
        stored.set(key(place.row + row, place.column + column), sum);
      }
    }
  }
  return stored;
}

function multiply(
  gemm: Extents,
  left: PlacedTile | undefined,
  right: PlacedTile | undefined,
  before: ReadonlyMap<string, number>,
): Map<string, number> {
  if (left === undefined || right === undefined) throw new Error('nothing is loaded');
  const same = left.rows === gemm.m && left.columns === gemm.k && right.rows === gemm.k && right.columns === gemm.n;
  if (!same || left.column !== right.row) throw new Error('the tiles do not match the multiplication');
  const sums = new Map<string, number>();
  for (let i = 0; i < gemm.m; i++) {
    for (let j = 0; j < gemm.n; j++) {
      let sum = before.get(key(i, j)) ?? 0;
      for (let l = 0; l < gemm.k; l++)
        sum += value(left.row + i, left.column + l) * value(right.row + l, right.column + j);
      sums.set(key(i, j), sum);
    }
  }
  return sums;
}

test('the list computes the product', () => {
  fc.assert(
    fc.property(cuts, (given) => {
      const stored = execute(cut(given).schedule);
      const { m, k, n } = given.whole;
      expect(stored.size).toBe(m * n);
      for (let i = 0; i < m; i += 7) {
        for (let j = 0; j < n; j += 5) {
          let sum = 0;
          for (let l = 0; l < k; l++) sum += value(i, l) * value(l, j);
          expect(stored.get(key(i, j))).toBe(sum);
        }
      }
    }),
    { numRuns: cases(40) },
  );
});

test('tiles lie one after another without overlap', () => {
  fc.assert(
    fc.property(cuts, (given) => {
      const { schedule } = cut(given);
      const starts = [...schedule.left, ...schedule.right, ...schedule.results].map(({ address }) => address);
      expect(new Set(starts).size).toBe(starts.length);
      expect(starts).toEqual(starts.toSorted((a, b) => a - b));
      expect(schedule.beats).toBeGreaterThan(starts.at(-1) ?? 0);
    }),
    { numRuns: cases(100) },
  );
});

test('several products are the list again and again, each for tiles of its own, and take as many times the cycles', () => {
  fc.assert(
    fc.property(cuts, fc.integer({ min: 2, max: 4 }), (given, products) => {
      const { mapped, order, schedule } = cut(given);
      const several = coreSchedule(given.parameters, { tiling: mapped, order, products });
      expect(listCycles(given.parameters, several.commands, 1)).toBe(products * coreCycles(mapped, order));
      expect(several.beats).toBe(products * schedule.beats);
      expect(several.commands.slice(0, schedule.commands.length)).toEqual(schedule.commands);
      const moved = several.commands.flatMap((command) => ('address' in command ? [command.address] : []));
      expect(Math.max(...moved)).toBeLessThan(several.beats);
    }),
    { numRuns: cases(100) },
  );
});
