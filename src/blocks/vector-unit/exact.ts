/*
 * Reciprocals, roots and powers of two to many bits, on whole numbers: the same on every machine. Numbers are in units of 2^-`exactBits`.
 */

/** Places behind the point. */
export const exactBits = 100n;

const one = 1n << exactBits;

/** A fraction in units of 2^-100, rounded down. */
export function exactFraction(numerator: bigint, denominator: bigint): bigint {
  return (numerator << exactBits) / denominator;
}

/** `2 / x`. */
export function exactReciprocal(x: bigint): bigint {
  return (2n * one * one) / x;
}

/** `2 / sqrt(x)`. */
export function exactReciprocalRoot(x: bigint): bigint {
  return wholeRoot((4n * one * one * one) / x);
}

/** `2^x` for x in [0, 1]: the exponential series of x ln 2. */
export function exactPower(x: bigint): bigint {
  const argument = (x * ln2) >> exactBits;
  let [sum, term] = [one, one];
  for (let n = 1n; term > 0n; n++) {
    term = ((term * argument) >> exactBits) / n;
    sum += term;
  }
  return sum;
}

/** The natural logarithm of two: 2 artanh(1 / 3). */
const ln2 = ((): bigint => {
  let sum = 0n;
  for (let [power, odd] = [one / 3n, 1n]; power > 0n; power /= 9n, odd += 2n) sum += power / odd;
  return 2n * sum;
})();

/** The logarithm of e to the base two, in units of 2^-`bits`, to the nearest. */
export function log2OfE(bits: number): bigint {
  const exact = (one * one) / ln2;
  const dropped = exactBits - BigInt(bits);
  return (exact + (1n << (dropped - 1n))) >> dropped;
}

/** The greatest whole number whose square is not above `square`: Newton's iteration from above. */
function wholeRoot(square: bigint): bigint {
  let root = 1n << BigInt(Math.ceil(square.toString(2).length / 2));
  for (;;) {
    const next = (root + square / root) >> 1n;
    if (next >= root) return root;
    root = next;
  }
}
