import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { sample, array, boolean, integer, record, tuple } from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  compile,
  moduleBuilder,
  printVerilog,
  unsigned,
  type Clock,
  type Module,
  type ModuleBuilder,
  type Signal,
} from '../../src/rtl/index.js';
import { cases, count, seed } from '../support/tier.js';
import { describeWithTool } from '../support/tools.js';
import { inFolder, output, runIcarus, runVerilator } from './support/tools.js';
import { edgeLines, edgesTestbench, runEdges, type Edge } from './support/two-clocks.js';

const lines = readFileSync(fileURLToPath(import.meta.url), 'utf8').split('\n');

/** The diagnostics of a module of two clocks, each after a check that it points at a line that is marked with its code. */
function problems(describe: (m: ModuleBuilder, other: Clock) => void): readonly string[] {
  const m = moduleBuilder('m');
  describe(m, m.addClock('clk_b', 'rst_b'));
  return m.finish()[1].map(({ code, message, origin }) => {
    if (origin === undefined || !('line' in origin)) throw new Error(`${code} has no TypeScript line`);
    expect(lines[origin.line - 1]).toContain(`// ${code}`);
    return `${code} ${message}`;
  });
}

interface Shape {
  readonly depth?: number;
  readonly width?: number;
  readonly lane?: number;
  readonly underWrite?: 'old' | 'new' | 'keep' | 'undefined';
}

const letters = ['a', 'b'] as const;

/** A memory of two ports that read and write, each with its wires: of one clock or of two. */
function dual(clocks: 1 | 2, { depth = 8, width = 8, lane, underWrite }: Shape = {}): Module {
  const m = moduleBuilder('dual');
  const other = clocks === 2 ? m.addClock('clk_b', 'rst_b') : m.clock;
  const words = m.memory('words', {
    type: unsigned(width),
    depth,
    ports: '2rw',
    ...(lane === undefined ? {} : { lane }),
    ...(underWrite === undefined ? {} : { underWrite }),
  });
  for (const letter of letters) {
    const out = words.access({
      address: m.input(`address_${letter}`, words.addressType),
      data: m.input(`data_${letter}`, unsigned(width)),
      enable: m.input(`enable_${letter}`),
      write: m.input(`write_${letter}`),
      clock: letter === 'a' ? m.clock : other,
      ...(lane === undefined ? {} : { mask: m.input(`mask_${letter}`, unsigned(width / lane)) }),
    });
    m.output(`word_${letter}`, out);
  }
  return m.build();
}

/** One port's wires at an edge. */
const port = (letter: string, address: number, write?: number): Readonly<Record<string, number>> => ({
  [`address_${letter}`]: address,
  [`enable_${letter}`]: 1,
  [`write_${letter}`]: write === undefined ? 0 : 1,
  [`data_${letter}`]: write ?? 0,
});

/** A queue between two clocks: pointers in Gray code, synchronised, and a memory that one writes and the other reads. */
function queue(bits = 3): Module {
  const m = moduleBuilder('crossing_queue');
  const reader = m.addClock('clk_read', 'rst_read');
  const [type, pointer] = [unsigned(16), unsigned(bits + 1)];
  const gray = (value: Signal): Signal => value.xor(value.shr(1));
  const words = m.memory('words', { type, depth: 2 ** bits, ports: '1r1w' });
  const written = m.register('written', pointer, { reset: 0 });
  const read = m.register('read', pointer, { reset: 0, clock: reader });
  const writtenGray = m.register('written_gray', pointer, { reset: 0 });
  const readGray = m.register('read_gray', pointer, { reset: 0, clock: reader });
  const writtenSeen = m.synchronise('written_seen', writtenGray, { clock: reader, gray: true, reset: 0 });
  const readSeen = m.synchronise('read_seen', readGray, { clock: m.clock, gray: true, reset: 0 });
  const full = writtenGray.eq(readSeen.xor(3 << (bits - 1)));
  const push = m.named('push', m.input('in_valid').and(full.not()));
  const writtenNext = m.named('written_next', written.addWrap(push));
  written.next(writtenNext);
  writtenGray.next(gray(writtenNext));
  words.write({ address: written.truncate(bits), data: m.input('in_data', type), enable: push });
  const some = readGray.ne(writtenSeen);
  const pop = m.named('pop', some.and(m.input('out_ready')));
  const readNext = m.named('read_next', read.addWrap(pop));
  read.next(readNext);
  readGray.next(gray(readNext));
  m.output('in_ready', full.not());
  const valid = m.register('valid', unsigned(1), { reset: 0, clock: reader });
  valid.next(pop);
  const word = words.read({ address: read.truncate(bits), enable: pop, clock: reader });
  m.output('out_valid', valid);
  m.output('out_data', valid.mux(word, 0));
  return m.build();
}

