import * as fc from 'fast-check';
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { parse, visit } from '../../src/syntax/index.js';
import { applyEdits } from '../../src/workspace/index.js';
import { lex } from '../../src/syntax/lexer.js';
import { AccelParser } from '../../src/syntax/parser-declarations.js';
import { mistakes } from './support.js';
import { cases } from '../support/tier.js';

const example = readFileSync('examples/edge_npu.accel', 'utf8');

test('one missing semicolon is one report, wherever it is', () => {
  const places = [...example.matchAll(/;/g)].map(({ index }) => index);
  for (const at of places) {
    const source = example.slice(0, at) + example.slice(at + 1);
    const { diagnostics, ast } = parse(source, 'x.accel');
    expect(diagnostics.map(({ code }) => code)).toEqual(['E102']);
    expect(diagnostics[0]?.origin).toMatchObject({ start: at, end: at });
    expect(count(ast)).toBe(count(parse(example, 'x.accel').ast));
  }
});

test('where the lines end means nothing', () => {
  const bare = example.replaceAll(/\/\/.*$/gm, '').trim();
  // A line that ends between a number and its unit, or within a string, is another matter.
  const gaps = bare.match(/(?<=[;{}(),])\s+/g) ?? [];
  const texts = fc.array(fc.boolean(), { minLength: gaps.length, maxLength: gaps.length }).map((ends) => {
    let gap = 0;
    return bare.replaceAll(/(?<=[;{}(),])\s+/g, () => (ends[gap++] === true ? '\n ' : ' '));
  });
  fc.assert(
    fc.property(texts, (text) => {
      const { ast, diagnostics } = parse(text, 'x.accel');
      expect(diagnostics).toEqual([]);
      expect(count(ast)).toBe(count(parse(example, 'x.accel').ast));
    }),
    { numRuns: cases(100) },
  );
});

/** How many declarations and members a file has. */
function count({ items }: ReturnType<typeof parse>['ast']): number {
  return items.reduce((sum, item) => sum + 1 + (item.kind === 'ComponentDeclaration' ? item.members.length : 0), 0);
}

test('the repair of a missing semicolon repairs it', () => {
  const source = 'const a = 1\nconst b = 2;';
  const [edit] = parse(source, 'x.accel').diagnostics[0]?.fix?.edits ?? [];
  expect(edit).toEqual({ span: { file: 'x.accel', start: 11, end: 11 }, text: ';' });
});

test('a list of what is unused is read as a statement for each, which is what its repair writes', () => {
  const source = 'component C() { unused a.x,b[0, 1].x, c; unused d; }';
  const { ast, diagnostics } = parse(source, 'x.accel');
  const repaired = applyEdits(source, diagnostics[0]?.fix?.edits ?? []);
  expect(repaired).toBe('component C() { unused a.x; unused b[0, 1].x; unused c; unused d; }');
  expect([diagnostics.length, count(ast)]).toEqual([1, 1 + 4]);
  const again = parse(repaired, 'x.accel');
  expect([again.diagnostics, count(again.ast)]).toEqual([[], 1 + 4]);
});

test('ten mistakes are ten reports', () => {
  const source = `import { Sram } from "std/memory"
const a = 64 KB;
const b = 1 +;
const c = (2 * 3;
enum E { x y }
component C(rows: int = 4 cols: int = 4) {
  port x: commands;
  buffer: Sram { capacity: };
  let port = 3;
  foo bar;
}
`;
  expect(mistakes(source)).toEqual([
    ...['E102 "ry\\"|"', 'E111 "KB"', 'E106 ";"', 'E104 "("', 'E103 "{ x|"', 'E103 "= 4|"', 'E101 "x"', 'E106 "}"'],
    ...['E107 "port"', 'E101 "foo"'],
  ]);
});

