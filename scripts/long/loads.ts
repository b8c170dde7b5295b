/** The random loads of the tests, run at the size of the long tier. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from '../bundles.js';

export interface LoadFile {
  readonly file: string;
  readonly tests: number;
  readonly cases: number;
  readonly time_s: number;
}

export interface Failure {
  readonly file: string;
  readonly test: string;
  readonly message: string;
}

export interface LoadResult {
  /** How many times the cases of `npm test` ran. */
  readonly times: number;
  readonly files: readonly LoadFile[];
  readonly skipped: number;
  readonly failures: readonly Failure[];
  readonly time_s: number;
}

/** The test files whose number of random cases grows with the tier: those that take it from `tests/support/tier.ts`. */
export function loadFiles(): readonly string[] {
  return readdirSync(join(root, 'tests'), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.test.ts'))
    .map((file) => `tests/${file.replaceAll('\\', '/')}`)
    .filter((file) => /from '[./]*\/support\/tier\.js'/.test(readFileSync(join(root, file), 'utf8')))
    .toSorted();
}

interface TestCase {
  readonly status: string;
  readonly fullName: string;
  readonly duration?: number | null;
  readonly failureMessages?: readonly string[] | null;
  readonly meta?: { readonly cases?: number };
}

interface Report {
  readonly testResults: readonly {
    readonly name: string;
    readonly status: string;
    readonly message: string;
    readonly assertionResults: readonly TestCase[];
  }[];
}

/** Runs them with a seed and `times` the cases of `npm test`; what vitest says goes to the terminal. */
export function runLoads(seed: number, times: number): LoadResult {
  const started = performance.now();
  const folder = mkdtempSync(join(tmpdir(), 'accel-long-'));
  try {
    const results = join(folder, 'results.json');
    const vitest = join(root, 'node_modules/vitest/vitest.mjs');
    spawnSync(process.execPath, [vitest, 'run', '--mode', 'long', ...loadFiles()], {
      cwd: root,
      env: { ...process.env, ACCEL_SEED: String(seed), ACCEL_TIMES: String(times), ACCEL_TEST_RESULTS: results },
      stdio: 'inherit',
    });
    const report = JSON.parse(readFileSync(results, 'utf8')) as Report;
    return { times, ...read(report), time_s: (performance.now() - started) / 1000 };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const total = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0);

function read({ testResults }: Report): Omit<LoadResult, 'times' | 'time_s'> {
  const suites = testResults
    .map((suite) => ({ ...suite, file: suite.name.slice(suite.name.lastIndexOf('/tests/') + 1) }))
    .toSorted((a, b) => (a.file < b.file ? -1 : 1));
  return {
    files: suites.map(({ file, assertionResults: tests }) => ({
      file,
      tests: tests.length,
      cases: total(tests.map(({ meta }) => meta?.cases ?? 0)),
      time_s: total(tests.map(({ duration }) => duration ?? 0)) / 1000,
    })),
    skipped: suites
      .flatMap(({ assertionResults }) => assertionResults)
      .filter(({ status }) => status !== 'passed' && status !== 'failed').length,
    failures: suites.flatMap(({ file, status, message, assertionResults: tests }) => {
      const failed = tests.filter((test) => test.status === 'failed');
      // A file that does not load has no tests.
      if (failed.length === 0) return status === 'failed' ? [{ file, test: '', message }] : [];
      return failed.map(({ fullName, failureMessages }) => ({
        file,
        test: fullName,
        message: failureMessages?.[0] ?? '',
      }));
    }),
  };
}