/** Random edges of the queue's clocks, after a reset. */
function queueEdges(series: number): readonly Edge[] {
  const arbitrary = array(
    record({ reads: boolean(), push: boolean(), pop: boolean(), data: integer({ min: 0, max: 65535 }) }),
    {
      minLength: 200,
      maxLength: 200,
    },
  );
  const [drawn = []] = sample(arbitrary, { seed: seed + series, numRuns: count(1) });
  const reset = { rst: 1, rst_read: 1, in_valid: 0, out_ready: 0, in_data: 0 };
  return [
    { clock: 'clk', inputs: reset },
    { clock: 'clk_read', inputs: {} },
    ...drawn.map(({ reads, push, pop, data }) => ({
      clock: reads ? 'clk_read' : 'clk',
      inputs: { rst: 0, rst_read: 0, in_valid: push ? 1 : 0, out_ready: pop ? 1 : 0, in_data: data },
    })),
  ];
}

describe('two ports that read and write', () => {
  test('each sees what the other wrote', () => {
    const { shown, failures } = runEdges(dual(1), [
      { clock: 'clk', inputs: { rst: 0, ...port('a', 1, 11), ...port('b', 2, 22) } },
      { clock: 'clk', inputs: { ...port('a', 2), ...port('b', 1) } },
    ]);
    expect(shown.at(-1)).toEqual([22n, 11n]);
    expect(failures).toEqual([]);
  });

  test.each([
    ['keep', 0x11],
    ['old', 0x22],
    ['new', 0x99],
  ] as const)('under a write of its own a port gives by the rule %s %i', (underWrite, expected) => {
    const sim = compile(dual(1, { underWrite }));
    sim.memory('words').write(1, 0x11);
    sim.memory('words').write(2, 0x22);
    for (const inputs of [port('b', 1), port('b', 2, 0x99)]) {
      for (const [name, value] of Object.entries(inputs)) sim.set(name, value);
      sim.step();
    }
    expect(sim.get('word_b')).toBe(expected);
  });

  test('under a write of the other one nobody knows: neither the old word nor the new one', () => {
    const sim = compile(dual(1));
    sim.memory('words').write(2, 0x22);
    for (const [name, value] of Object.entries({ ...port('a', 2, 0x99), ...port('b', 2) })) sim.set(name, value);
    sim.step();
    expect(sim.get('word_b')).toBe(0xdd);
    expect(sim.memory('words').read(2)).toBe(0x99n);
  });

  test('both writing one word break an assertion', () => {
    const at = (b: number): readonly string[] =>
      runEdges(dual(1), [{ clock: 'clk', inputs: { rst: 0, ...port('a', 2, 1), ...port('b', b, 2) } }]).failures;
    expect(at(2)).toEqual(['words_conflict']);
    expect(at(3)).toEqual([]);
  });

  test('are declared twice, no more, no less', () => {
    const access = { address: 0, data: 0, enable: 1 };
    expect(
      problems((m) => {
        const write = m.input('write');
        const one = m.memory('one', { type: unsigned(8), depth: 2, ports: '2rw' }); // E603
        m.output('a', one.access({ ...access, write }));
      }),
    ).toEqual(['E603 nothing drives the second port of memory one in module m']);
    expect(
      problems((m) => {
        const write = m.input('write');
        const three = m.memory('three', { type: unsigned(8), depth: 2, ports: '2rw' });
        m.output('a', three.access({ ...access, write }));
        m.output('b', three.access({ ...access, address: 1, write }));
        m.output('c', three.access({ ...access, write })); // E613
      })[0],
    ).toBe('E613 memory three has no further port that reads and writes');
  });
});

