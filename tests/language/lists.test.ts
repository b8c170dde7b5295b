import { expect, it, test } from 'vitest';
import { designOf, diagnose, hostOf } from '../support/language.js';
import { expectDiagnostics } from './expect-diagnostics.js';
import { unmetAfter } from './unmet.js';

const lists = `
const sizes: [int] = [64, 128, 256, 512];
const rates: [frequency] = [1 GHz, 2 GHz];
const grid: [[int]] = [[1, 2], [3, 4]];
fn total(xs: [int]): int = sum(xs[1 ..= 2]);
fn halves(xs: [real] = [1, 2.5]): real = sum(xs) / 2;
`;

test('elements, slices and what is asked of lists', () => {
  expect(
    unmetAfter(
      lists,
      'sizes[0] == 64',
      'sizes[1 .. 3] == [128, 256]',
      'sizes[1 ..= 3] == [128, 256, 512]',
      'sizes[*] == sizes',
      'sizes[2 .. 2] == []',
      'len(sizes[1 .. 4]) == 3',
      'sum(rates) == 3 GHz && max(rates) == 2 GHz && min(sizes) == 64',
      'grid[1][0] == 3 && len(grid) == 2',
      'total(sizes) == 384',
      'halves() == 1.75 && halves([1, 2]) == 1.5',
      'sizes != [64]',
      '[1, 2] == [1.0, 2.0]',
      'sum(rates[0 .. 0]) == 0 Hz',
      '(true ? sizes : [1])[3] == 512',
    ),
  ).toEqual([]);
  expect(unmetAfter(lists, 'sizes == [64, 128, 256, 513]', 'sizes[0 .. 2] == [64]')).toHaveLength(2);
});

it('an index outside of the list is an error at the index', () => {
  expectDiagnostics(`
    import { tsmc_n7 } from "std/process";
    const sizes = [64, 128, 256];
    component C(xs: [int] = [1, 2]) {
      require xs[0 .. 3] != [];
      //              ^ E412
      require sizes[3] > 0;
      //            ^ E412
      require sizes[-1 .. 2] != [];
      //            ^^ E412
      require sizes[2 .. 1] == [];
      //            ^^^^^^ E457
    }
    design D { process tsmc_n7; clock main = 1 GHz; c: C; }
  `);
});

it('types of lists are checked', () => {
  expectDiagnostics(`
    const a: [int] = [1, 2.5];
    //               ^^^^^^^^ E302
    const b: [power] = [1 W, 2 mW];
    const c = b[0 .. 1] == [1];
    //        ^^^^^^^^^^^^^^^^ E303
    const d = b[0, 1];
    //        ^^^^^^^ E413
    const e = sum(b) + 1 V;
    //        ^^^^^^^^^^^^ E301
    const f = [1, 2 W];
    //            ^^^ E314
    const g = len(3);
    //            ^ E302
    component P(xs: [int] in 1 ..= 3 = [1]) { require len(xs) > 0; }
    //                       ^^^^^^^ E302
  `);
});

test('lists of lists end at the limit on size, not in memory', () => {
  const doubled = Array.from({ length: 30 }, (_, i) => `const x${i + 1} = [x${i}, x${i}];`).join('\n');
  const source = `const x0 = [1];\n${doubled}\nimport { tsmc_n7 } from "std/process";
design D { process tsmc_n7; clock main = 1 GHz; require len(x30) == 2; }`;
  const { diagnostics } = diagnose(hostOf({ 'main.accel': source }));
  expect(diagnostics.map(({ code }) => code)).toEqual(['E230']);
});

test('a parameter that is a list reaches the design', () => {
  const source = `
import { tsmc_n7 } from "std/process";
import { Sram } from "std/memory";
component Banks(sizes: [information]) {
  for size in sizes[0 .. 2] { s: Sram { capacity: size }; unused s.serve; unused s.fill; }
}
design D { process tsmc_n7; clock main = 1 GHz; b: Banks { sizes: [1 KiB, 2 KiB, 4 KiB] }; }`;
  expect(designOf(source).blocks.map(({ parameters }) => parameters['capacity'])).toMatchObject([
    { value: 8192 },
    { value: 16384 },
  ]);
});
