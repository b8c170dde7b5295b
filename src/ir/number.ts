/** Integers are exact up to 2^53. */
export const largestInteger = 2 ** 53;

/** Two reals this near to each other, relative to the larger, are the same number. */
export const tolerance = 1e-9;

/** Whether two reals are the same up to rounding (relative 1e-9). */
export function same(a: number, b: number): boolean {
  return a === b || Math.abs(a - b) <= tolerance * Math.max(Math.abs(a), Math.abs(b));
}

/** `x` itself, or the whole number that it is up to rounding: `2.5e-9 * 1.6e9` is 4. */
export function snap(x: number): number {
  const whole = Math.round(x);
  return same(x, whole) ? whole : x;
}

/** Whether an integer result is exact. */
export function isExact(x: number): boolean {
  return Math.abs(x) <= largestInteger;
}
