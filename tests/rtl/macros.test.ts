import { array, boolean, integer, record, sample } from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  lowerMemories,
  modulesOf,
  moduleBuilder,
  printVerilog,
  record as recordTrace,
  compile,
  signed,
  testbench,
  unsigned,
  type MacroLibrary,
  type MacroPort,
  type MemoryMacro,
  type Module,
  type ModuleBuilder,
  type Type,
} from '../../src/rtl/index.js';
import { cases, count, seed } from '../support/tier.js';
import { describeWithTool } from '../support/tools.js';
import { macroModel } from './support/macro-model.js';
import { edgeLines, edgesTestbench, runEdges, type Edge } from './support/two-clocks.js';
import { inFolder, output, runIcarus, runVerilator, type SourceFile } from './support/tools.js';

const low = (pin: string) => ({ pin, active: 'low' }) as const;
const high = (pin: string) => ({ pin, active: 'high' }) as const;

/** As of OpenRAM: active low, byte masks, one port for everything and one that reads. */
const openram: readonly MacroPort[] = [
  {
    kind: 'rw',
    clock: 'clk0',
    address: 'addr0',
    in: 'din0',
    out: 'dout0',
    enable: low('csb0'),
    write: low('web0'),
    mask: high('wmask0'),
  },
  { kind: 'r', clock: 'clk1', address: 'addr1', out: 'dout1', enable: low('csb1') },
];

const macro = (
  name: string,
  rest: Partial<MemoryMacro> & Pick<MemoryMacro, 'words' | 'bits' | 'ports'>,
): MemoryMacro => ({
  name,
  read_latency: 1,
  holds: false,
  own_write: 'undefined',
  under_write: 'undefined',
  ...rest,
});

/** Small macros of each kind. */
const library: MacroLibrary = {
  name: 'small',
  source: 'this test',
  least_bits: 0,
  macros: [
    macro('sram_8x16', { words: 8, bits: 16, mask_bits: 8, ports: openram }),
    macro('dual_4x8', {
      words: 4,
      bits: 8,
      holds: true,
      own_write: 'keep',
      tied: [{ pin: 'margin', bits: 3, value: 5 }],
      ports: ['a', 'b'].map((port) => ({
        kind: 'rw' as const,
        clock: `clk_${port}`,
        address: `addr_${port}`,
        in: `in_${port}`,
        out: `out_${port}`,
        enable: high(`me_${port}`),
        write: high(`we_${port}`),
      })),
      area_um2: 1000,
    }),
  ],
};

interface Shape {
  readonly ports: '1rw' | '1r1w' | '2rw';
  readonly depth: number;
  readonly type: Type;
  readonly lane?: number;
  readonly underWrite?: 'old' | 'new' | 'keep' | 'undefined';
  readonly clocks?: 2;
}

/** A memory of the shape, its wires as ports. A read that nobody knows is not shown. */
function store(shape: Shape): Module {
  const { ports, depth, type, lane, underWrite, clocks } = shape;
  const m = moduleBuilder('store');
  const other = clocks === 2 ? m.addClock('clk_b', 'rst_b') : m.clock;
  const options = {
    type,
    depth,
    ports,
    ...(lane === undefined ? {} : { lane }),
    ...(underWrite === undefined ? {} : { underWrite }),
  };
  const words = m.memory('words', options);
  const mask = (name: string) => (lane === undefined ? {} : { mask: m.input(name, unsigned(type.width / lane)) });
  if (ports === '1r1w') {
    m.output(
      'word',
      words.read({ address: m.input('from', words.addressType), enable: m.input('read'), clock: other }),
    );
    const [address, data] = [m.input('to', words.addressType), m.input('data', type)];
    words.write({ address, data, enable: m.input('write'), ...mask('mask') });
    return m.build();
  }
  for (const port of ports === '2rw' ? ['a', 'b'] : ['a']) addAccess(m, words, port, type, mask(`mask_${port}`));
  return m.build();
}

