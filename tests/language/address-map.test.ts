import { expect, it } from 'vitest';
import { print, read, write } from '../../src/ir/index.js';
import { designOf } from '../support/language.js';
import { problemsOf } from './problems.js';

const chip = (members: string): string => `
  import { tsmc_n7 } from "std/process";
  extern component Registers { port in registers: axi_lite; }
  extern component Two { port in a: axi_lite; port in b: axi_lite[2]; }
  extern component Master { port out bus: axi_lite; }
  component Npu { csr: Registers; port registers = csr.registers; }
  design Chip {
    process tsmc_n7;
    clock main = 1 GHz;
    port in host: axi_lite[12];
    csr: Registers; dma: Registers[4]; npu: Npu; two: Two; master: Master; none: Registers[0];
    host[0] <-> csr.registers; host[1 .. 5] <-> dma[*].registers; host[5] <-> npu.registers;
    host[6] <-> two.a; host[7 .. 9] <-> two.b; unused master.bus; unused host[9 .. 12];
    ${members}
  }`;

it('is kept with the design, in the order of its addresses', () => {
  const source = chip('address_map { npu: 0x1_0000, 64 KiB; csr: 0; dma: 4 * 4096; two.b: 0x2_0000; none: 0x1000; }');
  expect(problemsOf(source)).toEqual([]);
  const ranges = designOf(source)
    .modules.at(-1)
    ?.address_map?.map(({ registers, base_bytes, size_bytes }) => [
      ...[registers.instance, registers.at.map(({ count }) => count), registers.port],
      ...[base_bytes, size_bytes],
    ]);
  expect(ranges).toEqual([
    ['csr', [], 'registers', 0, 4096],
    ['dma', [4], 'registers', 0x4000, 4096],
    ['npu', [], 'registers', 0x1_0000, 65536],
    ['two', [], 'b', 0x2_0000, 4096],
  ]);
});

it('is printed as a source of the same design, and read from its file', () => {
  const design = designOf(
    chip('address_map { npu: 0x1_0000, 64 KiB; dma[1 .. 3]: 0x2000; dma[0]: 0; two.b[1]: 0x4000; }'),
  );
  const text = print(design, () => './main.accel');
  expect(text.slice(text.indexOf('address_map'))).toMatchInlineSnapshot(`
    "address_map {
        dma[0].registers: 0x0000;
        dma[1 .. 3].registers: 0x2000;
        two.b[1]: 0x4000;
        npu.registers: 0x10000, 64 KiB;
      }
    }
    "
  `);
  const [again, diagnostics] = read(write(design));
  expect([again, diagnostics]).toEqual([design, []]);
});

it('a design without one has nothing of it', () => {
  expect(Object.keys(designOf(chip('')).modules.at(-1) ?? {})).not.toContain('address_map');
});

it.each([
  ['csr: 0x10;', 'E481 "0x10"'],
  ['csr: -4096;', 'E481 "-4096"'],
  ['csr: 0x1000, 8 KiB;', 'E481 "0x1000"'],
  ['csr: 0x1000, 12 KiB;', 'E481 "0x1000"'],
  ['csr: 0x1000, 12 b;', 'E481 "12 b"'],
  ['dma: 0xffff_e000;', 'E481 "0xffff_e000"'],
  ['csr: 1.5;', 'E302 "1.5"'],
  ['csr: int(area / 1 mm^2);', 'E212 "int(area / 1 mm^2)"'],
  ['csr: 0x2000; dma: 0x1000;', 'E482 "0x2000"'],
  ['csr: 0; csr: 0x1000;', 'E483 "0x1000"'],
  ['dma: 0; dma[3]: 0x8000;', 'E483 "0x8000"'],
  ['two: 0;', 'E480 "two"'],
  ['master: 0;', 'E480 "master"'],
  ['master.bus: 0;', 'E480 "0"'],
  ['host: 0;', 'E480 "0"'],
  ['main: 0;', 'E480 "main"'],
  ['nothing: 0;', 'E201 "nothing"'],
  ['dma[4]: 0;', 'E412 "4"'],
])('%s is refused', (entries, wanted) => {
  expect(problemsOf(chip(`address_map { ${entries} }`))).toEqual([wanted]);
});

it('stands once in a component, and in none of its loops', () => {
  const source = chip('address_map { csr: 0; } address_map { dma: 0x4000; } if true { address_map { } }');
  expect(problemsOf(source)).toEqual(['E221 "address_map { dma: 0x4000; }"', 'E221 "address_map { }"']);
});
