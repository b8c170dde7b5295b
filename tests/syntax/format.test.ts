import * as fc from 'fast-check';
import { readFileSync, readdirSync } from 'node:fs';
import * as prettier from 'prettier';
import { describe, expect, test } from 'vitest';
import * as plugin from '../../src/prettier.js';
import { format, parse } from '../../src/syntax/index.js';
import { cases as scaled } from '../support/tier.js';

/** Formats a right source. */
async function formatted(source: string, printWidth?: number): Promise<string> {
  const [text, diagnostics] = await format(source, printWidth === undefined ? {} : { printWidth });
  expect(diagnostics).toEqual([]);
  return text;
}

/** A tree without places and comments, as text. */
function tree(source: string): string {
  const { ast, diagnostics } = parse(source, 'x.accel');
  expect(diagnostics).toEqual([]);
  return JSON.stringify(ast, (key, value: unknown) => (['start', 'end', 'comments'].includes(key) ? undefined : value));
}

/** All remarks of a source, sorted. */
function remarks(source: string): string[] {
  return parse(source, 'x.accel')
    .ast.comments.map(({ text }) => text.trimEnd())
    .toSorted();
}

const folder = 'tests/syntax/format';
const cases = readdirSync(folder).filter((file) => file.endsWith('.input.accel'));

test.each(cases)('%s becomes what is expected', async (file) => {
  const input = readFileSync(`${folder}/${file}`, 'utf8');
  await expect(await formatted(input)).toMatchFileSnapshot(`format/${file.replace('.input', '.expected')}`);
});

const sources = ['stdlib', 'examples', folder].flatMap((where) =>
  readdirSync(where)
    .filter((file) => file.endsWith('.accel'))
    .map((file) => `${where}/${file}`),
);

describe.each(sources)('%s', (file) => {
  const source = readFileSync(file, 'utf8');

  test('stays the same when formatted again, at any width', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 20, max: 120 }), async (width) => {
        const once = await formatted(source, width);
        expect(await formatted(once, width)).toBe(once);
        expect(tree(once)).toBe(tree(source));
        expect(remarks(once)).toEqual(remarks(source));
      }),
      { numRuns: scaled(6) },
    );
  });
});

test.each(['stdlib', 'examples'])('the sources of %s are formatted', async (where) => {
  for (const file of readdirSync(where).filter((name) => name.endsWith('.accel'))) {
    const source = readFileSync(`${where}/${file}`, 'utf8');
    expect(await formatted(source), file).toBe(source);
  }
});

const remark = fc.constantFrom(' // a\n', ' /* b */ ', '\n// c\n\n', '\n/* d\n e */\n');

test('no comment is lost, wherever it stands', async () => {
  const source = readFileSync(`${folder}/plain.input.accel`, 'utf8');
  const { tokens } = parse(source, 'x.accel');
  const starts = tokens.map(({ startOffset }) => startOffset);
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(fc.constantFrom(...starts), remark), { minLength: 1, maxLength: 6 }),
      async (puts) => {
        let text = source;
        for (const [at, comment] of puts.toSorted(([a], [b]) => b - a))
          text = text.slice(0, at) + comment + text.slice(at);
        const once = await formatted(text);
        expect(remarks(once)).toEqual(remarks(text));
        expect(tree(once)).toBe(tree(text));
      },
    ),
    { numRuns: scaled(120) },
  );
});

test('comments on lines of their own and behind lines stay where they are', async () => {
  const source = await formatted(readFileSync(`${folder}/plain.input.accel`, 'utf8'));
  const lines = source.trimEnd().split('\n');
  const put = fc.tuple(fc.nat(lines.length - 1), fc.constantFrom('above', 'behind'));
  await fc.assert(
    fc.asyncProperty(fc.uniqueArray(put, { minLength: 1, maxLength: 5, selector: ([line]) => line }), async (puts) => {
      const commented = [...lines];
      for (const [line, where] of puts) {
        const text = lines[line] ?? '';
        if (text.startsWith('///')) continue;
        const indent = /^ */.exec(text)?.[0] ?? '';
        commented[line] = where === 'above' ? `${indent}// c\n${text}` : `${text} // c`;
      }
      const once = await formatted(commented.join('\n'));
      expect(await formatted(once)).toBe(once);
      expect(remarks(once)).toEqual(remarks(commented.join('\n')));
    }),
    { numRuns: scaled(80) },
  );
});

test.each([
  ['const a = 1;\n\n\n\nconst b = 2;', 'const a = 1;\n\nconst b = 2;\n'],
  ['const a=4KiB*(2+3) ;', 'const a = 4 KiB * (2 + 3);\n'],
  ['const a = 10 b/cols;', 'const a = 10 b / cols;\n'],
  ['component A { x: B {}; }', 'component A {\n  x: B;\n}\n'],
  ['// a\rconst  b=1;', '// a\nconst b = 1;\n'],
  ['enum E{a,b,}', 'enum E { a, b }\n'],
  ['const a = 1;\r\n\r\n// c\r\nconst b = 2;\r\n', 'const a = 1;\n\n// c\nconst b = 2;\n'],
  ['// prettier-ignore\nconst   a =1;\nconst   b =1;', '// prettier-ignore\nconst   a =1;\nconst b = 1;\n'],
  ['', ''],
])('%j', async (source, wanted) => {
  expect(await formatted(source)).toBe(wanted);
});

test.each(['import { a } from "./a.accel";', 'export { a } from "./a.accel";'])(
  'documentation before what has none is a remark: %s',
  async (source) => {
    for (const before of ['/// Doc.\n', '/// Doc.\n// A remark.\n', '/// Doc.\n// A remark.\n/// More.\n'])
      expect(await formatted(before + source)).toBe(`${before}${source}\n`);
  },
);

test('a remark in three strokes does not become documentation', async () => {
  const once = await formatted('enum E { /// A remark.\n/// Doc.\na }');
  expect(once).toBe('enum E {\n  /// A remark.\n\n  /// Doc.\n  a,\n}\n');
  expect(await formatted(once)).toBe(once);
});

test('a text with a syntax error comes back with what is wrong', async () => {
  const [text, diagnostics] = await format('const  a = ;');
  expect(text).toBe('const  a = ;');
  expect(diagnostics.map(({ code }) => code)).toEqual(['E106']);
});

test('Prettier itself with the plugin gives the same', async () => {
  const source = readFileSync(`${folder}/plain.input.accel`, 'utf8');
  expect(await prettier.format(source, { filepath: 'x.accel', plugins: [plugin] })).toBe(await formatted(source));
});

test('the plugin refuses a syntax error with its place', async () => {
  const failure = prettier.format('const a = 1;\nconst b = ;', { filepath: 'x.accel', plugins: [plugin] });
  await expect(failure).rejects.toMatchObject({ loc: { start: { line: 2, column: 11 } }, message: /E106/ });
});

test.each([
  ['in a unit type', 'component C { let e: {pJ/b // a\n // b\n} = 1 pJ/b; }'],
  ['around a colon', 'workload w { einsum O: int8[n] += W\n// a\n: // b\nint8[n] where n = 4; }'],
  ['before and in an empty list', 'component C { for j // a\nin [ // b\n] {} }'],
  ['around the end of a parameter list', 'workload w(batch: int = 1 // a\n) // b\n{ model "resnet50"; }'],
])('two line comments keep their own lines %s', async (_, source) => {
  expect(remarks(await formatted(source))).toEqual(['// a', '// b']);
});
