import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { builtins, printTypeScript, write, type Design } from '../../src/ir/index.js';
import { buildPlan, plans } from '../ir/random-design.js';
import { runModule } from '../support/builder.js';
import { compile } from '../support/compile.js';
import { designOf } from '../support/language.js';
import { cases } from '../support/tier.js';

const examples = new URL('../../examples/', import.meta.url);

/** The examples in text by file name: they may import each other. */
const texts: Readonly<Record<string, string>> = Object.fromEntries(
  readdirSync(examples)
    .filter((file) => file.endsWith('.accel'))
    .map((file) => [file, readFileSync(new URL(file, examples), 'utf8')]),
);

/** Designs with all that the builder's text has a form for, by name. */
const designs: Readonly<Record<string, Design>> = {
  ...Object.fromEntries(
    Object.entries(texts).map(([file, text]) => [
      file.replace('.accel', ''),
      designOf({ ...texts, 'main.accel': text }),
    ]),
  ),
  parts: designOf(`
    import { MatrixCore } from "std/compute";
    import { Sram } from "std/memory";
    import { tsmc_n5 } from "std/process";

    component Sram2(lanes: int) {
      clock in side;
      port in work: commands;
      port bus = phy[1 .. 3].bus;
      port one = phy[0].bus;
      phy: Phy[3];
      core: MatrixCore @ side { rows: lanes, cols: lanes };
      design_: Sram @ side { capacity: 1 MiB, word: 2 * lanes * 8 b, ports: .one_rw };
      work -> core.commands;
      core.spill <-> design_.serve;
      unused core.results;
      unused design_.fill;
    }
    component Phy { port in bus: lanes<4>; unused bus; }

    workload model { model "llama-3.1-8b"; phase = .decode; batch = 8; weights = int8; }
    workload product {
      einsum O: int32[m, n] += A: int8[m, 2 * k - r + 2] * B: int8[k, n, r] where m = 4, n = 5, k = 6, r = 3, B = [6, 5, 4];
    }
    workload mlp {
      input x: int8[4, 8]; weight const_: int8[8, 8]; weight b: int8[8];
      let h = softmax(gelu(matmul(x, const_, bias: b)), axis: 0);
      output y = concat(h, reshape(h, [4, -1]), axis: 1);
      output z = x;
    }

    export design Chip {
      process tsmc_n5 { voltage: 0.7 V };
      clock main = 1.2 GHz;
      clock slow = 300 MHz { reset: .async };
      port in work: commands[6];
      port host = tile[*, *].one;
      port in class: axi<64, 40>; unused class;
      tile: Sram2[2, 2] @ (side: slow) { lanes: 16 };
      last: Sram2 @ (clk: main, side: slow) { lanes: 32 };
      work[0 .. 2] -> tile[0, *].work;
      for i in 0 .. 2 { work[5 - 2 * i] -> tile[1, i].work; }
      unused last.work;
      unused work[2]; unused work[4];
      unused tile[*, *].bus; unused last.bus; unused last.one;
      require throughput(model) >= 20 token/s && !(tdp > 30 W) || cycles(mlp) != 4, "as 'asked' \\"for\\"";
      require max([area, 3 mm^2]) / 2 + tile.area - tile[1, 0].area <= (utilization(product) < 0.5 ? 90 mm^2 : area * 2);
      require sqrt(area * area) * 1.0 == area && (peak(int8) > 1 TOPS) == true;
      require -cost <= 0 USD && (area / 1 mm^2) ^ 2 < 1e9;
    }`),
};

/** The design that the printed module makes. */
function again(design: Design): string {
  const [definition] = runModule(printTypeScript(design)).designs;
  const [built, diagnostics] = definition?.elaborate() ?? [];
  expect(diagnostics).toEqual([]);
  return built === undefined ? 'nothing' : write(built.design);
}

describe.each(Object.keys(designs))('%s printed as TypeScript', (name) => {
  const design = designs[name];
  test('gives the same bytes when it is run', () => {
    expect(design && again(design)).toBe(design && write(design));
  });
});

test('tsc has nothing to say of printed designs', () => {
  const texts = Object.entries(designs).map(([name, design]) => [`${name}.ts`, printTypeScript(design)] as const);
  expect(compile(Object.fromEntries(texts))).toBe('');
});

test('a random design printed as TypeScript and run is the same, byte for byte', () => {
  fc.assert(
    fc.property(plans, (plan) => {
      const [made] = buildPlan(plan).elaborate();
      expect(made && again(made.design)).toBe(made && write(made.design));
    }),
    { numRuns: cases(40) },
  );
});

test('the builder has the functions of the language', () => {
  const source = readFileSync(new URL('../../src/dsl/functions.ts', import.meta.url), 'utf8');
  const [union = ''] = /type FunctionName =[^;]+/.exec(source) ?? [];
  expect([...union.matchAll(/'(\w+)'/g)].map(([, name]) => name).toSorted()).toEqual([...builtins.keys()].toSorted());
});

test('a small design', () => {
  const design = designOf(`
    import { Sram } from "std/memory"; import { tsmc_n7 } from "std/process";
    component Tile(size: information) { kept: Sram { capacity: size }; port fill = kept.fill; port serve = kept.serve; }
    design Chip { process tsmc_n7; clock main = 1 GHz; tile: Tile[4] { size: 64 KiB };
      unused tile[*].fill; unused tile[*].serve; require tile.area <= 1 mm^2, "small"; }`);
  expect(printTypeScript(design)).toMatchInlineSnapshot(`
    "import { Sram, component, design, measuresOf, memory, tsmc_n7 } from 'accel-hdl/dsl';

    const Tile = component('Tile', (c) => {
      const fill = c.in('fill', memory('bit', 128, '64 KiB'));
      const serve = c.in('serve', memory('bit', 128, '64 KiB'));
      const kept = c.add('kept', Sram({ capacity: '64 KiB', word: '16 B', ports: 'one_r_one_w' }));
      c.connect(fill, kept.fill);
      c.connect(serve, kept.serve);
      return { fill, serve };
    });

    export default design('Chip', { process: tsmc_n7(), clocks: { main: '1 GHz' } }, (d) => {
      const tile = d.array('tile', 4, Tile());
      d.unused(tile.all.fill);
      d.unused(tile.all.serve);
      d.require(measuresOf(tile.all).area.le('1 mm^2'), 'small');
    });
    "
  `);
});
