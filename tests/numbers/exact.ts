/**
 * A second implementation of the number formats, by exact rational arithmetic and search: a code's value is a fraction, and rounding looks
 * for the nearest code. It shares nothing with `src/numbers` but the names of the formats.
 */

/** `numerator * 2^power`, which all sums and products of floats are. */
export interface Rational {
  readonly numerator: bigint;
  readonly power: number;
}

export type Real = Rational | 'nan' | 'inf' | '-inf';

/** Exponent bits, mantissa bits, bias, and how the top codes are used. */
const layouts = {
  fp4_e2m1: [2, 1, 1, 'none'],
  fp6_e2m3: [2, 3, 1, 'none'],
  fp6_e3m2: [3, 2, 3, 'none'],
  fp8_e4m3: [4, 3, 7, 'nan'],
  fp8_e5m2: [5, 2, 15, 'ieee'],
  bf16: [8, 7, 127, 'ieee'],
  fp16: [5, 10, 15, 'ieee'],
  tf32: [8, 10, 127, 'ieee'],
  fp32: [8, 23, 127, 'ieee'],
} as const;

export type Name = keyof typeof layouts;

const half = (bits: number): bigint => 1n << BigInt(bits);

export const rational = (numerator: bigint, power: number): Rational => ({ numerator, power });

/** Both numerators over the smaller of the powers. */
function aligned(a: Rational, b: Rational): readonly [bigint, bigint, number] {
  const power = Math.min(a.power, b.power);
  return [a.numerator << BigInt(a.power - power), b.numerator << BigInt(b.power - power), power];
}

export function plus(a: Rational, b: Rational): Rational {
  const [x, y, power] = aligned(a, b);
  return { numerator: x + y, power };
}

export const times = (a: Rational, b: Rational): Rational => ({
  numerator: a.numerator * b.numerator,
  power: a.power + b.power,
});

/** -1, 0 or 1. */
export function compare(a: Rational, b: Rational): number {
  const [x, y] = aligned(a, b);
  return x < y ? -1 : x > y ? 1 : 0;
}

/** What a code means. */
export function meaning(code: number, name: Name): Real {
  const [exponents, mantissa, bias, specials] = layouts[name];
  const bits = code.toString(2).padStart(1 + exponents + mantissa, '0');
  const sign = bits[0] === '1' ? -1n : 1n;
  const exponent = Number.parseInt(bits.slice(1, 1 + exponents), 2);
  const fraction = BigInt(`0b${bits.slice(1 + exponents)}`);
  if (specials === 'ieee' && exponent === 2 ** exponents - 1) return fraction > 0n ? 'nan' : sign > 0n ? 'inf' : '-inf';
  if (specials === 'nan' && !bits.slice(1).includes('0')) return 'nan';
  const whole = exponent === 0 ? fraction : fraction + half(mantissa);
  return rational(sign * whole, Math.max(exponent, 1) - bias - mantissa);
}

/** The first code, counted from 0, whose number is infinite or no number; positive codes below it are finite and grow. */
function finiteCodes(name: Name): number {
  const [exponents, mantissa, , specials] = layouts[name];
  if (specials === 'none') return 2 ** (exponents + mantissa);
  return specials === 'nan' ? 2 ** (exponents + mantissa) - 1 : (2 ** exponents - 1) * 2 ** mantissa;
}

/** What the code after the last finite one would mean: the tie towards it is where overflow begins. */
function beyond(name: Name): Rational {
  const [exponents, mantissa, bias] = layouts[name];
  const code = finiteCodes(name);
  const exponent = Math.floor(code / 2 ** mantissa);
  const whole = BigInt((code % 2 ** mantissa) + 2 ** mantissa);
  return code === 2 ** (exponents + mantissa)
    ? rational(half(mantissa), 2 ** exponents - bias - mantissa)
    : rational(whole, exponent - bias - mantissa);
}

/** The finite number of a code that has one. */
function finite(code: number, name: Name): Rational {
  const value = meaning(code, name);
  if (typeof value === 'string') throw new Error('a finite code');
  return value;
}

