import { canonicalNaN, fp32, infinity, largest, signBit, type FloatFormat } from './format.js';

/**
 * What the bits of a float say, exactly: a finite value is `significand * 2^exponent`, negated where `negative`, with the significand an
 * integer below 2^24.
 */
export type Decoded =
  | { readonly kind: 'nan' }
  | { readonly kind: 'infinite'; readonly negative: boolean }
  | {
      readonly kind: 'finite';
      readonly negative: boolean;
      readonly significand: number;
      readonly exponent: number;
    };

const nan: Decoded = { kind: 'nan' };

/** The value of a code of a format. Subnormal numbers are kept. */
export function decode(code: number, format: FloatFormat): Decoded {
  const sign = signBit(format);
  const negative = code >= sign;
  const magnitude = negative ? code - sign : code;
  if (magnitude > largest(format)) {
    const infinite = format.specials === 'infinity_and_nan' && magnitude === infinity(format);
    return infinite ? { kind: 'infinite', negative } : nan;
  }
  const one = 2 ** format.mantissaBits;
  const biased = Math.floor(magnitude / one);
  const fraction = magnitude - biased * one;
  const lowest = 1 - format.bias - format.mantissaBits;
  return biased === 0
    ? { kind: 'finite', negative, significand: fraction, exponent: lowest }
    : { kind: 'finite', negative, significand: one + fraction, exponent: lowest + biased - 1 };
}

/** What becomes of a number that is too large after rounding: the largest one, or infinity (NaN in e4m3, which has no infinity). */
export type Overflow = 'saturate' | 'infinity';

/** An exact number, or one of which only this is known: it lies strictly between `significand` and `significand + 1`, times 2^exponent. */
export interface Exact {
  readonly negative: boolean;
  /** An integer from 0 to 2^53 - 1. */
  readonly significand: number;
  readonly exponent: number;
  /** A part that was cut off is not zero. Then the significand has at least two bits more than the format it is rounded to. */
  readonly sticky: boolean;
}

/** Number of bits of an integer from 0 to 2^53 - 1. */
export function bitLength(value: number): number {
  const high = Math.floor(value / 2 ** 32);
  return high > 0 ? 64 - Math.clz32(high) : 32 - Math.clz32(value);
}

/** The nearest number of a format, ties to the even code; gradual underflow; one rounding. */
export function round(
  { negative, significand, exponent, sticky }: Exact,
  format: FloatFormat,
  overflow: Overflow,
): number {
  if (significand === 0) return negative ? signBit(format) : 0;
  const lowest = 1 - format.bias - format.mantissaBits;
  const unit = Math.max(bitLength(significand) - 1 + exponent - format.mantissaBits, lowest);
  const magnitude = (unit - lowest) * 2 ** format.mantissaBits + nearest(significand, unit - exponent, sticky);
  const sign = negative ? signBit(format) : 0;
  return magnitude <= largest(format) ? sign + magnitude : tooLarge(negative, format, overflow);
}

/** `significand / 2^shift` as the nearest integer, ties to even. */
function nearest(significand: number, shift: number, sticky: boolean): number {
  if (shift <= 0) return significand * 2 ** -shift;
  // Past 54 places even the largest significand is less than a half.
  if (shift > 54) return 0;
  const unit = 2 ** shift;
  const below = Math.floor(significand / unit);
  const rest = significand - below * unit;
  const half = unit / 2;
  const up = rest > half || (rest === half && (sticky || below % 2 === 1));
  return up ? below + 1 : below;
}

function tooLarge(negative: boolean, format: FloatFormat, overflow: Overflow): number {
  const sign = negative ? signBit(format) : 0;
  if (overflow === 'saturate' || format.specials === 'none') return sign + largest(format);
  return format.specials === 'nan' ? nanOf(format) : sign + infinity(format);
}

/** The NaN of a format; of one that has none, the largest number. */
export function nanOf(format: FloatFormat): number {
  return canonicalNaN(format) ?? largest(format);
}

/** Infinity of a sign, as `round` gives it for a number that is too large. */
export function infinite(negative: boolean, format: FloatFormat, overflow: Overflow): number {
  return tooLarge(negative, format, overflow);
}

/** A float in another format: rounded once, NaN to the canonical one. The formats without NaN take it as their largest number. */
export function convert(code: number, from: FloatFormat, to: FloatFormat, overflow: Overflow = 'infinity'): number {
  const value = decode(code, from);
  switch (value.kind) {
    case 'nan':
      return nanOf(to);
    case 'infinite':
      return infinite(value.negative, to, overflow);
    case 'finite':
      return round({ ...value, sticky: false }, to, overflow);
  }
}

/** The number that a code of fp32 is, as JavaScript has it. */
export function fp32Value(code: number): number {
  return value(code, fp32);
}

/** The number that a code is; every code's value is exact in a double. */
export function value(code: number, format: FloatFormat): number {
  const decoded = decode(code, format);
  if (decoded.kind === 'nan') return NaN;
  const magnitude = decoded.kind === 'infinite' ? Infinity : decoded.significand * 2 ** decoded.exponent;
  return decoded.negative ? -magnitude : magnitude;
}
