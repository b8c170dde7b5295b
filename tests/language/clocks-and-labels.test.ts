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
