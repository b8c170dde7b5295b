/**
 * The random loads of the tests, run at the size of the long tier: file by file, and what a file said is kept, so that a run of many
 * hours goes on where it was cut off.
 */
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { root } from '../bundles.js';
import { readReport, type FileReport } from './report.js';

export interface LoadRun {
  readonly seed: number;
  /** How many times the cases of `npm test`. */
  readonly times: number;
  /** What is tested: a file's result is taken from an earlier run of the same commit alone. */
  readonly commit: string;
  readonly files: readonly string[];
}

export interface LoadResult {
  readonly times: number;
  /** In the order of their names. */
  readonly files: readonly FileReport[];
}

/** The test files whose number of random cases grows with the tier: those that take it from `tests/support/tier.ts`. */
export function loadFiles(): readonly string[] {
  return readdirSync(join(root, 'tests'), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.test.ts'))
    .map((file) => `tests/${file.replaceAll('\\', '/')}`)
    .filter((file) => /from '[./]*\/support\/tier\.js'/.test(readFileSync(join(root, file), 'utf8')))
    .toSorted();
}

/** Where a run keeps what its files said. */
const folderOf = ({ seed, times, commit }: LoadRun): string =>
  join(root, 'out/test-long', `${commit.slice(0, 12)}-seed-${seed}-times-${times}`);

const keptIn = (folder: string, file: string): string => join(folder, `${file.replaceAll('/', '-')}.json`);

/** Runs the files that have not run yet, as many at once as there are cores, and says each as it ends. */
export async function runLoads(run: LoadRun, say: (line: string) => void): Promise<LoadResult> {
  const folder = folderOf(run);
  // A tree with changes may be another one the next time.
  if (!/^[0-9a-f]+$/.test(run.commit)) rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const done = new Map<string, FileReport>();
  const waiting: string[] = [];
  for (const file of run.files) {
    const kept = keptIn(folder, file);
    if (existsSync(kept)) done.set(file, JSON.parse(readFileSync(kept, 'utf8')) as FileReport);
    else waiting.push(file);
  }
  if (done.size > 0) say(`${done.size} of ${run.files.length} files ran before`);
  const worker = async (): Promise<void> => {
    for (let file = waiting.shift(); file !== undefined; file = waiting.shift()) {
      const report = await runFile(run, file, folder);
      done.set(file, report);
      say(`${done.size}/${run.files.length} ${line(report)}`);
    }
  };
  await Promise.all(Array.from({ length: Math.max(1, availableParallelism()) }, worker));
  return { times: run.times, files: run.files.flatMap((file) => done.get(file) ?? []) };
}

const line = ({ file, tests, cases, time_s, failures }: FileReport): string =>
  [
    `${file}: ${tests} tests, ${cases.toLocaleString('en-US')} cases, ${Math.round(time_s)} s`,
    ...failures.map(({ test, message }) => `  failed: ${test}\n${message.replace(/^/gm, '    ')}`),
  ].join('\n');

/** One file in a process of its own. A failure is not kept: it runs again, with what was mended. */
async function runFile({ seed, times }: LoadRun, file: string, folder: string): Promise<FileReport> {
  const kept = keptIn(folder, file);
  const results = `${kept}.vitest`;
  const started = performance.now();
  const vitest = join(root, 'node_modules/vitest/vitest.mjs');
  const env = {
    ...process.env,
    ACCEL_SEED: String(seed),
    ACCEL_TIMES: String(times),
    ACCEL_TEST_RESULTS: results,
    VITEST_MAX_WORKERS: '1',
  };
  const said = await new Promise<string>((resolve) => {
    const child = spawn(process.execPath, [vitest, 'run', '--mode', 'long', file], {
      cwd: root,
      env,
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    const chunks: string[] = [];
    child.stderr.setEncoding('utf8').on('data', (chunk: string) => chunks.push(chunk));
    child.on('close', () => resolve(chunks.join('')));
  });
  const report = readReport(file, existsSync(results) ? readFileSync(results, 'utf8') : undefined, said);
  rmSync(results, { force: true });
  const timed = { ...report, time_s: (performance.now() - started) / 1000 };
  if (timed.failures.length === 0) {
    writeFileSync(`${kept}.part`, JSON.stringify(timed));
    renameSync(`${kept}.part`, kept);
  }
  return timed;
}
