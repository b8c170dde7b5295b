import { expect, it } from 'vitest';
import { designOf } from '../support/language.js';
import { expectDiagnostics } from './expect-diagnostics.js';

const source = `
  import * as mem from "std/memory";
  import { tsmc_n7 } from "std/process";
  component Tile(rows: int in 1 ..= 64 = 4) {
    buffer: mem.Sram { capacity: 64 KiB };
    port serve = buffer.serve;
    port fill = buffer.fill;
  }
  design Chip(tiles: int in 1 ..= 64 = 2, operand: dtype = int8, fast: bool = true) {
    process tsmc_n7;
    clock main = 1 GHz;
    tile: Tile[tiles];
    let peak_ops = 2 op * tiles * clk.frequency;
    unused tile[*].serve;
    unused tile[*].fill;
  }
  workload square(n: int = 64) {
    einsum C: int32[i, j] += A: int8[i, k] * B: int8[k, j] where i = n, j = n, k = n;
  }`;

const search = `
  export explore space for Chip {
    sweep tiles in [8, 12, 16];
    sweep tile.rows in 4 ..= 64 step * 2;
    sweep tile.buffer.capacity in 32 KiB ..= 128 KiB step 32 KiB;
    sweep square.n in 64 .. 256;
    sweep operand in [int8, bf16];
    sweep fast in [true, false];
    minimize energy(square);
    maximize throughput(square) / area;
    subject to area <= 30 mm^2 && peak_ops > 1 GOPS;
  }`;

it('a search is checked, and changes nothing of the design', () => {
  expectDiagnostics(source + search);
  expect(designOf(source + search)).toEqual(designOf(source));
});

it('a search is over a design', () => {
  expectDiagnostics(`${source}
    explore a for Tile { minimize area; }
    //            ^^^^ E302
    explore b for Chp { minimize area; }
    //            ^^^ E201
    const n = a;
    //        ^ E207
  `);
});

it('what is swept is a parameter, with values of its type', () => {
  expectDiagnostics(`${source}
    const whole = 4;
    explore a for Chip {
      sweep tles in [1, 2];
      //    ^^^^ E201
      sweep whole in [1, 2];
      //    ^^^^^ E740
      sweep tile[0].rows in [1, 2];
      //    ^^^^^^^ E740
      sweep tile.cols in [1, 2];
      //         ^^^^ E400
      sweep tile.bufer.capacity in [1 KiB];
      //         ^^^^^ E411
      sweep clk.frequency in [1 GHz];
      //    ^^^ E740
      sweep tiles in [1, 2.5];
      //             ^^^^^^^^ E302
      sweep tiles in [4];
      //    ^^^^^ E216
      sweep operand in int8 .. bf16;
      //               ^^^^^^^^^^^^ E302
      sweep tile.buffer.capacity in 32 KiB ..= 64 KiB;
      //                            ^^^^^^^^^^^^^^^^^ E741
      sweep tile.buffer.word in 64 b ..= 128 b step 4;
      //                                            ^ E302
      sweep tile.rows in 1 .. 8 step area;
      //                             ^^^^ E302 E212
      minimize fast;
      //       ^^^^ E302
      maximize whole + 1 mm;
      //       ^^^^^^^^^^^^ E301
      subject to area;
      //         ^^^^ E302
    }
  `);
});
