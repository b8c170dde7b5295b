import { sample } from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  bypassMemories,
  compile,
  moduleBuilder,
  optimise,
  printVerilog,
  testbench,
  testPortOf,
  unsigned,
  type Module,
} from '../../src/rtl/index.js';
import { cases, count, seed } from '../support/tier.js';
import { describeWithTool } from '../support/tools.js';
import { choices, randomModule } from './support/random-module.js';
import { randomTrace } from './support/stimulus.js';
import { inFolder, output, runIcarus, type SourceFile } from './support/tools.js';

/** A memory in a module in a module, with logic behind it. */
function store(): Module {
  const m = moduleBuilder('store');
  const words = m.memory('words', { type: unsigned(8), depth: 16, ports: '1r1w' });
  words.write({ address: m.input('to', unsigned(4)), data: m.input('data', unsigned(8)), enable: m.input('write') });
  const word = words.read({ address: m.input('from', unsigned(4)), enable: m.input('read') });
  m.output('word', word);
  const top = moduleBuilder('holder');
  const u = top.instance('u', m.build(), {
    to: top.input('to', unsigned(4)),
    data: top.input('data', unsigned(8)),
    write: top.input('write'),
    from: top.input('from', unsigned(4)),
    read: top.input('read'),
  });
  top.output('word', u.port('word').xor(0x55));
  return top.build();
}

const step = (inputs: Readonly<Record<string, number>>, sim = compile(bypassMemories(store()).top)) => {
  for (const [name, value] of Object.entries(inputs)) sim.set(name, value);
  sim.step();
  return sim;
};

describe('a memory with a bypass', () => {
  const idle = { to: 0, data: 0, write: 0, from: 0, read: 0, test_en: 1 };

  test('shows what it is given while test_en is high: every wire to it changes what is behind it', () => {
    const behind = (inputs: object): number => step({ ...idle, ...inputs }).get('word');
    expect(behind({})).toBe(0x55);
    const shown = [
      ...Array.from({ length: 4 }, (_, i) => behind({ to: 1 << i })),
      ...Array.from({ length: 4 }, (_, i) => behind({ from: 1 << i })),
      ...Array.from({ length: 8 }, (_, i) => behind({ data: 1 << i })),
      behind({ write: 1 }),
      behind({ read: 1 }),
    ];
    expect(shown).not.toContain(0x55);
    const changed = shown.map((word) => word ^ 0x55);
    expect(changed.every((bits) => (bits & (bits - 1)) === 0)).toBe(true);
    expect(changed.reduce((a, b) => a | b)).toBe(0xff);
  });

  test('is the memory while test_en is low, and its register keeps what it has', () => {
    const sim = step({ ...idle, data: 0x0f });
    step({ ...idle, to: 3, data: 0xf0, write: 1, test_en: 0 }, sim);
    step({ ...idle, from: 3, read: 1, test_en: 0 }, sim);
    expect(sim.get('word')).toBe(0xf0 ^ 0x55);
    sim.set('test_en', 1);
    expect(sim.get('word')).toBe(0x0f ^ 0x55);
  });

  test('gets its test input from the top, whose port it is', () => {
    const { top, moduleOf } = bypassMemories(store());
    expect(testPortOf(top)).toBe('test_en');
    const text = printVerilog(store(), { memoryBypass: true }).at(-1)?.text ?? '';
    expect(text).toContain('.test_en(test_en)');
    const [child] = store().instances;
    expect(child && moduleOf(child.module)).toBe(child?.module);
  });

  test('each port of two has its own', () => {
    const m = moduleBuilder('both');
    const words = m.memory('words', { type: unsigned(8), depth: 4, ports: '2rw' });
    for (const port of ['a', 'b']) {
      const address = m.input(`at_${port}`, unsigned(2));
      const [data, write] = [m.input(`data_${port}`, unsigned(8)), m.input(`write_${port}`)];
      m.output(port, words.access({ address, data, enable: 1, write }));
    }
    const sim = compile(bypassMemories(m.build()).top);
    step({ test_en: 1, data_a: 0xa0, data_b: 0x0b }, sim);
    const [a, b] = [sim.get('a'), sim.get('b')];
    step({ data_b: 0x0c }, sim);
    expect(sim.get('a')).toBe(a);
    expect(sim.get('b')).toBe(b ^ 0x07);
  });

  test('a module without memories stays as it is', () => {
    const m = moduleBuilder('plain');
    m.output('y', m.delay('y_q', m.input('x')));
    const module = m.build();
    expect(bypassMemories(module).top).toBe(module);
  });
});

