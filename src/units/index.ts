export { dimensionless, divide, equal, isDimensionless, multiply, power, root } from './dimension.js';
export { numberValue } from './exact.js';
export { conversions, formatExact, formatNumber, formatQuantity } from './format.js';
export { combine, decibel, isLevel, isLogarithmic, level, raised, type Combined } from './logarithmic.js';
export { dimensionName, namedDimensions, unitFormula } from './names.js';
export { nearestUnits } from './nearest.js';
export { isUnit, largestExponent, parseUnit, quantity, type ParsedUnit } from './parse.js';
export { lookupUnit, units, type Unit } from './table.js';
export { baseUnits, type BaseUnit, type Dimension, type Quantity } from './types.js';
