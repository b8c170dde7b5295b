import { baseUnits, type BaseUnit, type Dimension } from './types.js';

/** The dimension of a plain number. */
export const dimensionless: Dimension = Object.freeze({});

/** Builds a dimension in canonical form: units in table order, no zero exponents. */
function dimensionOf(exponentOf: (unit: BaseUnit) => number): Dimension {
  const result: Partial<Record<BaseUnit, number>> = {};
  for (const unit of baseUnits) {
    const exponent = exponentOf(unit);
    if (exponent !== 0) result[unit] = exponent;
  }
  return result;
}

export function multiply(a: Dimension, b: Dimension): Dimension {
  return dimensionOf((unit) => (a[unit] ?? 0) + (b[unit] ?? 0));
}

export function divide(a: Dimension, b: Dimension): Dimension {
  return dimensionOf((unit) => (a[unit] ?? 0) - (b[unit] ?? 0));
}

/** `d` to the power `exponent`, an integer or a half. */
export function power(d: Dimension, exponent: number): Dimension {
  return dimensionOf((unit) => (d[unit] ?? 0) * exponent);
}

/** The `degree`th root of `d`: `root(area, 2)` is a length. */
export function root(d: Dimension, degree: number): Dimension {
  return dimensionOf((unit) => (d[unit] ?? 0) / degree);
}

export function equal(a: Dimension, b: Dimension): boolean {
  return baseUnits.every((unit) => (a[unit] ?? 0) === (b[unit] ?? 0));
}

export function isDimensionless(d: Dimension): boolean {
  return baseUnits.every((unit) => (d[unit] ?? 0) === 0);
}
