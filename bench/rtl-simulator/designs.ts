import { arrayOperands } from '../../src/blocks/pe-array/parameters.js';
import { peArray } from '../../src/blocks/pe-array/rtl.js';
import { fromNorth, fromWest, moduleBuilder, signed, unsigned, type Module } from '../../src/rtl/index.js';

/*
 * What the simulators are measured on. Every design drives itself from registers, so that nothing but `clk`, `rst` and `advance` enters:
 * a peer's testbench does no work of its own.
 */

/** Control logic: counters, comparisons and a state machine over a few dozen registers, and a generator of pseudo-random numbers. */
export function control(): Module {
  const m = moduleBuilder('control');
  const advance = m.input('advance');
  const random = m.register('random', unsigned(32), { reset: 1, enable: advance });
  const count = m.register('count', unsigned(16), { reset: 0, enable: advance });
  count.next(count.addWrap(1));
  random.next(random.mul(1664525).truncate(32).addWrap(count.extend(32)));
  let carry = random.bit(7);
  for (let stage = 0; stage < 16; stage++) {
    // A counter that wraps at a limit of its own and steps the next one, and a flag that remembers a comparison.
    const place = m.register(`place_${stage}`, unsigned(8), { reset: 0, enable: advance });
    const last = place.eq(100 + 7 * stage);
    place.next(carry.mux(last.mux(0, place.addWrap(1)), place));
    const seen = m.register(`seen_${stage}`, unsigned(1), { reset: 0, enable: advance });
    seen.next(last.mux(1, random.bit(stage).mux(0, seen)));
    carry = last.or(seen.and(random.bit(stage + 8)));
  }
  m.output('carry', carry);
  m.output('random_out', random);
  return m.build();
}

/** The bare array: cells of a multiplier, an adder and two registers, each fed by its neighbours. */
export function bareArray(size: number): Module {
  const cell = moduleBuilder('mac');
  const [a, p, advance] = [cell.input('a', signed(8)), cell.input('p', signed(32)), cell.input('advance')];
  const held = cell.register('held', signed(8), { reset: 0, enable: advance });
  held.next(a);
  const sum = cell.register('sum', signed(32), { reset: 0, enable: advance });
  sum.next(p.add(a.mul(held)).truncate(32));
  cell.output('a_out', held);
  cell.output('p_out', sum);
  const m = moduleBuilder(`array_${size}`);
  const drive = m.register('drive', unsigned(8 * size), { reset: (1n << BigInt(8 * size)) / 3n });
  drive.next(drive.addWrap(0x1234567));
  const inputs = { a: fromWest('a_out', drive), p: fromNorth('p_out', () => 0), advance: m.input('advance') };
  m.output('p', m.grid('cells', [size, size], cell.build(), inputs).south('p_out'));
  return m.build();
}

/** The double-buffered array: a whole `PEArray`, which loads the next tile of weights while it multiplies, always supplied. */
export function doubleBuffered(size: number): Module {
  const array = peArray('pe_array', {
    rows: size,
    cols: size,
    ...arrayOperands('int8'),
    accumulator: 'int32',
    accumulatorBits: 32,
    dataflow: 'weight_stationary',
    hideLoading: true,
    multiplierRegisters: 0,
    adderRegisters: 1,
    multiplier: 'plain',
    adder: 'plain',
    steps: 4 * size,
  });
  const m = moduleBuilder(`double_buffered_${size}`);
  const advance = m.input('advance');
  const drive = m.register('drive', unsigned(8 * size), { reset: (1n << BigInt(8 * size)) / 3n });
  drive.next(drive.addWrap(0x1234567));
  const outputs = m.instance('array', array, {
    sums_ready: advance,
    weights_valid: advance,
    weights_data: drive,
    activations_valid: advance,
    activations_data: drive,
  });
  m.output('p', outputs.port('sums_data'));
  m.output('valid', outputs.port('sums_valid'));
  return m.build();
}
