import type { ModuleBuilder } from '../../builder.js';
import { constant, every, repeat, type Signal } from '../../signal.js';
import { multiply, type Structures } from '../multiplier.js';
import { productBias, productBits, productExponents, type Factors, type FloatLayout } from './layout.js';
import { unpackFactor, type Factor } from './unpack.js';

/** An exact product: `significand * 2^(exponent - 127 - (bits - 1))`, with its first or its second bit one, but where it is zero. */
export interface Product {
  readonly negative: Signal;
  readonly significand: Signal;
  /** Signed, in the bias of the sum. */
  readonly exponent: Signal;
  readonly zero: Signal;
  readonly infinite: Signal;
  /** A NaN, or zero times infinity. */
  readonly nan: Signal;
  /** Where this is low, nothing is added, not even a zero, whose sign could count. Undefined: always high. */
  readonly counts: Signal | undefined;
}

/**
 * The product of two codes.
 *
 * @param counts where it is low, there is no product
 */
export function productOf(
  m: ModuleBuilder,
  name: string,
  structures: Structures,
  factors: Factors,
  codes: { readonly a: Signal; readonly b: Signal; readonly zero?: ZeroFactors },
  counts: Signal | undefined,
): Product {
  const a = known(unpackFactor(m, `${name}_a`, codes.a, factors.a), codes.zero?.a);
  const b = known(unpackFactor(m, `${name}_b`, codes.b, factors.b), codes.zero?.b);
  const bits = productBits(factors);
  // One more bit, a zero, makes a significand a signed number.
  const signedOf = (significand: Signal): Signal => significand.extend(significand.width + 1).asSigned();
  const whole = multiply(m, `${name}_product`, structures, signedOf(a.significand), signedOf(b.significand));
  const exact = whole.asUnsigned().slice(bits - 1, 0);
  const exponent = a.exponent.add(b.exponent).add(productBias(factors));
  const some = (specials: FloatLayout['specials']): boolean =>
    factors.a.specials === specials || factors.b.specials === specials;
  const zero = a.zero.or(b.zero);
  const nan = a.nan.or(b.nan).or(a.infinite.and(b.zero)).or(a.zero.and(b.infinite));
  const infinite = a.infinite.or(b.infinite);
  const marks = [counts, codes.zero?.a?.not(), codes.zero?.b?.not()].flatMap((mark) => mark ?? []);
  const filled = marks.length === 0 ? undefined : every(...marks);
  return {
    negative: m.named(`${name}_product_negative`, a.negative.xor(b.negative)),
    significand: m.named(`${name}_product_significand`, filled === undefined ? exact : exact.and(repeat(filled, bits))),
    exponent: m.named(`${name}_product_exponent`, exponent.resize(exponentWidth(factors))),
    zero: m.named(`${name}_product_zero`, counts === undefined ? zero : zero.or(counts.not())),
    infinite: some('infinity_and_nan')
      ? m.named(`${name}_product_infinite`, counts === undefined ? infinite : infinite.and(counts))
      : constant(0),
    nan:
      some('infinity_and_nan') || some('nan')
        ? m.named(`${name}_product_nan`, counts === undefined ? nan : nan.and(counts))
        : constant(0),
    counts,
  };
}

/** Where high, a factor is zero whatever its code but for the sign; else the code says it. */
export interface ZeroFactors {
  readonly a?: Signal;
  readonly b?: Signal;
}

function known(factor: Factor, zero: Signal | undefined): Factor {
  if (zero === undefined) return factor;
  const { infinite, nan } = factor;
  return { ...factor, zero: factor.zero.or(zero), infinite: infinite.and(zero.not()), nan: nan.and(zero.not()) };
}

/** Bits of a product's exponent. A special's or a zero's may be outside of the range, and then does not matter. */
function exponentWidth(factors: Factors): number {
  const { least, greatest } = productExponents(factors);
  return 1 + Math.ceil(Math.log2(Math.max(-least, greatest + 1)));
}
