import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { clockAt, costDesign } from '../../src/estimate/hardware.js';
import { estimate, type Estimate, type EstimateOptions, type OperationEstimate } from '../../src/estimate/index.js';
import { nestOfOperation, spaceOf, timeOf, arrayMachine, costOf } from '../../src/mapping/index.js';
import { dmaStartCycles, libraryModels } from '../../src/blocks/models.js';
import { isMatrix, parseWorkload, type WorkloadGraph } from '../../src/workload/index.js';
import { cases } from '../support/tier.js';
import { arrayDesign, type ArraySizes } from './array-designs.js';

function graphOf(text: string): WorkloadGraph {
  const [graph, problems] = parseWorkload(text);
  if (graph === undefined) throw new Error(problems.map(({ message }) => message).join('\n'));
  return graph;
}

/** An estimate with little work for each operation: what it says has to hold of any mapping. */
function estimated(sizes: ArraySizes, text: string, options: EstimateOptions = {}): Estimate {
  const [made, problems] = estimate(arrayDesign(sizes), graphOf(text), { work: 2_000, ...options });
  if (made === undefined) throw new Error(problems.map(({ message }) => message).join('\n'));
  return made;
}

const rowOf = (sizes: ArraySizes, text: string, options: EstimateOptions = {}): OperationEstimate =>
  estimated(sizes, text, options).operations[0]!;

describe('a product on two rows of three elements', () => {
  const row = rowOf({}, 'gemm(12,8,6)', { work: 100_000 });

  test('is modelled, and no loops are faster', () => {
    expect(row).toMatchObject({ assurance: 'modelled', no_unit: false, mapping: null, macs: 576 });
    expect(row.loops?.certificate).toMatchObject({ of: 'cycles', status: 'optimal', gap: 0 });
  });

  test('takes its steps, and what the first words and the last sums take', () => {
    const { ideal_cycles = 0, fill_cycles = 0, drain_cycles = 0 } = row.loops ?? {};
    expect(row.compute_cycles).toBe(576 / 6);
    expect(row.cycles).toBeGreaterThan(ideal_cycles);
    expect(row.cycles).toBeGreaterThanOrEqual(ideal_cycles + Math.floor(fill_cycles + drain_cycles));
    expect(row.utilization).toBeCloseTo(576 / (row.cycles * 6), 12);
  });

  test('has a clock, which each multiply-accumulate adds to, and wires between its levels', () => {
    const [costed] = costDesign(arrayDesign());
    if (costed === undefined) throw new Error('no costs');
    const { always, working } = clockAt(costed, row.unit ?? '');
    const part = (name: string): readonly number[] =>
      row.energy.filter(({ path, part: of }) => of === name && path === row.unit).map(({ energy_j }) => energy_j);
    expect((part('clock')[0] ?? 0) / (always.value * row.latency_s + working.value * 576)).toBeCloseTo(1, 9);
    const wires = row.energy.filter(({ part: of }) => of === 'wires').map(({ path }) => path);
    expect(wires).toEqual(expect.arrayContaining(['dram', 'pe[*, *].weight_file']));
    // What lies between buffer and elements states its power.
    expect(wires).not.toContain('buffer');
  });

  test('is read and written at least once in the outermost memory', () => {
    const dram = row.traffic.find(({ path }) => path === 'dram');
    expect(dram?.read_bytes).toBeGreaterThanOrEqual(12 * 8 + 8 * 6);
    expect(dram?.write_bytes).toBe(12 * 6 * 4);
  });

  test('has its loops at all levels, which multiply to the extents', () => {
    const bounds = new Map<string, number>();
    for (const { temporal, spatial } of row.loops?.levels ?? [])
      for (const { dimension, bound } of [...temporal, ...spatial])
        bounds.set(dimension, (bounds.get(dimension) ?? 1) * bound);
    expect(Object.fromEntries(bounds)).toEqual({ m: 12, k: 8, n: 6 });
  });
});

test('equal operations have equal rows, and are mapped once', () => {
  const { operations } = estimated({ rows: 4, cols: 4 }, 'bert-large:sequence=16');
  const [query, key] = ['layers.query', 'layers.key'].map((name) => operations.find((each) => each.name === name)!);
  expect({ ...query, name: '' }).toEqual({ ...key, name: '' });
});

