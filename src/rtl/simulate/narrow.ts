import type { Expr } from '../expression.js';
import { preserves, type Type } from '../types.js';

/** Whether values of the type are JavaScript numbers in generated code. */
export const isNarrow = (type: Type): boolean => type.width <= 32;

/** JavaScript for the value of the type that has the low bits of `js`, an expression whose ToInt32 is right modulo 2^32. */
export function normal(type: Type, js: string): string {
  if (type.signed) return type.width === 32 ? `(${js} | 0)` : `(((${js}) << ${32 - type.width}) >> ${32 - type.width})`;
  return type.width === 32 ? `((${js}) >>> 0)` : `((${js}) & ${maskOf(type.width)})`;
}

/** All ones of a width up to 31, as a literal. */
export const maskOf = (width: number): string => String(2 ** width - 1);

/** `js` of one type as the raw unsigned bits of its width. */
export function raw(type: Type, js: string): string {
  return type.signed ? normal({ width: type.width, signed: false }, js) : js;
}

/** JavaScript for a narrow expression whose operands are narrow, given as atoms. */
export function narrowOperation(expr: Expr, atoms: readonly string[]): string {
  const [a = '0', b = '0', c = '0'] = atoms;
  const { type } = expr;
  switch (expr.kind) {
    case 'unary':
      return unaryOperation(expr, a);
    case 'binary':
      return binaryOperation(expr, a, b);
    case 'mux':
      return `(${a} !== 0 ? ${b} : ${c})`;
    case 'concat':
      return concatOperation(expr, atoms);
    case 'slice':
      return normal(type, `${a} >>> ${expr.low}`);
    case 'resize':
      return preserves(expr.operand.type, type) ? a : normal(type, a);
    case 'part':
      return normal(type, `${a} >>> (${b} * ${type.width})`);
    default:
      throw new Error(`${expr.kind} is no operation`);
  }
}

function unaryOperation(expr: Extract<Expr, { kind: 'unary' }>, a: string): string {
  const { operator, operand, type } = expr;
  switch (operator) {
    case 'not':
      return type.signed ? `(~${a})` : normal(type, `~${a}`);
    case 'neg':
      return exact(type, `(0 - ${a})`, operand.type.width < type.width);
    case 'reduceAnd':
      return `(${a} === ${operand.type.signed ? '-1' : maskOf(operand.type.width)} ? 1 : 0)`;
    case 'reduceOr':
      return `(${a} !== 0 ? 1 : 0)`;
    case 'reduceXor':
      return `parity(${raw(operand.type, a)})`;
  }
}

/** The result as it is where it cannot overflow, else cut to its type. */
function exact(type: Type, js: string, fits: boolean): string {
  return fits ? js : normal(type, js);
}

function binaryOperation(expr: Extract<Expr, { kind: 'binary' }>, a: string, b: string): string {
  const { operator, left, right, type } = expr;
  switch (operator) {
    case 'add':
    case 'sub':
      return exact(
        type,
        `(${a} ${operator === 'add' ? '+' : '-'} ${b})`,
        sumFits(operator, left.type, right.type, type),
      );
    case 'mul':
      return exact(
        type,
        `Math.imul(${a}, ${b})`,
        left.type.width + right.type.width <= (type.signed ? type.width : Math.min(type.width, 31)),
      );
    case 'and':
    case 'or':
    case 'xor': {
      const symbol = operator === 'and' ? '&' : operator === 'or' ? '|' : '^';
      return exact(type, `(${a} ${symbol} ${b})`, type.signed || type.width < 32);
    }
    case 'eq':
      return `(${a} === ${b} ? 1 : 0)`;
    case 'ne':
      return `(${a} !== ${b} ? 1 : 0)`;
    case 'lt':
      return `(${a} < ${b} ? 1 : 0)`;
    case 'le':
      return `(${a} <= ${b} ? 1 : 0)`;
    case 'shl':
      if (right.kind === 'constant') return Number(right.value) >= 32 ? '0' : normal(type, `${a} << ${b}`);
      return `(${b} > 31 ? 0 : ${normal(type, `${a} << ${b}`)})`;
    case 'shr': {
      const shift = left.type.signed ? `(${a} >> (${b} > 31 ? 31 : ${b}))` : `(${b} > 31 ? 0 : ${a} >>> ${b})`;
      return preserves(left.type, type) ? shift : normal(type, shift);
    }
  }
}

function sumFits(operator: 'add' | 'sub', left: Type, right: Type, type: Type): boolean {
  const grown = (operand: Type): number => operand.width + (type.signed && !operand.signed ? 1 : 0);
  if (!type.signed && (operator === 'sub' || left.signed || right.signed)) return false;
  return Math.max(grown(left), grown(right)) < type.width;
}

function concatOperation(expr: Extract<Expr, { kind: 'concat' }>, atoms: readonly string[]): string {
  let low = expr.type.width;
  const parts = expr.parts.map((part, index) => {
    low -= part.type.width;
    const bits = raw(part.type, atoms[index] ?? '0');
    return low === 0 ? bits : `(${bits} << ${low})`;
  });
  return normal(expr.type, parts.join(' | '));
}
