import { describe, expect, test } from 'vitest';
import { build, buildChip } from '../../src/hardware/index.js';
import { compile } from '../../src/rtl/index.js';
import { verify } from '../../src/verify/index.js';
import { canonicalOf } from '../support/language.js';
import { describeWithTool } from '../support/tools.js';
import { inFolder, output } from '../rtl/support/tools.js';

/** A chip of two clocks; `reset` is what the clocks say of theirs. */
const chip = (main: string, side = ''): ReturnType<typeof canonicalOf> =>
  canonicalOf(`
import { MatrixCore } from "std/compute";
import { Sram } from "std/memory";
import { tsmc_n7 } from "std/process";

export design Chip() {
  process tsmc_n7;
  clock main = 800 MHz${main};
  clock side = 500 MHz${side};
  port in work: commands;
  port in other: commands;
  core: MatrixCore { rows: 2, cols: 2 };
  second: MatrixCore @ side { rows: 2, cols: 2 };
  buffer: Sram { capacity: 1 MiB, word: 32 b };
  work -> core.commands;
  other -> second.commands;
  core.spill <-> buffer.serve;
  unused buffer.fill;
  unused core.results;
  unused second.results;
  unused second.spill;
}
`);

const asynchronous = ' { reset: .async }';

function made(main: string, side = ''): NonNullable<ReturnType<typeof build>[0]> {
  const { design, origins } = chip(main, side);
  const [found, problems] = build(design, origins, { version: '0', partial: true });
  if (found === null) throw new Error(problems.map(({ message }) => message).join('\n'));
  return found;
}

const fileOf = (files: readonly { readonly path: string; readonly text: string }[], path: string): string =>
  files.find((file) => file.path === path)?.text ?? '';

describe('a chip with an asynchronous reset', () => {
  const both = made(asynchronous, asynchronous);

  test('has a synchroniser for each clock, as the manifest says', () => {
    expect(both.manifest.reset_synchronisers).toEqual({
      module: 'accel_reset_sync',
      test_port: 'test_en',
      count: 2,
    });
    expect(both.manifest.clocks.map(({ reset_kind }) => reset_kind)).toEqual(['asynchronous', 'asynchronous']);
    expect(fileOf(both.files, 'files.f').split('\n')[0]).toBe('accel_reset_sync.v');
    expect(fileOf(both.files, 'Chip.v')).toContain('accel_reset_sync sync_side_rst (');
  });

  test('constrains no input delay of its resets, and the test input is low', () => {
    const sdc = fileOf(both.files, 'Chip.sdc');
    expect(sdc).toContain('set_case_analysis 0 [get_ports {test_en}]');
    expect(sdc).toContain('set_false_path -from [get_ports {rst}]');
    expect(sdc).not.toMatch(/set_input_delay.*rst/);
  });

  test('and one without stands beside it: the core has a module of each kind', () => {
    const one = made(asynchronous);
    expect(one.manifest.reset_synchronisers?.count).toBe(1);
    expect(one.manifest.clocks.map(({ reset_kind }) => reset_kind)).toEqual(['asynchronous', undefined]);
    const cores = one.manifest.modules.filter(({ name }) => /^MatrixCore(_\d)?$/.test(name));
    expect(cores.map(({ count }) => count)).toEqual([1, 1]);
  });

  test('a chip of synchronous ones has neither synchroniser nor test input', () => {
    const none = made('');
    expect(none.manifest).not.toHaveProperty('reset_synchronisers');
    expect(none.files.map(({ path }) => path)).not.toContain('accel_reset_sync.v');
  });

  test('takes its first command once the reset is let go', () => {
    const { design, origins } = chip(asynchronous);
    const top = buildChip(design, origins, { partial: true })[0]?.top;
    if (top === undefined) throw new Error('no chip');
    const sim = compile(top);
    sim.set('rst', 1);
    sim.step();
    sim.set('rst', 0);
    sim.step(3);
    expect(sim.get('work_ready')).toBe(1);
  });
});

test('clock gates and synchronisers share the test input', () => {
  const { design, origins } = chip(asynchronous);
  const [found] = build(design, origins, { version: '0', partial: true, clockGating: {} });
  expect(found?.manifest.clock_gating?.test_port).toBe('test_en');
  expect(
    fileOf(found?.files ?? [], 'files.f')
      .split('\n')
      .slice(0, 2),
  ).toEqual(['accel_clock_gate.v', 'accel_reset_sync.v']);
  expect(fileOf(found?.files ?? [], 'Chip.sdc').match(/set_case_analysis/g)).toHaveLength(1);
});

test('verify runs the blocks with the resets that the chip has', async () => {
  const { design, origins } = chip(asynchronous);
  const random = { cases: 2, seed: 1 };
  const replayed: string[] = [];
  const tools = {
    simulate: async (files: readonly { readonly text: string }[]) => {
      replayed.push(...files.map(({ text }) => text));
      return [{ simulator: 'icarus', version: '0', output: ['PASS 1 cycles'], build_s: 0, run_s: 0 }, []] as const;
    },
    synthesize: async () => [null, []] as const,
  };
  const [verification] = await verify(
    design,
    { random, block: 'core', simulators: ['builtin', 'icarus'] },
    { origins, tools },
  );
  expect(verification?.report.passed).toBe(true);
  expect(replayed.join('')).toContain('always @(posedge clk or posedge rst) begin');
});

describeWithTool(['verilator', 'yosys'], 'Verilator and Yosys', () => {
  test.each([
    ['of both clocks', asynchronous],
    ['of one clock', ''],
  ])('take a chip with an asynchronous reset %s without a warning', (_, side) => {
    const { files } = made(asynchronous, side);
    const verilog = files.filter(({ path }) => path.endsWith('.v')).map(({ path, text }) => ({ file: path, text }));
    const sources = verilog.map(({ file }) => file);
    const script = `read_verilog ${sources.join(' ')}; hierarchy -check -top Chip; proc; check -assert`;
    const shown = inFolder(verilog, (folder) => [
      output(folder, 'verilator', ['--lint-only', '-Wall', '--top-module', 'Chip', ...sources]),
      output(folder, 'yosys', ['-q', '-p', script]),
    ]);
    expect(shown).toEqual(['', '']);
  });
});
