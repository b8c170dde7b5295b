import { describe, expect, test } from 'vitest';
import { assembleChip } from '../../src/hardware/chip.js';
import { portWires } from '../../src/ir/index.js';
import type { Block, Design } from '../../src/ir/index.js';
import { compile, constant, moduleBuilder, unsigned, type Module, type Simulator } from '../../src/rtl/index.js';
import { block, design, instance, module, port } from './designs.js';

const source = block('Source', 'Source', [port('in', 'go', 'stream'), port('out', 'values', 'stream')]);
const sink = block('Sink', 'Sink', [port('in', 'values', 'stream'), port('out', 'sums', 'stream')]);
const asker = block('Asker', 'Asker', [port('out', 'spill', 'memory')]);
const ram = block('Ram', 'Ram', [port('in', 'serve', 'large')]);

/** What the small blocks of these tests do. */
const behaviours: Readonly<Record<string, () => Module>> = {
  /** Passes values on, one register between. */
  Source: () => {
    const m = moduleBuilder('Source');
    const valid = m.input('go_valid');
    const data = m.input('go_data', unsigned(8));
    const held = m.register('held', unsigned(1), { reset: 0 });
    const value = m.register('value', unsigned(8));
    const free = held.not().or(m.input('values_ready'));
    held.next(valid, free);
    value.next(data, free);
    m.output('go_ready', free);
    m.output('values_valid', held);
    m.output('values_data', value);
    return m.build();
  },
  /** Sums up what it takes; ready in every second cycle. */
  Sink: () => {
    const m = moduleBuilder('Sink');
    const valid = m.input('values_valid');
    const data = m.input('values_data', unsigned(8));
    const turn = m.register('turn', unsigned(1), { reset: 0 });
    turn.next(turn.not());
    const sum = m.register('sum', unsigned(8), { reset: 0 });
    sum.next(sum.addWrap(data), valid.and(turn));
    m.output('values_ready', turn);
    m.output('sums_valid', m.input('sums_ready'));
    m.output('sums_data', sum);
    return m.build();
  },
  /** Reads the highest word of its address space. */
  Asker: () => {
    const m = moduleBuilder('Asker');
    const seen = m.register('seen', unsigned(8), { reset: 0 });
    seen.next(m.input('spill_response_data', unsigned(8)), m.input('spill_response_valid').and(m.input('spill_ready')));
    m.output('spill_valid', constant(1));
    m.output('spill_write', constant(0));
    m.output('spill_address', constant(15, unsigned(4)));
    m.output('spill_data', seen);
    m.output('spill_mask', constant(1));
    return m.build();
  },
  /** Answers with the high bits of the address. */
  Ram: () => {
    const m = moduleBuilder('Ram');
    const valid = m.input('serve_valid');
    const address = m.input('serve_address', unsigned(8));
    m.unused(m.input('serve_write'), m.input('serve_data', unsigned(8)), m.input('serve_mask'));
    m.output('serve_ready', constant(1));
    m.output('serve_response_valid', valid);
    m.output('serve_response_data', address);
    return m.build();
  },
};

const facts = {
  isModelled: ({ name }: Block) => name === 'Outside',
  commandBits: () => 32,
  build: ({ name }: Block) => behaviours[name]!(),
};

function chip(made: Design): Module {
  const [assembled, problems] = assembleChip(made, new Map(), facts);
  expect(problems).toEqual([]);
  return assembled!.top;
}

function started(top: Module): Simulator {
  const simulator = compile(top);
  simulator.set('rst', 1);
  simulator.step();
  simulator.set('rst', 0);
  return simulator;
}

const portNames = (top: Module): readonly string[] => top.ports.map(({ direction, name }) => `${direction} ${name}`);

test('a stream between parts, the ends of it at the top', () => {
  const top = chip(
    design(
      [source, sink],
      module('Chip', {
        ports: [port('in', 'go', 'stream'), port('out', 'sums', 'stream')],
        instances: [instance('source', source), instance('sink', sink)],
        connections: ['go -> source.go', 'source.values -> sink.values', 'sums -> sink.sums'],
      }),
    ),
  );
  expect(portNames(top)).toEqual([
    'input clk',
    'input rst',
    'input go_valid',
    'output go_ready',
    'input go_data',
    'output sums_valid',
    'input sums_ready',
    'output sums_data',
  ]);
  expect(sumAfter(started(top), [3, 4, 5])).toEqual([12]);
});

/** Feeds values to `go` and gives the sums of all sinks of the chip in the end. */
function sumAfter(
  simulator: Simulator,
  values: readonly number[],
  sinks: readonly string[] = ['sums'],
): readonly number[] {
  const waiting = [...values];
  for (let cycle = 0; cycle < 40; cycle++) {
    const value = waiting[0];
    simulator.set('go_valid', value === undefined ? 0 : 1);
    simulator.set('go_data', value ?? 0);
    if (value !== undefined && simulator.get('go_ready') === 1) waiting.shift();
    simulator.step();
  }
  expect(waiting).toEqual([]);
  return sinks.map((name) => simulator.get(`${name}_data`));
}

