import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { printVerilog, type Module } from '../../src/rtl/index.js';

/** Cycles a second of CPU time, or why there is no such number. */
export type Rate = number | string;

/** A run whose time counts takes this long at least beyond an empty one: some hundred times what start-up varies by. */
const leastSeconds = 1;

/** Whether a program is on the path. */
function installed(program: string): boolean {
  return spawnSync(program, ['--version']).error === undefined || spawnSync(program, ['-V']).error === undefined;
}

/**
 * Icarus. Its run of `count` cycles less its run of none: elaboration is in both. The count grows until the difference is long, so that it
 * is never one of two noisy times.
 */
export function icarus(module: Module): Rate {
  if (!installed('iverilog')) return 'iverilog is not installed';
  const bench = `module bench; reg clk, rst, advance; integer i, count;
${module.name} dut (.clk(clk), .rst(rst), .advance(advance));
initial begin
  if (!$value$plusargs("cycles=%d", count)) count = 0;
  clk = 0; rst = 1; advance = 1; #5 clk = 1; #5 clk = 0; rst = 0;
  for (i = 0; i < count; i = i + 1) begin #5 clk = 1; #5 clk = 0; end
end endmodule\n`;
  return inFolder(module, { file: 'bench.v', text: bench }, (folder, sources) => {
    const built = spawnSync('iverilog', ['-g2005', '-s', 'bench', '-o', 'bench.vvp', ...sources], { cwd: folder });
    if (built.status !== 0) return 'iverilog refuses the Verilog';
    const seconds = (count: number): number | undefined => cpuSeconds(folder, `vvp -n bench.vvp +cycles=${count}`);
    const empty = seconds(0);
    if (empty === undefined) return 'vvp fails';
    for (let count = 100; ; count *= 4) {
      const full = seconds(count);
      if (full === undefined) return 'vvp fails';
      if (full - empty >= Math.max(leastSeconds, empty)) return count / (full - empty);
    }
  });
}

/** Verilator at -O3, its program compiled at -O3 as well: cycles of the steady state, which the program times itself after some to warm up. */
export function verilator(module: Module): Rate {
  if (!installed('verilator')) return 'verilator is not installed';
  return inFolder(module, { file: 'bench.cpp', text: steadyState(module.name) }, (folder, sources) => {
    const flags = [
      '--cc',
      '--exe',
      '--build',
      '-j',
      '2',
      '-O3',
      '-CFLAGS',
      '-O3',
      '-MAKEFLAGS',
      'OPT_FAST=-O3 OPT_SLOW=-O3',
    ];
    const effort = ['--x-assign', 'fast', '--x-initial', 'fast', '-Wno-fatal', '-Wno-lint', '-Wno-style'];
    const top = ['--top-module', module.name, '--prefix', 'Vdut', '--Mdir', 'obj', '-o', 'bench'];
    const built = spawnSync('verilator', [...flags, ...effort, ...top, ...sources], { cwd: folder, encoding: 'utf8' });
    if (built.status !== 0) return 'verilator refuses the Verilog';
    const printed = Number(spawnSync(join(folder, 'obj/bench'), [], { encoding: 'utf8' }).stdout);
    return printed > 0 ? printed : 'the program of verilator fails';
  });
}

function steadyState(name: string): string {
  return `// ${name}
#include "Vdut.h"
#include "verilated.h"
#include <cstdio>
#include <ctime>
int main() {
  VerilatedContext context;
  Vdut top{&context};
  auto cycles = [&](long count) {
    for (long i = 0; i < count; i++) { top.clk = 0; top.eval(); top.clk = 1; top.eval(); }
  };
  top.rst = 1; top.advance = 1; cycles(2); top.rst = 0; cycles(100);
  for (long count = 100; ; count *= 4) {
    clock_t start = clock();
    cycles(count);
    double seconds = double(clock() - start) / CLOCKS_PER_SEC;
    if (seconds >= ${leastSeconds}) { std::printf("%.1f\\n", count / seconds); return 0; }
  }
}
`;
}

/** CPU seconds of a command: the shell tells what its children took. */
function cpuSeconds(folder: string, command: string): number | undefined {
  const done = spawnSync('sh', ['-c', `${command} > /dev/null && times`], { cwd: folder, encoding: 'utf8' });
  const [, children] = done.stdout.trim().split('\n');
  const parts = [...(children ?? '').matchAll(/(\d+)m([\d.]+)s/g)].map(([, m, s]) => 60 * Number(m) + Number(s));
  return done.status === 0 && parts.length === 2 ? (parts[0] ?? 0) + (parts[1] ?? 0) : undefined;
}

function inFolder(
  module: Module,
  bench: { readonly file: string; readonly text: string },
  run: (folder: string, sources: readonly string[]) => Rate,
): Rate {
  const folder = mkdtempSync(join(tmpdir(), 'accel-bench-'));
  try {
    const files = [...printVerilog(module), bench];
    for (const { file, text } of files) writeFileSync(join(folder, file), text);
    return run(
      folder,
      files.map(({ file }) => file),
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
