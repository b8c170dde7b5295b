import fc from 'fast-check';
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import {
  bestRun,
  discoverMultiprocessors,
  elementRun,
  runOf,
  type Multiprocessors,
  type Run,
} from '../../../src/mapping/multiprocessor/index.js';
import { cutOf, memoryTraffic } from '../../../src/mapping/multiprocessor/traffic.js';
import { tilesOf } from '../../../src/mapping/multiprocessor/tiles.js';
import type { MatrixOperation } from '../../../src/workload/index.js';
import { designOf } from '../../../src/testing.js';
import { cases } from '../../support/tier.js';

const a100 = readFileSync(new URL('../../../examples/a100.accel', import.meta.url), 'utf8');

/** One multiprocessor or more, straight before its memory. */
const small = (multiprocessors: number, core = ''): string => `
import { TensorCore } from "std/compute";
import { HbmStack, SharedMemory } from "std/memory";
import { tsmc_n7 } from "std/process";

extern component Switch(ports: int) {
  area = 0 mm^2;
  port in request: memory<bit, 512, 16 GiB>[ports];
  port out target: memory<bit, 4096, 16 GiB>;
}

design Small {
  process tsmc_n7;
  clock main = 1 GHz;
  tensor: TensorCore[${multiprocessors}, 4] { ${core} };
  local: SharedMemory[${multiprocessors}];
  switch: Switch { ports: ${multiprocessors} };
  hbm: HbmStack { beat: 4096 b };
  tensor[*, *].shared <-> local[*].serve[*];
  local[*].fill <-> switch.request[*];
  switch.target <-> hbm.data;
}`;

function machineOf(source: string): Multiprocessors {
  const [machine, problems] = discoverMultiprocessors(designOf(source).design);
  if (machine === undefined) throw new Error(JSON.stringify(problems));
  return machine;
}

const gemm = (m: number, k: number, n: number, batch = 1): MatrixOperation => ({
  kind: 'gemm',
  name: 'gemm',
  repeat: 1,
  batch,
  m,
  k,
  n,
  leftElements: batch * m * k,
  rightElements: batch * k * n,
  parameters: 0,
});

const fastest = (machine: Multiprocessors, operation: MatrixOperation): Run => {
  const found = bestRun(machine, operation, (run) => [run.cycles, run.far.read]);
  if (found === undefined) throw new Error('no tile fits');
  return found.run;
};

describe('a design of tensor cores', () => {
  test('is equal multiprocessors before slices of cache and stacks of memory', () => {
    const { multiprocessors, coresEach, frequency, fill, cache, far } = machineOf(a100);
    expect([multiprocessors, coresEach, fill / 8 / frequency]).toEqual([108, 4, 64]);
    expect(cache === null ? 0 : cache.bandwidth / 8 / frequency).toBe(5120);
    expect(far.path).toBe('hbm[*]');
    // 5 stacks of 1024 pins at 3.186 Gb/s, at the share of that which was measured.
    expect(far.bandwidth / 8e9).toBeCloseTo(0.9 * 2039, 0);
  });

  test('may have no cache, and then every tile fetches its own operands', () => {
    const machine = machineOf(small(4));
    expect(machine.cache).toBeNull();
    const [tile] = tilesOf(machine).filter(({ m, n }) => m === 64 && n === 64);
    if (tile === undefined) throw new Error('no tile of 64 x 64');
    const cut = cutOf(gemm(256, 128, 128), tile, 1);
    expect(memoryTraffic(machine, gemm(256, 128, 128), cut)).toEqual({
      read: 8 * 128 * (64 + 64) * 16,
      written: 256 * 128 * 16,
    });
  });

  test.each([
    [
      'tensor[*, *].shared <-> local[*].serve[*];',
      'unused tensor[*, *].shared; unused local[*].serve[*];',
      'tensor[*, *].shared',
    ],
    ['local[*].fill <-> switch.request[*];', 'unused local[*].fill; unused switch.request[*];', 'local[*].fill'],
  ])('that leads to no memory is told so: without %s', (join, without, port) => {
    const [machine, problems] = discoverMultiprocessors(designOf(small(2).replace(join, without)).design);
    expect(machine).toBeUndefined();
    expect(problems.map(({ code, message }) => [code, message.includes(port)])).toEqual([['E733', true]]);
  });
});

