import { array, nat } from 'fast-check';
import {
  addressWidth,
  bit,
  concat,
  constant,
  elementAt,
  fromEast,
  fromNorth,
  fromSouth,
  fromWest,
  moduleBuilder,
  mux,
  perCell,
  perColumn,
  perRow,
  select,
  signed,
  unsigned,
  type GridInput,
  type Module,
  type ModuleBuilder,
  type Signal,
  type Type,
} from '../../../src/rtl/index.js';

/** Draws numbers from those that fast-check chose, around and around. */
export class Choices {
  private readonly numbers: readonly number[];
  private position = 0;
  constructor(numbers: readonly number[]) {
    this.numbers = numbers;
  }
  /** A number from 0 to `count` - 1. */
  below(count: number): number {
    const turn = Math.floor(this.position / this.numbers.length);
    const number = (this.numbers[this.position++ % this.numbers.length] ?? 0) + turn * 7919;
    return number % count;
  }
  pick<T>(items: readonly T[]): T {
    const item = items[this.below(items.length)];
    if (item === undefined) throw new Error('nothing to pick from');
    return item;
  }
  chance(percent: number): boolean {
    return this.below(100) < percent;
  }
  big(width: number): bigint {
    let value = 0n;
    for (let done = 0; done < width; done += 24) value = (value << 24n) | BigInt(this.below(2 ** 24));
    return BigInt.asUintN(width, this.chance(15) ? -1n : this.chance(15) ? 1n << BigInt(width - 1) : value);
  }
}

/** What a random module is made from; `name` keeps modules of one run apart. */
export const choices = array(nat(2 ** 31 - 1), { minLength: 300, maxLength: 300 });

function randomType(c: Choices): Type {
  const width = c.chance(20) ? 1 + c.below(100) : c.chance(15) ? c.pick([31, 32, 33, 63, 64, 65]) : 1 + c.below(20);
  return c.chance(50) ? signed(width) : unsigned(width);
}

const widest = 140;

function fitting(signal: Signal): Signal {
  return signal.width > widest ? signal.truncate(widest) : signal;
}

function randomOperation(c: Choices, pool: readonly Signal[]): Signal {
  const a = c.pick(pool);
  const b = c.pick(pool);
  const sameSign = a.type.signed ? b.asSigned() : b.asUnsigned();
  const amount = c.pick(pool).asUnsigned();
  const small = amount.truncate(Math.min(amount.width, 1 + c.below(4)));
  switch (c.below(30)) {
    case 0:
      return a.add(b);
    case 1:
      return a.sub(b);
    case 2:
      return a.mul(b);
    case 3:
      return a.addWrap(sameSign);
    case 4:
      return a.subWrap(sameSign);
    case 5:
      return a.and(sameSign);
    case 6:
      return a.or(sameSign);
    case 7:
      return a.xor(sameSign);
    case 8:
      return a.not();
    case 9:
      return a.neg();
    case 10:
      return a.eq(b);
    case 11:
      return a.ne(b);
    case 12:
      return a.lt(b);
    case 13:
      return a.le(b);
    case 14:
      return a.gt(b);
    case 15:
      return a.ge(b);
    case 16:
      return a.shl(small);
    case 17:
      return a.shlWrap(amount);
    case 18:
      return a.shr(amount);
    case 19:
      return a.shr(c.below(a.width + 2));
    case 20:
      return c.chance(50) ? a.shl(c.below(8)) : a.shlWrap(c.below(a.width + 2));
    case 21: {
      const low = c.below(a.width);
      return a.slice(low + c.below(a.width - low), low);
    }
    case 22:
      return a.resize(1 + c.below(a.width + 8));
    case 23:
      return c.chance(50) ? a.asSigned() : a.asUnsigned();
    case 24:
      return c.pick([a.all(), a.any(), a.parity()]);
    case 25:
      return concat(a, b, ...(c.chance(30) ? [c.pick(pool)] : []));
    case 26:
      return mux(c.pick(pool), a, b);
    case 27:
      return select(
        small,
        Array.from({ length: 1 + c.below(6) }, () => c.pick(pool)),
      );
    case 28: {
      const width = 1 + c.below(Math.max(1, Math.floor(a.width / 3)));
      return elementAt(a, small, c.chance(50) ? signed(width) : unsigned(width));
    }
    default: {
      const type = randomType(c);
      const value = c.big(type.width);
      return constant(type.signed ? BigInt.asIntN(type.width, value) : value, type);
    }
  }
}

