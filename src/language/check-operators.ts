import { decibelHelp } from '../ir/index.js';
import { combine, equal, isDimensionless, isLogarithmic, raised } from '../units/index.js';
import type * as ast from '../syntax/index.js';
import { bool, common, int, numericDimension, real, typeText, unknown, type Type } from './types.js';

/** What is wrong with the operands of an operator: parameters of E301, E303, E308 or E320. */
export type Misfit =
  | { readonly code: 'E301'; readonly operation: string; readonly left: string; readonly right: string }
  | { readonly code: 'E303'; readonly operator: string; readonly operands: string }
  | { readonly code: 'E308'; readonly found: string }
  | { readonly code: 'E320'; readonly operation: string; readonly help: string };

const verbs: Readonly<Partial<Record<ast.BinaryOperator, string>>> = {
  ...{ '+': 'add', '-': 'subtract', '*': 'multiply', '/': 'divide', '^': 'raise to a power' },
};

/** Type of `left operator right`; `exponent` is the value of a literal right side of `^`. */
export function binaryType(
  operator: ast.BinaryOperator,
  left: Type,
  right: Type,
  exponent: number | undefined,
): Type | Misfit {
  if (left.kind === 'unknown' || right.kind === 'unknown') return silenced(operator);
  switch (operator) {
    case '&&':
    case '||':
      return left.kind === 'bool' && right.kind === 'bool' ? bool : misfit(operator, left, right);
    case '==':
    case '!=':
      return equalityType(operator, left, right);
    default:
      return arithmeticType(operator, left, right, exponent);
  }
}

/** What is known of a result one of whose operands is unknown: a comparison is a bool at any rate. */
function silenced(operator: ast.BinaryOperator): Type {
  return ['+', '-', '*', '/', '^'].includes(operator) ? unknown : bool;
}

function misfit(operator: ast.BinaryOperator, left: Type, right: Type): Misfit {
  return { code: 'E303', operator, operands: `${typeText(left)} and ${typeText(right)}` };
}

function dimensions(operator: ast.BinaryOperator, left: Type, right: Type): Misfit {
  const [a, b] = [numericDimension(left) ?? {}, numericDimension(right) ?? {}];
  if (isLogarithmic(a) || isLogarithmic(b)) {
    const operation = `${verbs[operator] ?? 'compare'} ${typeText(left)} and ${typeText(right)}`;
    return { code: 'E320', operation, help: decibelHelp(operator, a, b) };
  }
  return { code: 'E301', operation: verbs[operator] ?? 'compare', left: typeText(left), right: typeText(right) };
}

function equalityType(operator: ast.BinaryOperator, left: Type, right: Type): Type | Misfit {
  if (numericDimension(left) !== undefined && numericDimension(right) !== undefined) {
    return common(left, right) === undefined ? dimensions(operator, left, right) : bool;
  }
  const comparable = ['bool', 'string', 'dtype', 'enum', 'list'].includes(left.kind);
  return comparable && common(left, right) !== undefined ? bool : misfit(operator, left, right);
}

type Arithmetic = Exclude<ast.BinaryOperator, '&&' | '||' | '==' | '!='>;

function arithmeticType(operator: Arithmetic, left: Type, right: Type, exponent: number | undefined): Type | Misfit {
  const a = numericDimension(left);
  const b = numericDimension(right);
  if (a === undefined || b === undefined) return misfit(operator, left, right);
  const integers = left.kind === 'int' && right.kind === 'int';
  switch (operator) {
    case '+':
    case '-':
    case '*':
    case '/': {
      const result = combine(operator, a, b);
      if (!result.ok) return dimensions(operator, left, right);
      return integers && operator !== '/' ? int : { kind: 'quantity', dimension: result.dimension };
    }
    case '^':
      return powerType(left, right, exponent);
    default:
      return equal(a, b) ? bool : dimensions(operator, left, right);
  }
}

function powerType(left: Type, right: Type, exponent: number | undefined): Type | Misfit {
  if (right.kind !== 'int') return { code: 'E308', found: typeText(right) };
  if (left.kind === 'int') return exponent !== undefined && exponent < 0 ? real : int;
  const dimension = numericDimension(left) ?? {};
  if (isDimensionless(dimension)) return real;
  // The dimension of the result depends on the exponent, so it must stand here.
  if (exponent === undefined) return { code: 'E308', found: 'not a literal, and the base has a unit' };
  const result = raised(dimension, exponent);
  return result === undefined ? dimensions('^', left, right) : { kind: 'quantity', dimension: result };
}