test('with energy wanted less is taken than with time, and with time fewer cycles are', () => {
  const [fast, frugal] = (['latency', 'energy'] as const).map((objective) =>
    rowOf({ pins: 8 }, 'gemm(24,32,12)', { objective, work: 200_000 }),
  );
  expect(fast!.loops!.ideal_cycles).toBeLessThanOrEqual(frugal!.loops!.ideal_cycles);
  expect(frugal!.loops!.certificate).toMatchObject({ of: 'energy_pj', status: 'optimal' });
  expect(frugal!.energy_j).toBeLessThanOrEqual(fast!.energy_j * 1.01);
});

test('an operation without a unit is the traffic of its operands', () => {
  const made = estimated({ rows: 4, cols: 4 }, 'resnet50');
  expect(made.operations.find(({ name }) => name === 'maxpool')).toMatchObject({
    no_unit: true,
    macs: 0,
    assurance: 'bounded',
    utilization: null,
    loops: null,
    limit: { kind: 'memory', path: 'dram' },
  });
  expect(made.notes.join()).toContain('no unit for activation, pooling, addition');
});

test('E734 says what conflicts where a workload is more than the memory outside holds', () => {
  const [made, problems] = estimate(arrayDesign({ outsideKiB: 64 }), graphOf('gemm(300,300,300)'));
  expect([made, problems]).toMatchObject([undefined, [{ code: 'E734' }]]);
  expect(problems[0]?.message).toContain('no tile of gemm fits pe[*, *].mac: a tile of');
});

test('what draws from the ranges does: the figures of each total have a spread', () => {
  const { uncertainty } = estimated({}, 'gemm(12,8,6)', { samples: 20 });
  const energy = uncertainty?.measures.find(({ measure }) => measure === 'energy');
  expect(energy?.p10).toBeLessThan(energy?.p90 ?? 0);
  expect(energy?.tornado.map(({ figure }) => figure)).not.toEqual([]);
});

const arrays: fc.Arbitrary<ArraySizes> = fc.record({
  rows: fc.constantFrom(1, 2, 4),
  cols: fc.constantFrom(1, 3, 8),
  weights: fc.constantFrom(4, 32, 224),
  inputs: fc.constantFrom(4, 12),
  sums: fc.constantFrom(4, 16),
  bufferKiB: fc.constantFrom(4, 64),
  pins: fc.constantFrom(0, 8, 16, 64),
  lanes: fc.constantFrom(1, 4),
  frequencyMHz: fc.constantFrom(50, 1000),
});

const products = fc
  .tuple(fc.integer({ min: 1, max: 200 }), fc.integer({ min: 1, max: 200 }), fc.integer({ min: 1, max: 200 }))
  .map(([m, k, n]) => `gemm(${m},${k},${n})`);

const objectives = fc.constantFrom('latency' as const, 'energy' as const, 'edp' as const);

/** Paths of all numbers that no estimate may hold. */
function wrongNumbers(value: unknown, path = ''): readonly string[] {
  if (typeof value === 'number') return Number.isFinite(value) && value >= 0 ? [] : [`${path} is ${value}`];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) => wrongNumbers(inner, `${path}/${name}`));
}

const total = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0);

test('no NaN, nothing negative, no silent zero; values lie in their ranges, and parts add up', () => {
  fc.assert(
    fc.property(arrays, products, objectives, fc.boolean(), (sizes, text, objective, remainders) => {
      const made = estimated(sizes, text, { objective, remainders });
      expect(wrongNumbers(made)).toEqual([]);
      for (const row of made.operations) {
        expect(row.cycles).toBeGreaterThan(0);
        expect(row.energy_j).toBeGreaterThan(0);
        expect(row.traffic_bytes).toBeGreaterThan(0);
        expect(row.utilization).toBeLessThanOrEqual(1);
        expect(row.energy_j_range[0]).toBeLessThanOrEqual(row.energy_j);
        expect(row.energy_j).toBeLessThanOrEqual(row.energy_j_range[1]);
        expect(total(row.energy.map(({ energy_j }) => energy_j))).toBeCloseTo(row.energy_j, 12);
      }
    }),
    { numRuns: cases(12) },
  );
});