describe('a stream to several sinks', () => {
  const made = design(
    [source, sink],
    module('Chip', {
      ports: [port('in', 'go', 'stream'), port('out', 'sums', 'stream', 3)],
      instances: [instance('source', source), instance('sink[3]', sink)],
      connections: [
        'go -> source.go',
        'source.values -> sink[0].values',
        'source.values -> sink[1].values',
        'source.values -> sink[2].values',
        'sums[0..3] -> sink[0..3].sums',
      ],
    }),
  );
  test('gives each of them every value once', () => {
    expect(sumAfter(started(chip(made)), [1, 2, 30, 4], ['sums_0', 'sums_1', 'sums_2'])).toEqual([37, 37, 37]);
  });
});

test('the address of a smaller space is filled up with zeros', () => {
  const top = chip(
    design(
      [asker, ram],
      module('Chip', {
        instances: [instance('asker', asker), instance('ram', ram)],
        connections: ['asker.spill <-> ram.serve'],
      }),
    ),
  );
  const simulator = compile(top, { keep: true });
  simulator.set('rst', 1);
  simulator.step();
  simulator.set('rst', 0);
  expect(simulator.peek('ram.serve_address')).toBe(15n);
});

test('a stream that nobody takes does not hold its source up', () => {
  const top = chip(
    design(
      [source],
      module('Chip', {
        ports: [port('in', 'go', 'stream')],
        instances: [instance('source', source)],
        connections: ['go -> source.go'],
      }),
    ),
  );
  const simulator = started(top);
  simulator.set('go_valid', 1);
  simulator.step(3);
  expect(simulator.get('go_ready')).toBe(1);
});

test('modules of the design stay modules, their clocks handed down', () => {
  const pair = module('Pair', {
    ports: [port('in', 'go', 'stream'), port('out', 'sums', 'stream')],
    clocks: ['clk', 'slow'],
    instances: [instance('source', source), instance('sink', sink, { clk: 'slow' })],
    connections: ['go -> source.go', 'sums -> sink.sums'],
  });
  const top = chip(
    design(
      [source, sink],
      pair,
      module('Chip', {
        ports: [port('in', 'go', 'stream', 2), port('out', 'sums', 'stream', 2)],
        clocks: ['main', 'link'],
        instances: [instance('pair[2]', pair, { clk: 'main', slow: 'link' })],
        connections: ['go[0..2] -> pair[0..2].go', 'sums[0..2] -> pair[0..2].sums'],
      }),
    ),
  );
  expect(portNames(top).slice(0, 4)).toEqual(['input clk', 'input rst', 'input link', 'input link_rst']);
  expect(top.instances.map(({ name, module: child, clocks }) => [name, child.name, [...clocks]])).toEqual([
    [
      'pair_0',
      'Pair',
      [
        ['clk', 'clk'],
        ['slow', 'link'],
      ],
    ],
    [
      'pair_1',
      'Pair',
      [
        ['clk', 'clk'],
        ['slow', 'link'],
      ],
    ],
  ]);
});

test('a module that uses only its second clock gets that one', () => {
  const late = module('Late', {
    ports: [port('in', 'go', 'stream')],
    clocks: ['clk', 'slow'],
    instances: [instance('source', source, { clk: 'slow' })],
    connections: ['go -> source.go'],
  });
  const top = chip(
    design(
      [source],
      late,
      module('Chip', {
        ports: [port('in', 'go', 'stream')],
        clocks: ['main', 'link'],
        instances: [instance('late', late, { clk: 'main', slow: 'link' })],
        connections: ['go -> late.go'],
      }),
    ),
  );
  expect(portNames(top).slice(0, 2)).toEqual(['input link', 'input link_rst']);
  expect(top.instances.map(({ clocks }) => [...clocks])).toEqual([[['slow', 'link']]]);
});

test('every wire of a port has one driver and every port kind with hardware has wires', () => {
  expect(
    portWires({ kind: 'memory', element: 'int8', count: 32, size_bits: 8 * 2 ** 20 }, null).map(
      ({ suffix, width }) => `${suffix} ${width}`,
    ),
  ).toEqual([
    '_valid 1',
    '_ready 1',
    '_write 1',
    '_address 15',
    '_data 256',
    '_mask 32',
    '_response_valid 1',
    '_response_data 256',
  ]);
  expect(portWires({ kind: 'commands' }, 64).map(({ suffix, driver }) => `${suffix} ${driver}`)).toEqual([
    '_valid source',
    '_ready sink',
    '_data source',
    '_done sink',
  ]);
});
