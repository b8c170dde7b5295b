import { expect, test } from 'vitest';
import { limits, parse, visit } from '../../src/syntax/index.js';

/** The codes of a source's diagnostics, and the height of its tree. */
function read(source: string): { codes: string[]; count: number } {
  const { ast, diagnostics } = parse(source, 'x.accel');
  let count = 0;
  visit(ast, () => void count++);
  return { codes: [...new Set(diagnostics.map(({ code }) => code))], count };
}

test.each([
  ['open parentheses', `const a = ${'('.repeat(200_000)}`],
  ['closed parentheses', `const a = ${'('.repeat(200_000)}1${')'.repeat(200_000)};`],
  ['a sum', `const a = 1${'+1'.repeat(200_000)};`],
  ['signs', `const a = ${'-'.repeat(200_000)}1;`],
  ['conditions', `const a = ${'a?b:'.repeat(100_000)}1;`],
  ['conditions in conditions', `const a = ${'a?'.repeat(100_000)}1;`],
  ['members of members', `const a = a${'.b'.repeat(200_000)};`],
  ['else ifs', `component A { if a {}${' else if a {}'.repeat(50_000)} }`],
  ['conditions in long chains', `component A {${`if a {}${' else if a {}'.repeat(200)} else {`.repeat(200)}`],
  ['sums in arguments', `const a = ${'f('.repeat(200)}1${`${'+1'.repeat(200)},1)`.repeat(200)};`],
  ['sums in parentheses', `const a = ${'('.repeat(200)}1${`${'+1'.repeat(200)})`.repeat(200)};`],
  ['list types', `const a: ${'['.repeat(200_000)}`],
])('too deep: %s', (_, source) => {
  expect(read(source).codes).toEqual(['E120']);
});

test('as deep as the limit is fine', () => {
  const n = limits.nesting;
  expect(read(`const a = ${'('.repeat(n)}1${')'.repeat(n)};`).codes).toEqual([]);
  expect(read(`const a = 1${'+1'.repeat(limits.expressionHeight - 2)};`).codes).toEqual([]);
  expect(read(`component A {${'if a { for i in [1] {'.repeat(n / 2 - 1)}${'}}'.repeat(n / 2 - 1)}}`).codes).toEqual([]);
});

test.each([
  ['words', 'lorem ipsum\n'],
  ['marks', '} { ( ; \n'],
  ['characters', '$$ %% foo } 12abc "x\n'],
])('a million lines of %s end with a bounded number of reports', (_, line) => {
  const { diagnostics } = parse(line.repeat(1_000_000), 'x.accel');
  expect(diagnostics.length).toBeGreaterThan(0);
  expect(diagnostics.length).toBeLessThanOrEqual(limits.syntaxErrors + 1);
});

test('a word of a million letters behind a number is one wrong unit', () => {
  expect(read(`const a = 1 ${'GB'.repeat(500_000)};`).codes).toEqual(['E111']);
});

test('E121: a source past 64 MiB is not read', () => {
  const { ast, diagnostics, tokens } = parse(' '.repeat(limits.sourceBytes + 1), 'x.accel');
  expect(diagnostics.map(({ code }) => code)).toEqual(['E121']);
  expect([ast.items.length, tokens.length]).toEqual([0, 0]);
});

test('E121: a source of more than four million words is read to there', () => {
  const { diagnostics } = parse(`const a = [${'1,'.repeat(limits.sourceWords / 2)}];`, 'x.accel');
  expect(diagnostics.map(({ code }) => code)).toEqual(['E121']);
});

test('after a hundred errors one more tells that the rest was not read', () => {
  const { diagnostics } = parse('const a = ;\n'.repeat(1000), 'x.accel');
  expect(diagnostics).toHaveLength(limits.syntaxErrors + 1);
  expect(diagnostics.at(-1)?.code).toBe('E122');
});
