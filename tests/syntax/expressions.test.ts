import { expect, test } from 'vitest';
import { stripParens } from '../../src/syntax/index.js';
import { expression, mistakes, shape } from './support.js';

test.each([
  ['a + b * c', '(a + (b * c))'],
  ['a - b - c', '((a - b) - c)'],
  ['a / b * c', '((a / b) * c)'],
  ['a || b && c == d', '(a || (b && (c == d)))'],
  ['a < b && c >= d', '((a < b) && (c >= d))'],
  ['-x ^ 2', '(-(x ^ 2))'],
  ['2 * x ^ -1', '(2 * (x ^ (-1)))'],
  ['!a && -b < c', '((!a) && ((-b) < c))'],
  ['- - a', '(-(-a))'],
  ['a ? b : c ? d : e', '(a ? b : (c ? d : e))'],
  ['a ? b ? c : d : e', '(a ? (b ? c : d) : e)'],
  ['a + b ? c : d', '((a + b) ? c : d)'],
  ['f(a, b: c, )[1].d', 'f(a, b: c)[1].d'],
  ['[a, [b], ]', '[a, [b]]'],
  ['a[*][0 .. 4, i]', 'a[1][2]'],
  ['(a + b) * c', '((a + b) * c)'],
  ['a.b(1)(2)', 'a.b(1)(2)'],
  ['a<-1', '(a < (-1))'],
])('%s is %s', (source, tree) => {
  expect(shape(expression(source))).toBe(tree);
});

test('parentheses stay in the tree', () => {
  const tree = expression('((a))');
  expect(tree).toMatchObject({ kind: 'ParenthesizedExpression', inner: { kind: 'ParenthesizedExpression' } });
  expect(stripParens(tree)).toMatchObject({ kind: 'NameExpression', name: 'a' });
});

test('ranges and wildcards are indices', () => {
  expect(expression('a[0 .. n, 1 ..= 2, *]')).toMatchObject({
    indices: [{ kind: 'Range', inclusive: false }, { kind: 'Range', inclusive: true }, { kind: 'Wildcard' }],
  });
});

test.each([
  ['1 < 2 < 3', 'E117 "<"'],
  ['1 == 2 != 3', 'E117 "!="'],
  ['a ^ 2 ^ 3', 'E117 "^"'],
  ['1 .. 3', 'E118 ".."'],
  ['a +', 'E106 ";"'],
  ['(a', 'E104 "("'],
  ['[a, b', 'E104 "["'],
  ['f(a b)', 'E103 "f(a|"'],
  ['a { b }', 'E101 "{"'],
  ['*', 'E106 "*"'],
])('%s is wrong in one way', (source, mistake) => {
  expect(mistakes(`const x = ${source};`)).toEqual([mistake]);
});

test('spans are those of the source', () => {
  expect(expression('a + f( b )')).toMatchObject({
    start: 10,
    end: 20,
    left: { start: 10, end: 11 },
    right: { start: 14, end: 20 },
  });
});
