import { expect, test } from 'vitest';
import * as dsl from '../../src/dsl/index.js';
import { elaborateMappings } from '../../src/language/index.js';
import { builderModule, loadDefinition } from '../../src/workspace/index.js';
import { programOf } from '../support/language.js';
import { toldIn } from './told.js';

const product = dsl.einsums(
  'product',
  dsl.einsum(
    dsl.tensor('C', 'int32', ['i', 'j']),
    [dsl.tensor('A', 'int8', ['i', 'k']), dsl.tensor('B', 'int8', ['k', 'j'])],
    { i: 64, j: 64, k: 128 },
  ),
);
const Tile = dsl.component('Tile', (c) => {
  const core = c.add('core', dsl.PEArray({ rows: 8, cols: 8 }));
  const l1 = c.add('l1', dsl.Sram({ capacity: '64 KiB' }));
  c.unused(core.weights, core.activations, core.sums, l1.fill, l1.serve);
});
const chip = dsl.design('Chip', { process: dsl.tsmc_n7(), clocks: { main: '1 GHz' } }, (d) => {
  d.array('tile', 4, Tile());
});

test('text and builder pin the same', () => {
  const program = programOf(`
    import { PEArray } from "std/compute"; import { Sram } from "std/memory"; import { tsmc_n7 } from "std/process";
    component Tile { core: PEArray { rows: 8, cols: 8 }; l1: Sram { capacity: 64 KiB };
      unused core.weights; unused core.activations; unused core.sums; unused l1.fill; unused l1.serve; }
    design Chip { process tsmc_n7; clock main = 1 GHz; tile: Tile[4]; }
    workload product { einsum C: int32[i, j] += A: int8[i, k] * B: int8[k, j] where i = 64, j = 64, k = 128; }
    mapping m for product on Chip {
      spatial k over tile.core.rows; spatial j over tile.core.cols; spatial i over tile;
      order i, j, k at tile.l1; tile k = 64 at tile.l1; bypass weight, C at tile.l1;
    }`);
  const m = dsl.mapping('m', product, chip, (pin) => {
    pin.spatial('k', 'tile.core.rows');
    pin.spatial('j', 'tile.core.cols');
    pin.spatial('i', 'tile');
    pin.order(['i', 'j', 'k'], 'tile.l1');
    pin.tile('k', 64, 'tile.l1');
    pin.bypass(['weight', 'C'], 'tile.l1');
  });
  const [loaded, diagnostics] = loadDefinition('chip.ts', builderModule({ chip, product, m }), {});
  expect(diagnostics).toEqual([]);
  expect(loaded?.mappings).toEqual(elaborateMappings(program)[0]);
  expect(loaded?.unapplied('product').map(({ code }) => code)).toEqual(['W740']);
});

test('mistakes are told at their lines', () => {
  const wrong = dsl.mapping<'frequency', string, string>('m', product, chip, (pin) => {
    pin.spatial('z', 'tile.core.rows');
    pin.spatial('k', 'tile.core.depth');
    pin.spatial('k', 'tiles');
    pin.order(['i', 'i'], 'tile.l1');
    pin.order(['i'], 'tile.l2');
    pin.tile('k', 129, 'tile.l1');
    pin.bypass(['D'], 'tile.l1');
  });
  const [design] = chip.elaborate();
  const found = design === undefined ? [] : wrong.elaborate(design.design)[1];
  expect(toldIn(import.meta.url)(found)).toEqual([
    ['E742', "pin.spatial('z', 'tile.core.rows');"],
    ['E743', "pin.spatial('k', 'tile.core.depth');"],
    ['E411', "pin.spatial('k', 'tiles');"],
    ['E216', "pin.order(['i', 'i'], 'tile.l1');"],
    ['E411', "pin.order(['i'], 'tile.l2');"],
    ['E745', "pin.tile('k', 129, 'tile.l1');"],
    ['E746', "pin.bypass(['D'], 'tile.l1');"],
  ]);
});
