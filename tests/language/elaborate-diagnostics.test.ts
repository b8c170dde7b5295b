import { expect, it } from 'vitest';
import { analyze, elaborate } from '../../src/language/index.js';
import { diagnose, hostOf, programOf } from '../support/language.js';
import { expectDiagnostics } from './expect-diagnostics.js';

const head = `import { Sram } from "std/memory";
import { MatrixCore } from "std/compute";
import { tsmc_n7 } from "std/process";
component Cell(n: int in 1 ..= 64 = 4) { port in x: stream<int8, n>; port out y: stream<int8, n>; x -> y; }
component Sizes { s: Sram { capacity: 1 KiB }; m: MatrixCore; unused s.serve; unused s.fill; unused m.commands; unused m.results; unused m.spill; }
`;

/** The diagnostics of a design with these members, marked in place. */
function expectInDesign(members: string, parameters = ''): void {
  expectDiagnostics(`${head}design D(${parameters}) {
  process tsmc_n7;
  clock main = 1 GHz;
${members}
}`);
}

it('an argument out of its bounds is told where it is written', () => {
  expectInDesign(`
    m: MatrixCore { rows: 1e12, weight_rows: 2 };
    //                    ^^^^ E402
    n: MatrixCore { rows: 4, weight_rows: 5 };
    //                                    ^ E402
    c: Cell { n: 3 * 30 };
    //           ^^^^^^ E402
    unused m.commands; unused m.results; unused m.spill;
    m.spill <-> n.spill;
  `);
});

it('a false requirement says what both sides are', () => {
  const source = `${head}component Guarded(rows: int) {
      require mod(rows, 8) == 0, "whole tiles only";
      c: Cell { n: int(rows / 8) };
      unused c.x; unused c.y;
    }
    design D { process tsmc_n7; clock main = 1 GHz; g: Guarded { rows: 12 }; h: Guarded { rows: 20 }; }`;
  const { diagnostics } = diagnose(hostOf({ 'main.accel': source }));
  expect(diagnostics.map(({ code, message }) => [code, message])).toEqual([
    ['E501', 'Guarded requires mod(rows, 8) == 0: mod(rows, 8) is 4 (whole tiles only)'],
  ]);
});

it('checks indices, counts and ranges of connections', () => {
  expectInDesign(`
    c: Cell[4];
    d: Cell[3];
    port in a: stream<int8, 4>[8];
    a[8] -> c[0].x;
    //^ E412
    a[0 .. 2] -> c[3 .. 5].x;
    //                  ^ E412
    a[2 .. 1] -> c[0 .. 2].x;
    //^^^^^^ E457
    c[*].y -> d[0 .. 2].x;
//= E414
    unused d[*].y;
  `);
});

it('a connection joins ports, and says which of an array', () => {
  expectInDesign(`
    c: Cell[4];
    d: Cell[3];
    c -> d[0].x;
//  ^ E451
    c.x -> d[0].x;
//  ^ E452
    unused d[*].y;
  `);
});

it('what a wrong connection may have joined is not reported as open', () => {
  expectInDesign(`
    s: Sram { capacity: 1 KiB };
    m: MatrixCore;
    m.spil <-> s.serve;
    //^^^^ E313
    unused m.commands;
    unused m.results;
    unused s.fill;
  `);
});

it('a wrong instance silences its connections, and only those', () => {
  expectInDesign(
    `
    s: Sram { capacity: 1 KiB, wrod: 8 b };
    //                         ^^^^ E400
    m: MatrixCore;
    m.spill <-> s.serve;
    unused m.commands;
    unused s.fill;
    t: Sram { capacity: 1 KiB };
//  ^ E422
  `.replace('unused m.commands;', 'unused m.commands; unused m.results;'),
  );
});

it('a part that is not there', () => {
  expectInDesign(
    `
    opt: if rows > 4 { c: Cell; unused c.x; unused c.y; }
    let n = opt.c.n;
    //      ^^^ E454
  `,
    'rows: int = 2',
  );
});

it('values that only elaboration knows', () => {
  expectInDesign(
    `
    let a = int(rows / 4);
    //          ^^^^^^^^ E304
    let b = 3 / (rows - 5);
    //      ^^^^^^^^^^^^^^ E306
    let c = [1, 2, 3][rows];
    //                ^^^^ E412
    let d = clog2(rows - 5);
    //            ^^^^^^^^ E307
    let e = 2 ^ (rows * 20);
    //      ^^^^^^^^^^^^^^^ E305
    let f = a + b;
    x: Cell[rows - 9];
    //      ^^^^^^^^ E450
    port in q: wires<(rows - 5)>;
    //               ^^^^^^^^^^ E403
  `,
    'rows: int = 5',
  );
});

