import { expect, test } from 'vitest';
import { parse } from '../../src/syntax/index.js';
import { expression, items, mistakes, shape } from './support.js';

/** Kinds and texts of a source's tokens. */
function tokens(source: string): string[] {
  return parse(source, 'x.accel').tokens.map(({ tokenType, image }) => `${tokenType.name} ${image}`);
}

test.each([
  ['42', 42, true],
  ['1_000_000', 1e6, true],
  ['0xff', 255, true],
  ['0b1010', 10, true],
  ['1.5', 1.5, false],
  ['2e9', 2e9, false],
  ['2.5e-3', 0.0025, false],
  ['9007199254740992', 2 ** 53, true],
])('the number %s', (text, value, integer) => {
  expect(expression(text)).toMatchObject({ kind: 'NumberLiteral', text, value, integer });
});

test.each([
  ['1.5 GHz', 'GHz'],
  ['4KiB', 'KiB'],
  ['384 GB/s', 'GB/s'],
  ['12.4 mm^2', 'mm^2'],
  ['7 pJ/b', 'pJ/b'],
  ['3200 MT/s', 'MT/s'],
  ['1 s^-1', 's^-1'],
  ['50 %', '%'],
  ['50%', '%'],
  ['8 W/mm^2', 'W/mm^2'],
  ['3 µm', 'µm'],
  ['0b', 'b'],
  ['0 B', 'B'],
  ['4\tK', 'K'],
])('the quantity %s', (text, unit) => {
  expect(expression(text)).toMatchObject({ kind: 'QuantityLiteral', unit });
});

test('a range is no real number', () => {
  expect(tokens('0..n')).toEqual(['Number 0', 'DotDot ..', 'Identifier n']);
  expect(tokens('0..=4')).toEqual(['Number 0', 'DotDotEquals ..=', 'Number 4']);
});

test('a product does not belong to a literal', () => {
  expect(shape(expression('2 op*rows'))).toBe('(2[op] * rows)');
});

test('a slash before what is no unit divides', () => {
  expect(shape(expression('10 b/cols'))).toBe('(10[b] / cols)');
  expect(shape(expression('10 b / s'))).toBe('(10[b] / s)');
  expect(shape(expression('10 mm^2/4'))).toBe('(10[mm^2] / 4)');
});

test('a unit stands on the line of its number', () => {
  expect(mistakes('const x = 4\nb: int')).toEqual(['E102 "= 4|"']);
});

test('a word of the language ends a number', () => {
  expect(tokens('8 in 4 step 2 for')).toEqual(['Number 8', 'In in', 'Number 4', 'Step step', 'Number 2', 'For for']);
});

test('a prefix alone is no unit', () => {
  expect(mistakes('const x = 2E;')).toEqual(['E111 "E"']);
});

test.each([
  ['64 KB', 'E111 "KB"', /KiB.*kB/],
  ['4M', 'E111 "M"', /4_000_000/],
  ['2 cols', 'E111 "cols"', /2 \* cols/],
  ['1.5 Ghz', 'E111 "Ghz"', /1.5 GHz/],
  ['3 mm2', 'E111 "mm2"', /mm\^2/],
])('%s is a wrong unit with a way out', (text, mistake, help) => {
  const source = `const x = ${text} + 1;`;
  expect(mistakes(source)).toEqual([mistake]);
  expect(parse(source, 'x.accel').diagnostics[0]?.help).toMatch(help);
});

test('a quantity of a wrong unit goes on as one of unknown dimension', () => {
  const [item] = parse('const x = 64 KB;', 'x.accel').ast.items;
  expect(item).toMatchObject({ value: { kind: 'QuantityLiteral', unit: '', number: { value: 64 } } });
});

test('four kelvin is a quantity', () => {
  expect(expression('4K')).toMatchObject({ unit: 'K' });
});

test.each([
  ['9007199254740993', 'E112'],
  ['1_', 'E113'],
  ['1__0', 'E113'],
  ['0b12', 'E113'],
  ['0xfg', 'E113'],
  ['1e999', 'E113'],
  ['"a\\q"', 'E116'],
  ['"\\u{110000}"', 'E116'],
  ['1 s^13', 'E111'],
  ['1 €', 'E110'],
])('%s is wrong in one way', (text, code) => {
  expect(parse(`const x = ${text};`, 'x.accel').diagnostics.map((found) => found.code)).toEqual([code]);
});

test('strings have escapes', () => {
  expect(expression('"a\\"b\\\\\\n\\t\\u{1F600}"')).toMatchObject({ value: 'a"b\\\n\t😀' });
});

test('a string without end is closed by its line', () => {
  expect(mistakes('import { A } from "std/memory;\nconst x = 4;')).toEqual(['E114 "\\"std/memory;"']);
});

test('block comments nest', () => {
  const { ast, diagnostics } = parse('/* a /* b */ c */ const x = 1; // d', 'x.accel');
  expect(diagnostics).toEqual([]);
  expect(ast.comments.map(({ text }) => text)).toEqual(['/* a /* b */ c */', '// d']);
});

test('three slashes document what follows', () => {
  const [item] = items('/// One.\n///\n///   Two.\nexport const x = 1;');
  expect(item).toMatchObject({ doc: { text: 'One.\n\n  Two.' } });
});

test('a blank line parts a documentation from a remark', () => {
  const { ast } = parse('/// apart\n\n/// near\nconst x = 1; /// behind\n//// ornament\n', 'x.accel');
  expect(ast.items[0]).toMatchObject({ doc: { text: 'near' } });
  expect(ast.comments.map(({ text }) => text)).toEqual(['/// apart', '/// behind', '//// ornament']);
});

test('contextual words are names elsewhere', () => {
  expect(shape(expression('in + step * model'))).toBe('(in + (step * model))');
});

test('after a dot and before a colon every word is a name', () => {
  expect(shape(expression('a.port + f(if: 1) + .for'))).toBe('((a.port + f(if: 1)) + .for)');
});

test('a byte order mark is no part of the text', () => {
  expect(parse('\uFEFFconst x = 1;', 'x.accel').diagnostics).toEqual([]);
});
