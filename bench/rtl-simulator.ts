/**
 * Cycles a second of the built-in simulator beside Icarus and beside Verilator -O3 in steady state, where those are installed, on designs
 * that drive themselves; and what a compile takes. All times are of the CPU, of runs of a second or more.
 *
 * Run with `npx tsx bench/rtl-simulator.ts`. It prints where each design stands against each bar, and exits 1 where one is missed.
 * `--large` builds the 64 x 64 array in Verilator too, which takes minutes.
 */
import { compile, type Module } from '../src/rtl/index.js';
import { bareArray, control, doubleBuffered } from './rtl-simulator/designs.js';
import { icarus, verilator, type Rate } from './rtl-simulator/peers.js';

interface Case {
  readonly module: Module;
  /** Times the peer's rate that ours must be. */
  readonly icarus?: number;
  readonly verilator?: number;
  /** Built in Verilator only on request. */
  readonly large?: boolean;
}

const cases: readonly Case[] = [
  { module: control(), icarus: 10 },
  { module: bareArray(16), icarus: 100, verilator: 0.2 },
  { module: doubleBuffered(16), verilator: 0.8 },
  { module: bareArray(64), icarus: 200, verilator: 0.3, large: true },
];

/** Milliseconds that a compile may take. */
const compileBar = 1000;

function cpuMilliseconds(work: () => void): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

/** Cycles a second once the engine has optimised the program, and what it took to get the first cycle out. */
function builtIn(module: Module): { readonly rate: number; readonly compile: number } {
  let sim = compile(module);
  const compileTime = cpuMilliseconds(() => {
    sim = compile(module);
    sim.set('rst', 1);
    sim.step();
  });
  sim.set('rst', 0);
  sim.set('advance', 1);
  sim.step(1000);
  for (let count = 1000; ; count *= 4) {
    const time = cpuMilliseconds(() => sim.step(count));
    if (time >= 1000) return { rate: (1000 * count) / time, compile: compileTime };
  }
}

let missed = false;

/** `12.3 times Icarus (1234/s), 1.2 of the bar of 10` */
function compare(own: number, peer: string, rate: Rate, bar: number | undefined): string {
  if (typeof rate === 'string') return `${peer}: ${rate}`;
  const ratio = own / rate;
  const told = `${ratio.toPrecision(3)} times ${peer} (${Math.round(rate)}/s)`;
  if (bar === undefined) return told;
  missed ||= ratio < bar;
  return `${told}: ${(ratio / bar).toFixed(2)} of the bar of ${bar}${ratio < bar ? ', MISSED' : ''}`;
}

const large = process.argv.includes('--large');
for (const { module, ...bars } of cases) {
  const own = builtIn(module);
  const late = own.compile > compileBar;
  missed ||= late;
  console.log(`${module.name}: ${Math.round(own.rate)} cycles/s of CPU time`);
  console.log(`  compiled in ${own.compile.toFixed(0)} ms; the bar is ${compileBar} ms${late ? ', MISSED' : ''}`);
  console.log(`  ${compare(own.rate, 'Icarus', icarus(module), bars.icarus)}`);
  const skipped = bars.large === true && !large;
  const rate = skipped ? 'built on request, with --large' : verilator(module);
  console.log(`  ${compare(own.rate, 'Verilator -O3', rate, bars.verilator)}`);
}
process.exitCode = missed ? 1 : 0;