it('clocks and supplies in range', () => {
  expectDiagnostics(`${head}
    design D {
      process tsmc_n7 { voltage: -1 V };
      //                         ^^^^ E459
      clock main = 0 Hz;
      //           ^^^^ E458
    }
  `);
});

it('a passed-on port keeps its direction', () => {
  expectInDesign(`
    c: Cell;
    port out a = c.x;
//= E453
    port b = c.y;
  `);
});

it('a let that needs itself through an instance', () => {
  expectInDesign(`
    c: Cell { n: k };
    let k = c.n;
    //      ^ E211
    unused c.x; unused c.y;
  `);
});

it.each([
  ['c: Cell[2000, 2000];', 'E230'],
  ['for i in 0 .. 10000000 { }', 'E230'],
  ['for i in 0 .. 1000 { for j in 0 .. 1001 { } }', 'E230'],
  ['let a = f7(1);', 'E230'],
  ['t: Endless { n: 1 };', 'E230'],
  ['t: Wide { n: 1 };', 'E230'],
  ['let l = l9; let n = len(l);', 'E230'],
  ['require g9(area) < 1 mm^2;', 'E230'],
])('%s ends in bounded time', (members, code) => {
  const functions = Array.from(
    { length: 7 },
    (_, i) => `fn f${i + 1}(n: int): int = ${Array(10).fill(`f${i}(n)`).join(' + ')};`,
  );
  const late = Array.from(
    { length: 9 },
    (_, i) => `fn g${i + 1}(n: area): area = ${Array(10).fill(`g${i}(n)`).join(' + ')};`,
  );
  const lists = Array.from({ length: 9 }, (_, i) => `const l${i + 1} = [${Array(10).fill(`l${i}`).join(', ')}];`);
  const source = `${head}
    fn f0(n: int): int = n;
    fn g0(n: area): area = n;
    const l0 = [1];
    ${functions.join('\n')} ${late.join('\n')} ${lists.join('\n')}
    component Endless(n: int) { t: Endless { n: n + 1 }; }
    component Wide(n: int) { for i in 0 .. 100 { t: Wide { n: mod(n * 100 + i, 1000003) }; } }
    design D { process tsmc_n7; clock main = 1 GHz; ${members} }`;
  const { diagnostics } = diagnose(hostOf({ 'main.accel': source }), 'main.accel', {
    instances: 20_000,
    turns: 200_000,
  });
  expect([...new Set(diagnostics.map((each) => each.code))]).toEqual([code]);
});

it('a component may stand in 256 others', () => {
  const tree =
    'component Tree(n: int) { port in x: wires<1>; if n > 0 { t: Tree { n: n - 1 }; x -> t.x; } else { unused x; } }';
  const source = (n: number) =>
    `${head}${tree} design D { process tsmc_n7; clock main = 1 GHz; t: Tree { n: ${n} }; unused t.x; }`;
  const codes = (n: number) => diagnose(hostOf({ 'main.accel': source(n) })).diagnostics.map(({ code }) => code);
  expect(codes(254)).toEqual([]);
  expect(codes(300)).toEqual(['E230']);
});

const empty = (name: string): string => `design ${name} { process tsmc_n7; clock main = 1 GHz; }`;

function choose(designs: string, name?: string): readonly string[] {
  return elaborate(programOf(head + designs), name)[1].map(({ code }) => code);
}

it('chooses the design', () => {
  expect(choose(empty('A'))).toEqual([]);
  expect(choose(empty('A') + empty('B'))).toEqual(['E227']);
  expect(choose(empty('A') + empty('B'), 'B')).toEqual([]);
  expect(choose(empty('A'), 'C')).toEqual(['E226']);
  expect(choose('')).toEqual(['E231']);
});

