import { evaluate } from './evaluate.js';
import type { Expr } from './values.js';

const nothing = { lookup: () => undefined };

/** Replaces every part that is known before the estimate by its value, so that `2 * 3 mm^2` and `6 mm^2` are one thing. */
export function foldConstants(expr: Expr): Expr {
  if (isEarly(expr)) {
    const [value] = evaluate(expr, nothing);
    return value === undefined ? expr : { kind: 'literal', value };
  }
  switch (expr.kind) {
    case 'member':
      return { ...expr, object: foldConstants(expr.object) };
    case 'list':
      return { ...expr, elements: expr.elements.map(foldConstants) };
    case 'unary':
      return { ...expr, operand: foldConstants(expr.operand) };
    case 'binary':
      return { ...expr, left: foldConstants(expr.left), right: foldConstants(expr.right) };
    case 'conditional':
      return {
        ...expr,
        condition: foldConstants(expr.condition),
        then: foldConstants(expr.then),
        else: foldConstants(expr.else),
      };
    case 'call':
      return { ...expr, arguments: expr.arguments.map(foldConstants) };
    default:
      return expr;
  }
}

/** Whether an expression speaks of nothing that the estimate tells. */
export function isEarly(expr: Expr): boolean {
  switch (expr.kind) {
    case 'literal':
    case 'name':
      return true;
    case 'measure':
    case 'run':
      return false;
    case 'member':
      return isEarly(expr.object);
    case 'list':
      return expr.elements.every(isEarly);
    case 'unary':
      return isEarly(expr.operand);
    case 'binary':
      return isEarly(expr.left) && isEarly(expr.right);
    case 'conditional':
      return isEarly(expr.condition) && isEarly(expr.then) && isEarly(expr.else);
    case 'call':
      return expr.arguments.every(isEarly);
  }
}
