import { describe, expect, test } from 'vitest';
import { defaultLimits } from '../../src/language/index.js';
import { limits } from '../../src/syntax/index.js';
import { diagnose, hostOf } from '../support/language.js';

const head = 'import { tsmc_n7 } from "std/process";\n';
const cell = 'component Cell(n: int = 1) { port in x: wires<1>; unused x; }\n';

/** A design with these members. */
function design(members: string, before = ''): string {
  return `${head}${cell}${before}design D(n: int = 101) { process tsmc_n7; clock main = 1 GHz; ${members} }`;
}

/** What is said of a source read, checked and elaborated under the limits that hold for everybody. */
function said(files: Readonly<Record<string, string>> | string): readonly string[] {
  const host = hostOf(typeof files === 'string' ? { 'main.accel': files } : files);
  return diagnose(host).diagnostics.map(({ code, message }) => `${code} ${message}`);
}

test('the limits are those of the reference', () => {
  const { instances, modules, turns, nesting, source } = defaultLimits;
  expect([instances, modules, turns, nesting, source]).toEqual([1_000_000, 10_000, 1_000_000, 256, 64 * 2 ** 20]);
  expect([limits.nesting, limits.sourceBytes]).toEqual([256, 64 * 2 ** 20]);
});

describe('1,000,000 instances', () => {
  test('in one array are one node; more are refused', () => {
    expect(said(design('c: Cell[1000, 1000]; unused c[*, *].x;'))).toEqual([]);
    expect(said(design('c: Cell[1000, 1001]; unused c[*, *].x;'))).toEqual([
      'E230 the size of array "c" is past the limit of 1000000',
    ]);
  });

  test('and in loops of equal ones', () => {
    expect(said(design('for i in 0 .. 1000 { c: Cell[1000]; unused c[*].x; }'))).toEqual([]);
    expect(said(design('for i in 0 .. 1000 { for j in 0 .. 1000 { c: Cell; unused c.x; } }'))).toEqual([]);
    expect(said(design('a: for i in 0 .. 1000 { b: for j in 0 .. 1000 { c: Cell; unused c.x; } }'))).toEqual([]);
    expect(said(design('for i in 0 .. 1000 { for j in 0 .. 1001 { c: Cell; unused c.x; } }'))).toEqual([
      'E230 the number of instances is past the limit of 1000000',
    ]);
  });
});

test.each([
  ['in loops', 'for i in 0 .. 200 { for j in 0 .. 51 { c: Cell { n: i * 2000 + j }; unused c.x; } }'],
  ['in a tree', 't: Wide { n: 1, depth: 3 };'],
])('10,000 different components: %s', (_, members) => {
  const wide =
    'component Wide(n: int, depth: int) { if depth > 0 { for i in 0 .. 100 { t: Wide { n: n * 100 + i, depth: depth - 1 }; } } }\n';
  expect(said(design(members, wide))).toEqual(['E230 the number of different components is past the limit of 10000']);
});

describe('1,000,000 turns', () => {
  test.each([
    ['a loop', 'for i in 0 .. 1_000_001 {}'],
    ['a loop as long as numbers go', 'for i in 0 .. 9_000_000_000_000_000 {}'],
    ['loops in loops', 'for i in 0 .. 1000 { for j in 0 .. 1000 { for k in 0 .. 2 {} } }'],
    ['loops whose lengths differ', 'for i in 0 .. 2000 { for j in 0 .. i {} }'],
    ['loops whose lengths differ by a parameter', 'for i in 1 .. n * 2 { for j in 0 .. i * n { let a = i + j; } }'],
    ['loops in a branch', 'if n > 1 { for i in 0 .. n * 10 { for j in 0 .. n * 10 { let a = i + j; } } }'],
    ['loops whose lengths are worked out within', 'for i in 0 .. 2000 { let m = i; for j in 0 .. m { let a = j; } }'],
    ['loops that say something of their own', 'for i in 0 .. 1000 { for j in 0 .. 1000 { let a = i + j; } }'],
  ])('%s', (_, members) => {
    expect(said(design(members))).toEqual(['E230 the number of loop turns is past the limit of 1000000']);
  });

  test('as many calls of functions', () => {
    const functions = Array.from(
      { length: 7 },
      (_, i) => `fn f${i + 1}(n: int): int = ${Array(10).fill(`f${i}(n)`).join(' + ')};`,
    );
    expect(said(design('let a = f7(1);', `fn f0(n: int): int = n;\n${functions.join('\n')}\n`))).toEqual([
      'E230 the number of function calls is past the limit of 1000000',
    ]);
  });
});

describe('nesting of 256', () => {
  test.each([
    ['parentheses', `const a = ${'('.repeat(257)}1${')'.repeat(257)};`],
    ['lists', `const a = ${'['.repeat(257)}1${']'.repeat(257)};`],
    ['bodies', `component A { ${'if true { '.repeat(257)}${'} '.repeat(257)} }`],
  ])('%s', (_, source) => {
    expect(said(source)).toEqual(['E120 nested deeper than 256']);
  });

  test('components within components', () => {
    const chain = Array.from({ length: 300 }, (_, i) => `component C${i} { c: C${i + 1}; }`).join('\n');
    expect(said(design('c: C0;', `${chain}\ncomponent C300 {}\n`))).toEqual([
      'E230 components within components is past the limit of 256',
    ]);
  });

  test('a component within itself', () => {
    expect(said(design('c: Endless;', 'component Endless { c: Endless; }\n'))).toEqual([
      'E230 components within components is past the limit of 256',
    ]);
  });

  test('a component that has many of itself', () => {
    const wide = 'component Wide(n: int) { for i in 0 .. 100 { t: Wide { n: mod(n * 100 + i, 1000003) }; } }\n';
    expect(said(design('t: Wide { n: 1 };', wide))).toEqual([
      'E230 components within components is past the limit of 256',
    ]);
  });

  test('imports within imports', () => {
    const files = Object.fromEntries(
      Array.from({ length: 300 }, (_, i) => [
        `f${i}.accel`,
        `import { a${i + 1} } from "./f${i + 1}.accel"; export const a${i} = a${i + 1};`,
      ]),
    );
    const last = { 'f300.accel': 'export const a300 = 1;' };
    const main = { 'main.accel': 'import { a0 } from "./f0.accel"; const b = a0;' };
    expect(said({ ...files, ...last, ...main })).toEqual(['E230 imports within imports is past the limit of 256']);
  });

  test('calls within calls', () => {
    const calls = Array.from({ length: 2000 }, (_, i) => `fn f${i + 1}(n: int): int = f${i}(n);`).join('\n');
    const functions = `fn f0(n: int): int = n;\n${calls}\n`;
    expect(said(design('let a = f255(1);', functions))).toEqual([]);
    expect(said(design('let a = f2000(1);', functions))).toMatchInlineSnapshot(`
      [
        "E230 calls within calls is past the limit of 256",
      ]
    `);
  });
});

describe('64 MiB of source', () => {
  const blank = (mebibytes: number): string => ' '.repeat(mebibytes * 2 ** 20);

  test('one file', () => {
    expect(said(`${blank(64)} `)).toEqual(['E230 the sources together is past the limit of 67108864 characters']);
  });

  test('all files together', () => {
    const main = 'import { a } from "./a.accel"; import { b } from "./b.accel"; const c = a + b;';
    const files = { 'a.accel': `export const a = 1;${blank(40)}`, 'b.accel': `export const b = 1;${blank(40)}` };
    expect(said({ 'main.accel': main, ...files })).toEqual([
      'E230 the sources together is past the limit of 67108864 characters',
    ]);
  });
});
