import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  clockEnergy,
  clockTreeArea,
  exactly,
  nodeNames,
  technology,
  type ClockLoad,
} from '../../src/technology/index.js';
import { cases } from '../support/tier.js';

function node(name: string, voltage: number | null = null) {
  const found = technology(name, voltage);
  if (found === undefined) throw new Error(`no node ${name}`);
  return found;
}

const loads = fc.record({ moving: fc.nat({ max: 1e6 }), standing: fc.nat({ max: 1e6 }) });
const areas = fc.double({ min: 1e-4, max: 100, noNaN: true }).map(exactly);

test('the clock of no flip-flop takes nothing, and that of any something in every cycle', () => {
  const nothing = clockEnergy(node('tsmc_n7'), { moving: 0, standing: 0 }, exactly(1));
  expect([nothing.always.greatest, nothing.working.greatest]).toEqual([0, 0]);
  fc.assert(
    fc.property(fc.constantFrom(...nodeNames), loads, areas, (name, load, area) => {
      const { always, working } = clockEnergy(node(name), load, area);
      const bits = load.moving + load.standing;
      for (const { value, least, greatest } of [always, working, clockTreeArea(node(name), load)]) {
        expect(least).toBeLessThanOrEqual(value);
        expect(value).toBeLessThanOrEqual(greatest);
      }
      expect(always.least > 0).toBe(bits > 0);
      expect(working.least > 0).toBe(load.moving > 0);
    }),
    { numRuns: cases(60) },
  );
});

test('more flip-flops, and the same ones further apart, take more', () => {
  fc.assert(
    fc.property(loads, areas, (load, area) => {
      const of = (each: ClockLoad, factor = 1): number => {
        const { always, working } = clockEnergy(node('tsmc_n28'), each, exactly(area.value * factor));
        return always.value + working.value;
      };
      expect(of({ ...load, moving: load.moving + 1 })).toBeGreaterThan(of(load));
      expect(of({ ...load, standing: load.standing + 1 })).toBeGreaterThan(of(load));
      expect(of({ moving: load.moving + 1, standing: 0 }, 4)).toBeGreaterThan(
        of({ moving: load.moving + 1, standing: 0 }),
      );
    }),
    { numRuns: cases(60) },
  );
});

test('a tree over as many equal parts is about that over their whole: wires do not depend on where a design is cut', () => {
  const load = { moving: 2400, standing: 0 };
  const whole = clockEnergy(node('tsmc_n7'), { moving: 100 * load.moving, standing: 0 }, exactly(10));
  const part = clockEnergy(node('tsmc_n7'), load, exactly(0.1));
  expect(100 * part.always.value).toBeCloseTo(whole.always.value, 15);
  expect(100 * part.working.value).toBeCloseTo(whole.working.value, 15);
});

test('it goes with the square of the supply', () => {
  const of = (voltage: number): number => {
    const { always, working } = clockEnergy(node('tsmc_n7', voltage), { moving: 1000, standing: 1000 }, exactly(0.01));
    return always.value + working.value;
  };
  expect(of(0.9) / of(0.6)).toBeCloseTo(2.25, 12);
});

test('a flip-flop of 45 nm takes a few femtojoule for its pin, wire and share of buffers', () => {
  const { working } = clockEnergy(node('nangate45'), { moving: 1000, standing: 0 }, exactly(0.01));
  const of1 = working.value / 1000;
  // 0.95 fF of pin and 1.25 sqrt(10 um^2) x 0.111 fF/um of wire, 0.35 more for buffers, at 1.1 V.
  expect(of1 * 1e15).toBeCloseTo((0.95 + 1.25 * Math.sqrt(10 / 0.958) * 0.111) * 1.35 * 1.21 * 0.958, 1);
});

test('a word of a register file has a gate that sees every cycle', () => {
  const [few, many] = [16, 32].map((words) =>
    clockEnergy(node('tsmc_n65'), { moving: 0, standing: words * 16, gates: words }, exactly(0.01)),
  );
  expect(few?.working.value).toBe(0);
  expect(many?.always.value).toBeGreaterThan(1.4 * (few?.always.value ?? Infinity));
  expect(many?.always.least).toBeCloseTo(few?.always.least ?? 0, 20);
});

/** Wire of a tree over points in the unit square, by median bisection; leaves of at most `leaf` sinks are spanning trees from their middle. */
function treeLength(points: readonly Point[], leaf: number): { readonly root: Point; readonly length: number } {
  const mean = (axis: 0 | 1): number => points.reduce((sum, each) => sum + each[axis], 0) / points.length;
  if (points.length <= leaf) {
    const root: Point = [mean(0), mean(1)];
    return { root, length: spanningLength([root, ...points]) };
  }
  const extent = (axis: 0 | 1): number => {
    const places = points.map((each) => each[axis]);
    return Math.max(...places) - Math.min(...places);
  };
  const axis = extent(0) >= extent(1) ? 0 : 1;
  const sorted = points.toSorted((a, b) => a[axis] - b[axis]);
  const middle = Math.floor(sorted.length / 2);
  const [a, b] = [treeLength(sorted.slice(0, middle), leaf), treeLength(sorted.slice(middle), leaf)];
  const root: Point = [(a.root[0] + b.root[0]) / 2, (a.root[1] + b.root[1]) / 2];
  return { root, length: a.length + b.length + apart(a.root, b.root) };
}

type Point = readonly [x: number, y: number];

function apart([x, y]: Point, [u, v]: Point): number {
  return Math.abs(x - u) + Math.abs(y - v);
}

function spanningLength([first, ...others]: readonly Point[]): number {
  if (first === undefined) return 0;
  let near = others.map((point) => ({ point, distance: apart(first, point) }));
  let length = 0;
  while (near.length > 0) {
    const next = near.reduce((best, each) => (each.distance < best.distance ? each : best));
    length += next.distance;
    near = near
      .filter((each) => each !== next)
      .map(({ point, distance }) => ({ point, distance: Math.min(distance, apart(next.point, point)) }));
  }
  return length;
}

test('the length of a tree is that of trees over points at random', () => {
  let state = 1;
  const random = (): number => (state = (state * 16807) % 2147483647) / 2147483647;
  const points = Array.from({ length: 4096 }, (): Point => [random(), random()]);
  const of = (leaf: number): number => treeLength(points, leaf).length / Math.sqrt(points.length);
  const figure = node('tsmc_n7').figures.get('clock_tree_length');
  expect(of(16)).toBeCloseTo(figure?.value ?? 0, 1);
  expect(of(1)).toBeCloseTo(figure?.range[1] ?? 0, 1);
});
