import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Manifest } from '../../src/hardware/index.js';
import type { SynthesisReport } from '../../src/report/index.js';
import { gatingCell, lint, yosysCheck, type SourceFile } from '../../src/tools/index.js';
import { accel } from '../support/program.js';
import { smallArray as source } from '../support/small-array.js';
import { describeWithTool } from '../support/tools.js';

/** A library with a gate that may not be used and one that may. */
const library = `library (small) {
  cell (NAND2) { area : 1; pin (Y) { direction : output; function : "!(A & B)"; } }
  cell (ICG_OLD) { clock_gating_integrated_cell : "latch_posedge"; dont_use : true; }
  cell (ICG) {
    clock_gating_integrated_cell : "latch_posedge_precontrol";
    pin (GCK) { direction : output; clock_gate_out_pin : true; }
    pin (CK) { direction : input; clock_gate_clock_pin : true; }
    pin (E) { direction : input; clock_gate_enable_pin : true; }
    pin (SE) { direction : input; clock_gate_test_pin : true; }
  }
}
`;

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'accel-gating-'));
  writeFileSync(join(folder, 'small.lib'), library);
});
afterAll(() => rmSync(folder, { recursive: true }));

const read = (name: string): string => readFileSync(join(folder, 'out', name), 'utf8');

async function build(...options: readonly string[]): Promise<readonly SourceFile[]> {
  const made = await accel(['build', '-', '-o', join(folder, 'out'), ...options], { input: source });
  expect(made).toMatchObject({ code: 0, err: '' });
  const files = read('files.f').trim().split('\n');
  return files.map((path) => ({ path, text: read(path) }));
}

describe('accel build --clock-gating', () => {
  it('writes the gate first, brings its test input up, and says so', async () => {
    const files = await build('--clock-gating');
    expect(files[0]?.path).toBe('accel_clock_gate.v');
    const manifest: Manifest = JSON.parse(read('manifest.json'));
    expect(manifest.clock_gating).toMatchObject({ module: 'accel_clock_gate', test_port: 'test_en' });
    const { gates, gated_bits, register_bits } = manifest.clock_gating ?? { gates: 0, gated_bits: 0, register_bits: 0 };
    expect(gates).toBeGreaterThan(4);
    expect(gated_bits / register_bits).toBeGreaterThan(0.9);
    expect(read('Chip.v')).toContain('input wire test_en,');
    expect(read('Chip.sdc')).toContain('set_case_analysis 0 [get_ports {test_en}]');
    for (const tool of ['verilator', 'icarus'] as const) {
      const [report] = await lint(files, 'Chip', tool);
      if (report !== null) expect(report.messages).toEqual([]);
    }
    const [checked] = await yosysCheck(files, 'Chip');
    if (checked !== null) expect(checked.messages).toEqual([]);
  });

  it('writes none without the option', async () => {
    await build();
    const manifest: Manifest = JSON.parse(read('manifest.json'));
    expect(manifest.clock_gating).toBeNull();
    expect(read('Chip.sdc')).not.toContain('case_analysis');
  });

  it('gives synthesis the gate of a library', async () => {
    expect(gatingCell(library)).toEqual({ cell: 'ICG', clock: 'CK', enable: 'E', test: 'SE', output: 'GCK' });
    const [gate] = await build('--clock-gating', join(folder, 'small.lib'));
    expect(gate?.text).toContain('ICG gate (.CK(clk), .E(enable), .SE(test_en), .GCK(gated_clk));');
  });

  it('refuses a library that has no gate', async () => {
    const options = ['build', '-', '-o', join(folder, 'none'), '--clock-gating', 'sky130hd'];
    const { code, err } = await accel(options, { input: source });
    expect(code).toBe(1);
    expect(err).toContain('error[E683]: the cell library "sky130hd" has no cell that gates a clock');
  });
});

describeWithTool('icarus', 'accel verify --clock-gating', () => {
  it('finds the values and cycles of enables', async () => {
    const { code, out } = await accel(['verify', '-', '--random', '6', '--clock-gating', '--sim', 'icarus', '--json'], {
      input: source,
    });
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({ passed: true, blocks: [{ simulators: [{}, { name: 'icarus' }] }] });
  });
});

describeWithTool('yosys', 'accel synth --clock-gating', () => {
  it('takes less area than enables do', async () => {
    const area = async (...options: readonly string[]): Promise<SynthesisReport> => {
      const { out } = await accel(['synth', '-', '--liberty', 'sg13g2', '--json', ...options], { input: source });
      return JSON.parse(out);
    };
    const [enables, gates] = [await area(), await area('--clock-gating')];
    expect(gates.area_mm2).toBeLessThan(enables.area_mm2);
    // Each gate has a flip-flop of its own where the library has no cell for it.
    const count = gates.modules.find(({ module }) => module === 'accel_clock_gate')?.count ?? 0;
    expect(gates.registers).toBe(enables.registers + count);
  });
});
