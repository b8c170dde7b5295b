import { dimensionName, formatQuantity, isDimensionless, type Dimension } from '../units/index.js';
import type { Value, ValueType } from './values.js';

/** How the name of a dimension reads in a message: `frequency`, `real`, `{s^2*A}`. */
function dimensionText(dimension: Dimension): string {
  return isDimensionless(dimension) ? 'real' : dimensionName(dimension);
}

/** The type of a value as a person would write it: `int`, `frequency`, `[dtype]`. */
export function typeName(value: Value): string {
  switch (value.kind) {
    case 'quantity':
      return dimensionText(value.dimension);
    case 'case':
      return value.enum;
    case 'list':
      return value.elements[0] === undefined ? '[]' : `[${typeName(value.elements[0])}]`;
    default:
      return value.kind;
  }
}

/** The name of a type as a person would write it. */
export function valueTypeName(type: ValueType): string {
  switch (type.kind) {
    case 'quantity':
      return dimensionText(type.dimension);
    case 'enum':
      return type.name;
    case 'list':
      return `[${valueTypeName(type.element)}]`;
    default:
      return type.kind;
  }
}

/** A value for a message, rounded for reading: `1.6 GHz`, `.lpddr4x`, `[1, 2]`. */
export function formatValue(value: Value): string {
  switch (value.kind) {
    case 'int':
    case 'bool':
      return String(value.value);
    case 'quantity':
      return formatQuantity(value.value, value.dimension);
    case 'string':
      return JSON.stringify(value.value);
    case 'dtype':
      return value.name;
    case 'case':
      return `.${value.name}`;
    case 'list':
      return `[${value.elements.map(formatValue).join(', ')}]`;
  }
}

/** `a, b and c`: what there is, for "it has ...". */
export function listNames(names: Iterable<string>): string {
  const all = [...names];
  const last = all.pop();
  if (last === undefined) return 'none';
  return all.length === 0 ? last : `${all.join(', ')} and ${last}`;
}
