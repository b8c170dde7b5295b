import { describe, expect, it } from 'vitest';
import type { SynthesisReport } from '../../src/report/index.js';
import { accel } from '../support/program.js';
import { smallArray as source } from '../support/small-array.js';
import { describeWithTool } from '../support/tools.js';

const synth = (...options: readonly string[]): ReturnType<typeof accel> =>
  accel(['synth', '-', ...options], { input: source });

describeWithTool('yosys', 'synth', () => {
  it('tells cells, area by module and the longest path, beside the estimate', async () => {
    const { code, out, err } = await synth('--liberty', 'sg13g2');
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toMatch(/^Chip in sg13g2 \(Yosys /);
    expect(out).toMatch(/^module +count +cells +registers +area +together +share/m);
    expect(out).toMatch(/^\S*_pe +4 /m);
    expect(out).toMatch(/^path +[\d.]+ ns, \d+ cells: at most [\d.]+ MHz/m);
    expect(out).toMatch(/^estimate +[\d,]+ µm² at sky130/m);
  });

  it('gives the same as JSON, of one block', async () => {
    const { code, out } = await synth('--liberty', 'sg13g2', '--block', 'array', '--period', '10 ns', '--json');
    expect(code).toBe(0);
    const report = JSON.parse(out) as SynthesisReport;
    expect(report).toMatchObject({ schema: 'accel-synth/1', design: 'Chip', block: 'array', target_s: 1e-8 });
    const sum = report.modules.reduce((area, { count, area_mm2 }) => area + count * area_mm2, 0);
    expect(sum / report.area_mm2).toBeCloseTo(1, 6);
    // What the estimator counts of an element's registers is what Yosys finds.
    expect(report.modules.find(({ module }) => module.endsWith('_pe'))).toMatchObject({ count: 4, registers: 59 });
    expect(report.longest_path?.delay_s).toBeGreaterThan(1e-9);
  });

  it('refuses a block that has no hardware, and names those that have', async () => {
    const { code, out, err } = await synth('--liberty', 'sg13g2', '--block', 'arry');
    expect({ code, out }).toEqual({ code: 1, out: '' });
    expect(err).toContain('error[E681]: there is no block "arry" that has hardware; there is array');
  });
});

describe('a cell library', () => {
  it('that is not there is refused, with those of the package', async () => {
    const { code, out, err } = await synth('--liberty', 'sky131');
    expect({ code, out }).toEqual({ code: 1, out: '' });
    expect(err).toContain('error[E680]: there is no cell library "sky131"; the package has asap7, sg13g2, sky130hd');
  });

  it('without cells is refused', async () => {
    const { code, err } = await synth('--liberty', 'package.json');
    expect(code).toBe(1);
    expect(err).toContain('error[E682]: "package.json" has no cells');
  });
});