function addAccess(
  m: ModuleBuilder,
  words: ReturnType<ModuleBuilder['memory']>,
  port: string,
  type: Type,
  mask: object,
): void {
  const address = m.input(`address_${port}`, words.addressType);
  const [enable, write, data] = [m.input(`enable_${port}`), m.input(`write_${port}`), m.input(`data_${port}`, type)];
  m.output(`word_${port}`, words.access({ address, enable, write, data, ...mask }));
}

const lowered = (module: Module): Module => lowerMemories(module, library).top;

/** The Verilog of a module with macros, and their models. */
function filesOf(module: Module, { clocks }: Shape): readonly SourceFile[] {
  const top = lowered(module);
  const used = new Set(modulesOf(top).flatMap(({ external, name }) => (external === undefined ? [] : [name])));
  const models = library.macros.filter(({ name }) => used.has(name));
  return [
    ...models.map((each) => ({ file: `${each.name}.v`, text: macroModel(each, clocks === 2) })),
    ...printVerilog(top),
  ];
}

/** Random edges: every word is written first, and both ports of 2rw keep apart; a memory of two clocks has them in turn. */
function edgesOf(shape: Shape, series: number): readonly Edge[] {
  const { depth, type, ports, lane, clocks } = shape;
  const value = integer({ min: 0, max: 2 ** Math.min(31, type.width) - 1 });
  const place = integer({ min: 0, max: depth - 1 });
  const side = record({ place, value, on: boolean(), write: boolean(), mask: value });
  const [drawn = []] = sample(array(record({ a: side, b: side }), { minLength: 120, maxLength: 120 }), {
    seed: seed + series,
    numRuns: count(1),
  });
  const cut = (data: number): bigint =>
    type.signed ? BigInt.asIntN(type.width, BigInt(data)) : BigInt.asUintN(type.width, BigInt(data));
  const bits = type.width / (lane ?? type.width);
  const masked = (name: string, mask: number): Readonly<Record<string, bigint>> =>
    lane === undefined ? {} : { [name]: BigInt.asUintN(bits, BigInt(mask)) };
  const all = 2 ** Math.min(30, bits) - 1;
  if (ports === '1r1w') {
    const fill = Array.from({ length: depth }, (_, to) => ({
      clock: 'clk',
      inputs: { to, data: cut(to * 5 + 1), write: 1, read: 0, ...masked('mask', all) },
    }));
    const first = { clock: clocks === 2 ? 'clk_b' : 'clk', inputs: { from: 0, read: 1, write: 0 } };
    return [
      ...fill,
      first,
      ...drawn.map(({ a, b }) => ({
        clock: clocks === 2 && a.on ? 'clk_b' : 'clk',
        // Near each other, so that reads meet writes often.
        inputs: {
          to: a.place % 4,
          data: cut(a.value),
          write: a.write ? 1 : 0,
          from: (b.write ? b.place : a.place) % 4,
          read: b.on ? 1 : 0,
          ...masked('mask', a.mask),
        },
      })),
    ];
  }
  const names = ports === '2rw' ? ['a', 'b'] : ['a'];
  const access = (name: string, at: number, on: boolean, write: boolean, data: number, mask: number) => ({
    [`address_${name}`]: at,
    [`enable_${name}`]: on ? 1 : 0,
    [`write_${name}`]: write ? 1 : 0,
    [`data_${name}`]: cut(data),
    ...masked(`mask_${name}`, mask),
  });
  const fill = Array.from({ length: depth }, (_, at) => ({
    clock: 'clk',
    inputs: { ...access('a', at, true, true, at * 5 + 1, all), ...(names.length > 1 ? { enable_b: 0 } : {}) },
  }));
  const inputsOf = (make: (name: string, index: number) => object) => Object.assign({}, ...names.map(make));
  return [
    ...fill,
    { clock: 'clk', inputs: inputsOf((name, i) => access(name, i, true, false, 0, all)) },
    ...drawn.map(({ a, b }) => ({
      clock: 'clk',
      inputs: inputsOf((name, i) => {
        const { place: at, on, write, value: data, mask } = i === 0 ? a : b;
        return access(name, i === 1 && at === a.place ? (at + 1) % depth : at, on, write, data, mask);
      }),
    })),
  ];
}

