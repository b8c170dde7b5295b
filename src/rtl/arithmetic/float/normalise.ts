import type { ModuleBuilder } from '../../builder.js';
import { constant, type Signal } from '../../signal.js';
import { unsigned } from '../../types.js';
import type { Fate } from './align.js';
import type { Magnitude } from './add.js';
import { leadingZeros, shiftLeft, type Count } from './shift.js';

/** A sum and the place of its first one. */
export interface Counted {
  readonly sum: Magnitude;
  readonly zeros: Signal;
  /** There is no one at all. */
  readonly nothing: Signal;
}

/**
 * Counts the places to the first one. A number whose first one lies below the least exponent is shifted to that exponent and no further: a
 * one is put there for the count.
 */
export function countZeros(m: ModuleBuilder, name: string, sum: Magnitude): Counted {
  const { value, exponent } = sum;
  const bits = value.width;
  // An exponent of 0 has its one in the first place, where it is not needed.
  const guard = constant(1n << BigInt(bits - 1), unsigned(bits)).shr(exponent);
  const limit = m.named(`${name}_limit`, guard.slice(bits - 2, 0).extend(bits));
  const { zeros }: Count = leadingZeros(m, `${name}_count`, value.or(limit));
  if (zeros === undefined) throw new Error('a sum has more than one bit');
  return { sum, zeros, nothing: m.named(`${name}_nothing`, value.any().not()) };
}

/** A number with its first one in the first bit, or the exponent at its least. */
export interface Normal {
  readonly significand: Signal;
  /** The exponent's field for a number whose first bit is one. */
  readonly exponent: Signal;
  readonly negative: Signal;
  readonly fate: Fate;
}

/** Shifts a sum to its first one. An exact zero is positive where numbers of different signs gave it. */
export function normalise(m: ModuleBuilder, name: string, { sum, zeros, nothing }: Counted): Normal {
  const { value, exponent, negative, subtract, fate } = sum;
  return {
    significand: shiftLeft(m, `${name}_normal`, value, zeros),
    exponent: m.named(
      `${name}_normal_exponent`,
      exponent
        .add(1)
        .sub(zeros)
        .resize(exponent.width + 1)
        .asUnsigned(),
    ),
    negative: m.named(`${name}_normal_negative`, negative.and(nothing.and(subtract).not())),
    fate,
  };
}
