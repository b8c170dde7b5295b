import { expect, test } from 'vitest';
import * as dsl from '../../src/dsl/index.js';
import { write } from '../../src/ir/index.js';
import { designOf } from '../support/language.js';

test('components, arrays, clocks, passed ports, workloads and late requirements come out the same', () => {
  const text = designOf(
    `
    import { MatrixCore } from "std/compute";
    import { Sram } from "std/memory";
    import { tsmc_n5 } from "std/process";

    component Tile(lanes: int) {
      clock in side;
      port in work: commands;
      core: MatrixCore @ side { rows: lanes, cols: lanes };
      buffer: Sram @ side { capacity: 1 MiB, word: 2 * lanes * 8 b };
      work -> core.commands;
      core.spill <-> buffer.serve;
      port fill = buffer.fill;
      unused core.results;
      require core.area <= 1 mm^2;
    }

    workload decode { model "llama-3.1-8b"; phase = .decode; batch = 8; }

    workload product {
      einsum O: int32[m, n] += A: int8[m, 2 * k + 1] * B: int8[k, n] where m = 4, n = 5, k = 6;
    }

    export design Chip {
      process tsmc_n5;
      clock main = 1.2 GHz;
      clock slow = 300 MHz { reset: .async };
      port in work: commands[6];
      port in more: commands[2];
      port in fill: memory<bit, 256, 64 KiB>[2, 2];
      small: Tile[2, 2] @ (side: slow) { lanes: 16 };
      large: Tile[2] @ (side: main) { lanes: 32 };
      work[0 .. 4] -> small[*, *].work;
      more[*] -> large[*].work;
      unused work[4 .. 6];
      for r in 0 .. 2 { for c in 0 .. 2 { fill[r, c] <-> small[r, c].fill; } }
      unused large[*].fill;
      require throughput(decode) >= 20 token/s && tdp <= 30 W, "as \\"asked\\"";
      require utilization(product) >= 0.5;
    }`,
  );

  const Tile = dsl.component('Tile', { clocks: ['side'] }, (c, lanes: number) => {
    const work = c.in('work', dsl.commands());
    const core = c.add('core', dsl.MatrixCore({ rows: lanes, cols: lanes }), { clk: 'side' });
    const buffer = c.add('buffer', dsl.Sram({ capacity: '1 MiB', word: dsl.b(16 * lanes) }), { clk: 'side' });
    c.connect(work, core.commands);
    c.connect(core.spill, buffer.serve);
    const fill = c.pass('fill', buffer.fill);
    c.unused(core.results);
    c.require(dsl.measuresOf(core).area.le('1 mm^2'));
    return { work, fill };
  });
  const decode = dsl.model('decode', 'llama-3.1-8b', { phase: 'decode', batch: 8 });
  const product = dsl.einsums(
    'product',
    dsl.einsum(
      dsl.tensor('O', 'int32', ['m', 'n']),
      [dsl.tensor('A', 'int8', ['m', { k: 2, offset: 1 }]), dsl.tensor('B', 'int8', ['k', 'n'])],
      { m: 4, n: 5, k: 6 },
    ),
  );
  const clocks = { main: '1.2 GHz', slow: { frequency: '300 MHz', reset: 'async' } } as const;
  const chip = dsl.design('Chip', { process: dsl.tsmc_n5(), clocks }, (d) => {
    const work = d.in('work', dsl.commands(), 6);
    const more = d.in('more', dsl.commands(), 2);
    const fill = d.in('fill', dsl.memory('bit', 256, '64 KiB'), [2, 2]);
    const small = d.array('small', [2, 2], Tile(16), { side: 'slow' });
    const large = d.array('large', 2, Tile(32), { side: 'main' });
    d.connect(work.slice([0, 4]), small.all.work);
    d.connect(more, large.all.work);
    d.unused(work.slice([4, 6]));
    d.connect(fill, small.all.fill);
    d.unused(large.all.fill);
    d.require(dsl.throughput(decode).ge('20 token/s').and(dsl.tdp.le('30 W')), 'as "asked"');
    d.require(dsl.utilization(product).ge(0.5));
  });

  const [built, diagnostics] = chip.elaborate();
  expect(diagnostics).toEqual([]);
  expect(built && write(built.design)).toBe(write(text));
});