const shapes: readonly (readonly [string, Shape])[] = [
  ['one port, words kept', { ports: '1rw', depth: 8, type: unsigned(16) }],
  ['one port, tiled in width and depth, with bytes', { ports: '1rw', depth: 20, type: unsigned(40), lane: 8 }],
  ['one port, nibbles that no mask tells apart', { ports: '1rw', depth: 4, type: unsigned(12), lane: 4 }],
  ['a read and a write, old words', { ports: '1r1w', depth: 8, type: signed(16) }],
  ['a read and a write, old words, tiled, with bytes', { ports: '1r1w', depth: 30, type: unsigned(24), lane: 8 }],
  [
    'a read and a write, new words, with bytes',
    { ports: '1r1w', depth: 16, type: unsigned(16), lane: 8, underWrite: 'new' },
  ],
  ['a read and a write of two clocks', { ports: '1r1w', depth: 12, type: unsigned(9), clocks: 2 }],
  ['two ports, tiled', { ports: '2rw', depth: 10, type: unsigned(14) }],
];

describe('memories become macros', () => {
  const fitOf = (shape: Shape): string => {
    const [found] = lowerMemories(store(shape), library).memories;
    if (found === undefined || typeof found.result === 'string') return String(found?.result);
    const { macro: of, rows, columns } = found.result;
    return `${rows} x ${columns.length} ${of.name}`;
  };

  test('as many as cover them', () => {
    expect(shapes.map(([, shape]) => fitOf(shape))).toEqual([
      '1 x 1 sram_8x16',
      '3 x 3 sram_8x16',
      '1 x 3 sram_8x16',
      '1 x 1 sram_8x16',
      '4 x 2 sram_8x16',
      '2 x 1 sram_8x16',
      '2 x 1 sram_8x16',
      '3 x 2 dual_4x8',
    ]);
  });

  test('behind one wrapper for each shape', () => {
    const m = moduleBuilder('twice');
    for (const name of ['one', 'two']) {
      const words = m.memory(name, { type: unsigned(8), depth: 4, ports: '1r1w' });
      words.write({ address: 0, data: m.input(`into_${name}`, unsigned(8)), enable: 1 });
      m.output(`${name}_word`, words.read({ address: 1 }));
    }
    const top = lowered(m.build());
    expect(printVerilog(top).map(({ module }) => module)).toEqual(['accel_memory_4x8_1r1w_old', 'twice']);
  });

  test('or stay with the reason and the library’s attributes', () => {
    expect(fitOf({ ports: '1rw', depth: 8, type: unsigned(8), underWrite: 'new' })).toBe(
      'finds no macro with its ports (1rw) in the library "small"',
    );
    const large = lowerMemories(store({ ports: '1rw', depth: 8, type: unsigned(8) }), { ...library, least_bits: 65 });
    expect(large.memories.map(({ result }) => result)).toEqual(['has 64 bits, and memories below 65 stay registers']);
    const attributes = [{ name: 'ram_style', value: 'block' }];
    const marked = lowerMemories(store({ ports: '1rw', depth: 8, type: unsigned(8) }), {
      ...library,
      macros: [],
      attributes,
    });
    expect(printVerilog(marked.top)[0]?.text).toContain('(* ram_style = "block" *) reg [7:0] words [0:7];');
  });

  test('not where they have contents at power-up', () => {
    const m = moduleBuilder('table');
    const words = m.memory('words', { type: unsigned(8), depth: 4, ports: '1r1w', initial: [1, 2, 3, 4] });
    words.write({ address: 0, data: 0, enable: 0 });
    m.output('word', words.read({ address: m.input('from', unsigned(2)) }));
    expect(lowerMemories(m.build(), library).memories.map(({ result }) => result)).toEqual([
      'has contents at power-up, which macros do not',
    ]);
  });
});

