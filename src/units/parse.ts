import { multiply, power } from './dimension.js';
import { multiplyRatio, numberValue, one, parseDecimal, powerRatio, toDouble, type Ratio } from './exact.js';
import { lookupUnit, type Unit } from './table.js';
import { isWritable } from './logarithmic.js';
import type { Dimension, Quantity } from './types.js';

/** What a unit text such as `pJ/b`, `mm^2` or `GB/s` means: a quantity in it is `number * scale + offset` base units. */
export interface ParsedUnit {
  readonly scale: number;
  readonly offset: number;
  readonly dimension: Dimension;
}

interface ExactUnit {
  readonly scale: Ratio;
  readonly offsetHundredths: number;
  readonly dimension: Dimension;
}

/** Exponents past this are refused; no formula of the field needs them and the scale would leave the range of a double. */
export const largestExponent = 12;

/** More factors than this are refused: no unit has them, and their scale would not fit a double. */
const mostFactors = 8;

const longestUnit = 100;
const factorPattern = /^([^^]+)(?:\^(-?\d+))?$/;
const cache = new Map<string, ExactUnit | undefined>();

/**
 * Reads a unit: symbols with integer exponents joined by `/`, without blanks. `1/s` is accepted too, for the type `{1/s}`.
 * Undefined where a symbol is not in the table.
 */
export function parseUnit(text: string): ParsedUnit | undefined {
  const unit = exactUnit(text);
  if (unit === undefined) return undefined;
  return { scale: toDouble(unit.scale), offset: unit.offsetHundredths / 100, dimension: unit.dimension };
}

/** Whether `parseUnit` knows the text. */
export function isUnit(text: string): boolean {
  return exactUnit(text) !== undefined;
}

/**
 * The quantity that a literal means, from the number and the unit as written, rounded once: `quantity('1.6', 'GHz')` is
 * exactly 1.6e9 s^-1. Undefined where the unit does not exist.
 */
export function quantity(number: string, unit: string): Quantity | undefined {
  const exact = exactUnit(unit);
  if (exact === undefined) return undefined;
  return { value: scaled(number, exact), dimension: exact.dimension };
}

function scaled(number: string, unit: ExactUnit): number {
  if (unit.offsetHundredths === 0 && number.startsWith('-')) return -scaled(number.slice(1), unit);
  const decimal = signed(number);
  if (decimal === undefined) return numberValue(number) * toDouble(unit.scale) + unit.offsetHundredths / 100;
  if (unit.offsetHundredths === 0) return toDouble(multiplyRatio(decimal, unit.scale));
  if (Math.abs(decimal.exponent) > 300) return numberValue(number) + unit.offsetHundredths / 100;
  const exponent = Math.min(decimal.exponent, -2);
  const shifted = decimal.numerator * 10n ** BigInt(decimal.exponent - exponent);
  const offset = BigInt(unit.offsetHundredths) * 10n ** BigInt(-2 - exponent);
  const sum = shifted + offset;
  const size = toDouble({ numerator: sum < 0n ? -sum : sum, denominator: 1n, exponent });
  return sum < 0n ? -size : size;
}

/** A numeral that may be negative: below the zero of a unit with an offset. */
function signed(number: string): Ratio | undefined {
  if (!number.startsWith('-')) return parseDecimal(number);
  const decimal = parseDecimal(number.slice(1));
  return decimal === undefined ? undefined : { ...decimal, numerator: -decimal.numerator };
}

function exactUnit(text: string): ExactUnit | undefined {
  if (text.length > longestUnit) return undefined;
  if (!cache.has(text)) {
    // Unit texts are few, but a hostile source may hold many wrong ones.
    if (cache.size > 4096) cache.clear();
    cache.set(text, readUnit(text));
  }
  return cache.get(text);
}

function readUnit(text: string): ExactUnit | undefined {
  const whole = lookupUnit(text);
  if (whole !== undefined) return fromTable(whole);
  let scale = one;
  let dimension: Dimension = {};
  const list = factors(text);
  if (list.length > mostFactors) return undefined;
  for (const [index, factor] of list.entries()) {
    if (index === 0 && factor === '1') continue;
    const parts = factorPattern.exec(factor);
    const unit = parts?.[1] === undefined ? undefined : lookupUnit(parts[1]);
    const exponent = Number(parts?.[2] ?? 1) * (index === 0 ? 1 : -1);
    if (unit === undefined || Math.abs(exponent) > largestExponent) return undefined;
    scale = multiplyRatio(scale, powerRatio(unit.scale, exponent));
    dimension = multiply(dimension, power(unit.dimension, exponent));
  }
  return isWritable(dimension) ? { scale, dimension, offsetHundredths: 0 } : undefined;
}

/** Splits at `/`, keeping `MT/s` and `GT/s` whole: they are symbols of the table. */
function factors(text: string): string[] {
  return text
    .replaceAll(/([MG]T)\/s(?![A-Za-z0-9_])/g, '$1\0s')
    .split('/')
    .map((factor) => factor.replace('\0', '/'));
}

function fromTable(unit: Unit): ExactUnit {
  return { scale: unit.scale, offsetHundredths: unit.offsetHundredths ?? 0, dimension: unit.dimension };
}
