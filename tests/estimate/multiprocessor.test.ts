import fc from 'fast-check';
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { estimate, explainOperation, type Estimate, type OperationEstimate } from '../../src/estimate/index.js';
import { designOf, estimateSource } from '../../src/testing.js';
import { parseWorkload } from '../../src/workload/index.js';
import { cases } from '../support/tier.js';

const a100 = readFileSync(new URL('../../examples/a100.accel', import.meta.url), 'utf8');

const estimated = (workload: string, source = a100): Estimate => estimateSource(source, workload).estimate;

function only({ operations }: Estimate): OperationEstimate {
  const [row] = operations;
  if (row === undefined || operations.length > 1) throw new Error('one operation was expected');
  return row;
}

describe('a workload on tensor cores', () => {
  test('is explained by its tiles and waves', () => {
    expect(explainOperation(estimated('gemm(4096, 12288, 12288)'), 'gemm')).toMatchInlineSnapshot(`
      [
        "gemm: gemm, M=4096 K=12288 N=12288",
        "618,475,290,624 multiply-accumulates in 6,138,829 cycles = 4.354 ms: 91.1 % of the array's peak",
        "limited by the array of sm[*].tensor[*]",
        "next the memory sm[*].local: at least 4,988,928 cycles, 18.7 % less",
        "tiles of M=128 N=128: 3,072 on 108 multiprocessors, 29 on the busiest; best of 94",
        "2 at once, each with 5 slabs of K=32 in the shared memory",
        "hbm[*]: 1.313 GiB read, 96 MiB written",
        "l2[*]: 18 GiB read, 96 MiB written",
        "927 mJ (515.5 mJ to 1.985 J)",
        "  66.7 % sm[*].tensor[*] mac: 618.5 mJ",
        "  9.5 % sm[*].local access: 88.03 mJ",
        "  5.1 % hbm[*] access: 47.11 mJ",
        "  4.7 % hbm[*] background: 43.54 mJ",
        "  3.6 % hbm[*] leakage: 33.79 mJ",
        "  3.4 % l2[*] access: 31.75 mJ",
        "  2.3 % sm[*].tensor[*] leakage: 21.05 mJ",
        "  2.1 % l2[*] wires: 19.58 mJ",
        "  1.1 % l2[*] leakage: 9.864 mJ",
        "  0.9 % sm[*].local wires: 8.384 mJ",
        "modelled: formulas of tiles and waves, held against measured products in docs/validation.md",
      ]
    `);
  });

  test('small ones take hardly more than their launch', () => {
    const row = only(estimated('gemm(16, 64, 16)'));
    expect(row.limit).toEqual({ kind: 'launch', path: 'sm[*].tensor[*]' });
    expect(row.latency_s).toBeLessThan(1.02 * 28.3e-6);
  });

  test('without constants has no launch, full rates, and is bounded', () => {
    const ideal = estimated('gemm(4096, 4096, 4096)', a100.replace('constants: .a100', 'constants: .none'));
    const measured = estimated('gemm(4096, 4096, 4096)');
    expect([only(measured).assurance, only(ideal).assurance]).toEqual(['modelled', 'bounded']);
    expect(only(ideal).latency_s).toBeLessThan(only(measured).latency_s);
    expect(ideal.notes.join()).toContain('a launch takes no time');
    expect(ideal.figures.filter(({ name }) => name.startsWith('a100.'))).toEqual([]);
    expect(measured.figures.filter(({ name }) => name.startsWith('a100.')).map(({ name }) => name)).toEqual([
      'a100.launch',
      'a100.multiplier_share',
      'a100.memory_share',
    ]);
  });

  test('that has whole layers adds them up, those without a unit by their launch and traffic', () => {
    const { operations, total } = estimated('llama-3.1-8b:decode');
    expect(total.cycles).toBe(operations.reduce((sum, { cycles }) => sum + cycles, 0));
    expect(operations.filter(({ no_unit }) => no_unit).map(({ kind }) => kind)).toContain('softmax');
    for (const { bounds, limit, latency_s, repeat } of operations) {
      expect(bounds[0]?.limit).toEqual(limit);
      expect(latency_s).toBeGreaterThanOrEqual(repeat * 28.3e-6);
    }
  });

  test('is uncertain by the constants of the chip too', () => {
    const [graph] = parseWorkload('gemm(4096, 4096, 4096)');
    if (graph === undefined) throw new Error('no workload');
    const [sure] = estimate(designOf(a100).design, graph, { samples: 50 });
    const latency = sure?.uncertainty?.measures.find(({ measure }) => measure === 'latency');
    expect(latency?.tornado.map(({ figure }) => figure)).toContain('a100.multiplier_share');
    expect(latency?.p10).toBeLessThan(latency?.p90 ?? 0);
  });

  test('that no tile fits is told', () => {
    const tiny = a100.replace('registers: 64 KiB', 'registers: 1 KiB');
    expect(() => estimated('gemm(64, 64, 64)', tiny)).toThrow(/E734/);
  });

  test('has energy for every multiplication, and parts that add up', () => {
    const extent = fc.integer({ min: 1, max: 9000 });
    fc.assert(
      fc.property(extent, extent, extent, (m, k, n) => {
        const row = only(estimated(`gemm(${m}, ${k}, ${n})`));
        const parts = row.energy.reduce((sum, { energy_j }) => sum + energy_j, 0);
        expect(parts / row.energy_j).toBeCloseTo(1, 9);
        expect(
          row.energy.every(
            ({ energy_j, energy_j_range: [least, greatest] }) => 0 < least && least <= energy_j && energy_j <= greatest,
          ),
        ).toBe(true);
        const mac = row.energy.find(({ part }) => part === 'mac')?.energy_j ?? 0;
        // A product and a sum in fp32 of 7 nm, by the least of their ranges (docs/technology.md).
        expect(mac).toBeGreaterThan(m * k * n * 0.5e-12);
        expect(row.utilization).toBeGreaterThan(0);
        expect(row.utilization).toBeLessThan(0.935);
      }),
      { numRuns: cases(10) },
    );
  });
});