/** What counts: from the edge on that first reads. */
const counted = (shape: Shape, shown: readonly string[]): readonly string[] => shown.slice(shape.depth);

describeWithTool('icarus', 'Icarus', () => {
  test.each(shapes)('shows of macros what the built-in simulator shows of the memory: %s', (_, shape) => {
    for (let i = 0; i < cases(2); i++) {
      const module = store(shape);
      const edges = edgesOf(shape, 300 + i);
      const files = [...filesOf(module, shape), { file: 'tb.v', text: edgesTestbench(module, edges) }];
      const shown = inFolder(files, (folder) =>
        runIcarus(
          folder,
          files.map(({ file }) => file),
        ),
      );
      const expected = counted(shape, edgeLines(module, runEdges(module, edges).shown));
      expect(counted(shape, shown.trim().split('\n'))).toEqual(expected);
    }
  });
});

describeWithTool('verilator', 'Verilator', () => {
  test.each(shapes)('takes the wrappers without a warning: %s', (_, shape) => {
    const files = filesOf(store(shape), shape);
    const lint = ['--lint-only', '-Wall', '--top-module', 'store', ...files.map(({ file }) => file)];
    expect(inFolder(files, (folder) => output(folder, 'verilator', lint))).toBe('');
  });

  test('shows of macros what the built-in simulator shows of the memory', () => {
    const shape = shapes[4]?.[1];
    if (shape === undefined) throw new Error('no shape');
    const module = store(shape);
    const recorder = recordTrace(module, compile(module));
    for (const { inputs } of edgesOf(shape, 320)) {
      for (const [name, value] of Object.entries(inputs)) recorder.simulator.set(name, value);
      recorder.simulator.step();
    }
    const trace = recorder.trace();
    const rows = trace.rows.map((row, i) => (i <= shape.depth ? { ...row, outputs: [undefined] } : row));
    const bench = testbench({ ...trace, rows });
    const files = [...filesOf(module, shape), { file: 'tb.v', text: bench.text }];
    const shown = inFolder(files, (folder) =>
      runVerilator(
        folder,
        bench.name,
        files.map(({ file }) => file),
      ),
    );
    expect(shown.trim()).toBe(`PASS store_tb: ${rows.length} cycles`);
  });
});

describeWithTool('yosys', 'Yosys', () => {
  const small: readonly (readonly [string, Shape])[] = [
    ['one port', { ports: '1rw', depth: 8, type: unsigned(2) }],
    ['a read and a write, old words', { ports: '1r1w', depth: 4, type: unsigned(2) }],
    ['a read and a write, new words', { ports: '1r1w', depth: 4, type: unsigned(2), underWrite: 'new' }],
  ];

  test.each(small)('proves that nobody sees macros for seven cycles from equal contents: %s', (_, shape) => {
    const tiny: MacroLibrary = {
      ...library,
      macros: [macro('tiny', { words: 4, bits: 2, mask_bits: 2, ports: openram })],
    };
    const module = store(shape);
    const before = printVerilog(module).map(({ text }) => text.replaceAll('module store', 'module before'));
    const after = printVerilog(lowerMemories(module, tiny).top);
    const [first] = tiny.macros;
    if (first === undefined) throw new Error('no macro');
    const files = [
      { file: 'before.v', text: before.join('\n') },
      { file: 'tiny.v', text: macroModel(first) },
      ...after,
    ];
    const script = `read_verilog ${files.map(({ file }) => file).join(' ')}; proc; flatten; opt -full; memory; opt -full; miter -equiv -make_assert -flatten before store miter; hierarchy -top miter; opt -full; sat -verify -prove-asserts -set-init-zero -seq 7 miter`;
    expect(inFolder(files, (folder) => output(folder, 'yosys', ['-q', '-p', script]))).toBe('');
  });
});
