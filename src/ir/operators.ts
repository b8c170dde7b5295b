import {
  combine,
  dimensionless,
  equal,
  isDimensionless,
  isLevel,
  isLogarithmic,
  raised,
  type Dimension,
} from '../units/index.js';
import { typeName } from './describe.js';
import { isExact, largestInteger, same } from './number.js';
import { problem, type Problem } from './problems.js';
import type { BinaryOperator, UnaryOperator, Value } from './values.js';

/** A value or why there is none. */
export type Result = { readonly ok: true; readonly value: Value } | { readonly ok: false; readonly problem: Problem };

export function ok(value: Value): Result {
  return { ok: true, value };
}

export function fail(found: Problem): Result {
  return { ok: false, problem: found };
}

/** A number of any kind: what it measures and how much. */
interface Numeric {
  readonly value: number;
  readonly dimension: Dimension;
  readonly integer: boolean;
}

/** The number in a value, or undefined where it is none. */
export function numeric(value: Value): Numeric | undefined {
  if (value.kind === 'int') return { value: value.value, dimension: dimensionless, integer: true };
  if (value.kind === 'quantity') return { value: value.value, dimension: value.dimension, integer: false };
  return undefined;
}

const verbs: Readonly<Record<string, string>> = {
  '+': 'add',
  '-': 'subtract',
  '*': 'multiply',
  '/': 'divide',
  '^': 'raise to a power',
};

/** An integer result, an error past 2^53. */
export function integerResult(value: number, what: string): Result {
  if (!isExact(value)) return fail(problem('E305', { what }));
  return ok({ kind: 'int', value: value === 0 ? 0 : value });
}

/** `a operator b` of integers: where the double reaches 2^53 it may be rounded, so the exact result decides. */
function exactResult(operator: '+' | '-' | '*', a: number, b: number, what: string): Result {
  const value = operator === '+' ? a + b : operator === '-' ? a - b : a * b;
  if (Number.isSafeInteger(value)) return integerResult(value, what);
  const [x, y] = [BigInt(a), BigInt(b)];
  const exact = operator === '+' ? x + y : operator === '-' ? x - y : x * y;
  const limit = BigInt(largestInteger);
  return exact <= limit && exact >= -limit ? integerResult(Number(exact), what) : fail(problem('E305', { what }));
}

/** A quantity, an error where the number has overflowed. */
export function quantityResult(value: number, dimension: Dimension, operation: string): Result {
  if (!Number.isFinite(value)) return fail(problem('E310', { operation }));
  return ok({ kind: 'quantity', value: value === 0 ? 0 : value, dimension });
}

/** `-x` of a number, `!x` of a bool. */
export function applyUnary(operator: UnaryOperator, operand: Value): Result {
  if (operator === '!') {
    if (operand.kind === 'bool') return ok({ kind: 'bool', value: !operand.value });
  } else if (operand.kind === 'int') {
    return ok({ kind: 'int', value: operand.value === 0 ? 0 : -operand.value });
  } else if (operand.kind === 'quantity') {
    if (isLevel(operand.dimension))
      return fail(
        problem('E320', { operation: 'take the negative of dbm' }, undefined, {
          help: decibelHelp('-', operand.dimension),
        }),
      );
    return ok({ ...operand, value: operand.value === 0 ? 0 : -operand.value });
  }
  return fail(problem('E303', { operator, operands: typeName(operand) }));
}

/**
 * `left operator right` with full dimensional analysis: `int / int` is a real, `int` widens to `real`, everything else must fit.
 * Both sides of `&&` and `||` are taken as evaluated.
 */
export function applyBinary(operator: BinaryOperator, left: Value, right: Value): Result {
  switch (operator) {
    case '&&':
    case '||':
      return logical(operator, left, right);
    case '==':
    case '!=':
      return equality(operator, left, right);
    default:
      return arithmetic(operator, left, right);
  }
}

function logical(operator: '&&' | '||', left: Value, right: Value): Result {
  if (left.kind !== 'bool' || right.kind !== 'bool') return misfit(operator, left, right);
  return ok({ kind: 'bool', value: operator === '&&' ? left.value && right.value : left.value || right.value });
}

function misfit(operator: BinaryOperator, left: Value, right: Value): Result {
  return fail(problem('E303', { operator, operands: `${typeName(left)} and ${typeName(right)}` }));
}

function equality(operator: '==' | '!=', left: Value, right: Value): Result {
  const comparison = compareEqual(left, right);
  if (comparison === undefined) return misfitOrDimensions(operator, left, right);
  return ok({ kind: 'bool', value: operator === '==' ? comparison : !comparison });
}

/** Whether two values are equal, or undefined where their types differ. Reals are equal up to 1e-9. */
function compareEqual(left: Value, right: Value): boolean | undefined {
  const a = numeric(left);
  const b = numeric(right);
  if (a !== undefined && b !== undefined) {
    if (!equal(a.dimension, b.dimension)) return undefined;
    return a.integer && b.integer ? a.value === b.value : same(a.value, b.value);
  }
  if (left.kind === 'bool' && right.kind === 'bool') return left.value === right.value;
  if (left.kind === 'string' && right.kind === 'string') return left.value === right.value;
  if (left.kind === 'dtype' && right.kind === 'dtype') return left.name === right.name;
  if (left.kind === 'case' && right.kind === 'case')
    return left.enum === right.enum ? left.name === right.name : undefined;
  if (left.kind === 'list' && right.kind === 'list') return listsEqual(left.elements, right.elements);
  return undefined;
}

