/** Cycles a second of the built-in simulator beside Icarus, where that is installed, on the same stimulus. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  compile,
  fromNorth,
  fromWest,
  moduleBuilder,
  printVerilog,
  signed,
  unsigned,
  type Module,
} from '../src/rtl/index.js';

/** A 16-bit counter that feeds a 32-bit generator of pseudo-random numbers. */
function small(): Module {
  const m = moduleBuilder('small');
  const advance = m.input('advance');
  const count = m.register('count', unsigned(16), { reset: 0, enable: advance });
  count.next(count.addWrap(1));
  const state = m.register('state', unsigned(32), { reset: 1, enable: advance });
  state.next(state.mul(1664525).truncate(32).addWrap(count.extend(32)));
  m.output('random', state);
  return m.build();
}

/** A systolic array of multiply-accumulate cells. */
function grid(size: number): Module {
  const cell = moduleBuilder('mac');
  const [a, p, advance] = [cell.input('a', signed(8)), cell.input('p', signed(32)), cell.input('advance')];
  const held = cell.register('held', signed(8), { reset: 0, enable: advance });
  held.next(a);
  const sum = cell.register('sum', signed(32), { reset: 0, enable: advance });
  sum.next(p.add(a.mul(held)).truncate(32));
  cell.output('a_out', held);
  cell.output('p_out', sum);
  const m = moduleBuilder(`grid_${size}`);
  const drive = m.register('drive', unsigned(8 * size), { reset: (1n << BigInt(8 * size)) / 3n });
  drive.next(drive.addWrap(0x1234567));
  const inputs = { a: fromWest('a_out', drive), p: fromNorth('p_out', () => 0), advance: m.input('advance') };
  m.output('p', m.grid('cells', [size, size], cell.build(), inputs).south('p_out'));
  return m.build();
}

function builtIn(module: Module, cycles: number): number {
  const sim = compile(module);
  sim.set('rst', 1);
  sim.step();
  sim.set('rst', 0);
  sim.set('advance', 1);
  sim.step(Math.ceil(cycles / 10));
  const start = performance.now();
  sim.step(cycles);
  return (1000 * cycles) / (performance.now() - start);
}

function icarus(module: Module, cycles: number): number | undefined {
  if (spawnSync('iverilog', ['-V']).error !== undefined) return undefined;
  // Icarus elaborates each cell for itself: minutes for tens of thousands of them.
  if (module.grids.some(({ rows, cols }) => rows * cols > 4096)) return undefined;
  const folder = mkdtempSync(join(tmpdir(), 'accel-bench-'));
  const run = (count: number): number => {
    const bench = `module bench; reg clk, rst, advance; integer i; ${module.name} dut (.clk(clk), .rst(rst), .advance(advance));
initial begin clk = 0; rst = 1; advance = 1; for (i = 0; i < ${count}; i = i + 1) begin #5 clk = 1; #5 clk = 0; rst = 0; end end endmodule\n`;
    const files = [...printVerilog(module), { file: 'bench.v', text: bench }];
    for (const { file, text } of files) writeFileSync(join(folder, file), text);
    spawnSync('iverilog', ['-g2005', '-s', 'bench', '-o', 'bench.vvp', ...files.map((file) => file.file)], {
      cwd: folder,
    });
    const start = performance.now();
    spawnSync('vvp', ['-n', 'bench.vvp'], { cwd: folder, timeout: 120_000 });
    return performance.now() - start;
  };
  try {
    // What a run of one cycle takes is elaboration.
    const empty = run(1);
    return (1000 * cycles) / (run(cycles + 1) - empty);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const rate = (perSecond: number | undefined): string =>
  (perSecond === undefined ? 'not run' : `${Math.round(perSecond)}`).padStart(14);

console.log('module      cycles/s, built in   cycles/s, Icarus   ratio');
for (const [module, cycles] of [
  [small(), 200_000],
  [grid(16), 5000],
  [grid(64), 500],
  [grid(256), 200],
] as const) {
  const own = builtIn(module, cycles);
  const other = icarus(module, Math.max(20, Math.floor(cycles / 20)));
  console.log(
    `${module.name.padEnd(12)} ${rate(own)}     ${rate(other)}   ${other === undefined ? '' : (own / other).toFixed(1)}`,
  );
}
