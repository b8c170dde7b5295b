import {
  addFloat,
  concat,
  constant,
  mux,
  repeat,
  unsigned,
  type ModuleBuilder,
  type Signal,
} from '../../../rtl/index.js';
import type { VectorUnitParameters } from '../parameters.js';

const fp32 = unsigned(32);

/** Two numbers of fp32 and which of them counts: `extreme`, one of them alone, the smaller one with `smaller`; else their sum. */
export interface Pair {
  readonly left: Signal;
  readonly right: Signal;
  readonly extreme: Signal;
  readonly smaller: Signal;
}

/** Sum, larger or smaller of two numbers, 1 + `adderRegisters` registers later: the one that counts is chosen, and gets -0 added. */
export function sumOrExtreme(m: ModuleBuilder, parameters: VectorUnitParameters, run: Signal, pair: Pair): Signal {
  const held = (wire: string, value: Signal): Signal => m.delay(wire, value, 1, { enable: run });
  const { takesRight } = extremeOf(m, pair);
  const left = m.named('left_operand', mux(takesRight.and(pair.extreme), pair.right, pair.left));
  const right = m.named('right_operand', mux(pair.extreme, constant(0x80000000, fp32), pair.right));
  const sum = addFloat(m, 'add', additionOf(parameters, run), held('left_q', left), held('right_q', right));
  return held('sum', m.named('add_result', sum));
}

/** An addition whose last register is the caller's. */
export function additionOf({ adder, adderRegisters }: VectorUnitParameters, run: Signal) {
  const sumRegisters = adderRegisters === 1 ? 0 : adderRegisters === 2 ? 1 : 2;
  return { structures: { adder }, sumRegisters, enable: run } as const;
}

/** Whether the right one of two numbers is the larger, or the smaller one; NaN where one is, and +0 larger than -0. */
export function extremeOf(
  m: ModuleBuilder,
  { left, right, smaller }: Pick<Pair, 'left' | 'right' | 'smaller'>,
): { readonly takesRight: Signal } {
  const below = m.named('left_below', isBelow(m, left, right));
  const isNan = (name: string, code: Signal): Signal =>
    m.named(name, code.slice(30, 23).all().and(code.slice(22, 0).any()));
  const byOrder = below.xor(smaller).and(isNan('left_is_nan', left).not());
  return { takesRight: m.named('takes_right', isNan('right_is_nan', right).or(byOrder)) };
}

/** Whether one number is below another, neither being NaN; -0 is below +0. */
function isBelow(m: ModuleBuilder, left: Signal, right: Signal): Signal {
  // Codes of negative numbers fall with their value: complemented, with the sign bit turned, codes rise with it.
  const ordered = (name: string, code: Signal): Signal =>
    m.named(name, code.xor(concat(constant(1), repeat(code.bit(31), 31))));
  return ordered('left_order', left).lt(ordered('right_order', right));
}
