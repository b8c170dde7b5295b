import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { build, readMacroLibrary } from '../../src/hardware/index.js';
import { inFolder, output } from '../rtl/support/tools.js';
import { canonicalOf } from '../support/language.js';
import { accel } from '../support/program.js';
import { describeWithTool } from '../support/tools.js';

const source = (ports: string): string => `import { Sram } from "std/memory";
import { tsmc_n7 } from "std/process";

design Chip() {
  process tsmc_n7;
  clock main = 800 MHz;
  port in side: memory<bit, 32, 2 KiB>;
  buffer: Sram { capacity: 2 KiB, word: 32 b, ports: .${ports} };
  side <-> buffer.serve;
  unused buffer.fill;
}
`;

const folder = new URL('../../data/memory-macros/', import.meta.url);
const shipped = readdirSync(folder).filter((file) => file.endsWith('.json'));
const textOf = (file: string): string => readFileSync(new URL(file, folder), 'utf8');

function libraryOf(file: string): NonNullable<ReturnType<typeof readMacroLibrary>[0]> {
  const [library, problems] = readMacroLibrary(file, textOf(file));
  if (library === undefined) throw new Error(problems.map(({ message }) => message).join('\n'));
  return library;
}

function made(file: string, ports = 'one_r_one_w') {
  const { design, origins } = canonicalOf(source(ports));
  const [found, problems] = build(design, origins, { version: '0', memories: libraryOf(file) });
  if (found === null) throw new Error(problems.map(({ message }) => message).join('\n'));
  const textAt = (path: string): string => found.files.find((each) => each.path === path)?.text ?? '';
  return { ...found, problems, file: textAt, list: JSON.parse(textAt('memories.json')) };
}

describe('the libraries of the package', () => {
  test.each(shipped)('%s is read, and says where its pins are from', (file) => {
    const library = libraryOf(file);
    expect(library.source).toMatch(/^https:\/\//);
    for (const { ports, name } of library.macros) {
      const pins = ports.flatMap(({ clock, address, in: data, out }) => [clock, address, data, out]);
      expect(pins.filter((pin) => pin !== undefined).length, name).toBeGreaterThanOrEqual(3);
    }
  });

  test('of OpenRAM: an instance with its pins, active low, and the supplies are told', () => {
    const { list, file, problems } = made('sky130_openram.json');
    expect(problems).toEqual([]);
    const macro = 'sky130_sram_1kbyte_1rw1r_32x256_8';
    expect(list.macros).toEqual([{ macro, count: 2, power_pins: ['vccd1', 'vssd1'] }]);
    const wrapper = 'accel_memory_512x32_1r1w_old_mask8';
    expect(list.memories[0]).toMatchObject({ memory: 'words', macros: { wrapper, macro, rows: 2, columns: 1 } });
    for (const pin of ['csb0', 'web0', 'csb1'])
      expect(file(`${wrapper}.v`)).toMatch(new RegExp(`\\.${pin}\\((not_|\\(?~)`));
    expect(file('Sram.v')).toContain(`${wrapper} words (`);
    expect(file('files.f')).not.toContain('macros/');
    expect(file(`macros/${macro}.v`)).toContain('input wire [3:0] wmask0');
  });

  test('of fakeram45: one port, and a memory of two stays with a warning', () => {
    expect(made('fakeram45.json', 'one_rw').list.macros).toEqual([
      { macro: 'fakeram45_256x32', count: 2, power_pins: [] },
    ]);
    const { list, problems } = made('fakeram45.json');
    expect(list.memories[0].macros).toBeNull();
    expect(problems.map(({ code, message }) => `${code} ${message}`)).toEqual([
      'W662 the memory words of module Sram finds no macro with its ports (1r1w) in the library "fakeram45"; it stays as it is, for synthesis to make of it what it can',
    ]);
  });

  test('of FPGAs: the memory as it is, with an attribute and without a warning', () => {
    const { file, problems } = made('xilinx.json');
    expect(problems).toEqual([]);
    expect(file('Sram.v')).toContain('(* ram_style = "block" *) reg [31:0] words [0:511];');
  });
});

describe('E684', () => {
  const whole = JSON.parse(textOf('sky130_openram.json'));
  const [first] = whole.macros;
  const changed = (macro: object): string => JSON.stringify({ ...whole, macros: [{ ...first, ...macro }] });

  test.each([
    ['no JSON', '{', /JSON/],
    ['another file', '{}', /the field "schema"/],
    ['a field that is none', JSON.stringify({ ...whole, macro: [] }), /there is no such field at macro/],
    ['words that are no power of two', changed({ words: 100 }), /has 100 words, which is no power of two/],
    [
      'a port without data',
      changed({ ports: [{ ...first.ports[0], in: undefined }] }),
      /has no "in" at the port of addr0/,
    ],
    ['a port without direction', changed({ ports: [{ ...first.ports[0], write: undefined }] }), /has no "write"/],
    ['a mask of no bits', changed({ mask_bits: undefined }), /a mask at the port of addr0 and no "mask_bits"/],
  ])('%s', (_, text, why) => {
    const [library, problems] = readMacroLibrary('mine.json', text);
    expect(library).toBeUndefined();
    expect(problems.map(({ code }) => code)).toContain('E684');
    expect(problems.map(({ message }) => message).join('\n')).toMatch(why);
  });
});

describe('accel build --memories', () => {
  let scratch = '';
  beforeAll(() => {
    scratch = mkdtempSync(join(tmpdir(), 'accel-macros-'));
    writeFileSync(join(scratch, 'mine.json'), textOf('sky130_openram.json'));
  });
  afterAll(() => rmSync(scratch, { recursive: true }));
  const run = (library: string) =>
    accel(['build', '-', '-o', join(scratch, 'out'), '--memories', library], { input: source('one_r_one_w') });

  test('takes a library by its name, and a file', async () => {
    expect(await run('sky130_openram')).toMatchObject({ code: 0, err: '' });
    const first = readFileSync(join(scratch, 'out', 'memories.json'), 'utf8');
    expect(await run(join(scratch, 'mine.json'))).toMatchObject({ code: 0 });
    expect(readFileSync(join(scratch, 'out', 'memories.json'), 'utf8')).toBe(first);
  });

  test('says which there are', async () => {
    const { code, err } = await run('nothing');
    expect(code).not.toBe(0);
    expect(err).toContain('error[E684]');
    expect(err).toContain('the package has fakeram45, sky130_openram, xilinx');
  });
});

describeWithTool(['verilator', 'icarus', 'yosys'], 'Verilator, Icarus and Yosys', () => {
  test('take the chip with its stubs without a warning', () => {
    const { files } = made('sky130_openram.json');
    const verilog = files
      .filter(({ path }) => path.endsWith('.v'))
      .map(({ path, text }) => ({ file: path.replace('macros/', ''), text }));
    const names = verilog.map(({ file }) => file);
    const script = `read_verilog ${names.join(' ')}; hierarchy -check -top Chip; proc; check -assert; flatten; select -assert-count 2 t:sky130_sram*; select -assert-none t:$mem*`;
    const shown = inFolder(verilog, (at) => [
      output(at, 'verilator', ['--lint-only', '-Wall', '--top-module', 'Chip', ...names]),
      output(at, 'iverilog', ['-Wall', '-g2005', '-s', 'Chip', '-o', 'chip.vvp', ...names]),
      output(at, 'yosys', ['-q', '-p', script]),
    ]);
    expect(shown).toEqual(['', '', '']);
  });
});
