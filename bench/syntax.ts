/**
 * Speed of reading `.accel`: lexer and parser with spans and comments, bundled as in the package, against a bar of 5 MB/s.
 *
 * Run with `npx tsx bench/syntax.ts`. It prints one line and exits 1 below the bar.
 */
import { build } from 'esbuild';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { ParseResult } from '../src/syntax/index.js';

const bar = 5;
const rounds = 12;
const root = fileURLToPath(new URL('..', import.meta.url));

const sources = ['examples/edge_npu.accel', 'stdlib/compute.accel', 'stdlib/memory.accel'];
const one = sources.map((file) => readFileSync(`${root}${file}`, 'utf8')).join('\n');
const text = one.repeat(Math.ceil(1e6 / one.length));

/** The parser as the package has it. */
async function bundledParser(): Promise<(text: string, file: string) => ParseResult> {
  const entry = `export { parse } from './src/syntax/parse.js';`;
  const { outputFiles } = await build({
    stdin: { contents: entry, resolveDir: root },
    ...{ bundle: true, format: 'esm', platform: 'node', write: false },
  });
  const code = Buffer.from(outputFiles[0]?.contents ?? []).toString('base64');
  const { parse } = await import(`data:text/javascript;base64,${code}`);
  return parse;
}

/** Megabytes read in a second of CPU time, best of all rounds. */
function best(parse: (text: string, file: string) => ParseResult): number {
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

const speed = best(await bundledParser());
const lines = text.split('\n').length;
const size = `${(text.length / 1e6).toFixed(2)} MB, ${lines} lines`;
console.log(
  `lex + parse: ${speed.toFixed(1)} MB/s of CPU time (${size}), ${(speed / bar).toFixed(2)} x the bar of ${bar} MB/s`,
);
process.exitCode = speed < bar ? 1 : 0;
