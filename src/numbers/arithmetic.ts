import { bitLength, decode, infinite, nanOf, round, type Decoded, type Exact, type Overflow } from './bits.js';
import { fp32, signBit, type FloatFormat } from './format.js';

type Finite = Extract<Decoded, { readonly kind: 'finite' }>;

/** Bits to which the larger of two addends is brought, so that both and their sum stay integers below 2^53. */
const anchorBits = 50;

/**
 * The sum of two finite numbers with significands below 2^48, exactly, or with what was cut off remembered. Bits are cut off only where
 * one addend begins far below the other's end, and then the result keeps at least 48 bits.
 *
 * Zero is +0, but -0 where both are.
 */
function addFinite(a: Finite, b: Finite): Exact {
  if (a.significand === 0 || b.significand === 0) {
    const sum = a.significand === 0 ? b : a;
    const negative = sum.significand === 0 ? a.negative && b.negative : sum.negative;
    return { ...sum, negative, sticky: false };
  }
  const topOf = ({ significand, exponent }: Finite): number => bitLength(significand) + exponent;
  const [large, small] = topOf(a) >= topOf(b) ? [a, b] : [b, a];
  const exponent = topOf(large) - anchorBits;
  const anchor = large.significand * 2 ** (large.exponent - exponent);
  const shift = small.exponent - exponent;
  const scaled = shift < -60 ? 0 : Math.floor(small.significand * 2 ** shift);
  const sticky = shift < 0 && (shift < -60 || scaled * 2 ** -shift !== small.significand);
  if (large.negative === small.negative)
    return { negative: large.negative, significand: anchor + scaled, exponent, sticky };
  const difference = anchor - scaled - (sticky ? 1 : 0);
  if (difference === 0) return { negative: false, significand: 0, exponent, sticky: false };
  return difference > 0
    ? { negative: large.negative, significand: difference, exponent, sticky }
    : { negative: small.negative, significand: -difference, exponent, sticky: false };
}

/** The exact product of two decoded numbers: its significand is below 2^48. */
function multiplyDecoded(a: Decoded, b: Decoded): Decoded {
  if (a.kind === 'nan' || b.kind === 'nan') return { kind: 'nan' };
  const negative = a.negative !== b.negative;
  if (a.kind === 'finite' && b.kind === 'finite')
    return {
      kind: 'finite',
      negative,
      significand: a.significand * b.significand,
      exponent: a.exponent + b.exponent,
    };
  const zero = (a.kind === 'finite' && a.significand === 0) || (b.kind === 'finite' && b.significand === 0);
  return zero ? { kind: 'nan' } : { kind: 'infinite', negative };
}

/** The sum of two decoded numbers, rounded once to a format. */
function addDecoded(a: Decoded, b: Decoded, to: FloatFormat, overflow: Overflow): number {
  if (a.kind === 'nan' || b.kind === 'nan') return nanOf(to);
  if (a.kind === 'infinite' && b.kind === 'infinite')
    return a.negative === b.negative ? infinite(a.negative, to, overflow) : nanOf(to);
  if (a.kind === 'infinite') return infinite(a.negative, to, overflow);
  if (b.kind === 'infinite') return infinite(b.negative, to, overflow);
  return round(addFinite(a, b), to, overflow);
}

/**
 * `accumulator + a * b` in fp32: operands decoded exactly, the product exact, one rounding to nearest even (fused), gradual underflow.
 * `inf - inf` and `0 * inf` are NaN, and every NaN is the canonical one.
 *
 * @param accumulator code of fp32
 * @param a code of `aFormat`
 * @param b code of `bFormat`, which may be another format than `aFormat`
 */
export function multiplyAdd(
  accumulator: number,
  a: number,
  aFormat: FloatFormat,
  b: number,
  bFormat: FloatFormat = aFormat,
): number {
  const product = multiplyDecoded(decode(a, aFormat), decode(b, bFormat));
  return addDecoded(product, decode(accumulator, fp32), fp32, 'infinity');
}

/** `a + b` of one format, rounded once to it. */
export function add(a: number, b: number, format: FloatFormat, overflow: Overflow = 'infinity'): number {
  return addDecoded(decode(a, format), decode(b, format), format, overflow);
}

/** `a * b` of one format, rounded once to it. */
export function multiply(a: number, b: number, format: FloatFormat, overflow: Overflow = 'infinity'): number {
  const product = multiplyDecoded(decode(a, format), decode(b, format));
  switch (product.kind) {
    case 'nan':
      return nanOf(format);
    case 'infinite':
      return infinite(product.negative, format, overflow);
    case 'finite':
      return round({ ...product, sticky: false }, format, overflow);
  }
}

/** `-a`; the canonical NaN stays. */
export function negate(a: number, format: FloatFormat): number {
  if (decode(a, format).kind === 'nan') return nanOf(format);
  const sign = signBit(format);
  return a >= sign ? a - sign : a + sign;
}

/** The larger of two; NaN where one is NaN; +0 is larger than -0. */
export function maximum(a: number, b: number, format: FloatFormat): number {
  if (decode(a, format).kind === 'nan' || decode(b, format).kind === 'nan') return nanOf(format);
  return orderOf(a, format) >= orderOf(b, format) ? a : b;
}

/** The smaller of two; NaN where one is NaN; -0 is smaller than +0. */
export function minimum(a: number, b: number, format: FloatFormat): number {
  if (decode(a, format).kind === 'nan' || decode(b, format).kind === 'nan') return nanOf(format);
  return orderOf(a, format) <= orderOf(b, format) ? a : b;
}

/** Codes in the order of their values, -0 below +0. */
function orderOf(code: number, format: FloatFormat): number {
  const sign = signBit(format);
  return code >= sign ? sign - 1 - code : code;
}
