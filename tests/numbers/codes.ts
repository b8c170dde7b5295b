import fc from 'fast-check';
import { floatNamed, infinity, largest, type FloatName } from '../../src/numbers/index.js';
import { seed } from '../support/tier.js';

const words = new DataView(new ArrayBuffer(4));

/** The code of fp32 of a number. */
export function codeOf(number: number): number {
  words.setFloat32(0, number);
  return Number.isNaN(number) ? 0x7fc00000 : words.getUint32(0);
}

/** Zeros, the smallest and largest subnormal and normal numbers, ones, ties, infinities and NaNs: of both signs. */
export function corners(name: FloatName): readonly number[] {
  const format = floatNamed(name);
  const one = format.bias * 2 ** format.mantissaBits;
  const normal = 2 ** format.mantissaBits;
  const magnitudes = [
    0,
    1,
    2,
    normal - 1,
    normal,
    normal + 1,
    one - 1,
    one,
    one + 1,
    one + normal / 2,
    largest(format),
  ];
  const special = format.specials === 'infinity_and_nan' ? [infinity(format), infinity(format) + 1] : [];
  const all = [...magnitudes, ...special, 2 ** (format.width - 1) - 1];
  return [...new Set(all.flatMap((code) => [code, code + 2 ** (format.width - 1)]))];
}

/**
 * Codes of a format, half of them plainly random, others near the values that codes of `near` have, so that sums cancel and ties
 * occur, and corners. The run's seed makes them.
 */
export function randomCodes(name: FloatName, near: FloatName): () => number {
  const format = floatNamed(name);
  const any = fc.integer({ min: 0, max: 2 ** format.width - 1 });
  const other = floatNamed(near);
  const step = 2 ** Math.max(0, format.mantissaBits - other.mantissaBits - 1);
  const coarse = any.map((code) => code - (code % step));
  const arbitrary = fc.oneof(any, coarse, fc.constantFrom(...corners(name)));
  const pool = fc.sample(arbitrary, { numRuns: 20_011, seed });
  let at = -1;
  return () => pool[(at = (at + 1) % pool.length)] ?? 0;
}