function addOperations(c: Choices, m: ModuleBuilder, pool: Signal[], count: number): void {
  for (let i = 0; i < count; i++) {
    const made = fitting(randomOperation(c, pool));
    pool.push(c.chance(25) ? m.named(`n${i}_${pool.length}`, made) : made);
  }
}

/** Any signal as a value of the type. */
function as(signal: Signal, type: Type): Signal {
  const sized = signal.resize(type.width);
  return type.signed ? sized.asSigned() : sized.asUnsigned();
}

/** A memory of two ports that never meet: each has half of the words, by the highest bit of its address. */
function addDualMemory(c: Choices, m: ModuleBuilder, pool: Signal[], inputs: readonly Signal[], name: string): void {
  const lane = c.chance(50) ? c.pick([1, 3, 8]) : undefined;
  const type = lane === undefined ? randomType(c) : { width: lane * (1 + c.below(18)), signed: c.chance(50) };
  const half = 1 + c.below(3);
  const initial = Array.from({ length: 2 ** (half + 1) }, () =>
    type.signed ? BigInt.asIntN(type.width, c.big(type.width)) : c.big(type.width),
  );
  const underWrite = c.pick(['old', 'new', 'keep'] as const);
  const options = { type, depth: 2 ** (half + 1), ports: '2rw', underWrite, initial } as const;
  const memory = m.memory(name, lane === undefined ? options : { ...options, lane });
  const alive = m.register(`${name}_alive`, bit, { reset: 0 });
  alive.next(1);
  const port = (side: number): Signal => {
    const enable = c.pick(pool).any().or(c.pick(inputs).bit(0));
    const write = c.pick(pool).any().and(alive);
    const mask = lane === undefined ? {} : { mask: as(c.pick(pool), unsigned(type.width / lane)) };
    const address = concat(constant(side, bit), as(c.pick(pool), unsigned(half)));
    const out = memory.access({ address, enable, write, data: as(c.pick(pool), type), ...mask });
    const seen = m.register(`${name}_${side}_seen`, bit, { reset: 0 });
    seen.next(seen.or(underWrite === 'keep' ? enable.and(write.not()) : enable));
    return mux(seen, out, 0);
  };
  pool.push(port(0));
  pool.push(port(1));
}

function addMemory(c: Choices, m: ModuleBuilder, pool: Signal[], inputs: readonly Signal[], name: string): void {
  const lane = c.chance(50) ? c.pick([1, 3, 8]) : undefined;
  const type =
    lane === undefined ? randomType(c) : { width: lane * (1 + c.below(lane === 1 ? 40 : 18)), signed: c.chance(50) };
  const depth = 2 ** (1 + c.below(3));
  const initial = Array.from({ length: depth }, () =>
    type.signed ? BigInt.asIntN(type.width, c.big(type.width)) : c.big(type.width),
  );
  const ports = c.chance(50) ? '1rw' : '1r1w';
  const underWrite = c.pick(ports === '1rw' ? (['old', 'new', 'keep'] as const) : (['old', 'new'] as const));
  const memory = m.memory(name, { type, depth, ports, underWrite, initial, ...(lane === undefined ? {} : { lane }) });
  const address = (): Signal => as(c.pick(pool), unsigned(addressWidth(depth)));
  // Never a constant: a memory that is never read has no data.
  const enable = c.pick(pool).any().or(c.pick(inputs).bit(0));
  const mask = lane === undefined ? {} : { mask: as(c.pick(pool), unsigned(type.width / lane)) };
  const data = as(c.pick(pool), type);
  // Before the first reset nothing is known, so nothing may be written.
  const alive = m.register(`${name}_alive`, bit, { reset: 0 });
  alive.next(1);
  const write = c.pick(pool).any().and(alive);
  const reading = ports === '1rw' ? enable.and(underWrite === 'keep' ? write.not() : constant(1)) : enable;
  const out =
    ports === '1rw'
      ? memory.access({ address: address(), enable, write, data, ...mask })
      : memory.read({ address: address(), enable });
  if (ports === '1r1w') memory.write({ address: address(), enable: write, data, ...mask });
  // Nothing is known of the data before the first read.
  const seen = m.register(`${name}_seen`, bit, { reset: 0 });
  seen.next(seen.or(reading));
  pool.push(mux(seen, out, 0));
}