test('what limits an operation is the first of its bounds, and none needs longer than the operation', () => {
  fc.assert(
    fc.property(arrays, products, (sizes, text) => {
      const { bounds, limit, cycles } = rowOf(sizes, text);
      expect(bounds[0]?.limit).toEqual(limit);
      for (const bound of bounds) expect(bound.cycles).toBeLessThanOrEqual(cycles + 1);
      expect(bounds.map((each) => each.cycles)).toEqual(bounds.map((each) => each.cycles).toSorted((a, b) => b - a));
    }),
    { numRuns: cases(12) },
  );
});

test('energy is no less than that of the multiply-accumulates alone, and time no less than theirs', () => {
  fc.assert(
    fc.property(arrays, products, objectives, fc.boolean(), (sizes, text, objective, remainders) => {
      const row = rowOf(sizes, text, { objective, remainders });
      const compute = row.energy.find(({ part }) => part === 'mac');
      expect(row.energy_j).toBeGreaterThanOrEqual(compute?.energy_j ?? Infinity);
      expect(row.cycles).toBeGreaterThanOrEqual(row.macs / ((sizes.rows ?? 2) * (sizes.cols ?? 3)));
    }),
    { numRuns: cases(12) },
  );
});

test('loops take no longer where the memory outside has twice the pins, or a network twice the lanes', () => {
  fc.assert(
    fc.property(arrays, products, fc.boolean(), (sizes, text, pins) => {
      const slow: ArraySizes = { ...sizes, pins: 8 };
      const fast: ArraySizes = pins ? { ...slow, pins: 16 } : { ...slow, lanes: 2 * (slow.lanes ?? 4) };
      const row = rowOf(slow, text);
      const [operation] = graphOf(text).operations;
      const [space] = spaceOf(arrayDesign(fast));
      const [hierarchy] = space?.hierarchies ?? [];
      if (space === undefined || hierarchy === undefined || operation === undefined || !isMatrix(operation)) return;
      const mapping = row.loops!.levels;
      const cost = costOf(nestOfOperation(operation), hierarchy, mapping);
      const time = timeOf(arrayMachine(space, libraryModels), hierarchy, space.passings[0]!, cost);
      expect(time.cycles).toBeLessThanOrEqual(row.cycles);
    }),
    { numRuns: cases(12) },
  );
});

test('eleven rows and columns on two by three elements take fewer steps where tiles may leave remainders', () => {
  const [whole, edges] = [false, true].map((remainders) =>
    rowOf({ pins: 512, lanes: 64 }, 'gemm(11,5,11)', { work: 100_000, remainders }),
  );
  // A prime number is a multiple of nothing: 11 x 11 x 5 steps of one element each, or six of eleven rows at once and then five.
  expect([whole?.compute_cycles, edges?.compute_cycles]).toEqual([11 * 11 * 5, 2 * 11 * 5]);
  const loops = edges?.loops?.levels.flatMap(({ temporal, spatial }) => [...temporal, ...spatial]) ?? [];
  expect(loops.some(({ remainder }) => remainder !== undefined)).toBe(true);
});

test('a mover between two memories takes the bits at its rate, and a start for each tile', () => {
  const [operation] = graphOf('gemm(24,32,12)').operations;
  const [space] = spaceOf(arrayDesign());
  const [hierarchy] = space?.hierarchies ?? [];
  if (space === undefined || hierarchy === undefined || operation === undefined || !isMatrix(operation))
    throw new Error();
  const machine = arrayMachine(space, libraryModels);
  const cost = costOf(nestOfOperation(operation), hierarchy, rowOf({}, 'gemm(24,32,12)').loops!.levels);
  const { bounds, carried, exchanges } = timeOf(machine, hierarchy, space.passings[0]!, cost);
  const mover = carried.filter(({ passing }) => passing.placed.path === 'dma');
  const bits = total(mover.map((each) => each.bits));
  const starts = total(exchanges.filter(({ from }) => from === 0).map(({ tiles }) => tiles * dmaStartCycles));
  const [bound] = bounds.filter(({ part }) => part.kind === 'port' && part.path === mover[0]?.passing.port);
  expect(starts).toBeGreaterThanOrEqual(3 * dmaStartCycles);
  expect(bound?.cycles).toBeCloseTo((bits / mover[0]!.passing.bandwidth) * machine.frequency + starts, 6);
});
