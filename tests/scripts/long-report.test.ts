import { describe, expect, test } from 'vitest';
import { readReport } from '../../scripts/long/report.js';

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
