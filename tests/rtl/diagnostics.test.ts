import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import type { Diagnostic } from '../../src/diagnostics/index.js';
import {
  bit,
  constant,
  fromEast,
  fromWest,
  HardwareError,
  moduleBuilder,
  signed,
  unsigned,
  type Module,
  type ModuleBuilder,
} from '../../src/rtl/index.js';

const file = fileURLToPath(import.meta.url);
const lines = readFileSync(file, 'utf8').split('\n');

/** `E601 message`, after a check that each diagnostic points at a line of this file that is marked with its code. */
function problems(describe: (m: ModuleBuilder) => void): string[] {
  const m = moduleBuilder('m');
  describe(m);
  return m.finish()[1].map(report);
}

function report(problem: Diagnostic): string {
  const { origin } = problem;
  if (origin === undefined || !('line' in origin)) throw new Error(`${problem.code} has no TypeScript line`);
  expect(origin.file).toBe(file);
  expect(lines[origin.line - 1]).toContain(`// ${problem.code}`);
  return `${problem.code} ${problem.message}`;
}

function inverter(): Module {
  const m = moduleBuilder('inverter');
  m.output('b', m.input('a', unsigned(4)).not());
  return m.build();
}

test('E601: a value is never cut silently', () => {
  expect(
    problems((m) => {
      const a = m.input('a', unsigned(8));
      const q = m.register('q', unsigned(8));
      q.next(a.add(1)); // E601
      m.output('b', q);
    }),
  ).toEqual(['E601 a value that is unsigned(9) does not fit register q, which is unsigned(8)']);
});

const make = (): unknown => constant(300, unsigned(8));

test('E601: a constant must fit its type', () => {
  expect(make).toThrow(HardwareError);
  expect(make).toThrow('E601: 300 does not fit the constant, which is unsigned(8)');
});

test('E602: logic of signed and unsigned operands has to say what is meant', () => {
  expect(
    problems((m) => {
      const [a, b] = [m.input('a', unsigned(8)), m.input('b', signed(8))];
      m.unused(a, b);
      m.output('c', a.and(b)); // E602
    }),
  ).toEqual(['E602 and takes operands of one signedness, not unsigned(8) and signed(8)']);
});

test('E603: every wire, register and input of a child is driven', () => {
  expect(
    problems((m) => {
      m.output('x', m.wire('w', bit)); // E603
      m.output('y', m.register('q', bit)); // E603
      m.output('z', m.instance('u', inverter()).port('b')); // E603
    }),
  ).toEqual([
    'E603 nothing drives u.a in module m',
    'E603 nothing drives q in module m',
    'E603 nothing drives w in module m',
  ]);
});

test('E604: nothing is driven twice', () => {
  expect(
    problems((m) => {
      const a = m.input('a');
      const w = m.wire('w');
      w.assign(a);
      w.assign(a.not()); // E604
      m.output('b', w);
    }),
  ).toEqual(['E604 w in module m is driven more than once']);
});

test('E605: an input that nothing reads, or bits of one', () => {
  expect(
    problems((m) => {
      m.input('a'); // E605
      const b = m.input('b', unsigned(8)); // E605
      const c = m.input('c', unsigned(8));
      m.unused(c.slice(7, 4));
      m.output('d', b.slice(5, 0));
      m.output('e', c.truncate(4));
    }),
  ).toEqual(['E605 input a of module m is never read', 'E605 bits 7 to 6 of input b of module m is never read']);
});

test('E606: a combinational loop, with its path', () => {
  expect(
    problems((m) => {
      const a = m.input('a', unsigned(4));
      const loop = m.wire('loop', unsigned(4)); // E606
      const u = m.instance('u', inverter(), { a: loop });
      loop.assign(u.port('b').and(a));
      m.output('b', loop);
    }),
  ).toEqual(['E606 a combinational loop in module m: loop <- u_b <- loop']);
});

test('E606: cells of a grid that read each other within a cycle', () => {
  const cell = moduleBuilder('cell');
  const [left, right] = [cell.input('left'), cell.input('right')];
  cell.output('to_right', left.and(right));
  cell.output('to_left', right.and(left));
  const module = cell.build();
  expect(
    problems((m) => {
      const a = m.input('a');
      const inputs = { left: fromWest('to_right', a), right: fromEast('to_left', a) };
      const cells = m.grid('cells', [4], module, inputs); // E606
      m.output('b', cells.east('to_right'));
    }),
  ).toHaveLength(1);
});

test('E607: two things of one name', () => {
  expect(
    problems((m) => {
      const a = m.input('a');
      m.output('a', a); // E607
    }),
  ).toEqual(['E607 module m has two signals or instances named a']);
});

test('E608: a port that the child does not have', () => {
  expect(
    problems((m) => {
      const u = m.instance('u', inverter(), { a: 1 });
      u.connect('x', 1); // E608
      m.output('b', u.port('y')); // E608
    }),
  ).toEqual(['E608 module inverter has no input x', 'E608 module inverter has no output y']);
});

test('E609: truncate does not extend, extend does not truncate', () => {
  expect(
    problems((m) => {
      const a = m.input('a', unsigned(8));
      m.output('b', a.truncate(9)); // E609
      m.output('c', a.extend(4)); // E609
    }),
  ).toEqual([
    'E609 truncate cannot give 9 bits here; 1 to 8 are possible',
    'E609 extend cannot give 4 bits here; 8 to Infinity are possible',
  ]);
});

test('E610: a slice lies within its operand', () => {
  expect(
    problems((m) => {
      m.output('b', m.input('a', unsigned(8)).slice(8, 4)); // E610
    }),
  ).toEqual(['E610 bits 8 to 4 are not within unsigned(8)']);
});

test('E611: a vector has an element for each row', () => {
  expect(
    problems((m) => {
      const west = m.input('west', unsigned(15));
      const cells = m.grid('cells', [4, 2], inverter(), { a: fromWest('b', west) }); // E611
      m.output('east', cells.east('b'));
    }),
  ).toEqual(['E611 input a of grid cells takes 16 bits, not 15']);
});

test('E612: a signal of another module', () => {
  const other = moduleBuilder('other').input('x', unsigned(4));
  expect(
    problems((m) => {
      m.output('b', m.input('a', unsigned(4)).and(other)); // E612
    }),
  ).toEqual(['E612 x belongs to module other and cannot be used in module m']);
});

test('E613: lanes that do not divide the word', () => {
  expect(
    problems((m) => {
      const a = m.input('a', unsigned(12));
      const memory = m.memory('store', { type: unsigned(12), depth: 4, ports: '1r1w', lane: 8 }); // E613
      memory.write({ address: 0, data: a, enable: 1, mask: a.bit(0) });
      m.output('b', memory.read({ address: 1 }));
    }),
  ).toEqual(['E613 memory store of 12 bits cannot have lanes of 8 bits']);
});

test('E614: neighbours joined by ports of different types', () => {
  expect(
    problems((m) => {
      const cells = m.grid('cells', [4], inverterOf(5), { a: fromWest('b', () => 0) }); // E614
      m.output('b', cells.east('b'));
    }),
  ).toEqual(['E614 grid cells joins b to a, which is of another type']);
});

function inverterOf(width: number): Module {
  const m = moduleBuilder('inverter');
  m.output('b', m.input('a', unsigned(4)).extend(width).not());
  return m.build();
}