test.each([
  ['component A {\n  x: B { a: 1;\n  y: C;\n}', ['E104 "{"']],
  ['component A {\n  x: B { a: 1\n  y: C;\n}\nconst z = 1;', ['E104 "{"']],
  ['component A {\n  x: B;\ncomponent D { }', ['E104 "{"']],
  ['component A { x: B; }\n}\nconst a = 1;', ['E105 "}"']],
  ['component A {\n  x: B; } component D { y: ; }', ['E101 ";"']],
  ['component A {\n  for i in 0 .. 3 {\n  x: B; } y: ; }\nconst a = ;', ['E101 ";"', 'E106 ";"']],
  ['component A {\n  x: }; y: B;\n}\nconst a = ;', ['E101 "}"', 'E106 ";"']],
  ['component A {\n  x: B[3]\n  for i in 0 .. 3 { let a = 1; }\n}\nconst a = ;', ['E102 "[3]|"', 'E106 ";"']],
  ['component A {\n  let a = f(1)\n  if a { let b = 1; } else { let b = 2; }\n  y: ;\n}', ['E102 "(1)|"', 'E101 ";"']],
  ['component A { port in a: wires<2> port out b: ; }', ['E102 "<2>|"', 'E101 ";"']],
  [
    'component A { let a = true d: C a -> b unused a; c -> ; }',
    ['E102 "rue|"', 'E102 ": C|"', 'E102 "> b|"', 'E101 ";"'],
  ],
  [
    'workload w { input x: int8[3] weight y: int8[3]; let z = f(x) output o = ; }',
    ['E102 "[3]|"', 'E102 "(x)|"', 'E106 ";"'],
  ],
  ['component A {\n  const n = 3;\n  x: B;\n}', ['E109 "const"']],
  ['component A { unused a.b, c[0].d, e; x: ; }', ['E109 ","', 'E101 ";"']],
  ['component A { unused a.b, ; x: ; }', ['E101 ","', 'E101 ";"']],
  ['component A {\n  unused a, b\n  x: B;\n}', ['E109 ","', 'E102 ", b|"']],
  ['component A {\n  n = 3;\n  x: B;\n}', ['E109 "n"']],
  ['interface I { port in x: link; let y: int }\nconst a = 1 +;', ['E102 "int|"', 'E106 ";"']],
  ['explore s for D { sweep a in [1, 2]\n minimize b; }\nconst a = ;', ['E102 " 2]|"', 'E106 ";"']],
  ['explore s of D { minimize b; }\nconst a = ;', ['E101 "of"', 'E106 ";"']],
  [
    'explore s for D { minimise b; subject area; sweep x in [1] step 2; }\nconst a = ;',
    ['E101 "minimise"', 'E101 "area"', 'E101 "step"', 'E106 ";"'],
  ],
  ['interface I(n: int) { let y: int; }\nconst a = ;', ['E101 "("', 'E106 ";"']],
  ['interface I { let y int; let z: }\nconst a = ;', ['E101 "int"', 'E101 "}"', 'E106 ";"']],
  ['export system S { x: ; y: Z }\nconst a = ;', ['E101 ";"', 'E102 ": Z|"', 'E106 ";"']],
  ['system S = T { n: 4 };\nconst a = ;', ['E101 "="', 'E106 ";"']],
  ['design D { address_map { a: 0; b 1; c: ; } x: ; }', ['E101 "1"', 'E106 ";"', 'E101 ";"']],
  ['design D { address_map { a: 0, b: 1; } x: ; }', ['E101 ":"', 'E101 ";"']],
  ['design D { address_map { a: 0; x: y; }\nconst a = 1;\nconst b = ;', ['E104 "{"', 'E106 ";"']],
  ['system S { a <-> b via ; c <-> d via Cable { length: }; x: ; }', ['E101 ";"', 'E106 "}"', 'E101 ";"']],
  ['system S { port x = a.y via Cable; unused a.b via Cable; x: ; }', ['E109 "via"', 'E109 "via"', 'E101 ";"']],
  ['component Small = C { p: 4 }\nconst a = ;', ['E102 "4 }|"', 'E106 ";"']],
  ['design Small = C { p: 4 };\nconst a = ;', ['E101 "="', 'E106 ";"']],
  ['component Small(n: int) = C { p: n };\nconst a = ;', ['E101 "="', 'E106 ";"']],
  ['component Small = ;\nconst a = ;', ['E101 ";"', 'E106 ";"']],
  ['workload w { input x: int8[4]; batch = ; }', ['E106 ";"']],
  ['component A { a -> ; b: C; d <- e; }', ['E101 ";"', 'E101 "d"']],
  ['component A { x: B { a: 1, : 2, c: 3 }; y: ; }', ['E101 ":"', 'E101 ";"']],
  ['let a = 1;\nconst b = ;', ['E109 "let"', 'E106 ";"']],
  ['component A { if { } for i { } x: ; }', ['E106 "{"', 'E101 "{"', 'E101 ";"']],
  ['fn f(a, b: int) = a;', ['E101 ","']],
  ['const a = 1 # 2;', ['E110 "#"']],
  ['const a = true & false;\nconst b = x | ;', ['E110 "&"', 'E110 "|"']],
  ['const a = b[];\ncomponent C { x: D[]; }', ['E106 "]"', 'E106 "]"']],
  ['clock c = 1 GHz;', ['E109 "clock"']],
])('%s', (source, wanted) => {
  expect(mistakes(source)).toEqual(wanted);
});

