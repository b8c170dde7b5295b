import { describe, expect, test } from 'vitest';
import {
  add,
  bit,
  commonType,
  compile,
  concat,
  constant,
  elementAt,
  every,
  HardwareError,
  moduleBuilder,
  mux,
  repeat,
  select,
  signed,
  some,
  typeName,
  unsigned,
  vector,
  type Signal,
  type Type,
} from '../../src/rtl/index.js';

/** The type that an expression of these inputs has. */
function typeOf(make: (a: Signal, b: Signal) => Signal, a: Type = unsigned(8), b: Type = unsigned(4)): string {
  const m = moduleBuilder('m');
  return typeName(make(m.input('a', a), m.input('b', b)).type);
}

describe('results are as wide as their values need', () => {
  test.each<[string, string, (a: Signal, b: Signal) => Signal]>([
    ['a sum grows by one bit', 'unsigned(9)', (a, b) => add(a, b)],
    ['a difference is signed', 'signed(9)', (a, b) => a.sub(b)],
    ['a product is as wide as both', 'unsigned(12)', (a, b) => a.mul(b)],
    ['addWrap keeps the width', 'unsigned(8)', (a, b) => a.addWrap(b)],
    ['a negative is signed', 'signed(9)', (a) => a.neg()],
    ['a shift left grows', 'unsigned(11)', (a) => a.shl(3)],
    ['a shift left by a signal grows by its largest value', 'unsigned(23)', (a, b) => a.shl(b)],
    ['shlWrap keeps the width', 'unsigned(8)', (a, b) => a.shlWrap(b)],
    ['a shift right by a constant takes bits off', 'unsigned(5)', (a) => a.shr(3)],
    ['a shift right by a signal keeps the width', 'unsigned(8)', (a, b) => a.shr(b)],
    ['a comparison is a bit', 'bit', (a, b) => a.lt(b)],
    ['a slice is unsigned', 'unsigned(4)', (a) => a.asSigned().slice(5, 2)],
    ['truncation keeps the signedness', 'signed(3)', (a) => a.asSigned().truncate(3)],
    ['a concatenation adds up', 'unsigned(12)', (a, b) => concat(a, b)],
    ['a choice holds both', 'unsigned(8)', (a, b) => mux(b, a, b)],
    ['a choice of both signs holds both', 'signed(9)', (a, b) => mux(b, a, b.asSigned())],
    ['a selection holds all', 'unsigned(8)', (a, b) => select(b, [a, b, 3])],
    ['a repetition', 'unsigned(24)', (a) => repeat(a, 3)],
  ])('%s: %s', (_, expected, make) => {
    expect(typeOf(make)).toBe(expected);
  });

  test('signed and unsigned operands give a signed sum that holds every value', () => {
    expect(typeOf((a, b) => a.add(b), unsigned(8), signed(8))).toBe('signed(10)');
    expect(commonType(unsigned(8), signed(4))).toEqual(signed(9));
  });

  test('a number takes the smallest type', () => {
    expect([0, 1, 255, -1, -128].map((value) => typeName(constant(value).type))).toEqual([
      'bit',
      'bit',
      'unsigned(8)',
      'signed(1)',
      'signed(8)',
    ]);
  });
});

/** The value of an expression of a and b, by the simulator. */
function valueOf(
  make: (a: Signal, b: Signal) => Signal,
  a: readonly [Type, number],
  b: readonly [Type, number],
): number {
  const m = moduleBuilder('m');
  const [x, y] = [m.input('a', a[0]), m.input('b', b[0])];
  m.unused(x, y);
  m.output('result', make(x, y));
  const sim = compile(m.build());
  sim.set('a', a[1]);
  sim.set('b', b[1]);
  return sim.get('result');
}

const eight = (value: number): readonly [Type, number] => [unsigned(8), value];

const byte = (value: number): readonly [Type, number] => [signed(8), value];

describe('operators compute', () => {
  test.each<[string, number, number]>([
    ['the sum of the largest', valueOf((a, b) => a.add(b), eight(255), eight(255)), 510],
    ['a negative difference', valueOf((a, b) => a.sub(b), eight(3), eight(5)), -2],
    ['a product of mixed signs', valueOf((a, b) => a.mul(b), eight(255), byte(-128)), -32640],
    ['a sum that wraps', valueOf((a, b) => a.addWrap(b), eight(250), eight(10)), 4],
    ['comparison of mixed signs by value', valueOf((a, b) => a.gt(b), eight(200), byte(-1)), 1],
    ['equality of mixed signs by value', valueOf((a, b) => a.eq(b), eight(255), byte(-1)), 0],
    ['a shift right that rounds down', valueOf((a, b) => a.shr(b), byte(-5), eight(1)), -3],
    ['a shift right past the width', valueOf((a, b) => a.shr(b), byte(-5), eight(200)), -1],
    ['a shift left past the width', valueOf((a, b) => a.shlWrap(b), eight(255), eight(200)), 0],
    ['bits read as signed', valueOf((a) => a.asSigned(), eight(255), eight(0)), -1],
    ['the third element of four', valueOf((a, b) => select(b.truncate(2), [1, 2, a, 4]), eight(77), eight(2)), 77],
    ['zero beyond the last element', valueOf((a, b) => select(b.truncate(2), [a, a, a]), eight(77), eight(3)), 0],
    ['an element of a vector', valueOf((a, b) => elementAt(a, b.bit(0), unsigned(4)), eight(0xa5), eight(1)), 0xa],
    ['all, any, parity', valueOf((a) => concat(a.all(), a.any(), a.parity()), eight(7), eight(0)), 0b011],
    ['vectors with element 0 in the low bits', valueOf((a, b) => vector([a, b]), eight(1), eight(2)), 0x201],
    ['every and some of none', valueOf(() => concat(every(), some()), eight(0), eight(0)), 0b10],
  ])('%s', (_, actual, expected) => {
    expect(actual).toBe(expected);
  });
});

test('a delay is a row of registers', () => {
  const m = moduleBuilder('m');
  m.output('late', m.delay('late_q', m.input('a', unsigned(4)), 3, { reset: 0 }));
  const module = m.build();
  expect(module.registers.map((register) => register.name)).toEqual(['late_q_1', 'late_q_2', 'late_q']);
});

test('clock and reset are ports only where something needs them', () => {
  const plain = moduleBuilder('plain');
  plain.output('b', plain.input('a'));
  expect(plain.build().ports.map((port) => port.name)).toEqual(['a', 'b']);
  const clocked = moduleBuilder('clocked');
  const q = clocked.register('q', bit);
  q.next(clocked.input('a'));
  clocked.output('b', q);
  expect(clocked.build().ports.map((port) => port.name)).toEqual(['clk', 'a', 'b']);
});

test('build throws every diagnostic at once, with the lines', () => {
  const m = moduleBuilder('m');
  m.wire('x');
  m.wire('y');
  expect(() => m.build()).toThrow(HardwareError);
  expect(() => m.build()).toThrow(
    /E603: nothing drives x in module m \(.*builder\.test\.ts:\d+:\d+\)\nE603: nothing drives y/,
  );
});
