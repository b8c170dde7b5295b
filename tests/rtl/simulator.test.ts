import { describe, expect, test } from 'vitest';
import {
  bit,
  compile,
  constant,
  fromNorth,
  fromWest,
  moduleBuilder,
  mux,
  perCell,
  perRow,
  signed,
  unsigned,
  vcd,
  type Module,
} from '../../src/rtl/index.js';

function counter(): Module {
  const m = moduleBuilder('counter');
  const q = m.register('q', unsigned(8), { reset: 5, enable: m.input('enable') });
  q.next(q.addWrap(1));
  m.output('count', q);
  return m.build();
}

test('a counter counts where it is enabled', () => {
  const sim = compile(counter());
  sim.set('rst', 1);
  sim.step();
  sim.set('rst', 0);
  expect(sim.get('count')).toBe(5);
  sim.step(3);
  expect(sim.get('count')).toBe(5);
  sim.set('enable', 1);
  sim.step(300);
  expect(sim.get('count')).toBe((5 + 300) % 256);
});

test('values of any width are exact', () => {
  const m = moduleBuilder('wide');
  const [a, b] = [m.input('a', signed(100)), m.input('b', signed(70))];
  m.output('product', a.mul(b));
  m.output('difference', a.sub(b));
  const sim = compile(m.build());
  const [x, y] = [-(2n ** 99n), 2n ** 69n - 3n];
  sim.set('a', x);
  sim.set('b', y);
  expect(sim.getBig('product')).toBe(x * y);
  expect(sim.getBig('difference')).toBe(x - y);
});

test('a value that does not fit its input is refused', () => {
  const sim = compile(counter());
  expect(() => sim.set('enable', 2)).toThrow('2 does not fit enable, which is bit');
  expect(() => sim.set('enabel', 1)).toThrow('enabel is not an input of module counter');
  expect(() => sim.get('cuont')).toThrow('module counter has no port cuont');
});

function storage(ports: '1rw' | '1r1w', underWrite: 'old' | 'new' | 'keep'): Module {
  const m = moduleBuilder('storage');
  const memory = m.memory('words', { type: unsigned(8), depth: 4, ports, underWrite, initial: [10, 11, 12, 13] });
  const [address, data, write] = [m.input('address', unsigned(2)), m.input('data', unsigned(8)), m.input('write')];
  if (ports === '1rw') m.output('read', memory.access({ address, data, write, enable: 1 }));
  else {
    m.output('read', memory.read({ address }));
    memory.write({ address, data, enable: write });
  }
  return m.build();
}

describe('a read that meets a write of its word', () => {
  test.each([
    ['1r1w', 'old', 12],
    ['1r1w', 'new', 99],
    ['1rw', 'old', 12],
    ['1rw', 'new', 99],
    ['1rw', 'keep', 11],
  ] as const)('%s with the rule %s gives %i', (ports, underWrite, expected) => {
    const sim = compile(storage(ports, underWrite));
    sim.set('address', 1);
    sim.step();
    sim.set('address', 2);
    sim.set('data', 99);
    sim.set('write', 1);
    sim.step();
    expect(sim.get('read')).toBe(expected);
    expect(sim.memory('words').read(2)).toBe(99n);
  });
});

test('elements of up to 53 bits are read and written as numbers, wherever they begin', () => {
  const m = moduleBuilder('passes');
  m.output('q', m.input('p', unsigned(3 * 48)));
  const sim = compile(m.build());
  const values = [-(2 ** 47), -1, 2 ** 46 + 3];
  sim.set(
    'p',
    values.reduceRight((rest, value) => (rest << 48n) | BigInt.asUintN(48, BigInt(value)), 0n),
  );
  expect(sim.getElements('q', signed(48))).toEqual(values);
  const others = [5, -(2 ** 47) + 1, 2 ** 47 - 1];
  sim.setElements('p', 48, others);
  expect(sim.getElements('q', signed(48))).toEqual(others);
  sim.setElements('p', 48, values);
  expect(sim.getElements('q', unsigned(48))).toEqual(values.map((value) => (value < 0 ? value + 2 ** 48 : value)));
  expect(sim.getElements('q', unsigned(36))[3]).toBe(Number((sim.getBig('q') >> 108n) & 0xfffffffffn));
});

test('a mask writes the lanes it names', () => {
  const m = moduleBuilder('storage');
  const memory = m.memory('words', { type: unsigned(32), depth: 2, ports: '1r1w', lane: 8, initial: [0x11223344, 0] });
  memory.write({ address: 0, data: m.input('data', unsigned(32)), enable: 1, mask: m.input('mask', unsigned(4)) });
  m.output('read', memory.read({ address: 0 }));
  const sim = compile(m.build());
  sim.set('data', 0xaabbccdd);
  sim.set('mask', 0b0101);
  sim.step();
  expect(sim.memory('words').read(0)).toBe(0x11bb33ddn);
});

/** A cell that adds its weight times what comes from the west to what comes from the north. */
function cell(registered: boolean): Module {
  const m = moduleBuilder('cell');
  const [x, p, w] = [m.input('x', signed(8)), m.input('p', signed(32)), m.input('w', signed(8))];
  const sum = p.add(x.mul(w)).truncate(32);
  m.output('x_out', registered ? m.delay('x_q', x) : x);
  m.output('p_out', registered ? m.delay('p_q', sum) : sum);
  return m.build();
}

