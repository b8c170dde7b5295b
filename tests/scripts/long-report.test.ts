import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readReport, type FileReport } from '../../scripts/long/report.js';
import { resumed } from '../../scripts/long/resumed.js';

const suite = (status: string, assertionResults: readonly object[], message = ''): string =>
  JSON.stringify({ testResults: [{ status, message, assertionResults }] });

describe('the report of one file of the long tests', () => {
  test('adds up tests, skipped ones and random cases', () => {
    const json = suite('passed', [
      { status: 'passed', fullName: 'adds', meta: { cases: 200 } },
      { status: 'passed', fullName: 'multiplies', meta: { cases: 50 } },
      { status: 'pending', fullName: 'in Verilator' },
    ]);
    expect(readReport('tests/a.test.ts', json, '')).toEqual({
      file: 'tests/a.test.ts',
      tests: 3,
      skipped: 1,
      cases: 250,
      failures: [],
    });
  });

  test('names what failed with its first message', () => {
    const json = suite('failed', [
      { status: 'failed', fullName: 'adds', failureMessages: ['expected 3', 'later'], meta: { cases: 7 } },
    ]);
    expect(readReport('tests/a.test.ts', json, '')).toMatchObject({
      cases: 7,
      failures: [{ test: 'adds', message: 'expected 3' }],
    });
  });

  test('a file that does not load has failed', () => {
    expect(readReport('tests/a.test.ts', suite('failed', [], 'no such module'), '').failures).toEqual([
      { test: '', message: 'no such module' },
    ]);
  });

  test('and so has one whose process was killed', () => {
    expect(readReport('tests/a.test.ts', undefined, 'Killed').failures).toEqual([{ test: '', message: 'Killed' }]);
  });
});

test('a run that was cut off goes on with the files that have not run, or failed', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'accel-resumed-'));
  try {
    const files = ['tests/a.test.ts', 'tests/b.test.ts', 'tests/c.test.ts'];
    const told: string[] = [];
    const run = async (only: readonly string[], broken: readonly string[]): Promise<readonly FileReport[]> =>
      resumed(
        only,
        folder,
        async (file) => {
          told.push(file);
          const failures = broken.includes(file) ? [{ test: 'adds', message: 'expected 3' }] : [];
          return { file, tests: 1, skipped: 0, cases: told.length, failures, time_s: 1 };
        },
        (line) => told.push(line),
      );
    await run(files.slice(0, 2), ['tests/b.test.ts']);
    expect(told.at(-1)).toBe('2/2 tests/b.test.ts: 1 tests, 2 cases, 1 s\n  failed: adds\n    expected 3');
    told.splice(0);
    const all = await run(files, []);
    expect(told.filter((each) => !each.includes(' '))).toEqual(['tests/b.test.ts', 'tests/c.test.ts']);
    expect(all.map(({ file, failures }) => [file, failures.length])).toEqual(files.map((file) => [file, 0]));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
