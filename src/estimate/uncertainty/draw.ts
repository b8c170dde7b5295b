import type { Figure } from '../../technology/index.js';

/**
 * The value of a figure that is not exceeded with probability `u`: its logarithm is triangular between least and greatest, its value the likeliest, as
 * figures are known to a factor. Where the least is not above zero the figure itself is.
 */
export function quantile({ value, range: [least, greatest] }: Figure, u: number): number {
  if (!(least < greatest)) return value;
  if (least <= 0) return triangular(least, clamp(value, least, greatest), greatest, u);
  return Math.exp(triangular(Math.log(least), Math.log(clamp(value, least, greatest)), Math.log(greatest), u));
}

const clamp = (value: number, least: number, greatest: number): number => Math.min(greatest, Math.max(least, value));

/** The inverse of the triangular distribution's cumulative function. */
function triangular(least: number, peak: number, greatest: number, u: number): number {
  const [width, below] = [greatest - least, peak - least];
  return u < below / width
    ? least + Math.sqrt(u * width * below)
    : greatest - Math.sqrt((1 - u) * width * (greatest - peak));
}

/**
 * `count` probabilities, one of each of as many equal strata, in an order that follows from the name alone: a Latin hypercube, whose other figures do not
 * change when one is added.
 */
export function strata(name: string, count: number): Float64Array {
  const drawn = Float64Array.from({ length: count }, (_, index) => (index + 0.5) / count);
  let state = hash(name);
  for (let last = count - 1; last > 0; last--) {
    state = (Math.imul(state ^ (state >>> 15), state | 1) + 0x6d2b79f5) >>> 0;
    const other = ((state ^ (state >>> 14)) >>> 0) % (last + 1);
    const kept = drawn[last] ?? 0;
    drawn[last] = drawn[other] ?? 0;
    drawn[other] = kept;
  }
  return drawn;
}

/** FNV-1a. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let index = 0; index < text.length; index++) value = Math.imul(value ^ text.charCodeAt(index), 0x01000193);
  return value >>> 0;
}

/** The value below which the share `p` of the sorted `values` lies, between neighbours in proportion. */
export function percentile(values: readonly number[], p: number): number {
  const place = p * (values.length - 1);
  const [lower, upper] = [values[Math.floor(place)] ?? Number.NaN, values[Math.ceil(place)] ?? Number.NaN];
  return lower + (upper - lower) * (place - Math.floor(place));
}
