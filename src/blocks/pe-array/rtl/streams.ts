import {
  addressWidth,
  concat,
  constant,
  mux,
  unsigned,
  vector,
  type ModuleBuilder,
  type Signal,
} from '../../../rtl/index.js';
import type { ArrayInputs } from './array.js';
import { shiftLine } from './line.js';

/** The streams that enter a `PEArray`, and the clock enable of everything. */
export interface Streams {
  readonly run: Signal;
  readonly weightsValid: Signal;
  readonly weights: Signal;
  readonly activationsValid: Signal;
  readonly activations: Signal;
}

/** What the control of a `PEArray` makes of its streams. */
export interface StreamControl {
  readonly inputs: ArrayInputs;
  readonly weightsReady: Signal;
  readonly activationsReady: Signal;
  /** A row of sums leaves the array `wave` cycles after. */
  readonly row: Signal;
  readonly wave: number;
}

/** Which beats are taken for results, and what becomes of them. */
export interface ResultSteps {
  /** Beats of both streams are taken, if there are any. */
  readonly open: Signal;
  readonly taken: Signal;
  /** A result's last step. */
  readonly ends: Signal;
  /** A sum, or a part of it, begins. */
  readonly first: Signal;
  /** Where sums are kept in parts: they are joined; they are under way (without hidden draining). */
  readonly joins?: Signal;
  readonly active?: Signal;
}

/** A count of accepted beats, from 0 to `length - 1` and round again; `last` is high at the last one. */
export function beatCounter(
  m: ModuleBuilder,
  name: string,
  length: number,
  accepted: Signal,
): { readonly first: Signal; readonly last: Signal } {
  const count = m.register(name, unsigned(addressWidth(length)), { reset: 0 });
  const last = m.named(`${name}_last`, count.eq(length - 1));
  count.next(mux(last, 0, count.addWrap(1)).resize(count.width), accepted);
  return { first: m.named(`${name}_first`, count.eq(0)), last };
}

/** The elements of a vector, element i delayed by `delay(i)`. */
export function skew(
  m: ModuleBuilder,
  name: string,
  vectorIn: Signal,
  count: number,
  delay: (index: number) => number,
  run: Signal,
): Signal {
  const width = vectorIn.width / count;
  return vector(
    Array.from({ length: count }, (_, i) => shiftLine(m, `${name}_${i}`, vectorIn.element(i, width), delay(i), run)),
  );
}

/** A bit by row: at row r it is that of r + 1 cycles ago (`south`: rows - r cycles ago, the last row's first). */
export function rowBits(m: ModuleBuilder, name: string, rows: number, bit: Signal, run: Signal, south = false): Signal {
  const line = m.register(name, unsigned(rows), { enable: run, reset: 0 });
  if (rows === 1) line.next(bit);
  else line.next(south ? concat(bit, line.slice(rows - 1, 1)) : concat(line.slice(rows - 2, 0), bit));
  return line;
}

/** The same where a wave takes `cycles` cycles a row: at row r the bit of r * cycles + 1 cycles ago. */
export function delayedRowBits(
  m: ModuleBuilder,
  name: string,
  rows: number,
  cycles: number,
  bit: Signal,
  run: Signal,
): Signal {
  const line = rowBits(m, name, (rows - 1) * cycles + 1, bit, run);
  return cycles === 1 ? line : vector(Array.from({ length: rows }, (_, r) => line.bit(r * cycles)));
}

/** High for `cycles` enabled cycles after `ends`, counted in a register of that name. */
export function highAfter(m: ModuleBuilder, name: string, cycles: number, ends: Signal, run: Signal): Signal {
  return cycles === 0 ? constant(0) : leftAfter(m, name, cycles, ends, run).ne(0);
}

/** How many of `cycles` (one at least) enabled cycles after `ends` are left, in a register of that name. */
export function leftAfter(m: ModuleBuilder, name: string, cycles: number, ends: Signal, run: Signal): Signal {
  const left = m.register(name, unsigned(addressWidth(cycles + 1)), { reset: 0 });
  left.next(mux(ends, cycles, mux(left.eq(0), 0, left.subWrap(1))).resize(left.width), run);
  return left;
}
