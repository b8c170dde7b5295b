import type { ModuleBuilder } from '../../builder.js';
import { concat, constant, mux, type Signal } from '../../signal.js';
import { unsigned } from '../../types.js';
import { binary32, codeBits, type FloatLayout } from './layout.js';
import { leadingZeros, shiftLeft } from './shift.js';

/** What the code of a factor says: `significand * 2^(exponent - bias - mantissaBits)`, where it is no special. */
export interface Factor {
  readonly negative: Signal;
  /** Normalised: the first bit is one, but in a zero. */
  readonly significand: Signal;
  /** Signed; below one in a subnormal number. */
  readonly exponent: Signal;
  readonly zero: Signal;
  readonly infinite: Signal;
  readonly nan: Signal;
}

const no = (): Signal => constant(0, unsigned(1));

/**
 * A factor. A subnormal number is shifted until its first bit is one, and its exponent goes below one: so products have their first bit
 * in one of two places, and sums need no bits beyond the format's own for those that would be lower.
 */
export function unpackFactor(m: ModuleBuilder, name: string, code: Signal, layout: FloatLayout): Factor {
  const { exponentBits, mantissaBits, specials } = layout;
  const field = code.slice(codeBits(layout) - 2, mantissaBits);
  const fraction = code.slice(mantissaBits - 1, 0);
  const normal = m.named(`${name}_normal`, field.any());
  const whole = concat(normal, fraction);
  const { any, zeros } = leadingZeros(m, `${name}_count`, whole);
  if (zeros === undefined) throw new Error('a float has a mantissa');
  const significand = shiftLeft(m, `${name}_shift`, whole, zeros);
  // A subnormal number has the exponent 1 before it is shifted.
  const exponent = mux(normal, field.extend(exponentBits + 1).asSigned(), constant(1).sub(zeros));
  const ones = field.all();
  const empty = fraction.any().not();
  return {
    negative: code.bit(codeBits(layout) - 1),
    significand,
    exponent: m.named(`${name}_exponent`, exponent),
    zero: m.named(`${name}_zero`, any.not()),
    infinite: specials === 'infinity_and_nan' ? m.named(`${name}_infinite`, ones.and(empty)) : no(),
    nan:
      specials === 'none'
        ? no()
        : m.named(`${name}_nan`, specials === 'nan' ? ones.and(fraction.all()) : ones.and(empty.not())),
  };
}

/** What the code of a sum says: `significand * 2^(exponent - 127 - 23)`, where it is no special. */
export interface Addend {
  readonly negative: Signal;
  /** As it is: a subnormal number has leading zeros. */
  readonly significand: Signal;
  /** Unsigned, one at least. */
  readonly exponent: Signal;
  readonly infinite: Signal;
  readonly nan: Signal;
}

/** A number to be added, of binary32. */
export function unpackAddend(m: ModuleBuilder, name: string, code: Signal): Addend {
  const { exponentBits, mantissaBits } = binary32;
  const field = code.slice(mantissaBits + exponentBits - 1, mantissaBits);
  const fraction = code.slice(mantissaBits - 1, 0);
  const normal = m.named(`${name}_normal`, field.any());
  const special = m.named(`${name}_special`, field.all());
  const some = m.named(`${name}_fraction`, fraction.any());
  return {
    negative: code.bit(mantissaBits + exponentBits),
    significand: concat(normal, fraction),
    exponent: m.named(`${name}_exponent`, concat(field.slice(exponentBits - 1, 1), field.bit(0).or(normal.not()))),
    infinite: m.named(`${name}_infinite`, special.and(some.not())),
    nan: m.named(`${name}_nan`, special.and(some)),
  };
}