function listsEqual(left: readonly Value[], right: readonly Value[]): boolean | undefined {
  if (left.length !== right.length) return false;
  for (const [i, element] of left.entries()) {
    const other = right[i];
    const comparison = other === undefined ? undefined : compareEqual(element, other);
    if (comparison !== true) return comparison;
  }
  return true;
}

/** Whether two values are the same (of the same type and equal). */
export function valuesEqual(left: Value, right: Value): boolean {
  return compareEqual(left, right) === true;
}

function misfitOrDimensions(operator: BinaryOperator, left: Value, right: Value): Result {
  if (numeric(left) === undefined || numeric(right) === undefined) return misfit(operator, left, right);
  const operation = verbs[operator] ?? 'compare';
  const [a, b] = [numeric(left)?.dimension ?? {}, numeric(right)?.dimension ?? {}];
  if (isLogarithmic(a) || isLogarithmic(b)) return fail(decibels(operation, left, right, decibelHelp(operator, a, b)));
  return fail(problem('E301', { operation, left: typeName(left), right: typeName(right) }));
}

function decibels(operation: string, left: Value, right: Value, help: string): Problem {
  return problem('E320', { operation: `${operation} ${typeName(left)} and ${typeName(right)}` }, undefined, { help });
}

/** What to write where decibels do not allow an operator. */
export function decibelHelp(operator: string, left: Dimension, right: Dimension = {}): string {
  if (isLevel(left) && isLevel(right) && operator === '+')
    return 'powers add up as watts: dbm(from_dbm(a) + from_dbm(b)); a gain or loss is in dB';
  if (isLevel(left) || isLevel(right))
    return 'a level in dBm goes up and down by dB; from_dbm(x) is its power in watts';
  return 'from_db(x) is the plain ratio of decibels, db(x) the decibels of a ratio';
}

function arithmetic(operator: Exclude<BinaryOperator, '&&' | '||' | '==' | '!='>, left: Value, right: Value): Result {
  const a = numeric(left);
  const b = numeric(right);
  if (a === undefined || b === undefined) return misfit(operator, left, right);
  switch (operator) {
    case '<':
    case '<=':
    case '>':
    case '>=':
      if (!equal(a.dimension, b.dimension)) return misfitOrDimensions(operator, left, right);
      return ok({ kind: 'bool', value: ordered(operator, a, b) });
    case '+':
    case '-': {
      const sum = combine(operator, a.dimension, b.dimension);
      if (!sum.ok) return misfitOrDimensions(operator, left, right);
      const value = operator === '+' ? a.value + b.value : a.value - b.value;
      const what = operator === '+' ? 'the sum' : 'the difference';
      if (a.integer && b.integer) return exactResult(operator, a.value, b.value, what);
      return quantityResult(value, sum.dimension, what);
    }
    case '*': {
      if (a.integer && b.integer) return exactResult('*', a.value, b.value, 'the product');
      const product = combine('*', a.dimension, b.dimension);
      if (!product.ok) return misfitOrDimensions(operator, left, right);
      return quantityResult(a.value * b.value, product.dimension, 'the product');
    }
    case '/': {
      const quotient = combine('/', a.dimension, b.dimension);
      if (!quotient.ok) return misfitOrDimensions(operator, left, right);
      if (b.value === 0) return fail(problem('E306', { operation: 'division' }));
      return quantityResult(a.value / b.value, quotient.dimension, 'the quotient');
    }
    case '^':
      return raise(left, a, right, b);
  }
}

/** Ordering that agrees with `==`: numbers equal up to rounding are neither less nor greater. */
function ordered(operator: '<' | '<=' | '>' | '>=', a: Numeric, b: Numeric): boolean {
  const equalNumbers = a.integer && b.integer ? a.value === b.value : same(a.value, b.value);
  if (equalNumbers) return operator === '<=' || operator === '>=';
  return operator === '<' || operator === '<=' ? a.value < b.value : a.value > b.value;
}

function raise(base: Value, a: Numeric, exponent: Value, b: Numeric): Result {
  if (!isDimensionless(b.dimension) || !Number.isInteger(b.value))
    return fail(problem('E308', { found: typeName(exponent) }));
  if (a.value === 0 && b.value < 0) return fail(problem('E306', { operation: 'division' }));
  if (base.kind === 'int' && b.value >= 0) return integerPower(a.value, b.value);
  const dimension = raised(a.dimension, b.value);
  if (dimension === undefined) return misfitOrDimensions('^', base, exponent);
  return quantityResult(a.value ** b.value, dimension, 'the power');
}

/** An integer to an integer power from 0 up, exactly. */
function integerPower(base: number, exponent: number): Result {
  const approximate = base ** exponent;
  if (Math.abs(approximate) > 2 * largestInteger) return fail(problem('E305', { what: 'the power' }));
  const exact = BigInt(base) ** BigInt(Math.abs(base) > 1 ? exponent : exponent % 2 === 0 ? Math.min(exponent, 2) : 1);
  const limit = BigInt(largestInteger);
  return exact <= limit && exact >= -limit
    ? integerResult(Number(exact), 'the power')
    : fail(problem('E305', { what: 'the power' }));
}
