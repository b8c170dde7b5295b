/** Expressions of which only some bits are known. */
import type { BinaryOperator, Expr } from '../../src/rtl/expression.js';
import { foldExpr } from '../../src/rtl/passes/fold.js';
import type { Type } from '../../src/rtl/types.js';

/** Bits of a value: `known` says which, `value` what they are, zero elsewhere. */
export interface Bits {
  readonly width: number;
  readonly known: bigint;
  readonly value: bigint;
}

const ones = (width: number): bigint => (1n << BigInt(width)) - 1n;

export const unknown = (width: number): Bits => ({ width, known: 0n, value: 0n });

export const exactly = (width: number, value: bigint): Bits => ({
  width,
  known: ones(width),
  value: BigInt.asUintN(width, value),
});

const isKnown = ({ width, known }: Bits): boolean => known === ones(width);

/** What is known of a value that is one or the other. */
export function either(a: Bits, b: Bits): Bits {
  const known = a.known & b.known & ~(a.value ^ b.value);
  return { width: a.width, known, value: a.value & known };
}

/** Bits `low ..< low + width`. */
export function slice({ known, value }: Bits, low: number, width: number): Bits {
  const cut = (bits: bigint): bigint => BigInt.asUintN(width, bits >> BigInt(low));
  return { width, known: cut(known), value: cut(value) };
}

/** The first part the most significant. */
export function concat(parts: readonly Bits[]): Bits {
  return parts.reduce((high, low) => ({
    width: high.width + low.width,
    known: (high.known << BigInt(low.width)) | low.known,
    value: (high.value << BigInt(low.width)) | low.value,
  }));
}

/** The bits of an expression, from those of the nets that it reads. */
export function bitsOf(root: Expr, net: (name: string, type: Type) => Bits, memo: Map<Expr, Bits>): Bits {
  const found = memo.get(root);
  if (found !== undefined) return found;
  const of = (expr: Expr): Bits => bitsOf(expr, net, memo);
  const bits = evaluate(root, net, of);
  memo.set(root, bits);
  return bits;
}

function evaluate(expr: Expr, net: (name: string, type: Type) => Bits, of: (expr: Expr) => Bits): Bits {
  const { width } = expr.type;
  switch (expr.kind) {
    case 'constant':
      return exactly(width, expr.value);
    case 'reference':
      return net(expr.name, expr.type);
    case 'concat':
      return concat(expr.parts.map(of));
    case 'slice':
      return slice(of(expr.operand), expr.low, width);
    case 'resize':
      return resized(of(expr.operand), expr.operand.type, width);
    case 'mux': {
      const condition = of(expr.condition);
      if (condition.known === 0n) return either(of(expr.then), of(expr.else));
      return condition.value === 1n ? of(expr.then) : of(expr.else);
    }
    case 'part': {
      const index = of(expr.index);
      return isKnown(index) ? slice(of(expr.operand), Number(index.value) * width, width) : unknown(width);
    }
    case 'unary': {
      const operand = of(expr.operand);
      if (expr.operator === 'not') return { width, known: operand.known, value: ~operand.value & operand.known };
      if (expr.operator === 'reduceOr' && operand.value !== 0n) return exactly(1, 1n);
      if (expr.operator === 'reduceAnd' && (operand.known & ~operand.value) !== 0n) return exactly(1, 0n);
      return folded({ ...expr, operand: constantOf(operand, expr.operand.type) }, [operand]);
    }
    case 'binary':
      return binary(expr, of(expr.left), of(expr.right));
  }
}

function binary(expr: Extract<Expr, { kind: 'binary' }>, a: Bits, b: Bits): Bits {
  const { width } = expr.type;
  const bitwise: Partial<Record<BinaryOperator, bigint>> = {
    and: (a.known & b.known) | (a.known & ~a.value) | (b.known & ~b.value),
    or: (a.known & b.known) | a.value | b.value,
    xor: a.known & b.known,
  };
  const known = bitwise[expr.operator];
  if (known !== undefined) {
    const value =
      expr.operator === 'and' ? a.value & b.value : expr.operator === 'or' ? a.value | b.value : a.value ^ b.value;
    return { width, known, value: value & known };
  }
  const left = constantOf(a, expr.left.type);
  return folded({ ...expr, left, right: constantOf(b, expr.right.type) }, [a, b]);
}

function constantOf({ value }: Bits, type: Type): Expr {
  return { kind: 'constant', type, value: type.signed ? BigInt.asIntN(type.width, value) : value };
}

/** What the operands give where all of them are known. */
function folded(expr: Expr, operands: readonly Bits[]): Bits {
  const { width } = expr.type;
  if (!operands.every(isKnown)) return unknown(width);
  const result = foldExpr(expr);
  return result.kind === 'constant' ? exactly(width, result.value) : unknown(width);
}

function resized(bits: Bits, from: Type, width: number): Bits {
  if (width <= from.width) return slice(bits, 0, width);
  const sign = slice(bits, from.width - 1, 1);
  const above = from.signed ? sign : exactly(1, 0n);
  return concat([...Array.from({ length: width - from.width }, () => above), bits]);
}