describe('a memory of two clocks', () => {
  test('takes words through a queue in their order', () => {
    const edges = queueEdges(40);
    const { shown } = runEdges(queue(), edges);
    const sent: bigint[] = [];
    const got: bigint[] = [];
    edges.forEach(({ clock, inputs }, index) => {
      const ready = shown[index - 1]?.[0];
      if (index > 1 && clock === 'clk' && inputs['in_valid'] === 1 && ready === 1n)
        sent.push(BigInt(inputs['in_data'] ?? 0));
      if (clock === 'clk_read' && shown[index]?.[1] === 1n) got.push(shown[index]?.[2] ?? -1n);
    });
    expect(got.length).toBeGreaterThan(20);
    expect(got).toEqual(sent.slice(0, got.length));
  });

  test('its data is of the clock that reads', () => {
    expect(
      problems((m, other) => {
        const address = m.delay('address_q', m.input('address', unsigned(2)));
        const words = m.memory('words', { type: unsigned(8), depth: 4, ports: '1r1w' });
        words.write({ address, data: 0, enable: 1 });
        const word = words.read({ address, clock: other }); // E615
        m.output('kept', m.delay('kept_q', word)); // E615
      }),
    ).toEqual([
      'E615 in module m words_data changes with clk_b, and kept_q samples it with clk, without a synchroniser between',
      'E615 in module m address_q changes with clk, and words samples it with clk_b, without a synchroniser between',
    ]);
  });

  test.each(['old', 'new'] as const)('cannot promise the %s word under a write', (underWrite) => {
    expect(
      problems((m, other) => {
        const words = m.memory('words', { type: unsigned(8), depth: 4, ports: '1r1w', underWrite }); // E613
        words.write({ address: m.input('to', unsigned(2)), data: 0, enable: 1 });
        m.output('word', words.read({ address: m.input('from', unsigned(2)), clock: other }));
      }),
    ).toEqual([
      `E613 memory words is read and written with two clocks, so nobody knows the word that a read gives under a write: it cannot be the ${underWrite} one`,
    ]);
  });

  test('a register behind it, of a latency of 2, is of the clock that reads', () => {
    const m = moduleBuilder('late');
    const reader = m.addClock('clk_read', 'rst_read');
    const words = m.memory('words', { type: unsigned(8), depth: 2, ports: '1r1w', latency: 2, initial: [7, 8] });
    words.write({ address: 0, data: 0, enable: m.input('write') });
    m.output('word', words.read({ address: 1, clock: reader }));
    const { shown } = runEdges(m.build(), [
      { clock: 'clk_read', inputs: {} },
      { clock: 'clk', inputs: {} },
      { clock: 'clk_read', inputs: {} },
    ]);
    expect(shown).toEqual([[0n], [0n], [8n]]);
  });
});

/** Random edges of a memory of two ports, which never meet; every word is written first. */
function dualEdges(series: number, clocks: 1 | 2, { depth = 8, width = 8, lane }: Shape = {}): readonly Edge[] {
  const side = record({
    address: integer({ min: 0, max: depth - 1 }),
    enable: boolean(),
    write: boolean(),
    data: integer({ min: 0, max: 2 ** Math.min(31, width) - 1 }),
    mask: integer({ min: 0, max: 2 ** 31 - 1 }),
  });
  const [drawn = []] = sample(array(tuple(side, side, boolean()), { minLength: 100, maxLength: 100 }), {
    seed: seed + series,
    numRuns: count(1),
  });
  const masked = (letter: string, mask: number): Readonly<Record<string, bigint>> =>
    lane === undefined ? {} : { [`mask_${letter}`]: BigInt.asUintN(width / lane, BigInt(mask)) };
  const all = { mask_a: 2n ** BigInt(width / (lane ?? width)) - 1n };
  const clockOf = (second: boolean): string => (second && clocks === 2 ? 'clk_b' : 'clk');
  return [
    ...Array.from({ length: depth }, (_, word) => ({
      clock: 'clk',
      inputs: { ...port('a', word, word), enable_b: 0, ...(lane === undefined ? {} : all) },
    })),
    { clock: 'clk', inputs: port('a', 0) },
    { clock: clockOf(true), inputs: port('b', 0) },
    ...drawn.map(([a, b, second]) => {
      const apart = a.address === b.address ? (b.address + 1) % depth : b.address;
      return {
        clock: clockOf(second),
        inputs: {
          ...port('a', a.address, a.write ? a.data : undefined),
          ...port('b', apart, b.write ? b.data : undefined),
          enable_a: a.enable ? 1 : 0,
          enable_b: b.enable ? 1 : 0,
          ...masked('a', a.mask),
          ...masked('b', b.mask),
        },
      };
    }),
  ];
}

const shapes: readonly (readonly [string, Module, readonly Edge[]])[] = [
  ['two ports of one clock', dual(1), dualEdges(41, 1)],
  ['two ports of one clock, new words', dual(1, { underWrite: 'new' }), dualEdges(42, 1)],
  ['two ports of two clocks', dual(2), dualEdges(43, 2)],
  [
    'two ports with lanes, of two clocks',
    dual(2, { width: 24, lane: 8, underWrite: 'old' }),
    dualEdges(44, 2, { width: 24, lane: 8 }),
  ],
  [
    'two ports with many lanes, of two clocks',
    dual(2, { width: 96, lane: 8, underWrite: 'new' }),
    dualEdges(45, 2, { width: 96, lane: 8 }),
  ],
  ['a queue', queue(), queueEdges(46)],
];

