/**
 * Speed of reading `.accel`: lexer and parser with spans and comments, against a bar of 5 MB/s.
 *
 * Run with `npx tsx bench/syntax.ts`. It prints one line and exits 1 below the bar.
 */
import { readFileSync } from 'node:fs';
import { parse } from '../src/syntax/index.js';

const bar = 5;
const rounds = 12;

const sources = ['examples/edge_npu.accel', 'stdlib/compute.accel', 'stdlib/memory.accel'];
const one = sources.map((file) => readFileSync(new URL(`../${file}`, import.meta.url), 'utf8')).join('\n');
const text = one.repeat(Math.ceil(1e6 / one.length));

/** Megabytes read in a second of CPU time, best of all rounds. */
function best(): number {
  let fastest = 0;
  for (let round = 0; round < rounds; round++) {
    const before = process.cpuUsage();
    const { diagnostics } = parse(text, 'bench.accel');
    const { user, system } = process.cpuUsage(before);
    if (diagnostics.length > 0) throw new Error(`the sources have errors: ${diagnostics[0]?.message}`);
    fastest = Math.max(fastest, text.length / (user + system));
  }
  return fastest;
}

const speed = best();
const lines = text.split('\n').length;
console.log(
  `lex + parse: ${speed.toFixed(1)} MB/s of CPU time (${(text.length / 1e6).toFixed(2)} MB, ${lines} lines), ${(speed / bar).toFixed(2)} x the bar of ${bar} MB/s`,
);
process.exitCode = speed < bar ? 1 : 0;
