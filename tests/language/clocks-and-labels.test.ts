import { expect, it, test } from 'vitest';
import { buildChip } from '../../src/hardware/index.js';
import { canonicalOf, designOf } from '../support/language.js';
import { expectDiagnostics } from './expect-diagnostics.js';

const head = `
import { Sram } from "std/memory";
import { tsmc_n7 } from "std/process";
component Cell { port in x: stream<int8, 4>; port out y: stream<int8, 4>; x -> y; }
component Bridge { clock in line; port in x: stream<int8, 4>; port out y: stream<int8, 4>; x -> y;
  let ratio = line.frequency / clk.frequency; }
`;
const design = (members: string, parameters = ''): string => `${head}
design D(${parameters}) { process tsmc_n7; clock main = 1 GHz; clock link = 2 GHz; ${members} }`;

test('clock arguments: one for clk, several by name, and what is not said is the surrounding clk', () => {
  const clocks = designOf(
    design(`
      a: Cell @ link;
      b: Bridge @ (clk: link, line: main);
      c: Bridge @ (line: link);
      d: Cell @ main;
      require b.ratio == 0.5 && c.ratio == 2;
      unused a.x; unused a.y; unused b.x; unused b.y; unused c.x; unused c.y; unused d.x; unused d.y;`),
  )
    .modules.at(-1)
    ?.instances.map((each) => [each.name, each.clocks]);
  expect(clocks).toEqual([
    ['a', { clk: 'link' }],
    ['b', { clk: 'link', line: 'main' }],
    ['c', { clk: 'main', line: 'link' }],
    ['d', { clk: 'main' }],
  ]);
});

test('a clock may follow from one that is declared behind it', () => {
  const clocks = designOf(`${head}
    design D { process tsmc_n7; clock half = full.frequency / parts; clock full = 1 GHz; let parts = 2;
      a: Bridge @ (line: full); require clk.period == 2 ns && a.ratio == 2; unused a.x; unused a.y; }`).clocks;
  expect(clocks.map((each) => [each.name, each.frequency_hz])).toEqual([
    ['half', 5e8],
    ['full', 1e9],
  ]);
});

it('tells a clock that follows from itself, as the first one, through a value or through an instance', () => {
  for (const members of [
    `clock main = clk.frequency / 2;
     //           ^^^^^^^^^^^^^^^^^ E211`,
    `clock main = twice / 2;
     //           ^^^^^^^^^ E211
     let twice = 2 * main.frequency;`,
    `clock main = 1 GHz * a.ratio;
     //           ^^^^^^^^^^^^^^^ E211
     a: Bridge @ (line: main);
     unused a.x; unused a.y;`,
  ])
    expectDiagnostics(`${head.replace('import { Sram } from "std/memory";', '')}
     design D { process tsmc_n7;
     ${members}
     }`);
});

it('says which clock is not there, missing, or given twice', () => {
  expectDiagnostics(
    design(`
      a: Cell @ lonk;
      //        ^^^^ E427
      b: Bridge;
//    ^ E428
      c: Bridge @ (line: link, line: main);
      //                       ^^^^ E429
      d: Cell @ (fast: link);
      //         ^^^^ E427
    `),
  );
});

test('labels make the names of loops and branches visible, within each other too', () => {
  const { instances, connections } =
    designOf(
      design(`
        port in first: stream<int8, 4>; port out last: stream<int8, 4>;
        row: for i in 0 .. 3 { cell: Cell; let n = i; }
        deep: for i in 0 .. 2 { inner: if true { cell: Cell; } }
        first -> row[0].cell.x;
        row[0 .. 2].cell.y -> row[1 .. 3].cell.x;
        row[2].cell.y -> deep[0].inner.cell.x;
        deep[0].inner.cell.y -> deep[1].inner.cell.x;
        deep[1].inner.cell.y -> last;
        require sum(row[*].n) == 3;`),
    ).modules.at(-1) ?? {};
  expect(instances?.map(({ name, shape }) => [name, shape])).toEqual([
    ['row_cell', [3]],
    ['deep_inner_cell', [2]],
  ]);
  expect(connections?.length).toBe(5);
});

test.each([0, 1])('an instance that may be absent is an array of %i', (cached) => {
  const source = design(
    `
      one: Cell[cached]; two: Cell[cached];
      one[*].y -> two[*].x;
      unused one[*].x;
      unused two[*].y;
      cache: Sram[cached] { capacity: 4 KiB };
      main_memory: Sram { capacity: 8 KiB };
      unused cache[*].serve;
      unused cache[*].fill;
      unused main_memory.serve;
      unused main_memory.fill;
      require sum(cache[*].capacity) == cached * 4 KiB;
      require area > sum(cache[*].area);`,
    `cached: int in 0 ..= 1 = ${cached}`,
  );
  const { design: made, origins } = canonicalOf(source);
  expect(made.modules.at(-1)?.instances.find(({ name }) => name === 'cache')?.shape ?? [0]).toEqual([cached]);
  expect(buildChip(made, origins)[1]).toEqual([]);
});

test('an index of an inner label is one of each outer turn, and rows may be of different lengths', () => {
  const { connections, unused } =
    designOf(
      design(`
        row: for i in 0 .. 3 { col: for j in 0 .. i + 2 { cell: Cell; let n = 10 * i + j; } }
        last: Cell[3];
        row[*].col[1].cell.y -> last[*].x;
        require row[*].col[1].n == [1, 11, 21] && row[1 .. 3].col[0 .. 2].n == [10, 11, 20, 21];
        require row[2].col[*].n == [20, 21, 22, 23] && len(row[*].col[*].n) == 9 && len(row[0 .. 0].col[5].n) == 0;
        unused row[*].col[*].cell.x;
        unused row[*].col[0].cell.y;
        unused row[1 .. 3].col[2].cell.y;
        unused row[2].col[3].cell.y;
        unused last[*].y;`),
    ).modules.at(-1) ?? {};
  expect(connections?.map(({ from }) => [from.instance, from.at.map(({ start }) => start)])).toEqual([
    ['row_col_cell_0', [1]],
    ['row_col_cell_1', [1]],
    ['row_col_cell_2', [1]],
  ]);
  expect(unused?.length).toBeGreaterThan(0);
});

it('looks for an index of an inner label in each outer turn', () => {
  expectDiagnostics(`
    import { tsmc_n7 } from "std/process";
    design Triangle {
      process tsmc_n7; clock main = 1 GHz;
      row: for i in 0 .. 3 { col: for j in 0 .. i + 1 { let n = j; } }
      require sum(row[1 .. 3].col[1].n) == 2;
      require sum(row[*].col[1].n) == 2;
      //                     ^ E412
    }
  `);
});
