/**
 * Exact decimal and rational numbers, so that `1.6 GHz` is the very double that `1.6e9` is: a literal is scaled as a
 * fraction of integers and rounded once, not multiplied as floats.
 */

/** `numerator / denominator * 10^exponent`. */
export interface Ratio {
  readonly numerator: bigint;
  readonly denominator: bigint;
  readonly exponent: number;
}

export const one: Ratio = { numerator: 1n, denominator: 1n, exponent: 0 };

export function ratio(numerator: number, exponent = 0): Ratio {
  return { numerator: BigInt(numerator), denominator: 1n, exponent };
}

export function multiplyRatio(a: Ratio, b: Ratio): Ratio {
  return {
    numerator: a.numerator * b.numerator,
    denominator: a.denominator * b.denominator,
    exponent: a.exponent + b.exponent,
  };
}

/** `a` to an integer power of either sign; `a` must not be zero. */
export function powerRatio(a: Ratio, exponent: number): Ratio {
  const n = BigInt(Math.abs(exponent));
  const up = a.numerator ** n;
  const down = a.denominator ** n;
  return exponent >= 0
    ? { numerator: up, denominator: down, exponent: a.exponent * exponent }
    : { numerator: down, denominator: up, exponent: a.exponent * exponent };
}

/** Longer numerals than this are scaled as floats: nobody can tell, and the work stays linear. */
const longestExactNumeral = 400;

/**
 * Reads a number as written in a source (`1_000`, `0xff`, `0b1010`, `1.5`, `2e9`) exactly.
 * Undefined for what is no number or too long to be worth exactness.
 */
export function parseDecimal(text: string): Ratio | undefined {
  if (text.length > longestExactNumeral) return undefined;
  const plain = text.replaceAll('_', '');
  if (/^0(x[0-9a-f]+|b[01]+)$/i.test(plain)) return { numerator: BigInt(plain), denominator: 1n, exponent: 0 };
  const parts = /^(\d+)(?:\.(\d+))?(?:e([+-]?\d+))?$/i.exec(plain);
  if (parts === null) return undefined;
  const [, whole = '', fraction = '', exponent = '0'] = parts;
  return { numerator: BigInt(whole + fraction), denominator: 1n, exponent: Number(exponent) - fraction.length };
}

/** The value of a number as written in a source, correctly rounded; NaN for what is no number. */
export function numberValue(text: string): number {
  const plain = text.replaceAll('_', '');
  return plain === '' ? NaN : Number(plain);
}

/** The double nearest to `r`, rounded once (ties to even). */
export function toDouble(r: Ratio): number {
  const divisor = commonDivisor(r.numerator, r.denominator);
  const numerator = r.numerator / divisor;
  const denominator = r.denominator / divisor;
  if (denominator === 1n) return Number(`${numerator}e${r.exponent}`);
  if (Math.abs(r.exponent) > 2 * longestExactNumeral) return r.exponent > 0 && numerator > 0n ? Infinity : 0;
  const scale = 10n ** BigInt(Math.abs(r.exponent));
  return r.exponent >= 0 ? quotient(numerator * scale, denominator) : quotient(numerator, denominator * scale);
}

/** `n / d` for non-negative integers, correctly rounded but for subnormal results. */
function quotient(n: bigint, d: bigint): number {
  if (n === 0n) return 0;
  // 80 bits of quotient and a sticky bit decide every rounding to 53 bits.
  const shift = 80 - (bitLength(n) - bitLength(d));
  const [up, down] = shift >= 0 ? [n << BigInt(shift), d] : [n, d << BigInt(-shift)];
  const whole = up / down;
  const sticky = up % down === 0n ? whole : whole | 1n;
  return Number(sticky) * 2 ** -shift;
}

function bitLength(n: bigint): number {
  return n.toString(2).length;
}

function commonDivisor(a: bigint, b: bigint): bigint {
  let [x, y] = [a < 0n ? -a : a, b];
  while (y !== 0n) [x, y] = [y, x % y];
  return x === 0n ? 1n : x;
}