test.each([
  ['compnent A { }', 'did you mean `component`?'],
  ['component A { clok main = 1 GHz; }', 'did you mean `clock`?'],
  ['component A { requires a < b; }', 'did you mean `require`?'],
  ['lorem ipsum;', undefined],
])('%s gets help: %s', (source, help) => {
  const { diagnostics } = parse(source, 'x.accel');
  expect(diagnostics.map((found) => found.help)).toEqual([help]);
});

const pieces = fc.constantFrom(
  ...['component', 'design', 'port', 'in', 'let', 'x', 'y', '4', '2 KB', '1 GHz', '"s"', '{', '}', '(', ')', '[', ']'],
  ...[
    ';',
    ',',
    ':',
    '.',
    '..',
    '=',
    '->',
    '<->',
    '+',
    '-',
    '*',
    '/',
    '<',
    '>',
    '?',
    '@',
    '^',
    '!',
    '\n',
    '///d\n',
    '/*c*/',
  ],
  ...[
    'for',
    'if',
    'else',
    'require',
    'unused',
    'import',
    'from',
    'enum',
    'workload',
    'einsum',
    'where',
    'fn',
    'export',
    '#',
  ],
);

const parser = new AccelParser();

test('no text makes the parser throw, loop or leave a hole in the tree', () => {
  const noise = fc.array(pieces, { maxLength: 60 }).map((list) => list.join(' '));
  fc.assert(
    fc.property(fc.oneof(noise, fc.string({ unit: 'binary', maxLength: 80 })), (source) => {
      const { ast, diagnostics } = parse(source, 'x.accel');
      expect(parser.run({ text: source, file: 'x', lexed: lex(source, 'x') }).items).toEqual(ast.items);
      expect(parser.errors).toEqual([]);
      visit(ast, ({ kind, start, end }) =>
        expect([kind, start >= 0 && end >= start && end <= source.length]).toEqual([kind, true]),
      );
      for (const { origin } of diagnostics) expect(origin).toMatchObject({ file: 'x.accel' });
    }),
    { numRuns: cases(1500) },
  );
});

test('a broken example keeps its other members', () => {
  fc.assert(
    fc.property(fc.nat(example.length - 1), fc.constantFrom('', '#', '}', '(', ';', 'x', ' 4 '), (at, put) => {
      const { ast, diagnostics } = parse(example.slice(0, at) + put + example.slice(at + 1), 'x.accel');
      expect(diagnostics.length).toBeLessThan(12);
      expect(ast.items.length).toBeGreaterThan(0);
    }),
    { numRuns: cases(500) },
  );
});
