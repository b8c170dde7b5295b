import type { ModuleBuilder } from '../builder.js';
import { concat, constant, mux, type Signal } from '../signal.js';
import { unsigned } from '../types.js';
import { shiftRight } from './float/shift.js';

/** How a sum becomes an operand of the next operation, as signals. */
export interface RequantisationSignals {
  /** Unsigned, 31 bits. */
  readonly multiplier: Signal;
  /** Unsigned, 6 bits: 0 to 62. */
  readonly shift: Signal;
  /** Signed, as wide as the result. */
  readonly zeroPoint: Signal;
  /** One bit: a half goes to the even neighbour, else away from zero. */
  readonly toEven: Signal;
  /** One bit: negative results become 0, before the zero point is added. */
  readonly relu: Signal;
}

/** Registers from a sum to its operand: behind the bias, the product, the shift, and the result. */
export const requantiseStages = 4;

/**
 * `sat(zero_point + round((sum + bias) * multiplier / 2^shift))` after `requantiseStages` cycles of `run`, rounded once, as
 * `requantise` of `src/numbers` has it. `how` stands still while sums pass.
 *
 * @param name beginning of the names of registers and wires
 * @param sum signed, 32 bits or more
 * @param bias signed, as wide as the sum
 * @param width bits of the result, two's complement
 */
export function requantiseWith(
  m: ModuleBuilder,
  name: string,
  how: RequantisationSignals,
  sum: Signal,
  bias: Signal,
  width: number,
  run: Signal,
): Signal {
  const step = (what: string, value: Signal): Signal => m.delay(`${name}_${what}_q`, value, 1, { enable: run });
  const biased = step('biased', sum.add(bias));
  const product = step('product', biased.mul(how.multiplier));
  const rounded = step('rounded', roundedQuotient(m, name, how, product));
  const positive = m.named(`${name}_positive`, mux(how.relu.and(negative(rounded)), 0, rounded).resize(rounded.width));
  // What is far outside stays outside whatever the zero point.
  const near = saturate(m, `${name}_near`, positive, width + 2);
  return step('result', saturate(m, `${name}_saturated`, near.add(how.zeroPoint), width));
}

/** `value / 2^shift`, rounded once: signed, one bit wider. */
function roundedQuotient(m: ModuleBuilder, name: string, how: RequantisationSignals, value: Signal): Signal {
  // The bit below the quotient's last, which is zero where nothing is shifted out; whatever is lost lies below it.
  const { value: shifted, lost } = shiftRight(
    m,
    `${name}_shift`,
    concat(value, constant(0, unsigned(1))).asSigned(),
    how.shift,
  );
  const floor = m.named(`${name}_floor`, shifted.slice(value.width, 1)).asSigned();
  const half = shifted.bit(0);
  const up = half.and(lost.or(mux(how.toEven, floor.bit(0), negative(value).not())));
  return floor.add(concat(constant(0, unsigned(1)), m.named(`${name}_up`, up)).asSigned());
}

function negative(value: Signal): Signal {
  return value.bit(value.width - 1);
}

/** The nearest value of so many bits. */
function saturate(m: ModuleBuilder, name: string, value: Signal, width: number): Signal {
  const above = value.slice(value.width - 1, width - 1);
  const fits = above.all().or(above.any().not());
  const end = concat(negative(value), concat(...Array.from({ length: width - 1 }, () => negative(value).not())));
  return m.named(name, mux(fits, value.truncate(width).asUnsigned(), end)).asSigned();
}