/** The last finite code whose number is not above `magnitude`: guessed from its length, and searched where the guess is wrong. */
function lastNotAbove(magnitude: Rational, name: Name): number {
  const last = finiteCodes(name) - 1;
  const guess = Math.min(last, guessed(magnitude, name));
  const fits = (code: number): boolean => compare(finite(code, name), magnitude) <= 0;
  if (fits(guess) && (guess === last || !fits(guess + 1))) return guess;
  let [low, high] = [0, last];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (fits(middle)) low = middle;
    else high = middle - 1;
  }
  return low;
}

function guessed({ numerator, power }: Rational, name: Name): number {
  const [, mantissa, bias] = layouts[name];
  const lowest = 1 - bias - mantissa;
  const length = numerator.toString(2).length;
  const unit = Math.max(lowest, length + power - 1 - mantissa);
  const shift = unit - power;
  const whole = shift >= 0 ? numerator >> BigInt(shift) : numerator << BigInt(-shift);
  return (unit - lowest) * 2 ** mantissa + Number(whole);
}

/** The nearest code of a number, ties to the even code; `nan`, `infinity`, `largest` say what a format has at its end. */
export function nearestCode(value: Real, name: Name, overflow: 'saturate' | 'infinity'): number {
  const [exponents, mantissa, , specials] = layouts[name];
  const sign = 2 ** (exponents + mantissa);
  const last = finiteCodes(name) - 1;
  const nan = specials === 'none' ? last : specials === 'nan' ? last + 1 : last + 1 + 2 ** (mantissa - 1);
  if (value === 'nan') return nan;
  const end = overflow === 'saturate' || specials === 'none' ? last : specials === 'nan' ? undefined : last + 1;
  const ended = (negative: boolean): number => (end === undefined ? nan : end + (negative ? sign : 0));
  if (value === 'inf' || value === '-inf') return ended(value === '-inf');
  const negative = value.numerator < 0n;
  const magnitude = { ...value, numerator: negative ? -value.numerator : value.numerator };
  const low = lastNotAbove(magnitude, name);
  const [below, above] = [finite(low, name), low === last ? beyond(name) : finite(low + 1, name)];
  const tie = times(plus(below, above), rational(1n, -1));
  const side = compare(magnitude, tie);
  const code = side < 0 || (side === 0 && low % 2 === 0) ? low : low + 1;
  if (code > last) return ended(negative);
  return code + (negative ? sign : 0);
}

const isFinite = (value: Real): value is Rational => typeof value !== 'string';
const isNegative = (code: number, name: Name): boolean => code >= 2 ** (layouts[name][0] + layouts[name][1]);

/** The product of two codes; the sign of a zero is lost. */
export function productOf(a: number, an: Name, b: number, bn: Name): Real {
  const [x, y] = [meaning(a, an), meaning(b, bn)];
  if (x === 'nan' || y === 'nan') return 'nan';
  if (isFinite(x) && isFinite(y)) return times(x, y);
  if ((isFinite(x) && x.numerator === 0n) || (isFinite(y) && y.numerator === 0n)) return 'nan';
  return isNegative(a, an) === isNegative(b, bn) ? 'inf' : '-inf';
}

export function sumOf(values: readonly Real[]): Real {
  return values.reduce(
    (sum, value): Real => {
      if (sum === 'nan' || value === 'nan') return 'nan';
      if (isFinite(sum)) return isFinite(value) ? plus(sum, value) : value;
      return isFinite(value) || value === sum ? sum : 'nan';
    },
    rational(0n, 0),
  );
}

/** `accumulator + a * b`, as the rules for numbers say. */
export function multiplyAddExactly(accumulator: number, a: number, an: Name, b: number, bn: Name): number {
  const product = productOf(a, an, b, bn);
  const start = meaning(accumulator, 'fp32');
  const sum = sumOf([start, product]);
  if (isFinite(sum) && sum.numerator === 0n && isFinite(product) && product.numerator === 0n) {
    // Zeros keep a sign that both have.
    const negative = isNegative(accumulator, 'fp32') && isNegative(a, an) !== isNegative(b, bn);
    return negative ? 0x80000000 : 0;
  }
  // A sum that is not zero but rounds to zero keeps its sign.
  return nearestCode(sum, 'fp32', 'infinity');
}
