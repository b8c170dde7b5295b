import { expect, test } from 'vitest';
import { readFileSync, readdirSync } from 'node:fs';
import { children, parse, visit, type Member } from '../../src/syntax/index.js';
import { AccelParser } from '../../src/syntax/parser-declarations.js';
import { items } from './support.js';

/** The one member of `component C { source }`. */
function member(source: string): Member | undefined {
  const [item] = items(`component C { ${source} }`);
  return item?.kind === 'ComponentDeclaration' ? item.members[0] : undefined;
}

test('the grammar is LL(2) and unambiguous', () => {
  expect(() => new AccelParser(false)).not.toThrow();
});

test.each([
  [
    'import { A, B as C } from "x";',
    { kind: 'ImportDeclaration', names: [{ name: { name: 'A' } }, { alias: { name: 'C' } }] },
  ],
  ['import * as mem from "std/memory";', { namespace: { name: 'mem' }, names: [], from: { value: 'std/memory' } }],
  ['export { A } from "./a.accel";', { kind: 'ReexportDeclaration', from: { value: './a.accel' } }],
  ['export const n: int = 5;', { kind: 'ConstDeclaration', exported: true, type: { name: { name: 'int' } } }],
  [
    'fn f(a: int, b: real = 2): {pJ/b} = a;',
    { kind: 'FunctionDeclaration', result: { kind: 'UnitType', unit: 'pJ/b' } },
  ],
  ['enum E { a, b, }', { kind: 'EnumDeclaration', cases: [{ name: { name: 'a' } }, { name: { name: 'b' } }] }],
  ['extern component S { }', { flavour: 'extern', exported: false }],
  ['export design D(n: int in 1 ..= 8 = 4) { }', { flavour: 'design', parameters: [{ bounds: { inclusive: true } }] }],
  [
    'workload w { model "resnet50"; phase = .decode; }',
    { statements: [{ kind: 'ModelStatement' }, { kind: 'SettingStatement' }] },
  ],
])('%s', (source, wanted) => {
  expect(items(source)[0]).toMatchObject(wanted);
});

test.each([
  ['port in x: stream<int8, 4>[k];', { kind: 'PortMember', direction: 'in', shape: [{ name: 'k' }] }],
  ['port out y = a.b;', { kind: 'PassPortMember', direction: 'out', target: { kind: 'MemberExpression' } }],
  ['port in = a.b;', { kind: 'PassPortMember', name: { name: 'in' } }],
  ['port in out: link;', { kind: 'PortMember', direction: 'in', name: { name: 'out' } }],
  ['process tsmc_n3 { voltage: 0.75 V };', { kind: 'ProcessMember', arguments: [{ name: { name: 'voltage' } }] }],
  ['clock main = 1.6 GHz { reset: .sync };', { kind: 'ClockMember', frequency: { unit: 'GHz' } }],
  ['clock in line;', { kind: 'ClockInMember', name: { name: 'line' } }],
  ['clock in = 1 GHz;', { kind: 'ClockMember', name: { name: 'in' } }],
  ['a: ns.B[r, c] @ link { rows, cols: 8 };', { kind: 'InstanceMember', clocks: [{ clock: { name: 'link' } }] }],
  [
    'a: B @ (clk: main, line: link);',
    { clocks: [{ name: { name: 'clk' } }, { name: { name: 'line' } }], arguments: [] },
  ],
  ['a[*].p -> b.q;', { kind: 'ConnectMember', operator: '->' }],
  ['a <-> b;', { kind: 'ConnectMember', operator: '<->' }],
  ['unused lane[*].rx;', { kind: 'UnusedMember' }],
  ['unused: B;', { kind: 'InstanceMember', name: { name: 'unused' } }],
  ['unused.p -> b.q;', { kind: 'ConnectMember' }],
  ['let x: real = 1;', { kind: 'LetMember', type: { name: { name: 'real' } } }],
  ['require a < b, "why";', { kind: 'RequireMember', message: { value: 'why' } }],
  ['row: for i in 0 .. 4 { }', { kind: 'ForMember', label: { name: 'row' }, over: { kind: 'Range' } }],
  ['for i in [1, 2] { }', { kind: 'ForMember', over: { kind: 'ListExpression' } }],
  [
    'if a { } else if b { } else { c: D; }',
    { kind: 'IfMember', else: [{ kind: 'IfMember', else: [{ name: { name: 'c' } }] }] },
  ],
])('%s', (source, wanted) => {
  expect(member(source)).toMatchObject(wanted);
});

test('a shorthand argument is its own value', () => {
  expect(member('a: B { rows };')).toMatchObject({
    arguments: [{ short: true, name: { name: 'rows' }, value: { kind: 'NameExpression', name: 'rows' } }],
  });
});

test('an einsum has its accesses and bindings', () => {
  const source = 'workload w { einsum O: int32[n, 2 * p + r] += I: int8[n] * W: int8[r] where n = 4, I = [n, 56]; }';
  expect(items(source)[0]).toMatchObject({
    statements: [
      { output: { name: { name: 'O' } }, operands: [{}, {}], bindings: [{}, { value: { kind: 'ListExpression' } }] },
    ],
  });
});

test('documentation belongs to parameters, cases and members', () => {
  const [item, other] = items('component C(\n/// p\n a: int) {\n/// m\nx: Y;\n}\nenum E {\n/// c\na }');
  expect(item).toMatchObject({ parameters: [{ doc: { text: 'p' } }], members: [{ doc: { text: 'm' } }] });
  expect(other).toMatchObject({ cases: [{ doc: { text: 'c' } }] });
});

const sources = ['stdlib', 'examples'].flatMap((folder) =>
  readdirSync(folder)
    .filter((file) => file.endsWith('.accel'))
    .map((file) => `${folder}/${file}`),
);

test.each(sources)('%s parses, and every child lies inside its parent, in order', (file) => {
  const text = readFileSync(file, 'utf8');
  const { ast, diagnostics } = parse(text, file);
  expect(diagnostics).toEqual([]);
  visit(ast, (node) => {
    let last = node.start;
    for (const child of children(node)) {
      // The value of a shorthand argument stands at the place of its name.
      if (node.kind !== 'Argument') expect(child.start).toBeGreaterThanOrEqual(last);
      expect(child.end).toBeLessThanOrEqual(node.end);
      last = child.end;
    }
  });
});
