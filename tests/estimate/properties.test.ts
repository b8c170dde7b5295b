import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { estimate, scheduleOperations, type Estimate, type EstimateOptions } from '../../src/estimate/index.js';
import { listCycles } from '../../src/blocks/models.js';
import { parseWorkload } from '../../src/workload/index.js';
import { chip, withoutSram, KiB, MiB, type ChipOptions } from './designs.js';
import { cases } from '../support/tier.js';

function run(options: ChipOptions, text: string, how: EstimateOptions = {}): Estimate | undefined {
  const [graph, problems] = parseWorkload(text);
  expect(problems).toEqual([]);
  return graph === undefined ? undefined : estimate(chip(options), graph, how)[0];
}

const chips: fc.Arbitrary<ChipOptions> = fc
  .record({
    rows: fc.constantFrom(1, 3, 16, 100),
    cols: fc.constantFrom(1, 4, 16, 64),
    dataflow: fc.constantFrom('weight_stationary' as const, 'output_stationary' as const),
    hideLoading: fc.boolean(),
    activations: fc.constantFrom(8 * KiB, 64 * KiB),
    weights: fc.constantFrom(8 * KiB, 64 * KiB),
    accumulators: fc.constantFrom(8 * KiB, 64 * KiB),
    capacity: fc.constantFrom(64 * KiB, MiB, 24 * MiB),
    ports: fc.constantFrom('one_rw' as const, 'one_r_one_w' as const),
    requantise: fc.boolean(),
    lanes: fc.constantFrom(undefined, 16),
    operand: fc.constantFrom(undefined, undefined, 'bf16'),
    far: fc.constantFrom('lpddr4x' as const, 'ddr3' as const, 'hbm3' as const, 'port' as const, 'nothing' as const),
    node: fc.constantFrom('sky130', 'tsmc_n28', 'tsmc_n7', 'tsmc_n3'),
    frequency: fc.constantFrom(50e6, 800e6, 2e9),
  })
  .map(({ lanes, operand, ...options }) => ({
    ...options,
    ...(lanes === undefined ? {} : { lanes }),
    ...(operand === undefined ? {} : { operand }),
  }));

const products = fc
  .tuple(fc.integer({ min: 1, max: 3000 }), fc.integer({ min: 1, max: 3000 }), fc.integer({ min: 1, max: 3000 }))
  .map(([m, k, n]) => `gemm(${m},${k},${n})`);

const extent = fc.integer({ min: 1, max: 400 });

const workloads = fc.oneof(
  { weight: 8, arbitrary: products },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      'resnet50',
      'bert-large:sequence=64',
      'llama-3.1-8b:decode,context=300',
      'llama-3.1-8b:prefill,context=32',
    ),
  },
);

const near = (a: number, b: number): boolean => Math.abs(a - b) <= 1e-9 * Math.max(Math.abs(a), Math.abs(b));
const total = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0);

/** Paths of all numbers that no estimate may hold. */
function wrongNumbers(value: unknown, path = ''): readonly string[] {
  if (typeof value === 'number') return Number.isFinite(value) && value >= 0 ? [] : [`${path} is ${value}`];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) => wrongNumbers(inner, `${path}/${name}`));
}

test('no NaN, no infinity, nothing negative, no silent zero, in any estimate', () => {
  fc.assert(
    fc.property(chips, workloads, (options, text) => {
      const found = run(options, text);
      if (found === undefined) return;
      expect(wrongNumbers(found)).toEqual([]);
      for (const row of found.operations) {
        // What a store does has nothing of its own.
        if (row.fused_into !== null) {
          expect([row.cycles, row.energy_j, row.traffic_bytes, row.macs]).toEqual([0, 0, 0, 0]);
          expect(row.fused_into).not.toEqual([]);
          continue;
        }
        expect(row.cycles).toBeGreaterThan(0);
        expect(Number.isInteger(row.cycles)).toBe(true);
        expect(row.energy_j).toBeGreaterThan(0);
        // What is fused may pass no memory but the one on the chip.
        const moved = row.traffic.map((each) => each.read_bytes + each.write_bytes);
        expect(row.group === null ? row.traffic_bytes : Math.max(...moved)).toBeGreaterThan(0);
        expect(row.no_unit).toBe(row.unit === null);
        expect(row.macs > 0).toBe(row.unit === 'core');
      }
    }),
    { numRuns: cases(60) },
  );
});

