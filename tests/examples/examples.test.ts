import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import type { Estimate } from '../../src/estimate/index.js';
import { accel, packageRoot } from '../support/program.js';

const folder = mkdtempSync(join(tmpdir(), 'accel-examples-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface Tried {
  /** Cheap ones: each is estimated. */
  readonly workloads: readonly string[];
  /** How its hardware is verified quickly; undefined: its size is fixed, and too large for that. */
  readonly verify?: readonly string[];
  /** No block of it has hardware. */
  readonly modelled?: true;
}

/** What is tried of each file of `examples/`. */
const tried: Readonly<Record<string, Tried>> = {
  a100: { workloads: ['gemm(1024,1024,1024)'], modelled: true },
  chip_node: {
    workloads: ['gemm(256,512,256)'],
    verify: ['--set', 'rows=8', '--set', 'cols=8', '--workload', 'gemm(9,10,11)'],
  },
  edge_npu: { workloads: ['gemm(64,64,64)'], verify: ['--workload', 'gemm(9,10,11)'] },
  eyeriss: { workloads: ['gemm(24,24,24)'], verify: [] },
  nvdla: {
    workloads: ['gemm(64,64,64)'],
    verify: [
      ...['--set', 'rows=8', '--set', 'cols=4', '--set', 'buffer=128 KiB', '--set', 'bandwidth=0.5 GB/s'],
      ...['--workload', 'gemm(9,10,11)'],
    ],
  },
  tpu_v1: { workloads: ['gemm(256,256,256)'] },
  vision_npu: { workloads: ['detect'], verify: ['--set', 'rows=8', '--set', 'cols=8', '--workload', 'gemm(9,10,11)'] },
};

const names = readdirSync(join(packageRoot, 'examples'))
  .filter((file) => file.endsWith('.accel'))
  .map((file) => file.slice(0, -'.accel'.length));

test('each example is tried', () => {
  expect(Object.keys(tried).toSorted()).toEqual(names.toSorted());
});

test('the README names each example', () => {
  const readme = readFileSync(join(packageRoot, 'README.md'), 'utf8');
  for (const name of names) expect(readme).toContain(`examples/${name}.accel`);
});

describe.each(Object.entries(tried))('%s', (name, { workloads, verify, modelled }) => {
  const file = `examples/${name}.accel`;

  test('nothing is wrong with it', async () => {
    expect(await accel(['check', file])).toEqual({ code: 0, out: '', err: '✓ 1 file, nothing wrong\n' });
  });

  test('its requirements hold', async () => {
    const { code, out } = await accel(['estimate', file]);
    expect(out).toContain('✓ holds');
    expect(code).toBe(0);
  });

  test.each(workloads)('%s is estimated', async (workload) => {
    const { code, out } = await accel(['estimate', file, '--workload', workload, '--json']);
    expect(code).toBe(0);
    const { total } = JSON.parse(out) as Estimate;
    expect([total.macs > 0, total.cycles > 0, total.energy_j > 0]).toEqual([true, true, true]);
  });

  test('what has hardware is built', async () => {
    const { code, out, err } = await accel(['build', file, '--partial', '-o', join(folder, name)]);
    if (modelled) {
      expect([code, err.includes('[E662]')]).toEqual([1, true]);
      return;
    }
    expect(out).toMatch(/^Verilog +\d+ files/m);
    expect([...err.matchAll(/\[([EW]\d+)\]/g)].map(([, shown]) => shown)).toEqual(
      expect.not.arrayContaining([expect.not.stringMatching('W660')]),
    );
    expect(code).toBe(0);
  });

  test.runIf(verify !== undefined)('its hardware is verified', async () => {
    const { code, out } = await accel(['verify', file, ...(verify ?? [])]);
    expect(out).toContain('✓ hardware, golden model and estimate agree');
    expect(code).toBe(0);
  });
});
