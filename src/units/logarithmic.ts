import { divide, equal, multiply, power } from './dimension.js';
import { baseUnits, type BaseUnit, type Dimension } from './types.js';

/** Of a gain or loss in dB: a difference of levels. */
export const decibel: Dimension = { dB: 1 };

/** Of a power in dBm: a level, a point on a logarithmic scale. */
export const level: Dimension = { dBm: 1 };

/** Decibels may be spread over lengths and times (`0.25 dB/km`), and over nothing else. */
const alongside: readonly BaseUnit[] = ['dB', 'm', 's'];

/** Whether a dimension has dB or dBm in it. */
export function isLogarithmic(d: Dimension): boolean {
  return d.dB !== undefined || d.dBm !== undefined;
}

/** Whether it is a level (dBm), which can be shifted by dB and subtracted, but not added, scaled or negated. */
export function isLevel(d: Dimension): boolean {
  return d.dBm !== undefined;
}

/** What `+ - * /` make of two dimensions; else whether they are just different or decibels forbid it. */
export type Combined =
  | { readonly ok: true; readonly dimension: Dimension }
  | { readonly ok: false; readonly why: 'different' | 'logarithmic' };

/**
 * The dimension of `a operator b`. `dB + dB` is dB, `dBm + dB` is dBm, `dBm - dBm` is dB; decibels are scaled by plain numbers, and by
 * lengths and times; two levels have no sum.
 */
export function combine(operator: '+' | '-' | '*' | '/', a: Dimension, b: Dimension): Combined {
  if (!isLogarithmic(a) && !isLogarithmic(b)) return combineLinear(operator, a, b);
  const dimension = operator === '+' || operator === '-' ? shifted(operator, a, b) : scaled(operator, a, b);
  return dimension === undefined ? { ok: false, why: 'logarithmic' } : { ok: true, dimension };
}

function combineLinear(operator: '+' | '-' | '*' | '/', a: Dimension, b: Dimension): Combined {
  switch (operator) {
    case '*':
      return { ok: true, dimension: multiply(a, b) };
    case '/':
      return { ok: true, dimension: divide(a, b) };
    default:
      return equal(a, b) ? { ok: true, dimension: a } : { ok: false, why: 'different' };
  }
}

function shifted(operator: '+' | '-', a: Dimension, b: Dimension): Dimension | undefined {
  if (isLevel(a)) return equal(b, decibel) ? a : operator === '-' && isLevel(b) ? decibel : undefined;
  if (isLevel(b)) return operator === '+' && equal(a, decibel) ? b : undefined;
  return equal(a, b) ? a : undefined;
}

function scaled(operator: '*' | '/', a: Dimension, b: Dimension): Dimension | undefined {
  const result = operator === '*' ? multiply(a, b) : divide(a, b);
  return isSound(result) && !isLevel(a) && !isLevel(b) ? result : undefined;
}

/** Whether a dimension is one that a value may have: at most one dB, over lengths and times; a level alone. */
function isSound(d: Dimension): boolean {
  if (!isLogarithmic(d)) return true;
  if (isLevel(d)) return equal(d, level);
  return d.dB === 1 && baseUnits.every((unit) => d[unit] === undefined || alongside.includes(unit));
}

/** `d` to a power; undefined where decibels forbid it. */
export function raised(d: Dimension, exponent: number): Dimension | undefined {
  return isLogarithmic(d) && exponent !== 1 ? undefined : power(d, exponent);
}

/** Whether a unit may be written: `dB/km`, but neither `dBm/m` nor `dB^2`. */
export function isWritable(d: Dimension): boolean {
  return isSound(d);
}