test('an array never does more than it can: utilization is at most 1, and cycles at least those of the core', () => {
  fc.assert(
    fc.property(chips, workloads, (options, text) => {
      for (const row of run(options, text)?.operations ?? []) {
        if (row.utilization === null || row.core_cycles === null || row.compute_cycles === null) continue;
        expect(row.utilization).toBeLessThanOrEqual(1);
        expect(row.cycles).toBeGreaterThanOrEqual(row.core_cycles);
        expect(row.core_cycles).toBeGreaterThanOrEqual(row.compute_cycles);
      }
    }),
    { numRuns: cases(60) },
  );
});

test('what limits an operation is the first of its bounds; none needs longer than the operation takes, and the others come in order', () => {
  fc.assert(
    fc.property(fc.option(chips), workloads, (options, text) => {
      const [graph] = parseWorkload(text);
      // Without an SRAM the core waits for the memory itself, and what limits is not what needs longest.
      const design = options === null ? withoutSram : chip(options);
      const made = graph === undefined ? undefined : estimate(design, graph)[0];
      for (const { bounds, limit, cycles, repeat } of (made?.operations ?? []).filter(
        (row) => row.fused_into === null,
      )) {
        const [first, ...others] = bounds;
        expect(first?.limit).toEqual(limit);
        // Each is rounded up by itself.
        for (const bound of bounds) expect(bound.cycles).toBeLessThanOrEqual(cycles + repeat);
        expect(others.map((each) => each.cycles)).toEqual(others.map((each) => each.cycles).toSorted((a, b) => b - a));
      }
    }),
    { numRuns: cases(60) },
  );
});

test('values lie in their ranges, and parts add up', () => {
  fc.assert(
    fc.property(chips, workloads, (options, text) => {
      const found = run(options, text);
      if (found === undefined) return;
      const { operations, hardware } = found;
      for (const row of [...operations, found.total]) {
        expect(row.energy_j_range[0]).toBeLessThanOrEqual(row.energy_j);
        expect(row.energy_j).toBeLessThanOrEqual(row.energy_j_range[1]);
        expect(near(row.energy_j, total(row.energy.map((part) => part.energy_j)))).toBe(true);
      }
      expect(found.total.cycles).toBe(total(operations.map((row) => row.cycles)));
      expect(near(found.total.energy_j, total(operations.map((row) => row.energy_j)))).toBe(true);
      expect(near(1, total(found.total.limits.map((entry) => entry.share)))).toBe(true);
      expect(near(hardware.area_mm2, total(hardware.instances.map((instance) => instance.area_mm2)))).toBe(true);
      for (const instance of hardware.instances)
        expect(near(instance.area_mm2, total(instance.parts.map((part) => part.area_mm2)))).toBe(true);
      expect(hardware.tdp_w).toBeLessThanOrEqual(hardware.power_peak_w);
    }),
    { numRuns: cases(60) },
  );
});

test('every operand is read, and every result written, at least once', () => {
  fc.assert(
    fc.property(
      chips,
      fc.integer({ min: 1, max: 900 }),
      fc.integer({ min: 1, max: 900 }),
      fc.integer({ min: 1, max: 900 }),
      (options, m, k, n) => {
        const [row] = run({ ...options, far: 'lpddr4x' }, `gemm(${m},${k},${n})`)?.operations ?? [];
        if (row === undefined) return;
        const [dram] = row.traffic;
        const bytes = options.operand === undefined ? 1 : 2;
        expect(dram?.read_bytes).toBeGreaterThanOrEqual(bytes * (m * k + k * n));
        expect(dram?.write_bytes).toBe(4 * m * n);
      },
    ),
    { numRuns: cases(60) },
  );
});

/** What is more of something never takes longer. */
function neverSlower(name: string, better: (options: ChipOptions) => ChipOptions): void {
  test(`${name} never slows`, () => {
    fc.assert(
      fc.property(chips, products, (options, text) => {
        const base: ChipOptions = { ...options, far: 'lpddr4x', pins: 32, rate: 2, beat: 256, frequency: 800e6 };
        const [before, after] = [run(base, text), run(better(base), text)];
        if (before === undefined) return;
        expect(after?.total.latency_s).toBeLessThanOrEqual(before.total.latency_s);
      }),
      { numRuns: cases(40) },
    );
  });
}