function array(rows: number, cols: number, registered: boolean): Module {
  const m = moduleBuilder('array');
  const inputs = {
    x: fromWest('x_out', m.input('x', unsigned(8 * rows))),
    p: fromNorth('p_out', () => 0),
    w: perCell(m.input('w', unsigned(8 * rows * cols))),
  };
  m.output('p', m.grid('cells', [rows, cols], cell(registered), inputs).south('p_out'));
  return m.build();
}

test('a grid without registers multiplies a vector by a matrix in one evaluation', () => {
  const [rows, cols] = [3, 4];
  const sim = compile(array(rows, cols, false));
  const x = [3, -5, 7];
  const w = Array.from({ length: rows * cols }, (_, i) => i * 9 - 50);
  sim.setElements('x', 8, x);
  sim.setElements('w', 8, w);
  const expected = Array.from({ length: cols }, (_, c) =>
    x.reduce((sum, value, r) => sum + value * (w[r * cols + c] ?? 0), 0),
  );
  expect(sim.getElements('p', signed(32))).toEqual(expected);
});

test('in a grid with registers values take a cycle a cell', () => {
  const sim = compile(array(2, 2, true));
  sim.setElements('w', 8, [1, 1, 1, 1]);
  const seen: number[][] = [];
  for (const x of [
    [1, 0],
    [0, 10],
    [0, 0],
    [0, 0],
  ]) {
    sim.setElements('x', 8, x);
    sim.step();
    seen.push(sim.getElements('p', signed(32)));
  }
  // What column 0 adds at one edge, column 1 adds at the next.
  expect(seen).toEqual([
    [0, 0],
    [11, 0],
    [0, 11],
    [0, 0],
  ]);
});

test('grids within grids', () => {
  const row = moduleBuilder('row');
  const cells = row.grid('cells', [3], cell(false), {
    x: fromWest('x_out', row.input('x', unsigned(8))),
    p: perRow(row.input('p', unsigned(32))),
    w: constant(2, signed(8)),
  });
  row.output('x_out', cells.east('x_out'));
  row.output('p_out', cells.east('p_out'));
  const m = moduleBuilder('rows');
  const rows = m.grid('rows', [4], row.build(), {
    x: fromWest('x_out', m.input('x', unsigned(8))),
    p: fromWest('p_out', () => 0),
  });
  m.output('p', rows.all('p_out'));
  const sim = compile(m.build());
  sim.set('x', 5);
  expect(sim.getElements('p', signed(32))).toEqual([10, 20, 30, 40]);
});

test('registers of two clocks change at their own edges', () => {
  const m = moduleBuilder('two');
  const fast = m.addClock('clk_fast', 'rst_fast');
  const slow = m.register('slow', unsigned(8));
  slow.next(slow.addWrap(1));
  const quick = m.register('quick', unsigned(8), { clock: fast });
  quick.next(quick.addWrap(1));
  m.output('a', slow);
  m.output('b', quick);
  const sim = compile(m.build());
  sim.step(2);
  sim.step(5, 'clk_fast');
  expect([sim.get('a'), sim.get('b')]).toEqual([2, 5]);
});

test('an asynchronous reset does not wait for the clock', () => {
  const m = moduleBuilder('m');
  const q = m.register('q', unsigned(4), { reset: 9, resetKind: 'asynchronous' });
  q.next(q.addWrap(1));
  m.output('o', q);
  const sim = compile(m.build());
  sim.step(3);
  expect(sim.get('o')).toBe(3);
  sim.set('rst', 1);
  expect(sim.get('o')).toBe(9);
});

test('an assertion that does not hold is told with its cycle', () => {
  const m = moduleBuilder('m');
  const q = m.register('q', unsigned(4), { reset: 0 });
  q.next(q.addWrap(1));
  m.assert('small', q.lt(3), 'q stays below three');
  m.output('o', q);
  const sim = compile(m.build());
  sim.step(4);
  expect(sim.failures).toEqual([{ cycle: 3, path: 'small', message: 'q stays below three' }]);
});

test('named nets can be looked at where the simulator keeps them', () => {
  const m = moduleBuilder('m');
  const [a, b] = [m.input('a', unsigned(4)), m.input('b', unsigned(4))];
  const total = m.named('total', a.add(b));
  m.output('o', mux(total.gt(20), constant(1), constant(0)));
  const sim = compile(m.build(), { keep: true });
  sim.set('a', 15);
  sim.set('b', 7);
  expect(sim.peek('total')).toBe(22n);
});

test('a waveform holds what changes, when it changes', () => {
  const m = moduleBuilder('m');
  const q = m.register('q', bit);
  q.next(q.not());
  m.output('o', q);
  const sim = compile(m.build(), { keep: true });
  const wave = vcd(sim, { top: 'm' });
  for (let i = 0; i < 3; i++) {
    wave.sample();
    sim.step();
  }
  expect(wave.text()).toMatchInlineSnapshot(`
    "$timescale 1ns $end
    $scope module m $end
    $var wire 1 ! clk $end
    $var wire 1 " o $end
    $var wire 1 # q $end
    $upscope $end
    $enddefinitions $end
    #0
    0!
    0"
    0#
    #10
    1"
    1#
    #20
    0"
    0#
    #30
    "
  `);
});