/** The outputs that count: from the first edge on at which both ports have read. */
const counted = (shown: readonly string[]): readonly string[] => shown.slice(10);

describeWithTool('icarus', 'Icarus', () => {
  test.each(shapes)('shows of %s what the built-in simulator shows', (_, module, edges) => {
    const files = [...printVerilog(module), { file: 'tb.v', text: edgesTestbench(module, edges) }];
    const shown = inFolder(files, (folder) =>
      runIcarus(
        folder,
        files.map(({ file }) => file),
      ),
    );
    expect(counted(shown.trim().split('\n'))).toEqual(counted(edgeLines(module, runEdges(module, edges).shown)));
  });

  test.each([1, 2] as const)('knows nothing of a read that meets a write of the other port, of %i clocks', (clocks) => {
    const module = dual(clocks);
    const meeting = (address: number): readonly Edge[] => [
      { clock: 'clk', inputs: port('a', 2, 0x22) },
      { clock: 'clk', inputs: port('a', 3, 0x33) },
      { clock: 'clk', inputs: { ...port('a', 2, 0x99), ...port('b', address) } },
      ...(clocks === 2 ? [{ clock: 'clk_b', inputs: {} }] : []),
      { clock: 'clk', inputs: { ...port('a', 4, 0x44), enable_b: 0 } },
    ];
    const shown = (address: number): readonly string[] => {
      const text = edgesTestbench(module, meeting(address), new Set(clocks === 2 ? [3] : []));
      const files = [...printVerilog(module), { file: 'tb.v', text }];
      return inFolder(files, (folder) =>
        runIcarus(
          folder,
          files.map(({ file }) => file),
        ),
      )
        .trim()
        .split('\n');
    };
    expect(shown(2).slice(2)).toEqual(['xx xx', 'xx xx']);
    expect(shown(3).slice(2)).toEqual(['xx 33', 'xx 33']);
  });

  test('prints the assertion where both ports write one word', () => {
    const module = dual(1);
    const edges = [{ clock: 'clk', inputs: { rst: 0, ...port('a', 2, 1), ...port('b', 2, 2) } }];
    const files = [...printVerilog(module), { file: 'tb.v', text: edgesTestbench(module, edges) }];
    const shown = inFolder(files, (folder) =>
      runIcarus(
        folder,
        files.map(({ file }) => file),
      ),
    );
    expect(shown).toContain('ASSERTION tb.dut.words_conflict: both ports of memory words write one word');
  });
});

describeWithTool('verilator', 'Verilator', () => {
  test.each(shapes)('takes %s without a warning', (_, module) => {
    const design = printVerilog(module);
    const lint = ['--lint-only', '-Wall', '--top-module', module.name, ...design.map(({ file }) => file)];
    expect(inFolder(design, (folder) => output(folder, 'verilator', lint))).toBe('');
  });

  test.each(shapes.slice(-cases(1)))('shows of %s what the built-in simulator shows', (_, module, edges) => {
    const files = [...printVerilog(module), { file: 'tb.v', text: edgesTestbench(module, edges) }];
    const shown = inFolder(files, (folder) =>
      runVerilator(
        folder,
        'tb',
        files.map(({ file }) => file),
      ),
    );
    expect(counted(shown.trim().split('\n'))).toEqual(counted(edgeLines(module, runEdges(module, edges).shown)));
  });
});

/** What Yosys says of the module after these commands. */
const yosys = (module: Module, commands: string): string => {
  const design = printVerilog(module);
  const script = `read_verilog ${design.map(({ file }) => file).join(' ')}; hierarchy -check -top ${module.name}; ${commands}`;
  return inFolder(design, (folder) => output(folder, 'yosys', ['-q', '-p', script]));
};

describeWithTool('yosys', 'Yosys', () => {
  test.each(shapes)('takes %s without a warning', (_, module) => {
    expect(yosys(module, 'proc; check -assert')).toBe('');
  });

  test('makes block memories of them', () => {
    const synth = (module: Module, cell: string): string =>
      yosys(
        module,
        `synth_ecp5 -top ${module.name} -run begin:map_ffram; select -assert-count 1 t:${cell}; select -assert-none t:$mem*`,
      );
    expect(synth(dual(1, { depth: 1024 }), 'DP16KD')).toBe('');
    expect(synth(dual(2, { depth: 1024 }), 'DP16KD')).toBe('');
    expect(synth(queue(9), 'DP16KD')).toBe('');
  });
});
