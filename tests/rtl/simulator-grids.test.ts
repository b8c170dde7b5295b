import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  compile,
  concat,
  fromEast,
  fromNorth,
  fromSouth,
  fromWest,
  moduleBuilder,
  perCell,
  unsigned,
  type GridInput,
  type Module,
  type Signal,
} from '../../src/rtl/index.js';
import { cases } from '../support/tier.js';

/*
 * The simulator changes the registers of a grid's cells in place, in an order in which every cell still finds the old values that it reads. A model that
 * computes all new values before it stores any is the judge.
 */

const [rows, cols] = [3, 4];
const cells = rows * cols;
const sides = { north: fromNorth, south: fromSouth, west: fromWest, east: fromEast };
type Side = keyof typeof sides;
const steps: Readonly<Record<Side, readonly [row: number, col: number]>> = {
  north: [-1, 0],
  south: [1, 0],
  west: [0, -1],
  east: [0, 1],
};

/** Cells with a register `x` that adds what `x` of one neighbour and `y` of another were, and `y` that takes `x` of the second where its cell lets it. */
function net(first: Side, second: Side): Module {
  const cell = moduleBuilder('cell');
  const [a, b, c] = [cell.input('a', unsigned(8)), cell.input('b', unsigned(8)), cell.input('c', unsigned(8))];
  const [own, run] = [cell.input('own'), cell.input('run')];
  const x = cell.register('x', unsigned(8), { reset: 3, enable: run });
  x.next(a.addWrap(b).addWrap(x));
  const y = cell.register('y', unsigned(8), { enable: run.and(own) });
  y.next(c);
  cell.output('x_out', x);
  cell.output('y_out', y);
  const m = moduleBuilder('net');
  const edge = m.input('edge', unsigned(8 * Math.max(rows, cols)));
  const along = (side: Side): Signal => edge.slice(8 * (side === 'north' || side === 'south' ? cols : rows) - 1, 0);
  const from = (side: Side, output: string): GridInput => sides[side](output, along(side));
  const inputs = {
    a: from(first, 'x_out'),
    b: from(second, 'y_out'),
    c: from(second, 'x_out'),
    own: perCell(m.input('own', unsigned(cells))),
    run: m.input('run'),
  };
  const grid = m.grid('cells', [rows, cols], cell.build(), inputs);
  m.output('x', grid.all('x_out'));
  m.output('y', grid.all('y_out'));
  m.unused(edge);
  return m.build();
}

interface State {
  readonly x: readonly number[];
  readonly y: readonly number[];
}

interface Inputs {
  readonly edge: readonly number[];
  readonly own: number;
  readonly run: boolean;
  readonly reset: boolean;
}

function next(first: Side, second: Side, { x, y }: State, { edge, own, run, reset }: Inputs): State {
  const near = (side: Side, of: readonly number[], k: number): number => {
    const [row, col] = [Math.floor(k / cols) + steps[side][0], (k % cols) + steps[side][1]];
    const inside = row >= 0 && row < rows && col >= 0 && col < cols;
    const along = side === 'north' || side === 'south' ? col : row;
    return (inside ? of[row * cols + col] : edge[along]) ?? 0;
  };
  return {
    x: x.map((value, k) => {
      if (reset) return 3;
      return run ? (near(first, x, k) + near(second, y, k) + value) % 256 : value;
    }),
    y: y.map((value, k) => (run && ((own >> k) & 1) === 1 ? near(second, x, k) : value)),
  };
}

const inputs = fc.record({
  edge: fc.array(fc.integer({ min: 0, max: 255 }), { minLength: 4, maxLength: 4 }),
  own: fc.integer({ min: 0, max: 2 ** cells - 1 }),
  run: fc.boolean(),
  reset: fc.integer({ min: 0, max: 7 }).map((draw) => draw === 0),
});

describe('cells that read their neighbours see what these held before the edge', () => {
  const names: readonly Side[] = ['north', 'south', 'west', 'east'];
  test.each(names.flatMap((first) => names.map((second) => [first, second] as const)))('%s, %s', (first, second) => {
    fc.assert(
      fc.property(fc.array(inputs, { minLength: 1, maxLength: 12 }), (sequence) => {
        const sim = compile(net(first, second));
        let state: State = { x: Array.from({ length: cells }, () => 0), y: Array.from({ length: cells }, () => 0) };
        for (const given of sequence) {
          sim.setElements('edge', 8, given.edge);
          sim.set('own', given.own);
          sim.set('run', given.run ? 1 : 0);
          sim.set('rst', given.reset ? 1 : 0);
          sim.step();
          state = next(first, second, state, given);
          expect({ x: sim.getElements('x', unsigned(8)), y: sim.getElements('y', unsigned(8)) }).toEqual(state);
        }
      }),
      { numRuns: cases(20) },
    );
  });
});

test('vectors are put together of parts of others, wherever their bits lie', () => {
  const part = fc.record({
    from: fc.integer({ min: 0, max: 2 }),
    low: fc.nat(900),
    width: fc.integer({ min: 1, max: 600 }),
  });
  const widths = [1000, 70, 20];
  fc.assert(
    fc.property(
      fc.array(part, { minLength: 1, maxLength: 6 }),
      fc.array(fc.bigInt({ min: 0n, max: 2n ** 1000n - 1n }), { minLength: 3, maxLength: 3 }),
      (parts, drawn) => {
        const m = moduleBuilder('parts');
        const given = widths.map((width, i) => m.input(`v${i}`, unsigned(width)));
        const values = drawn.map((value, i) => BigInt.asUintN(widths[i] ?? 0, value));
        const cut = parts.flatMap(({ from, low, width }) => {
          const [vector, value, all] = [given[from], values[from], widths[from] ?? 0];
          if (vector === undefined || value === undefined) return [];
          const begin = low % all;
          const taken = Math.min(width, all - begin);
          return [
            {
              signal: vector.slice(begin + taken - 1, begin),
              value: BigInt.asUintN(taken, value >> BigInt(begin)),
              taken,
            },
          ];
        });
        const whole = concat(...cut.map(({ signal }) => signal));
        m.unused(...given);
        m.output('whole', whole);
        m.output('kept', m.delay('kept_q', whole));
        const sim = compile(m.build());
        values.forEach((value, i) => sim.set(`v${i}`, value));
        const expected = cut.reduce((sum, { value, taken }) => (sum << BigInt(taken)) | value, 0n);
        expect(sim.getBig('whole')).toBe(expected);
        sim.step();
        expect(sim.getBig('kept')).toBe(expected);
      },
    ),
    { numRuns: cases(100) },
  );
});