neverSlower('twice the bandwidth of the DRAM', (options) => ({ ...options, rate: 4 }));
neverSlower('twice the pins of the DRAM', (options) => ({ ...options, pins: 64 }));
neverSlower('twice the SRAM', (options) => ({ ...options, capacity: 2 * (options.capacity ?? MiB) }));
neverSlower('a second port of the SRAM', (options) => ({ ...options, ports: 'one_r_one_w' }));
neverSlower('twice the core memories', (options) => ({
  ...options,
  activations: 2 * (options.activations ?? KiB),
  weights: 2 * (options.weights ?? KiB),
  accumulators: 2 * (options.accumulators ?? KiB),
}));
neverSlower('hidden loading', (options) => ({ ...options, hideLoading: true }));
neverSlower('commands that overlap', overlapping);

/** Commands overlap where they can. */
function overlapping(options: ChipOptions): ChipOptions {
  return { ...options, overlapCommands: options.dataflow === 'weight_stationary' && options.hideLoading === true };
}

test.each([
  ['cycles', 'latency'],
  ['energy', 'energy'],
] as const)('fused operations never take more %s than each by itself, and do the same work', (_, objective) => {
  fc.assert(
    fc.property(chips, workloads, (given, text) => {
      const options = { ...given, operand: 'bf16', lanes: 16, requantise: true, convolution: true };
      const [together, alone] = [true, false].map((fusion) => run(options, text, { objective, fusion }));
      if (together === undefined || alone === undefined) return;
      const costOf = ({ total: sums }: Estimate): number => (objective === 'latency' ? sums.cycles : sums.energy_j);
      expect(costOf(together)).toBeLessThanOrEqual(costOf(alone) * (1 + 1e-12));
      expect(together.total.macs).toBe(alone.total.macs);
      expect(alone.operations.every(({ group }) => group === null)).toBe(true);
      for (const { group, name } of together.operations) {
        if (group === null) continue;
        expect(group.operations).toContain(name);
        expect(8 * group.buffer_bytes).toBeLessThanOrEqual(options.capacity ?? MiB);
      }
    }),
    { numRuns: cases(10) },
  );
});

/** What is looked for only gets worse; the quickest way of a larger batch may well be one of less energy. */
test.each([
  ['time', 'latency', 15, ({ total }: Estimate) => total.cycles],
  ['energy', 'energy', 2, ({ total }: Estimate) => total.energy_j],
] as const)('a larger batch never takes less %s', (_, objective, runs, costOf) => {
  fc.assert(
    fc.property(chips, fc.integer({ min: 1, max: 40 }), (options, batch) => {
      const [one, more] = [batch, batch + 1].map((size) =>
        run(options, `llama-3.1-8b:batch=${size},context=64`, { objective }),
      );
      if (one === undefined || more === undefined) return;
      expect(costOf(more)).toBeGreaterThanOrEqual(costOf(one));
    }),
    { numRuns: cases(runs) },
  );
});

test('more equal cores with their own memories never slow', () => {
  fc.assert(
    fc.property(products, fc.integer({ min: 1, max: 12 }), (text, tiles) => {
      const [few, many] = [run({ tiles }, text), run({ tiles: 2 * tiles }, text)];
      expect(many?.total.cycles).toBeLessThanOrEqual(few?.total.cycles ?? 0);
    }),
    { numRuns: cases(30) },
  );
});

test('the command list of a product takes exactly the cycles of its row', () => {
  fc.assert(
    fc.property(chips, extent, extent, extent, fc.boolean(), (given, m, k, n, overlaps) => {
      const options = overlaps ? overlapping(given) : given;
      const [graph] = parseWorkload(`gemm(${m},${k},${n})`);
      if (graph === undefined) throw new Error('no workload');
      const [schedules] = scheduleOperations(chip(options), graph);
      const [row] = estimate(chip(options), graph)[0]?.operations ?? [];
      expect(schedules?.length).toBe(row === undefined ? undefined : 1);
      for (const { parameters, schedule, cycles, latency } of schedules ?? []) {
        expect(listCycles(parameters, schedule.commands, latency)).toBe(cycles);
        expect(cycles).toBe(row?.core_cycles);
      }
    }),
    { numRuns: cases(60) },
  );
});
