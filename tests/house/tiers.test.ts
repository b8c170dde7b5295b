import { describe, expect, it } from 'vitest';
import { equivalents } from '../../scripts/long/equivalents.js';
import { loadFiles } from '../../scripts/long/loads.js';
import { allTrials } from '../../scripts/long/mutation.js';
import { mutantsOf } from '../../scripts/long/mutants.js';
import { filesUnder, read as text } from './imports.js';

const tests = filesUnder('tests', '.test.ts');

describe('random tests', () => {
  it('take their number of cases from the tier, and their seed from the run', () => {
    const random = tests.filter((file) => /^import .* from 'fast-check'/m.test(text(file)));
    expect(random.length).toBeGreaterThan(20);
    expect(random.filter((file) => !loadFiles().includes(file))).toEqual([]);
    expect(random.filter((file) => /numRuns: \d|\bseed: \d/.test(text(file)))).toEqual([]);
  });
});

describe('mutants', () => {
  const changed = (source: string): readonly string[] => mutantsOf('x.ts', source).map(({ after }) => after);

  it('are small changes, one at a time', () => {
    expect(changed('const a: 1 | 2 = b + 1;')).toEqual([
      'const a: 1 | 2 = b - 1;',
      'const a: 1 | 2 = b + 2;',
      'const a: 1 | 2 = b + 0;',
    ]);
    expect(changed('f(a < b)')).toEqual(['f(a <= b)', 'f(a >= b)']);
    expect(changed('f(Math.ceil(a))')).toEqual(['f(Math.floor(a))']);
    expect(changed('f(a ? b : c)')).toEqual(['f(a ? c : b)']);
    expect(changed('f(a[0] ?? 0)')).toEqual(['f(a[1] ?? 0)']);
    expect(changed('a += 0n')).toEqual(['a -= 0n', 'a += 1n']);
  });

  it('that do the same as the source are still those of a line of it', () => {
    const found = allTrials().map(({ mutant: { file, before, after } }) => ({ file, before, after }));
    for (const { file, before, after } of equivalents) expect(found).toContainEqual({ file, before, after });
  });
});