describe('waves of tiles', () => {
  const machine = machineOf(small(4));

  test('take as long with one tile more than there are multiprocessors as with twice as many', () => {
    const [tile] = tilesOf(machine).filter(({ m, n }) => m === 128 && n === 128);
    if (tile === undefined) throw new Error('no tile of 128 x 128');
    const waves = [4, 5, 8, 9].map((tiles) => Math.ceil(cutOf(gemm(128 * tiles, 64, 128), tile, 1).tiles / 4));
    expect(waves).toEqual([1, 2, 2, 3]);
    expect(fastest(machine, gemm(4096, 4096, 4096)).waves).toBeGreaterThan(1);
  });

  test('split k where the tiles of the result leave multiprocessors without work', () => {
    expect(fastest(machine, gemm(64, 65_536, 64)).cut.splits).toBeGreaterThan(1);
    expect(fastest(machine, gemm(4096, 4096, 4096)).cut.splits).toBe(1);
  });

  test('write the sums of split k and read them once more', () => {
    const { cut, tiles } = fastest(machine, gemm(64, 65_536, 64));
    const { tile, slabs, splits } = cut;
    const operands = cut.tiles * slabs * tile.k * (tile.m + tile.n) * 16;
    expect(tiles).toEqual({ read: operands + 64 * 64 * 32 * splits, written: 64 * 64 * 16 + 64 * 64 * 32 * splits });
  });

  test('wait for slabs that come late: a memory ten times as far makes a narrow product slower', () => {
    const [tile] = tilesOf(machine).filter(({ m, n }) => m === 16 && n === 32);
    if (tile === undefined) throw new Error('no tile of 16 x 32');
    const cycles = (latency: number): number =>
      runOf(
        { ...machine, far: { ...machine.far, latency } },
        gemm(16, 65_536, 32),
        cutOf(gemm(16, 65_536, 32), tile, 1),
      ).cycles;
    const { latency } = machine.far;
    // One tile waits for each of its 2,048 slabs, all stages but one under way.
    expect(cycles(10 * latency)).toBeGreaterThan((2048 * 10 * latency * machine.frequency) / (tile.stages - 1));
    expect(cycles(10 * latency)).toBeGreaterThan(5 * cycles(latency));
  });

  test('fit the registers: a warp has half of those of its tensor core at most', () => {
    const halved = machineOf(small(4, 'registers: 8 KiB'));
    const largest = (each: Multiprocessors): number => Math.max(...tilesOf(each).map(({ m, n }) => m * n));
    expect(largest(machine)).toBe(256 * 128);
    expect(largest(halved)).toBeLessThan(largest(machine) / 4);
  });
});

const extent = fc.integer({ min: 1, max: 20_000 });

describe('a product on multiprocessors', () => {
  const machine = machineOf(a100);

  test('takes at least its multiplications at peak, its operands over the memory, and a launch', () =>
    fc.assert(
      fc.property(extent, extent, extent, fc.integer({ min: 1, max: 64 }), (m, k, n, batch) => {
        const operation = gemm(m, k, n, batch);
        const run = fastest(machine, operation);
        const seconds = run.cycles / machine.frequency;
        expect(Number.isSafeInteger(run.cycles)).toBe(true);
        expect(seconds).toBeGreaterThan(28.3e-6 + (batch * m * k * n) / (108 * 1024 * machine.frequency));
        const compulsory = 16 * (operation.leftElements + operation.rightElements + batch * m * n);
        expect(run.far.read + run.far.written).toBeGreaterThanOrEqual(compulsory);
        expect(seconds).toBeGreaterThan(compulsory / machine.far.bandwidth);
        expect(run.bounds.every(({ cycles }) => Number.isFinite(cycles) && cycles > 0 && cycles <= run.cycles)).toBe(
          true,
        );
      }),
      { numRuns: cases(20) },
    ));

  test('is never slower with more of anything', () => {
    const more = [
      ['multiprocessors: int in 1 ..= 256 = 108', 'multiprocessors: int in 1 ..= 256 = 216'],
      ['rate: 3.186 Gb/s', 'rate: 6.372 Gb/s'],
      ['clock main = 1.41 GHz', 'clock main = 2.82 GHz'],
      ['capacity: 512 KiB', 'capacity: 1 MiB'],
    ].map(([from = '', to = '']) => {
      expect(a100).toContain(from);
      return machineOf(a100.replace(from, to));
    });
    fc.assert(
      fc.property(extent, extent, extent, (m, k, n) => {
        const seconds = (each: Multiprocessors): number => fastest(each, gemm(m, k, n)).cycles / each.frequency;
        const before = seconds(machine);
        // A cycle is the least that is told.
        for (const each of more) expect(seconds(each)).toBeLessThanOrEqual(before + 2 / machine.frequency);
      }),
      { numRuns: cases(10) },
    );
  });

  test('has elementwise operations beside it, which take a launch and their traffic', () => {
    const run = elementRun(machine, {
      kind: 'addition',
      name: 'add',
      repeat: 1,
      elements: 1e6,
      does: 'add',
      row: 1,
      readsOperands: 2e6,
      readsResults: 0,
      writesOperands: 1e6,
      parameters: 0,
    });
    expect(run.far).toEqual({ read: 32e6, written: 16e6 });
    expect(run.cycles / machine.frequency).toBeCloseTo(28.3e-6 + 48e6 / machine.far.bandwidth, 6);
  });
});
