import type { Value } from '../ir/index.js';
import { isLevel, parseUnit, quantity } from '../units/index.js';
import type * as ast from '../syntax/index.js';

/**
 * `-40 degC`, forty degrees below zero, and `-3 dBm`: the minus of a literal whose unit has a zero of its own belongs to its number.
 * Undefined for every other expression; `-(40 degC)` is the negative of a temperature.
 */
export function belowZero({ operator, operand }: ast.UnaryExpression): Value | undefined {
  if (operator !== '-' || operand.kind !== 'QuantityLiteral' || !hasOwnZero(operand.unit)) return undefined;
  const found = quantity(`-${operand.number.text}`, operand.unit);
  return found === undefined ? undefined : { kind: 'quantity', ...found };
}

function hasOwnZero(text: string): boolean {
  const unit = parseUnit(text);
  return unit !== undefined && (unit.offset !== 0 || isLevel(unit.dimension));
}
