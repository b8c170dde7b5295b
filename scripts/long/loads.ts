/**
 * The random loads of the tests, run at the size of the long tier: file by file, and what a file said is kept, so that a run of many
 * hours goes on where it was cut off.
 */
import { spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../bundles.js';
import { readReport, type FileReport } from './report.js';
import { resumed } from './resumed.js';

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

/** Runs the files that have not run yet, as many at once as there are cores, and says each as it ends. */
export async function runLoads(run: LoadRun, say: (line: string) => void): Promise<LoadResult> {
  const folder = folderOf(run);
  // A tree with changes may be another one the next time.
  if (!/^[0-9a-f]+$/.test(run.commit)) rmSync(folder, { recursive: true, force: true });
  const runOne = (file: string): Promise<FileReport> => runFile(run, file, folder);
  return { times: run.times, files: await resumed(run.files, folder, runOne, say) };
}

/** One file in a process of its own. */
async function runFile({ seed, times }: LoadRun, file: string, folder: string): Promise<FileReport> {
  const results = join(folder, `${file.replaceAll('/', '-')}.vitest`);
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
  return { ...report, time_s: (performance.now() - started) / 1000 };
}
