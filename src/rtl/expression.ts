import type { Type } from './types.js';

/** Operators of two operands. Arithmetic is modulo 2^width of the result, its operands extended (by their own sign) to that width; comparisons are of true values. */
export type BinaryOperator = 'add' | 'sub' | 'mul' | 'and' | 'or' | 'xor' | 'eq' | 'ne' | 'lt' | 'le' | 'shl' | 'shr';

export type UnaryOperator = 'not' | 'neg' | 'reduceAnd' | 'reduceOr' | 'reduceXor';

/**
 * What a signal is made of: immutable, shared where the builder shared it.
 * `not`, `and`, `or`, `xor` have operands of their own width and signedness; the amount of `shl` and `shr` is unsigned; `shl` keeps the width of its type, filling with zeros, `shr` fills with the operand's sign.
 */
export type Expr =
  | { readonly kind: 'constant'; readonly type: Type; readonly value: bigint }
  /** A net of the module: an input, wire, register, memory read port, output of an instance or grid. */
  | { readonly kind: 'reference'; readonly type: Type; readonly name: string }
  | { readonly kind: 'unary'; readonly type: Type; readonly operator: UnaryOperator; readonly operand: Expr }
  | {
      readonly kind: 'binary';
      readonly type: Type;
      readonly operator: BinaryOperator;
      readonly left: Expr;
      readonly right: Expr;
    }
  | { readonly kind: 'mux'; readonly type: Type; readonly condition: Expr; readonly then: Expr; readonly else: Expr }
  /** First part most significant. */
  | { readonly kind: 'concat'; readonly type: Type; readonly parts: readonly Expr[] }
  /** Bits `low ..< low + type.width`. */
  | { readonly kind: 'slice'; readonly type: Type; readonly operand: Expr; readonly low: number }
  /** Extension by the operand's sign, truncation, or reading the same bits in another signedness. */
  | { readonly kind: 'resize'; readonly type: Type; readonly operand: Expr }
  /** Element `index` of `operand`, whose width is `2^index.width * type.width`. */
  | { readonly kind: 'part'; readonly type: Type; readonly operand: Expr; readonly index: Expr };

/** The operands of an expression, in order. */
export function operands(expr: Expr): readonly Expr[] {
  switch (expr.kind) {
    case 'constant':
    case 'reference':
      return [];
    case 'unary':
    case 'slice':
    case 'resize':
      return [expr.operand];
    case 'binary':
      return [expr.left, expr.right];
    case 'mux':
      return [expr.condition, expr.then, expr.else];
    case 'concat':
      return expr.parts;
    case 'part':
      return [expr.operand, expr.index];
  }
}

/** `expr` with other operands, in the order of `operands`. */
export function withOperands(expr: Expr, next: readonly Expr[]): Expr {
  const [a, b, c] = next;
  if (operands(expr).every((operand, index) => operand === next[index])) return expr;
  switch (expr.kind) {
    case 'unary':
    case 'slice':
    case 'resize':
      return a === undefined ? expr : { ...expr, operand: a };
    case 'binary':
      return a === undefined || b === undefined ? expr : { ...expr, left: a, right: b };
    case 'mux':
      return a === undefined || b === undefined || c === undefined ? expr : { ...expr, condition: a, then: b, else: c };
    case 'concat':
      return { ...expr, parts: next };
    case 'part':
      return a === undefined || b === undefined ? expr : { ...expr, operand: a, index: b };
    default:
      return expr;
  }
}

/** Calls `visit` once for each distinct expression under the roots, operands first. Deep chains are walked without recursion. */
export function walk(roots: readonly Expr[], visit: (expr: Expr) => void, seen: Set<Expr> = new Set()): void {
  for (const root of roots) {
    const stack: Expr[] = [root];
    for (let expr = stack.at(-1); expr !== undefined; expr = stack.at(-1)) {
      const waiting = seen.has(expr) ? [] : operands(expr).filter((operand) => !seen.has(operand));
      if (waiting.length > 0) {
        stack.push(...waiting.reverse());
        continue;
      }
      stack.pop();
      if (seen.has(expr)) continue;
      seen.add(expr);
      visit(expr);
    }
  }
}
