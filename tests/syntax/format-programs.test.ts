import * as fc from 'fast-check';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { format, formatRange, parse } from '../../src/syntax/index.js';
import { cases } from '../support/tier.js';
import { programs, tidyPrograms } from './programs.js';

/** A tree without places and remarks, as text; and the remarks, sorted. */
function read(source: string): { readonly tree: string; readonly remarks: readonly string[] } {
  const { ast, diagnostics } = parse(source, 'x.accel');
  expect(diagnostics, source).toEqual([]);
  const tree = JSON.stringify(ast, (key, value: unknown) =>
    ['start', 'end', 'comments'].includes(key) ? undefined : value,
  );
  return { tree, remarks: ast.comments.map(({ text }) => text.trimEnd()).toSorted() };
}

const widths = fc.integer({ min: 20, max: 120 });

test('any program keeps its tree and its remarks, wherever these stand', async () => {
  await fc.assert(
    fc.asyncProperty(programs, widths, async (source, printWidth) => {
      const [once] = await format(source, { printWidth });
      expect(read(once)).toEqual(read(source));
    }),
    { numRuns: cases(150) },
  );
});

test('any program stays the same when formatted again', async () => {
  await fc.assert(
    fc.asyncProperty(tidyPrograms, widths, async (source, printWidth) => {
      const [once] = await format(source, { printWidth });
      expect(read(once)).toEqual(read(source));
      const [twice] = await format(once, { printWidth });
      expect(twice).toBe(once);
    }),
    { numRuns: cases(150) },
  );
});

test('a range of any program keeps tree and remarks, and touches no line beside its units', async () => {
  await fc.assert(
    fc.asyncProperty(programs, fc.nat(), fc.nat(60), async (source, at, length) => {
      const start = at % (source.length + 1);
      const end = Math.min(source.length, start + length);
      const [edit] = await formatRange(source, { start, end });
      if (edit === undefined) return;
      const now = source.slice(0, edit.start) + edit.text + source.slice(edit.end);
      expect(read(now)).toEqual(read(source));
      expect(edit.start).toBeLessThanOrEqual(end);
      expect(edit.end).toBeGreaterThanOrEqual(start);
    }),
    { numRuns: cases(150) },
  );
});

test('the range of everything is the whole', async () => {
  const source = 'component  A( ){\nlet a=1 ;\n\n\nlet b=2;}\nconst  c=3;';
  const [edit] = await formatRange(source, { start: 0, end: source.length });
  expect(edit?.text).toBe((await format(source))[0].trimEnd());
});

test.each([
  ['a member', 'component A() {\n  let a=1;\n  [let b=2];\n  let c=3;\n}\n'],
  ['two members', 'component A() {\n  let  a=1;\n  [let b=2;\n\n\n  let c=]3;\n}\n'],
  ['a member of a loop', 'component A() {\nfor i in 0..2 {\nlet  a=1;\n   le[]t b=2; // why\n}\n}\n'],
  ['a declaration with its head', 'const  x=1;\ncompo[nent A() {\n let  a=]1;\n}\nconst  y=1;\n'],
  ['nothing between declarations', 'const  x=1;\n\n[]\n\nconst  y=1;\n'],
  ['a line that holds two', 'const  x=1;\ncomponent A() { let  a=1; [let  b=2;] }\n'],
])('a range takes %s', async (_, marked) => {
  const start = marked.indexOf('[');
  const end = marked.indexOf(']') - 1;
  const source = marked.replace('[', '').replace(']', '');
  const [edit] = await formatRange(source, { start, end });
  const now = edit === undefined ? source : source.slice(0, edit.start) + edit.text + source.slice(edit.end);
  expect(now).toMatchSnapshot();
});

const folders = ['stdlib', 'examples', 'templates', 'tests', 'bench', 'docs'];
const files = folders.flatMap((folder) =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.accel'))
    .map((file) => join(folder, file)),
);

test('every file of the repository keeps its tree and its remarks, and stays the same when formatted again', async () => {
  const right = files.flatMap((file) => {
    const source = readFileSync(file, 'utf8');
    return parse(source, file).diagnostics.length === 0 ? [{ file, source }] : [];
  });
  expect(right.length).toBeGreaterThan(100);
  for (const { file, source } of right) {
    for (const printWidth of [20, 60, 100, 120]) {
      const [once] = await format(source, { printWidth });
      expect(read(once), file).toEqual(read(source));
      const [twice] = await format(once, { printWidth });
      expect(twice, file).toBe(once);
    }
  }
});
