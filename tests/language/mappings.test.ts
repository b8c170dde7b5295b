import { readFileSync } from 'node:fs';
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

/** Messages and the first operation's mapping of the estimate of a workload. */
function estimated(source: string, workload: string) {
  const { loaded } = loadText(hostOf({ 'main.accel': source }), 'main.accel');
  const [made, diagnostics] = loaded === undefined ? [undefined, []] : estimateWorkload(loaded, workload);
  return { mapping: made?.estimate.operations[0]?.mapping, messages: diagnostics.map(({ message }) => message) };
}

it('an estimate on a core is of the mapping that is pinned', () => {
  const pins = (text: string): string => `${chip} mapping m for square on Chip { ${text} }`;
  const { mapping: found, messages } = estimated(
    pins('spatial k over core.rows; tile k = 48 at core; order j, i, k at l2;'),
    'square',
  );
  expect(messages).toEqual([]);
  expect([found?.core_tile.k, found?.order]).toMatchInlineSnapshot(`
    [
      48,
      "n, m, k",
    ]
  `);
});

it('each estimate is of its own pins, whatever was estimated before', () => {
  const tile = (size: number): number | undefined =>
    estimated(`${chip} mapping m for square on Chip { tile k = ${size} at core; }`, 'square').mapping?.core_tile.k;
  expect([tile(16), tile(48), tile(16)]).toEqual([16, 48, 16]);
});

it('products of equal shape have pins of their own, by the names of their indices', () => {
  const source = `${chip}
    workload pair {
      einsum C: int32[i, j] += A: int8[i, k] * B: int8[k, j] where i = 64, j = 64, k = 64;
      einsum D: int32[j, k] += E: int8[j, i] * F: int8[i, k] where i = 64, j = 64, k = 64;
    }
    mapping m for pair on Chip { tile k = 16 at core; }`;
  const { loaded } = loadText(hostOf({ 'main.accel': source }), 'main.accel');
  const made = estimateWorkload(loaded!, 'pair')[0]?.estimate.operations;
  expect(made?.map(({ mapping: found }) => [found?.core_tile.k, found?.core_tile.n])).toEqual([
    [16, expect.any(Number)],
    [expect.any(Number), 16],
  ]);
});

it('what cannot be met on a core is told, with the fewest pins that conflict', () => {
  const { messages } = estimated(chip + mapping, 'square');
  expect(messages).toEqual(['no loops of C were found that meet bypass weight, C at l2']);
  const order = mapping.replace('bypass weight, C at l2;', '');
  expect(estimated(chip + order, 'square').messages).toEqual([
    'no loops of C were found that meet order i, k, j at l2',
  ]);
  expect(estimated(chip + order, 'layer').messages).toEqual([]);
});

it('a mapping on multiprocessors is not applied yet: W740', () => {
  const source = `${readFileSync(new URL('../../examples/a100.accel', import.meta.url), 'utf8')}
    workload layer { input x: fp16[24, 16]; weight w: fp16[16, 12]; output y = matmul(x, w); }
    mapping m for layer on A100 { tile k = 4 at hbm; }`;
  expect(estimated(source, 'layer').messages).toEqual([
    'mapping "m" of layer is checked, and not applied yet: the mapper chose by itself',
  ]);
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