/** A cell whose outputs are of the types of its inputs `h` and `v`, registered or (`ripple`) not. */
function randomCell(c: Choices, name: string, h: Type, v: Type, ripple: boolean): Module {
  const m = moduleBuilder(name);
  const pool = [m.input('h', h), m.input('v', v), m.input('b', randomType(c)), m.input('r', unsigned(1 + c.below(9)))];
  m.unused(...pool);
  const state = m.register('state', h, { reset: 0 });
  pool.push(state);
  addOperations(c, m, pool, 8);
  state.next(as(c.pick(pool), h));
  const through = m.register('through', v, { reset: 0, enable: c.pick(pool).any() });
  through.next(as(c.pick(pool), v));
  m.output('h_out', ripple ? as(c.pick(pool), h) : state);
  m.output('v_out', ripple ? as(c.pick(pool), v) : through);
  m.output('any', c.pick(pool).any());
  return m.build();
}

function addGrid(c: Choices, m: ModuleBuilder, pool: Signal[], name: string): void {
  const [h, v] = [c.chance(30) ? signed(8) : randomType(c), randomType(c)];
  const ripple = c.chance(40);
  const cell = randomCell(c, `${m.name}_${name}`, h, v, ripple);
  const linear = c.chance(25);
  const [rows, cols] = linear ? [1, 1 + c.below(5)] : [1 + c.below(4), 1 + c.below(4)];
  const [b, r] = [
    cell.ports.find((port) => port.name === 'b')?.type ?? bit,
    cell.ports.find((port) => port.name === 'r')?.type ?? bit,
  ];
  const sized = (count: number, type: Type): Signal => as(c.pick(pool), unsigned(count * type.width));
  const horizontal = c.pick([fromWest, fromEast]);
  const vertical = c.pick([fromNorth, fromSouth]);
  const shared: GridInput = c.chance(50)
    ? as(c.pick(pool), r)
    : c.pick([perRow(sized(rows, r)), perColumn(sized(cols, r)), perCell(sized(rows * cols, r)), perColumn(() => 1)]);
  const inputs = {
    h: horizontal('h_out', c.chance(50) ? sized(rows, h) : () => as(c.pick(pool), h)),
    v: linear ? perColumn(sized(cols, v)) : vertical('v_out', c.chance(50) ? sized(cols, v) : () => 0),
    b: as(c.pick(pool), b),
    r: shared,
  };
  const grid = m.grid(name, linear ? [cols] : [rows, cols], cell, inputs);
  const sides = c.pick([['east', 'south'], ['west', 'north'], ['east'], ['south'], ['all']] as const);
  for (const side of sides) pool.push(fitting(grid[side](c.pick(['h_out', 'v_out', 'any']))));
}

/** A module of random inputs, operations, registers, memories, an instance and a grid. */
export function randomModule(numbers: readonly number[], name: string): Module {
  const c = new Choices(numbers);
  const m = moduleBuilder(name);
  const pool: Signal[] = [];
  for (let i = 0; i < 2 + c.below(4); i++) pool.push(m.input(`i${i}`, randomType(c)));
  m.unused(...pool);
  const inputs = [...pool];
  const registers = Array.from({ length: 1 + c.below(4) }, (_, i) => {
    const type = randomType(c);
    const value = c.big(type.width);
    return m.register(`q${i}`, type, { reset: type.signed ? BigInt.asIntN(type.width, value) : value });
  });
  pool.push(...registers);
  addOperations(c, m, pool, 10);
  if (c.chance(60)) addMemory(c, m, pool, inputs, 'mem');
  if (c.chance(25)) addDualMemory(c, m, pool, inputs, 'dual');
  if (c.chance(50)) addGrid(c, m, pool, 'cells');
  if (c.chance(40)) {
    const child = randomCell(c, `${name}_child`, randomType(c), randomType(c), true);
    const inputs = Object.fromEntries(
      child.ports
        .filter((port) => port.direction === 'input' && port.role === 'data')
        .map((port) => [port.name, as(c.pick(pool), port.type)]),
    );
    const instance = m.instance('u_child', child, inputs);
    pool.push(instance.port('h_out'), instance.port('v_out'));
  }
  addOperations(c, m, pool, 10);
  for (const register of registers)
    register.next(as(c.pick(pool), register.type), c.chance(50) ? c.pick(pool).any() : undefined);
  const outputs = 2 + c.below(4);
  for (let i = 0; i < outputs; i++) m.output(`o${i}`, pool[pool.length - 1 - i * 2] ?? c.pick(pool));
  return m.build();
}
