import { describe, expect, it } from 'vitest';
import { diagnose, hostOf, rendered } from '../support/language.js';
import { rules, sources } from './rules.js';

const files = sources();
const host = hostOf(files);
const names = rules();

/** The sources that a rule still lacks. */
function lacking(rule: string): readonly string[] {
  return [`${rule}.accept.accel`, `${rule}.reject.accel`].filter((file) => files[file] === undefined);
}

/** The code that a rejected source says in its first line, `// E111`; several where the one follows others. */
function codesOf(text: string | undefined): readonly string[] {
  return /^\/\/ ([EW]\d{3}(?: [EW]\d{3})*)\n/.exec(text ?? '')?.[1]?.split(' ') ?? [];
}

it('every rule of docs/language.md has an accepted and a rejected source', () => {
  expect(names.length).toBeGreaterThan(100);
  expect(names.flatMap(lacking).map((file) => `tests/conformance/${file} is missing`)).toEqual([]);
});

it('every source is of a rule, and every rule has a name of its own that is its anchor', () => {
  const known = new Set(names.flatMap((rule) => [`${rule}.accept.accel`, `${rule}.reject.accel`]));
  expect(Object.keys(files).filter((file) => !known.has(file) && !file.startsWith('lib/'))).toEqual([]);
  expect(names.filter((rule, i) => !/^[a-z0-9-]+$/.test(rule) || names.indexOf(rule) !== i)).toEqual([]);
});

describe.each(names.filter((rule) => lacking(rule).length === 0))('%s', (rule) => {
  it('accepts what follows it', () => {
    const { program, diagnostics } = diagnose(host, `${rule}.accept.accel`);
    expect(diagnostics, rendered(diagnostics, program)).toEqual([]);
  });

  it('rejects what does not, with no other code than the source names', () => {
    const file = `${rule}.reject.accel`;
    const { program, diagnostics } = diagnose(host, file);
    const codes = codesOf(files[file]);
    expect(codes.length, `${file} begins with a line "// E101"`).toBeGreaterThan(0);
    const found = new Set(diagnostics.map((each) => each.code));
    expect([...found], rendered(diagnostics, program).slice(0, 4000)).toEqual(codes);
  });
});
