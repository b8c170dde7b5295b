import {
  addressWidth,
  concat,
  fromNorth,
  fromWest,
  moduleBuilder,
  mux,
  perColumn,
  select,
  signed,
  unsigned,
  type Module,
} from '../../../src/rtl/index.js';

function multiplyAccumulate(): Module {
  const m = moduleBuilder('mac', {
    description: 'Keeps a weight, multiplies it by what passes east, adds what passes south.',
  });
  const advance = m.input('advance');
  const [a, p] = [m.input('a', signed(8)), m.input('p', signed(32))];
  const weight = m.register('weight', signed(8), { enable: m.input('load') });
  weight.next(a);
  const sum = m.register('sum', signed(32), { reset: 0, enable: advance });
  sum.next(p.add(a.mul(weight)).truncate(32));
  m.output('a_out', m.delay('a_q', a, 1, { enable: advance }));
  m.output('p_out', sum);
  return m.build();
}

/** An array of multiply-accumulate cells, `load` by column. */
export function multiplyAccumulateArray(rows: number, cols: number): Module {
  const m = moduleBuilder('mac_array');
  const inputs = {
    advance: m.input('advance'),
    load: perColumn(m.input('load', unsigned(cols))),
    a: fromWest('a_out', m.input('a', unsigned(8 * rows))),
    p: fromNorth('p_out', () => 0),
  };
  m.output('p', m.grid('cells', [rows, cols], multiplyAccumulate(), inputs).south('p_out'));
  return m.build();
}

/** A first-in first-out queue of four bytes. */
function queue(): Module {
  const m = moduleBuilder('queue');
  const depth = 4;
  const pointer = unsigned(addressWidth(depth) + 1);
  const [inValid, inData, outReady] = [m.input('in_valid'), m.input('in_data', unsigned(8)), m.input('out_ready')];
  const head = m.register('head', pointer, { reset: 0 });
  const tail = m.register('tail', pointer, { reset: 0 });
  const empty = m.named('empty', head.eq(tail));
  const full = m.named('full', head.eq(tail.xor(depth)));
  const push = m.named('push', inValid.and(full.not()));
  const pop = m.named('pop', outReady.and(empty.not()));
  head.next(head.addWrap(1), pop);
  tail.next(tail.addWrap(1), push);
  const slots = Array.from({ length: depth }, (_, i) => {
    const slot = m.register(`slot_${i}`, unsigned(8));
    slot.next(inData, push.and(tail.truncate(2).eq(i)));
    return slot;
  });
  m.output('in_ready', full.not());
  m.output('out_valid', empty.not());
  m.output('out_data', select(head.truncate(2), slots));
  m.assert('no_overrun', push.and(full).not(), 'a full queue takes nothing');
  return m.build();
}

/** A memory with byte enables whose reader sees what is being written. */
export function buffer(name: string, bytes: number): Module {
  const m = moduleBuilder(name);
  const memory = m.memory('words', {
    type: unsigned(8 * bytes),
    depth: 8,
    ports: '1r1w',
    underWrite: 'new',
    lane: 8,
    initial: Array.from({ length: 8 }, () => 0),
  });
  memory.write({
    address: m.input('write_address', unsigned(3)),
    data: m.input('write_data', unsigned(8 * bytes)),
    enable: m.input('write'),
    mask: m.input('write_mask', unsigned(bytes)),
  });
  m.output('read_data', memory.read({ address: m.input('read_address', unsigned(3)), enable: m.input('read') }));
  return m.build();
}

/** Arithmetic of mixed signs and widths. */
function arithmetic(): Module {
  const m = moduleBuilder('arithmetic');
  const [a, b, n] = [m.input('a', signed(8)), m.input('b', unsigned(8)), m.input('n', unsigned(3))];
  m.output('product', a.mul(b));
  m.output('difference', a.sub(b));
  m.output('shifted', a.shr(n));
  m.output('below', a.lt(b));
  m.output('magnitude', mux(a.lt(0), a.neg(), a));
  m.output('joined', concat(a, b.slice(7, 4), n.any()));
  m.output('sticky', m.delay('sticky_q', b.shl(n).parity(), 2, { reset: 0 }));
  return m.build();
}

/** Two instances in a row. */
function chain(): Module {
  const one = moduleBuilder('stage');
  one.output('q', one.delay('q_q', one.input('d', unsigned(4)).addWrap(1), 1, { reset: 0 }));
  const stage = one.build();
  const m = moduleBuilder('chain');
  const first = m.instance('first', stage, { d: m.input('d', unsigned(4)) });
  const second = m.instance('second', stage, { d: first.port('q') });
  m.output('q', second.port('q'));
  return m.build();
}

/** Small modules whose Verilog stands in tests/rtl/golden. */
export const goldenModules = {
  mac_array: () => multiplyAccumulateArray(4, 3),
  queue,
  buffer: () => buffer('buffer', 2),
  wide_buffer: () => buffer('wide_buffer', 24),
  arithmetic,
  chain,
};
