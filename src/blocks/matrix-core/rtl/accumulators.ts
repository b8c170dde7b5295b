import { floatFormat } from '../../../numbers/index.js';
import {
  addFloat,
  addressWidth,
  moduleBuilder,
  mux,
  unsigned,
  type MemoryHandle,
  type Module,
  type ModuleBuilder,
  type Signal,
  type Type,
} from '../../../rtl/index.js';
import { sumType } from '../../pe-array/rtl/cell.js';
import { accumulatorPart } from '../layout.js';
import type { MatrixCoreParameters } from '../parameters.js';
import { step, stepLeft } from './banks.js';
import { leftType } from './tile-command.js';

/** Parts of an accumulator that a load fills one by one. */
export function accumulatorParts(parameters: MatrixCoreParameters): number {
  return parameters.accumulatorBits / accumulatorPart(parameters);
}

/**
 * A bank of accumulators. What it holds is added to its column's sums, or enters at the top of its column in the cycle after its control
 * (`start`). A sum arrives one cycle after its own control; `total` is then the new value, or so many cycles later as the addition has
 * registers; zero in columns beyond N. `direct` gives loads and stores the bank while no multiplication runs.
 */
export function accumulatorBank(name: string, parameters: MatrixCoreParameters): Module {
  const { cols, accumulatorBits, accumulatorWords, psumIn, accumulateRegisters, overlapCommands } = parameters;
  const top = psumIn === 'top';
  const m = moduleBuilder(name, { description: 'A bank of accumulators: one column of the array adds to it.' });
  const type = sumType(parameters);
  const addressType = unsigned(addressWidth(accumulatorWords));
  const run = m.input('run');
  const valid = m.input('valid');
  const emit = m.input('emit');
  const add = top ? undefined : m.input('add');
  const keep = m.input('keep');
  const partial = overlapCommands ? undefined : m.input('partial');
  const address = m.input('address', addressType);
  const counts = partial === undefined ? undefined : m.input('counts');
  const left = overlapCommands ? m.input('left', leftType(cols)) : undefined;
  const sum = m.input('sum', type);
  const direct: Direct = {
    address: m.input('direct_address', addressType),
    read: m.input('direct_read'),
    fill: m.input('fill', unsigned(accumulatorParts(parameters))),
    data: m.input('fill_data', unsigned(accumulatorBits)),
  };

  const counted = m.named('counted', countsIn(partial, counts, left));
  const active = m.named('active', valid.and(counted));
  step(m, run, 'valid', valid, { reset: 0 });
  step(m, run, 'emit', emit, { reset: 0 });
  // A wave that has met a column beyond N does nothing in those behind, whose counts are soon the next multiplication's.
  const add1 = add === undefined ? undefined : step(m, run, 'add', add.and(counted));
  const keep1 = step(m, run, 'keep', keep.and(counted));
  if (partial !== undefined) step(m, run, 'partial', partial);
  if (left !== undefined) stepLeft(m, run, 'left', left);
  const address1 = step(m, run, 'address', address);
  const active1 = m.delay('active_q', active, 1, { enable: run, reset: 0 });

  const parts = accumulatorParts(parameters);
  const bank = m.memory('bank', {
    type: unsigned(accumulatorBits),
    depth: accumulatorWords,
    ports: '1r1w',
    ...(parts > 1 ? { lane: accumulatorBits / parts } : {}),
  });
  let held: Signal;
  let total = sum;
  if (add === undefined || add1 === undefined)
    held = entering(m, bank, direct, { run, counts, left: leftType(cols), addressType });
  else {
    held = readBank(bank, direct, address, active.and(add).and(run));
    total = added(m, parameters, run, sum, mux(add1, type.signed ? held.asSigned() : held, 0).resize(accumulatorBits));
  }
  const newTotal = m.named('new_total', total);
  const late = (what: string, value: Signal, reset?: number): Signal =>
    accumulateRegisters === 0
      ? value
      : m.delay(what, value, accumulateRegisters, reset === undefined ? { enable: run } : { enable: run, reset });
  const filling = direct.fill.any();
  bank.write({
    address: mux(filling, direct.address, late('write_address', address1)),
    enable: filling.or(late('writes', active1.and(keep1), 0).and(run)),
    data: mux(filling, direct.data, newTotal.asUnsigned()),
    ...(parts > 1 ? { mask: mux(filling, direct.fill, 2 ** parts - 1) } : {}),
  });
  m.output('total', mux(late('leaves', active1, 0), newTotal, 0).resize(accumulatorBits), type);
  m.output('held', held);
  return m.build();
}

/** Whether a column counts: by the mask in a tile that is the last one of N, or by how many are left from itself on. */
function countsIn(partial: Signal | undefined, counts: Signal | undefined, left: Signal | undefined): Signal {
  if (partial !== undefined && counts !== undefined) return partial.not().or(counts);
  if (left === undefined) throw new Error('a column that nothing says of whether it counts');
  return left.ne(0);
}

/** How loads and stores reach the bank. */
interface Direct {
  readonly address: Signal;
  readonly read: Signal;
  /** By part: it fills. */
  readonly fill: Signal;
  readonly data: Signal;
}

function readBank(bank: MemoryHandle, direct: Direct, address: Signal, enable: Signal): Signal {
  return bank.read({ address: mux(direct.read, direct.address, address), enable: direct.read.or(enable) });
}

interface Entering {
  readonly run: Signal;
  /** The mask of columns; not given, how many columns count goes along. */
  readonly counts: Signal | undefined;
  readonly left: Type;
  readonly addressType: Type;
}

/** What enters at the top of the column, by control of its own that is as many cycles ahead as the wave takes down the rows. */
function entering(
  m: ModuleBuilder,
  bank: MemoryHandle,
  direct: Direct,
  { run, counts, left: leftOf, addressType }: Entering,
): Signal {
  const partial = counts === undefined ? undefined : m.input('enter_partial');
  const left = counts === undefined ? m.input('enter_left', leftOf) : undefined;
  const address = m.input('enter_address', addressType);
  const enter = m.named('entering', m.input('enter').and(countsIn(partial, counts, left)));
  const entered = step(m, run, 'enter', enter, { reset: 0 });
  if (partial !== undefined) step(m, run, 'enter_partial', partial);
  if (left !== undefined) stepLeft(m, run, 'enter_left', left);
  step(m, run, 'enter_address', address);
  const held = readBank(bank, direct, address, enter.and(run));
  m.output('start', mux(entered, held, 0).resize(held.width));
  return held;
}

/** A tile's sum added to what the accumulator holds. */
function added(m: ModuleBuilder, parameters: MatrixCoreParameters, run: Signal, sum: Signal, held: Signal): Signal {
  const { accumulator, adder, accumulateRegisters } = parameters;
  if (floatFormat(accumulator) === undefined) return sum.addWrap(held);
  const sumRegisters = accumulateRegisters === 0 ? 0 : accumulateRegisters === 1 ? 1 : 2;
  return addFloat(m, 'add', { structures: { adder }, sumRegisters, enable: run }, held, sum);
}
