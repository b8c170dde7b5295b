import { readFileSync, readdirSync } from 'node:fs';
import { expect, it, test } from 'vitest';
import { isSpan, type Diagnostic } from '../../src/diagnostics/index.js';
import { analyze } from '../../src/language/index.js';
import { applyEdits, checkProgram } from '../../src/workspace/index.js';
import { hostOf } from '../support/language.js';

const folder = new URL('sources/', import.meta.url);
const main = 'main.accel';

function check(source: string): readonly Diagnostic[] {
  const { program, diagnostics } = analyze(hostOf({ [main]: source }), main);
  return program === undefined ? diagnostics : checkProgram(program, diagnostics);
}

interface Fixed {
  readonly code: string;
  readonly title: string;
  readonly safe: boolean;
  readonly before: number;
  readonly after: number;
  readonly text: string;
}

/** What the fix of the first diagnostic of a code makes of the source of that code. */
function fixed(code: string): Fixed | undefined {
  const source = readFileSync(new URL(`${code}.accel`, folder), 'utf8');
  const found = check(source).filter((each) => each.code === code);
  const fix = found.find((each) => each.fix !== undefined)?.fix;
  if (fix === undefined) return undefined;
  expect(fix.edits.every(({ span }) => isSpan(span) && span.file === main)).toBe(true);
  const text = applyEdits(source, fix.edits);
  const after = check(text).filter((each) => each.code === code).length;
  return { code, title: fix.title, safe: fix.safe, before: found.length, after, text };
}

const codes = readdirSync(folder).map((file) => file.replace('.accel', ''));
const fixes = codes.flatMap((code) => fixed(code) ?? []);

test('the codes with a machine fix, and what it is called', () => {
  const lines = fixes.map(({ code, title, safe }) => `${code} ${safe ? 'by itself' : 'on request'}: ${title}`);
  expect(lines.join('\n')).toMatchSnapshot();
});

it.each(fixes.map((each) => [each.code, each] as const))('the fix of %s takes it away', (_, each) => {
  expect(each.after, each.text).toBeLessThan(each.before);
});
