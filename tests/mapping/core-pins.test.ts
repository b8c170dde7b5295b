import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { corePins, discoverMachine, type CorePin, type Machine } from '../../src/mapping/index.js';
import { mapMatrix, type Chosen } from '../../src/mapping/matrix.js';
import { einsumOperation, type MatrixOperation } from '../../src/workload/index.js';
import { linear } from '../../src/workload/operations.js';
import type { Mapping } from '../../src/ir/index.js';
import { chip, KiB } from '../estimate/designs.js';
import { cases } from '../support/tier.js';

const [found] = discoverMachine(chip({ rows: 8, cols: 8, capacity: 256 * KiB, far: 'lpddr4x' }), 'w');
const machine = found as Machine;

const nothing = { schema: 'accel-mapping/1', name: 'p', workload: 'w', design: 'Chip' } as const;
const block = (pins: Partial<Mapping>): Mapping => ({
  ...nothing,
  ...{ spatial: [], orders: [], tiles: [], bypasses: [] },
  ...pins,
});

function mapped(operation: MatrixOperation, ...written: readonly Partial<Mapping>[]): Chosen | undefined {
  const score = { of: ({ cycles }: { cycles: number }) => [cycles, 0] as const, atLeast: (cycles: number) => cycles };
  return mapMatrix(machine, operation, score, corePins(machine, operation, written.map(block)));
}

const product = linear('x', 100, 120, 90);

describe('a mapping of a product on a core', () => {
  test('has the tiles of the core that are pinned, and the search chooses the rest', () => {
    const size = fc.integer({ min: 1, max: 120 });
    fc.assert(
      fc.property(size, size, (m, k) => {
        const tiles = [
          { dimension: 'm', size: m, level: 'core' },
          { dimension: 'k', size: k, level: 'core' },
        ];
        const chosen = mapped(product, { tiles });
        expect(chosen?.mapping.tiling.tile).toMatchObject({ m: Math.min(m, 100), k });
        expect(chosen?.mapping.cycles).toBeGreaterThanOrEqual(mapped(product)?.mapping.cycles ?? Infinity);
      }),
      { numRuns: cases(20) },
    );
  });

  test.each(['m', 'n'] as const)('has %s outermost', (outer) => {
    const others = outer === 'm' ? ['m', 'n', 'k'] : ['n', 'm', 'k'];
    expect(mapped(product, { orders: [{ dimensions: others, level: 'buffer' }] })?.mapping.order.outer).toBe(outer);
  });

  test('keeps in the SRAM what is pinned', () => {
    const all = mapped(product, {
      tiles: [
        { dimension: 'n', size: 90, level: 'buffer' },
        { dimension: 'k', size: 120, level: 'buffer' },
        { dimension: 'n', size: 30, level: 'core' },
        { dimension: 'm', size: 50, level: 'core' },
      ],
      orders: [{ dimensions: ['m'], level: 'buffer' }],
    });
    expect(all?.mapping.order).toMatchObject({ outer: 'm', innerKept: 'whole' });
  });

  test('says what the array has along its rows and columns', () => {
    const along = (dimension: string, axis: string): number | undefined =>
      mapped(product, { spatial: [{ dimension, axis }] })?.mapping.cycles;
    const free = mapped(product)?.mapping.cycles;
    expect([along('k', 'core.rows'), along('n', 'core.cols')]).toEqual([free, free]);
    expect([along('m', 'core.rows'), along('k', 'core.cols')]).toEqual([undefined, undefined]);
  });

  test.each<readonly [string, Partial<Mapping>]>([
    ['k outside of m', { orders: [{ dimensions: ['k', 'm', 'n'], level: 'buffer' }] }],
    ['the loops inside of the core', { orders: [{ dimensions: ['m', 'n'], level: 'core' }] }],
    ['an operand that passes the SRAM by', { bypasses: [{ tensors: ['weight'], level: 'buffer' }] }],
    [
      'two sizes at once',
      {
        tiles: [
          { dimension: 'k', size: 8, level: 'core' },
          { dimension: 'k', size: 16, level: 'core' },
        ],
      },
    ],
  ])('is none for %s', (_, pins) => {
    expect(mapped(product, pins)).toBeUndefined();
  });

  test('shares the work over equal cores as is pinned', () => {
    const [cores] = discoverMachine(chip({ rows: 8, cols: 8, tiles: 4 }), 'w');
    const split = (dimension: string): string | undefined => {
      const pins = corePins(cores!, product, [block({ spatial: [{ dimension, axis: 'tile' }] })]);
      return mapMatrix(cores!, product, { of: ({ cycles }) => [cycles, 0], atLeast: (cycles) => cycles }, pins)?.mapping
        .split;
    };
    expect(['m', 'n', 'k'].map(split)).toEqual(['m', 'n', undefined]);
  });
});

test('K is pinned in numbers, of which an element multiplies a group', () => {
  const [groups] = discoverMachine(chip({ rows: 8, cols: 8, dot: 4 }), 'w');
  const sizes = [64, 6].map((size) =>
    corePins(groups!, product, [block({ tiles: [{ dimension: 'k', size, level: 'core' }] })]),
  );
  expect(sizes).toMatchObject([[{ kind: 'tile', size: 16 }], [{ kind: 'never' }]]);
});

test('the indices of an einsum are the dimensions of its product, where each is alone in its own', () => {
  const index = (name: string, extent: number) => ({ name, extent });
  const tensor = (name: string, names: readonly string[], extents: readonly number[]) => ({
    ...{ name, dtype: 'int8', extents },
    access: names.map((each) => ({ terms: { [each]: 1 }, constant: 0 })),
  });
  const einsum = {
    indices: [index('i', 10), index('h', 4), index('j', 20), index('c', 30)],
    output: { ...tensor('O', ['i', 'h', 'j'], [10, 4, 20]), dtype: 'int32' },
    operands: [tensor('A', ['i', 'h', 'c'], [10, 4, 30]), tensor('B', ['c', 'j'], [30, 20])],
  };
  const [operation] = einsumOperation(einsum as never);
  const kinds = (dimension: string): readonly CorePin['kind'][] =>
    corePins(machine, operation!, [block({ tiles: [{ dimension, size: 10, level: 'core' }] })]).map(({ kind }) => kind);
  expect(['j', 'c', 'i', 'z'].map(kinds)).toEqual([['tile'], ['tile'], ['never'], []]);
});
