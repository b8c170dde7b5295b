/**
 * The longest tests: every random load many times over with one seed, then mutation. Writes `docs/test-long.md`.
 * `--seed N` repeats a run, or goes on with one of the same commit that was cut off; `--times N` and `--mutants N` make it longer or
 * shorter. `--loads TEXT` runs only the loads of files with the text in their path, `--mutate TEXT` tries only such files' mutants;
 * these two write no page.
 */
import { execFileSync } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { parseArgs } from 'node:util';
import { findTool } from '../src/tools/index.js';
import { root } from './bundles.js';
import { loadFiles, runLoads, type LoadResult } from './long/loads.js';
import { mutate } from './long/mutation.js';
import { page } from './long/page.js';

const { values } = parseArgs({
  options: {
    seed: { type: 'string' },
    times: { type: 'string', default: '100' },
    mutants: { type: 'string', default: '150' },
    loads: { type: 'string' },
    mutate: { type: 'string' },
  },
});

const say = (text: string): void => void process.stdout.write(`${text}\n`);
const seed = Number(values.seed ?? process.env['ACCEL_SEED'] ?? randomInt(1, 2 ** 31));
const times = Number(values.times);
const mutants = Number(values.mutants);
if (![seed, times, mutants].every(Number.isSafeInteger)) throw new Error('--seed, --times and --mutants take integers');

say(`seed ${seed}`);
if (values.mutate !== undefined) {
  const { tried, killed, survivors } = await mutate(mutants, seed, say, values.mutate);
  say(`${killed} of ${tried} killed`);
  for (const { file, line, before, after } of survivors) say(`${file}:${line}\n  ${before}\n  ${after}`);
} else if (values.loads !== undefined) {
  const { loads: text } = values;
  await load(loadFiles().filter((file) => file.includes(text)));
} else await whole();

async function load(files: readonly string[]): Promise<LoadResult> {
  say(
    `${files.length} files with random loads; if it is cut off: npm run test:long -- --seed ${seed} --times ${times}`,
  );
  const loads = await runLoads({ seed, times, commit: commitNow(), files }, say);
  const failed = loads.files.flatMap(({ failures }) => failures).length;
  const ran = loads.files.reduce((sum, { cases }) => sum + cases, 0);
  say(`${ran.toLocaleString('en-US')} random cases, ${failed} tests failed`);
  if (failed > 0) process.exitCode = 1;
  return loads;
}

async function whole(): Promise<void> {
  const date = new Date().toISOString().slice(0, 10);
  const commit = commitNow();
  const loads = await load(loadFiles());
  const mutation = await mutate(mutants, seed, say);
  const machine = `${availableParallelism()} cores`;
  const text = await page({ seed, date, commit, machine, tools: await tools(), loads, mutation });
  writeFileSync(join(root, 'docs/test-long.md'), text);
  say(`docs/test-long.md: ${mutation.survivors.length} mutants survived`);
}

/** The commit that is tested, and whether files differ from it. */
function commitNow(): string {
  const git = (...args: readonly string[]): string => execFileSync('git', args, { cwd: root, encoding: 'utf8' }).trim();
  return `${git('rev-parse', 'HEAD')}${git('status', '--porcelain') === '' ? '' : ', with changes'}`;
}

async function tools(): Promise<readonly (readonly [string, string])[]> {
  const packaged = (name: string): string =>
    (JSON.parse(readFileSync(join(root, 'node_modules', name, 'package.json'), 'utf8')) as { readonly version: string })
      .version;
  const names = ['verilator', 'icarus', 'yosys'] as const;
  const found = await Promise.all(
    names.map(async (name) => [name, (await findTool(name))?.version ?? 'not here'] as const),
  );
  return [
    ['Node', process.versions.node],
    ['vitest', packaged('vitest')],
    ['fast-check', packaged('fast-check')],
    ['typescript', packaged('typescript')],
    ...found,
  ];
}
