import { formatExact, isDimensionless } from '../../units/index.js';
import type { BinaryOperator, Expr, Value } from '../values.js';

/** A value as a literal of the language that reads back as the very same value. */
export function printValue(value: Value): string {
  switch (value.kind) {
    case 'int':
    case 'bool':
      return String(value.value);
    case 'quantity':
      return isDimensionless(value.dimension) ? printReal(value.value) : formatExact(value.value, value.dimension);
    case 'string':
      return printString(value.value);
    case 'dtype':
      return value.name;
    case 'case':
      return `.${value.name}`;
    case 'list':
      return `[${value.elements.map(printValue).join(', ')}]`;
  }
}

/** A real has a point or an exponent, or it would read back as an `int`. */
function printReal(value: number): string {
  const text = String(value).replace('e+', 'e');
  return /[.e]/.test(text) ? text : `${text}.0`;
}

const escapes: Readonly<Record<string, string>> = { '"': '\\"', '\\': '\\\\', '\n': '\\n', '\t': '\\t' };

/** A string literal with the language's escapes. */
export function printString(text: string): string {
  const escaped = text.replaceAll(
    /["\\\p{Cc}\u2028\u2029]/gu,
    (c) => escapes[c] ?? `\\u{${(c.codePointAt(0) ?? 0).toString(16)}}`,
  );
  return `"${escaped}"`;
}

const levels: Readonly<Record<BinaryOperator, number>> = {
  '||': 2,
  '&&': 3,
  '==': 4,
  '!=': 4,
  '<': 4,
  '<=': 4,
  '>': 4,
  '>=': 4,
  '+': 5,
  '-': 5,
  '*': 6,
  '/': 6,
  '^': 8,
};
const [conditionalLevel, unaryLevel, postfixLevel] = [1, 7, 9];

/** How tightly an expression binds: higher is tighter. */
function levelOf(expr: Expr): number {
  switch (expr.kind) {
    case 'conditional':
      return conditionalLevel;
    case 'binary':
      return levels[expr.operator];
    case 'unary':
      return unaryLevel;
    case 'literal':
      return isNegative(expr.value) ? unaryLevel : postfixLevel;
    default:
      return postfixLevel;
  }
}

function isNegative(value: Value): boolean {
  return (value.kind === 'int' || value.kind === 'quantity') && value.value < 0;
}

/** An expression as text, with the parentheses it needs and no more. */
export function printExpression(expr: Expr): string {
  switch (expr.kind) {
    case 'literal':
      return printValue(expr.value);
    case 'name':
      return expr.name;
    case 'member':
      return `${within(expr.object, postfixLevel)}.${expr.name}`;
    case 'list':
      return `[${expr.elements.map(printExpression).join(', ')}]`;
    case 'unary':
      return `${expr.operator}${within(expr.operand, unaryLevel)}`;
    case 'binary':
      return printBinary(expr);
    case 'conditional': {
      const condition = within(expr.condition, conditionalLevel + 1);
      return `${condition} ? ${printExpression(expr.then)} : ${printExpression(expr.else)}`;
    }
    case 'call':
      return `${expr.function}(${expr.arguments.map(printExpression).join(', ')})`;
    case 'measure': {
      const path = [...expr.path, expr.measure].join('.');
      return expr.arguments.length === 0 ? path : `${path}(${expr.arguments.map(printValue).join(', ')})`;
    }
    case 'run':
      return `${expr.run}(${expr.workload})`;
  }
}

function within(expr: Expr, least: number): string {
  const text = printExpression(expr);
  return levelOf(expr) < least ? `(${text})` : text;
}

/** Chains group to the left; comparisons do not chain; a power takes a primary on both sides. */
function printBinary(expr: Extract<Expr, { kind: 'binary' }>): string {
  const level = levels[expr.operator];
  const leftLeast = level === levels['=='] || level === levels['^'] ? level + 1 : level;
  return `${within(expr.left, leftLeast)} ${expr.operator} ${within(expr.right, level + 1)}`;
}
