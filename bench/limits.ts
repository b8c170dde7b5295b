/**
 * CPU time from a source to the diagnostic of the limit that it passes, for each limit of the language; the bar is two seconds. And that
 * of arrays made by natural double loops, which fold: reading, checking and elaborating 512 x 512 elements has 100 ms.
 *
 * Run with `npx tsx bench/limits.ts`. It prints a line for each source, and exits 1 where a bar is missed.
 */
import type * as language from '../src/language/index.js';
import { bundled, cpuOf, judge, root, textOf } from './support/measure.js';
import { existsSync } from 'node:fs';

const limitBar = 2000;
const foldBar = 100;
const rounds = 5;

const { analyze, elaborate } = await bundled<typeof language>(
  `export { analyze, elaborate } from './src/language/index.js';`,
);

const cell = 'component Cell(n: int = 1) { port in x: wires<1>; unused x; }';
const pe = `component PE {
  port in left: wires<8>; port out right: wires<8>; port in top: wires<8>; port out bottom: wires<8>;
  left -> right; top -> bottom;
}`;

/** A design with these members, and what stands before it. */
function design(members: string, before = ''): string {
  return [
    'import { tsmc_n7 } from "std/process";',
    cell,
    pe,
    before,
    `design D(n: int = 512) { process tsmc_n7; clock main = 1 GHz; ${members} }`,
  ].join('\n');
}

function functions(count: number, body: (before: string) => string): string {
  const each = Array.from({ length: count }, (_, i) => `fn f${i + 1}(n: int): int = ${body(`f${i}(n)`)};`);
  return ['fn f0(n: int): int = n;', ...each].join('\n');
}

const tree =
  'component Wide(n: int, depth: int) { if depth > 0 { for i in 0 .. 100 { t: Wide { n: n * 100 + i, depth: depth - 1 }; } } }';
const chain = [...Array.from({ length: 300 }, (_, i) => `component C${i} { c: C${i + 1}; }`), 'component C300 {}'];
const imports = Array.from({ length: 300 }, (_, i): readonly [string, string] => [
  i === 0 ? 'main.accel' : `f${i}.accel`,
  `import { a${i + 1} } from "./f${i + 1}.accel"; export const a${i} = a${i + 1};`,
]);

type Case = readonly [what: string, source: string | ReadonlyMap<string, string>, told: string];

const limits: readonly Case[] = [
  ['instances: an array', design('c: Cell[1000, 1001]; unused c[*, *].x;'), 'size of array'],
  ['instances: equal ones of loops', design('for i in 0 .. 1000 { for j in 0 .. 1001 { c: Cell; } }'), 'of instances'],
  [
    'instances: loops with values of their own',
    design(
      'for i in 0 .. 1000 { for j in 0 .. 999 { let k = i + j; c: Cell; unused c.x; } } for i in 0 .. n { let k = i; }',
    ),
    'loop turns',
  ],
  [
    'components: different ones of loops',
    design('for i in 0 .. 200 { for j in 0 .. 51 { c: Cell { n: i * 2000 + j }; unused c.x; } }'),
    'different components',
  ],
  ['components: a tree of different ones', design('t: Wide { n: 1, depth: 3 };', tree), 'different components'],
  ['turns: one loop', design('for i in 0 .. 1_000_001 {}'), 'loop turns'],
  ['turns: loops in loops', design('for i in 0 .. 1000 { for j in 0 .. 1000 { for k in 0 .. 2 {} } }'), 'loop turns'],
  ['turns: loops whose lengths differ', design('for i in 0 .. 2000 { for j in 0 .. i {} }'), 'loop turns'],
  [
    'turns: lengths that are worked out within',
    design('for i in 0 .. 2000 { let m = i; for j in 0 .. m {} }'),
    'loop turns',
  ],
  [
    'calls of functions',
    design(
      'let a = f7(1);',
      functions(7, (before) => Array(10).fill(before).join(' + ')),
    ),
    'function calls',
  ],
  [
    'nesting: calls within calls',
    design(
      'let a = f2000(1);',
      functions(2000, (before) => before),
    ),
    'calls within calls',
  ],
  ['nesting: parentheses', `const a = ${'('.repeat(257)}1${')'.repeat(257)};`, 'deeper than 256'],
  ['nesting: components within components', design('c: C0;', chain.join('\n')), 'components within components'],
  [
    'nesting: imports within imports',
    new Map([...imports, ['f300.accel', 'export const a300 = 1;']]),
    'imports within imports',
  ],
  ['source: one file of more than 64 MiB', ' '.repeat(64 * 2 ** 20 + 1), 'sources together'],
];

const neighbours = `
  port in west: wires<8>[n];
  port in north: wires<8>[n];
  pe: PE[n, n];
  for r in 0 .. n { west[r] -> pe[r, 0].left; for c in 1 .. n { pe[r, c - 1].right -> pe[r, c].left; } }
  for c in 0 .. n {
    north[c] -> pe[0, c].top;
    for r in 0 .. n - 1 { pe[r, c].bottom -> pe[r + 1, c].top; }
    unused pe[n - 1, c].bottom;
  }
  unused pe[*, n - 1].right;`;

const folding: readonly (readonly [string, string])[] = [
  ['512 x 512: neighbours of a declared array', design(neighbours)],
  ['512 x 512: instances of loops', design('for i in 0 .. n { for j in 0 .. n { a: Cell; unused a.x; } }')],
  [
    '512 x 512: instances of loops with labels',
    design('row: for i in 0 .. n { col: for j in 0 .. n { a: Cell; unused a.x; } }'),
  ],
];

/** What is said of a source that is read, checked and elaborated. */
function said(source: string | ReadonlyMap<string, string>): readonly string[] {
  const files = typeof source === 'string' ? new Map([['main.accel', source]]) : source;
  const read = (text: string | undefined): language.FileContent =>
    text === undefined ? { kind: 'missing' } : { kind: 'text', text };
  const standard = (name: string): language.FileContent =>
    read(existsSync(`${root}stdlib/${name}.accel`) ? textOf(`stdlib/${name}.accel`) : undefined);
  const host = { root: '', read: (path: string) => read(files.get(path)), standard };
  const { program, diagnostics } = analyze(host, 'main.accel');
  const found = program === undefined || diagnostics.length > 0 ? [] : elaborate(program)[1];
  return [...diagnostics, ...found].map(({ message }) => message);
}

for (const [what, source, told] of limits) {
  const time = cpuOf(() => {
    const messages = said(source);
    if (messages.length !== 1 || messages[0]?.includes(told) !== true)
      throw new Error(`${what}: ${messages.join('\n') || 'nothing is said'}`);
  });
  judge(what, time, limitBar, 'ms');
}

for (const [what, source] of folding) {
  let least = Infinity;
  for (let round = 0; round < rounds; round++) {
    const time = cpuOf(() => {
      const [message] = said(source);
      if (message !== undefined) throw new Error(`${what}: ${message}`);
    });
    least = Math.min(least, time);
  }
  judge(what, least, foldBar, 'ms');
}
