import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { accel } from '../support/program.js';

const folder = mkdtempSync(join(tmpdir(), 'accel-trust-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

mkdirSync(join(folder, 'npu'));
const files = {
  'accel.json': '{ "packages": { "npu": "./npu", "bad": "./bad" } }',
  'npu/accel.json': '{ "blocks": { "Relu": "./relu.ts" } }',
  'npu/relu.accel': 'export extern component Relu { port in x: stream<int8, 4>; }',
  'npu/relu.ts': `import { defineBlock } from 'accel-hdl/blocks';
export const relu = defineBlock({ component: 'Relu', cost: () => ({ area_mm2: { all: 2 }, energy_per_cycle_j: 0 }) });`,
  'chip.accel': `import { Relu } from "pkg:npu/relu.accel";
import { tsmc_n7 } from "std/process";
design Chip { process tsmc_n7; clock main = 1 GHz; port in x: stream<int8, 4>; relu: Relu; x -> relu.x; }`,
};
for (const [path, text] of Object.entries(files)) writeFileSync(join(folder, path), text);
mkdirSync(join(folder, 'bad'));
writeFileSync(join(folder, 'bad', 'accel.json'), '[]');

describe('--trust', () => {
  const area = async (...args: readonly string[]): Promise<unknown> => {
    const { out } = await accel(['estimate', 'chip.accel', '--json', ...args], { folder });
    const { area_mm2 } = JSON.parse(out) as { readonly area_mm2: number };
    return area_mm2;
  };

  it('runs the code of the packages that it names, and of no other', async () => {
    expect([await area(), await area('--trust', '.'), await area('--trust', '.', '--trust', 'npu')]).toEqual([0, 0, 2]);
  });

  it('is told of where it is missing, with its help', async () => {
    const { code, err } = await accel(['check', 'chip.accel', '--format', 'short'], { folder });
    expect(code).toBe(0);
    expect(err + (await accel(['check', 'chip.accel'], { folder })).err).toContain('--trust npu');
  });

  it('is what a build lacks whose block has its hardware in code: refused by name, nothing written', async () => {
    const { code, err } = await accel(['build', 'chip.accel', '-o', 'out'], { folder });
    expect([code, existsSync(join(folder, 'out'))]).toEqual([1, false]);
    expect(err).toContain('error[E666]: there is no hardware for relu, a Relu');
    expect(err).toContain('is run with --trust npu');
  });

  it('fails on a name that accel.json does not have', async () => {
    const { code, err } = await accel(['check', 'chip.accel', '--trust', 'gpu'], { folder });
    expect([code, err]).toEqual([
      1,
      expect.stringContaining('accel.json lists no package "gpu"; it lists npu and bad'),
    ]);
  });
});

it('info shows the packages of the project, which have code, and what is wrong with them', async () => {
  const { out } = await accel(['info'], { folder });
  expect(out.split('\n').filter((line) => /^(?:project|pkg:)/.test(line))).toEqual([
    `project          ${folder}`,
    'pkg:bad          bad  (accel.json: it is not an object)',
    'pkg:npu          npu  (--trust npu runs the code of Relu)',
  ]);
});