it.each([
  ['row', '3', 'D has no parameter "row"; did you mean "rows"?'],
  ['rows', '3 W', 'it must be int, but this is power'],
  ['rows', '3 +', 'expected a value, found `;`'],
  ['rows', '1; const b = 2', '"1; const b = 2" is not an expression'],
  ['core.rows', '3', 'D has no instance "core"; did you mean "core1"?'],
  ['core1.deep.rows', '3', 'Cell has no instance "deep"; it has none'],
  ['core1.n', 'missing', 'there is no "missing" here'],
])('--set %s=%s: %s', (path, text, why) => {
  const program = programOf(
    `${head}design D(rows: int = 1) { process tsmc_n7; clock main = 1 GHz; core1: Cell; unused core1.x; unused core1.y; }`,
  );
  const [design, diagnostics] = elaborate(program, undefined, { set: [[path, text]] });
  expect(design).toBeUndefined();
  expect(diagnostics.map(({ code, message }) => [code, message])).toEqual([['E225', `--set ${path}: ${why}`]]);
});

it('a program is a value: elaborating it leaves it as it was, and gives the same again', () => {
  const { program } = analyze(
    hostOf({
      'main.accel': `${head}design D(n: int = 3) { process tsmc_n7; clock main = 1 GHz; c: Cell { n }; unused c.x; unused c.y; }`,
    }),
    'main.accel',
  );
  if (program === undefined) throw new Error('no program');
  const first = JSON.stringify(elaborate(program, 'D', { set: [['n', '5']] }));
  elaborate(program, 'D');
  expect(JSON.stringify(elaborate(program, 'D', { set: [['n', '5']] }))).toBe(first);
});

const many = 20_000;

it.each([
  [
    'constants that follow from each other backwards',
    Array.from({ length: many }, (_, i) => `const a${i} = a${i + 1} + 1;`).join('\n') + `const a${many} = 1;`,
    'E230',
  ],
  [
    'constants that follow from each other forwards',
    `const a0 = 1; const b = a${many};` +
      Array.from({ length: many }, (_, i) => `const a${i + 1} = a${i} + 1;`).join('\n'),
    undefined,
  ],
  [
    'functions that call each other',
    'fn f0(n: int): int = n;' +
      Array.from({ length: many }, (_, i) => `fn f${i + 1}(n: int): int = ((f${i}(n)));`).join('\n'),
    undefined,
  ],
  ['unknown names', Array.from({ length: many }, (_, i) => `const b${i} = c${i};`).join('\n'), 'E201'],
])('%s are answered in bounded time and stack', (_, text, code) => {
  const used =
    code === undefined
      ? `design D { process tsmc_n7; clock main = 1 GHz; let x = ${text.startsWith('fn') ? `f${many}(1)` : `a${many}`}; }`
      : '';
  const { diagnostics } = diagnose(hostOf({ 'main.accel': head + text + used }));
  expect(new Set(diagnostics.map((each) => each.code))).toEqual(new Set([code ?? 'E230']));
});

it('a let of a component within itself follows from its declared type', () => {
  expectDiagnostics(`${head}
    component Tree(n: int) {
      part: if n > 0 { t: Tree { n: n - 1 }; let height = t.height + 1; } else { let height = 1; }
      let height: int = part.height;
    }
    design D { process tsmc_n7; clock main = 1 GHz; t: Tree { n: 6 }; require t.height == 7; }
  `);
});

it('what is read from text that is wrong is not spoken of', () => {
  expectDiagnostics(`
    const fits = 1 < 2 < 3;
    //                 ^ E117
  `);
});

it('a misspelt declaration is one mistake, however often its name is used', () => {
  expectDiagnostics(`
    component C(rowsx: int = 1) {
      let a = rows * 2;
      //      ^^^^ E201
      let b = rows + rows;
    }
    component D { let a = rows; }
    //                    ^^^^ E201
  `);
});

it('what follows from text that could not be read is not spoken of', () => {
  expectDiagnostics(`
    importx { Sram } from "std/memory";
//  ^^^^^^^ E101
    component C { s: Sram { capacity: 1 KiB }; }
  `);
});

it('an array without index is offered as many stars as it has dimensions', () => {
  const { diagnostics } = diagnose(
    hostOf({
      'main.accel': `${head}component Grid { c: Cell[2, 3]; port in x: stream<int8, 4>; c[0, 0].y -> c.x; }`,
    }),
  );
  const [found] = diagnostics.filter(({ code }) => code === 'E452');
  expect(found?.message).toContain('all of them with "c[*, *]"');
  expect(found?.fix?.edits).toMatchObject([{ text: '[*, *]' }]);
});
