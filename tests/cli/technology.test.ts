import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { DesignEstimate, Uncertainty } from '../../src/estimate/index.js';
import { accel } from '../support/program.js';

const folder = mkdtempSync(join(tmpdir(), 'accel-technology-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const npu = 'examples/edge_npu.accel';

function written(name: string, figures: object): string {
  const path = join(folder, name);
  writeFileSync(path, JSON.stringify({ schema: 'accel-technology/1', figures }));
  return path;
}

const buffer = async (...more: readonly string[]): Promise<number> => {
  const { out, err } = await accel(['estimate', ...more, '--json']);
  expect(err).toBe('');
  const { instances } = JSON.parse(out) as DesignEstimate;
  return instances.find(({ path }) => path === 'buffer')?.area_mm2 ?? Number.NaN;
};

const dense = written('dense.json', {
  'tsmc_n7.sram_density': { value: 50, unit: 'Mb/mm2', source: 'a test' },
  'tsmc_n7.sram_two_port_area': { value: 1, unit: '1', source: 'a test' },
});

describe('--technology', () => {
  it('puts figures of the user in the place of the public ones, of a design in text and in TypeScript', async () => {
    // 1 MiB at 50 Mb/mm2.
    expect(await buffer(npu, '--technology', dense)).toBeCloseTo(8.388608 / 50, 10);
    expect(await buffer('examples/edge_npu.ts', '--technology', dense)).toBeCloseTo(8.388608 / 50, 10);
  });

  it('takes several files, the later ones first', async () => {
    const denser = written('denser.json', { 'tsmc_n7.sram_density': { value: 100, unit: 'Mb/mm2', source: 'a test' } });
    expect(await buffer(npu, '--technology', dense, '--technology', denser)).toBeCloseTo(8.388608 / 100, 10);
  });

  it('is what a check judges requirements by', async () => {
    const sparse = written('sparse.json', { 'tsmc_n7.sram_density': { value: 1, unit: 'Mb/mm2', source: 'a test' } });
    expect((await accel(['check', npu])).code).toBe(0);
    const { code, err } = await accel(['check', npu, '--technology', sparse]);
    expect(code).toBe(1);
    expect(err).toContain('area');
  });

  it('tells of a file that is not there, or wrong, and does nothing', async () => {
    const wrong = written('wrong.json', { 'tsmc_n7.sram_density': { value: -1, unit: 'Mb/mm2', source: 'a test' } });
    for (const [file, code] of [
      [join(folder, 'none.json'), 'E001'],
      [wrong, 'E752'],
    ] as const)
      for (const command of ['estimate', 'check']) {
        const ran = await accel([command, npu, '--technology', file]);
        expect([ran.code, ran.out]).toEqual([1, '']);
        expect(ran.err).toContain(`error[${code}]`);
      }
  });
});

describe('estimate --uncertainty', () => {
  it('is narrower where figures are known exactly', async () => {
    const width = async (...more: readonly string[]): Promise<number> => {
      const { out } = await accel(['estimate', npu, '--uncertainty', '--json', ...more]);
      const { uncertainty } = JSON.parse(out) as { readonly uncertainty: Uncertainty };
      const area = uncertainty.measures.find(({ measure }) => measure === 'area');
      return (area?.p90 ?? Number.NaN) - (area?.p10 ?? Number.NaN);
    };
    expect(await width('--technology', dense)).toBeLessThan(await width());
  });

  it('follows the report of a workload', async () => {
    const { code, out, err } = await accel(['estimate', npu, '--workload', 'gemm(64,64,64)', '--uncertainty']);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toContain('what energy hangs on');
  });
});
