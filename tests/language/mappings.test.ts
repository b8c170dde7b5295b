import { expect, it } from 'vitest';
import { elaborateMappings } from '../../src/language/index.js';
import { estimateWorkload, loadText } from '../../src/workspace/index.js';
import { diagnose, hostOf, programOf } from '../support/language.js';
import { expectDiagnostics } from './expect-diagnostics.js';

const chip = `
  import { MatrixCore } from "std/compute";
  import { Sram } from "std/memory";
  import { tsmc_n7 } from "std/process";
  design Chip {
    process tsmc_n7;
    clock main = 1 GHz;
    port in work: commands;
    core: MatrixCore { rows: 16, cols: 16 };
    l2: Sram { capacity: 1 MiB, word: 256 b };
    work -> core.commands;
    core.spill <-> l2.serve;
    unused core.results;
    unused l2.fill;
  }
  workload square(n: int = 64) {
    einsum C: int32[i, j] += A: int8[i, k] * B: int8[k, j] where i = n, j = n, k = 2 * n;
  }
  workload layer {
    input x: int8[64, 64];
    weight w: int8[64, 64];
    output y = matmul(x, w);
  }`;

const mapping = `
  /// Rows hold k.
  export mapping m for square on Chip {
    spatial k over core.rows;
    spatial j over core.cols;
    order i, k, j at l2;
    tile k = 4 * 16 at core;
    bypass weight, C at l2;
  }`;

it('what a mapping pins is kept as data', () => {
  expectDiagnostics(chip + mapping);
  expect(elaborateMappings(programOf(chip + mapping))).toEqual([
    [
      {
        schema: 'accel-mapping/1',
        name: 'm',
        workload: 'square',
        design: 'Chip',
        spatial: [
          { dimension: 'k', axis: 'core.rows' },
          { dimension: 'j', axis: 'core.cols' },
        ],
        orders: [{ dimensions: ['i', 'k', 'j'], level: 'l2' }],
        tiles: [{ dimension: 'k', size: 64, level: 'core' }],
        bypasses: [{ tensors: ['weight', 'C'], level: 'l2' }],
      },
    ],
    [],
  ]);
});

it('an estimate says that a mapping is not applied', () => {
  const { loaded } = loadText(hostOf({ 'main.accel': chip + mapping }), 'main.accel');
  const codes = (workload: string): readonly string[] =>
    loaded === undefined ? ['no design'] : estimateWorkload(loaded, workload)[1].map(({ code }) => code);
  expect(codes('square')).toContain('W740');
  expect(codes('layer')).not.toContain('W740');
});

it('a mapping is of a workload on a design, and of their parts', () => {
  expectDiagnostics(`${chip}
    mapping a for Chip on square {
      //          ^^^^ E302
      //                  ^^^^^^ E302
      tile k = 4 at l2;
    }
    mapping b for sqare on Chip { order i at l2; }
    //            ^^^^^ E201
    mapping c for square on Chip {
      spatial p over core.rows;
      //      ^ E742
      spatial i over core.weight_rows;
      //                  ^^^^^^^^^^^ E743
      spatial i over l2;
      //             ^^ E743
      spatial i over core.nothing;
      //                  ^^^^^^^ E743
      order i, j, i at l2;
      //          ^ E216
      order i at l3;
      //         ^^ E201
      order i at main;
      //         ^^^^ E744
      order i at core.l1;
      //              ^^ E411
      tile k = 129 at l2;
      //       ^^^ E745
      tile k = 2.5 at l2;
      //       ^^^ E302
      bypass D, A at l2;
      //     ^ E746
    }
    mapping d for layer on Chip {
      order m, n at l2;
      order i at l2;
      //    ^ E742
      tile k = 0 at l2;
      //       ^ E745
      bypass x, weight at l2;
    }
    const value = d;
    //            ^ E207
  `);
});

it('a tile need not divide its dimension', () => {
  const { diagnostics } = diagnose(
    hostOf({ 'main.accel': `${chip} mapping m for square on Chip { tile k = 100 at l2; }` }),
  );
  expect(diagnostics).toEqual([]);
});
