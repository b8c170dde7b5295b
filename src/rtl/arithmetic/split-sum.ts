import type { ModuleBuilder } from '../builder.js';
import { concat, constant, mux, type Signal } from '../signal.js';
import { unsigned } from '../types.js';
import { addWith, type AdderStructure } from './adder.js';

/** A value some registers later; the wire is the register's name. */
export type Hold = (wire: string, value: Signal, cycles?: number) => Signal;

/**
 * `a + b` modulo 2^width a register later: both sums that the high half may have stand beside that of the low half, and the carry chooses
 * behind the register. So carries propagate through half of the width.
 *
 * @param a unsigned, as wide as `b`
 */
export function splitSum(
  m: ModuleBuilder,
  name: string,
  adder: AdderStructure,
  hold: Hold,
  a: Signal,
  b: Signal,
): Signal {
  const half = Math.ceil(a.width / 2);
  const low = (of: Signal): Signal => of.slice(half - 1, 0).extend(half + 1);
  const high = (of: Signal): Signal => of.slice(a.width - 1, half);
  // A carry that enters is the one out of a further bit, of two ones.
  const more = (of: Signal): Signal => concat(high(of), constant(1, unsigned(1)));
  const below = hold('low_sum', addWith(m, `${name}_low`, adder, low(a), low(b)));
  const without = hold('high_sum', addWith(m, `${name}_high`, adder, high(a), high(b)));
  const raised = hold('next_high_sum', addWith(m, `${name}_next`, adder, more(a), more(b)).slice(a.width - half, 1));
  return concat(m.named(`${name}_chosen`, mux(below.bit(half), raised, without)), below.slice(half - 1, 0));
}
