import type { ModuleBuilder } from '../../builder.js';
import { concat, constant, mux, type Signal } from '../../signal.js';
import { unsigned } from '../../types.js';
import { multiply, type Structures } from '../multiplier.js';
import type { SignedMagnitude } from '../sum.js';
import { codeBits, productBits, type Factors, type FloatLayout } from './layout.js';

/** What the code of a factor says: `significand * 2^(place + 1 - bias - mantissaBits)`, where it is no special. */
export interface FixedFactor {
  readonly negative: Signal;
  /** As it is: a subnormal number has leading zeros. */
  readonly significand: Signal;
  /** Unsigned: the exponent's field less one, zero in a subnormal number. */
  readonly place: Signal;
  readonly zero: Signal;
  readonly infinite: Signal;
  readonly nan: Signal;
}

/** A factor in its format's fixed-point grid: nothing is normalised. */
export function fixedFactor(m: ModuleBuilder, name: string, code: Signal, layout: FloatLayout): FixedFactor {
  const { exponentBits, mantissaBits, specials } = layout;
  const field = code.slice(mantissaBits + exponentBits - 1, mantissaBits);
  const fraction = code.slice(mantissaBits - 1, 0);
  const normal = m.named(`${name}_normal`, field.any());
  const ones = field.all();
  const empty = fraction.any().not();
  const mark = (specially: boolean, wire: string, value: () => Signal): Signal =>
    specially ? m.named(`${name}_${wire}`, value()) : constant(0, unsigned(1));
  return {
    negative: code.bit(codeBits(layout) - 1),
    significand: concat(normal, fraction),
    place: m.named(`${name}_place`, mux(normal, field.subWrap(1), 0).resize(exponentBits)),
    zero: m.named(`${name}_zero`, normal.or(fraction.any()).not()),
    infinite: mark(specials === 'infinity_and_nan', 'infinite', () => ones.and(empty)),
    nan: mark(specials !== 'none', 'nan', () => ones.and(specials === 'nan' ? fraction.all() : empty.not())),
  };
}

/** The greatest place of a finite number. */
export function greatestPlace({ exponentBits, specials }: FloatLayout): number {
  return 2 ** exponentBits - (specials === 'infinity_and_nan' ? 3 : 2);
}

/** The exponent of a number's last place at place zero: `2^unitExponent` is what all numbers of the format are multiples of. */
export function unitExponent({ bias, mantissaBits }: FloatLayout): number {
  return 1 - bias - mantissaBits;
}

/** Bits of the magnitude of an exact product in fixed point. */
export function fixedProductBits(factors: Factors): number {
  return productBits(factors) + greatestPlace(factors.a) + greatestPlace(factors.b);
}

/** An exact product in units of the product of the formats' units; of specials it says nothing. */
export function fixedProduct(
  m: ModuleBuilder,
  name: string,
  structures: Structures,
  factors: Factors,
  a: FixedFactor,
  b: FixedFactor,
): SignedMagnitude {
  const product = m.named(`${name}_product`, productOfSignificands(m, name, structures, a.significand, b.significand));
  const places = m.named(`${name}_places`, a.place.add(b.place));
  const bits = fixedProductBits(factors);
  let shifted = product;
  for (let bit = 0; bit < places.width; bit++) {
    const width = Math.min(bits, shifted.width + 2 ** bit);
    const moved = shifted.shl(2 ** bit).resize(width);
    shifted = m.named(`${name}_by${2 ** bit}`, mux(places.bit(bit), moved, shifted.extend(width)).resize(width));
  }
  return { negative: m.named(`${name}_negative`, a.negative.xor(b.negative)), magnitude: shifted.extend(bits) };
}

/** Bits of factors whose product is so small that a structure of its own gains nothing. */
const fewBits = 4;

/** The exact product of two unsigned numbers. */
export function productOfSignificands(
  m: ModuleBuilder,
  name: string,
  structures: Structures,
  a: Signal,
  b: Signal,
): Signal {
  if (Math.min(a.width, b.width) <= fewBits) return a.mul(b);
  // One more bit, a zero, makes a significand a signed number.
  const signedOf = (significand: Signal): Signal => significand.extend(significand.width + 1).asSigned();
  const whole = multiply(m, `${name}_multiplied`, structures, signedOf(a), signedOf(b));
  return whole.asUnsigned().slice(a.width + b.width - 1, 0);
}
