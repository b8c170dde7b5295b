/** A binary floating-point format as the hardware needs it: sign, exponent and mantissa from the high bits down. */
export interface FloatLayout {
  readonly exponentBits: number;
  readonly mantissaBits: number;
  readonly bias: number;
  /**
   * What the highest codes mean: infinity and NaN at the highest exponent as in IEEE 754, NaN alone at the code of all ones (OFP8 e4m3),
   * or numbers like all others.
   */
  readonly specials: 'infinity_and_nan' | 'nan' | 'none';
}

/** Bits of a code. */
export function codeBits({ exponentBits, mantissaBits }: FloatLayout): number {
  return 1 + exponentBits + mantissaBits;
}

/** IEEE 754 binary32: what is summed, whatever is multiplied. */
export const binary32 = {
  exponentBits: 8,
  mantissaBits: 23,
  bias: 127,
  specials: 'infinity_and_nan',
} as const satisfies FloatLayout;

/** Bits of the significand of a sum, with the one before the point. */
export const sumBits = binary32.mantissaBits + 1;

/** The exponent field of infinity and NaN. */
export const highestExponent = 2 ** binary32.exponentBits - 1;

/** The formats of two factors. */
export interface Factors {
  readonly a: FloatLayout;
  readonly b: FloatLayout;
}

/** Bits of the exact product of two significands. */
export function productBits({ a, b }: Factors): number {
  return a.mantissaBits + b.mantissaBits + 2;
}

/** What is added to the factors' exponents for the exponent of the product's first bit, in the bias of the sum: a product of [1, 2) x [1, 2) is below 4. */
export function productBias({ a, b }: Factors): number {
  return binary32.bias + 1 - a.bias - b.bias;
}

/** The least and the greatest exponent of the first bit of a product that is not zero, in the bias of the sum. */
export function productExponents(factors: Factors): { readonly least: number; readonly greatest: number } {
  const bias = productBias(factors);
  const highest = ({ exponentBits, specials }: FloatLayout): number =>
    2 ** exponentBits - (specials === 'infinity_and_nan' ? 2 : 1);
  const { a, b } = factors;
  return { least: bias + 2 - a.mantissaBits - b.mantissaBits - 2, greatest: bias + highest(a) + highest(b) };
}

/**
 * Whether a finite sum can be too large for its format, with products of a greatest exponent: one below a quarter of the last place of the
 * largest number cannot make it so.
 */
export function mayOverflow(greatest: number): boolean {
  return greatest >= highestExponent - 1 - sumBits;
}