const cycles = 40;

/** Random modules with bypassed memories, and what the built-in simulator shows of them or, in a test, of the bypass. */
function randomCases(series: number, modules: number, way: 'operation' | 'test') {
  return sample(choices, { seed: seed + series, numRuns: count(modules) }).map((numbers, index) => {
    const name = `b${series}_${index}`;
    const module = optimise(randomModule(numbers, name));
    const bypassed = bypassMemories(module).top;
    const vectorFile = `${name}.hex`;
    const port = testPortOf(bypassed);
    const held = way === 'operation' && port !== undefined ? { testPort: port } : {};
    const trace = randomTrace(way === 'test' ? bypassed : module, numbers, cycles);
    const bench = testbench(trace, { vectorFile, ...held });
    const design = way === 'test' ? printVerilog(bypassed) : printVerilog(module, { memoryBypass: true });
    const made = [...design, { file: `${name}_tb.v`, text: bench.text }];
    const files: readonly SourceFile[] = [...made, { file: vectorFile, text: bench.vectors }];
    return { name, files, sources: made.map(({ file }) => file) };
  });
}

const linesOf = (text: string): string[] =>
  text
    .split('\n')
    .filter((line) => line !== '')
    .sort();

describeWithTool('icarus', 'Icarus', () => {
  test('shows with the bypass out of the way what the built-in simulator shows without one', () => {
    const made = randomCases(60, cases(40), 'operation');
    const shown = inFolder(
      made.flatMap(({ files }) => files),
      (folder) => runIcarus(folder, [...new Set(made.flatMap(({ sources }) => sources))]),
    );
    expect(linesOf(shown)).toEqual(made.map(({ name }) => `PASS ${name}_tb: ${cycles} cycles`).sort());
  });
});

describeWithTool(['verilator', 'yosys'], 'Verilator and Yosys', () => {
  test('have no warning', () => {
    for (const { name, files, sources } of randomCases(61, cases(8), 'test')) {
      const design = sources.filter((file) => !file.endsWith('_tb.v'));
      const script = `read_verilog ${design.join(' ')}; hierarchy -check -top ${name}; proc; check -assert`;
      const shown = inFolder(files, (folder) => [
        output(folder, 'verilator', ['--lint-only', '-Wall', '--top-module', name, ...design]),
        output(folder, 'yosys', ['-q', '-p', script]),
      ]);
      expect(shown, name).toEqual(['', '']);
    }
  });

  test('prove that with test_en low the bypass is not there', () => {
    const plain = printVerilog(store()).map(({ file, text }) => ({
      file: `plain_${file}`,
      text: text.replaceAll(/\b(store|holder)\b/g, 'plain_$1'),
    }));
    const bypassed = printVerilog(store(), { memoryBypass: true });
    const files = [...plain, ...bypassed];
    const read = `read_verilog ${files.map(({ file }) => file).join(' ')}`;
    const top = {
      file: 'tied.v',
      text: "module tied (input clk, input [3:0] to, input [7:0] data, input write, input [3:0] from, input read, output [7:0] word);\n  holder u (.clk(clk), .test_en(1'b0), .to(to), .data(data), .write(write), .from(from), .read(read), .word(word));\nendmodule\n",
    };
    const shown = inFolder([...files, top], (folder) =>
      output(folder, 'yosys', [
        '-q',
        '-p',
        `${read} tied.v; proc; flatten; opt -full; memory; opt -full; equiv_make plain_holder tied equiv; hierarchy -top equiv; opt -full; equiv_simple -undef; equiv_induct -undef; equiv_status -assert`,
      ]),
    );
    expect(shown).toBe('');
  });
});
