import type { Expr } from '../expression.js';
import { preserves, sameType, unsigned, wrap, type Type } from '../types.js';

const constantOf = (type: Type, value: bigint): Expr => ({ kind: 'constant', type, value: wrap(type, value) });

const bits = (expr: Extract<Expr, { kind: 'constant' }>): bigint => BigInt.asUintN(expr.type.width, expr.value);

/** The simplest expression of the same type and value, its operands being simple already: constants are evaluated, neutral operands, extensions and slices undone. */
export function foldExpr(expr: Expr): Expr {
  switch (expr.kind) {
    case 'unary':
      return foldUnary(expr);
    case 'binary':
      return foldBinary(expr);
    case 'mux':
      return foldMux(expr);
    case 'concat':
      return foldConcat(expr);
    case 'slice':
      return foldSlice(expr);
    case 'resize':
      return foldResize(expr);
    case 'part':
      return foldPart(expr);
    default:
      return expr;
  }
}

function foldUnary(expr: Extract<Expr, { kind: 'unary' }>): Expr {
  const { operator, operand, type } = expr;
  if (operator === 'not' && operand.kind === 'unary' && operand.operator === 'not') return operand.operand;
  if (operand.kind !== 'constant') return expr;
  const raw = bits(operand);
  switch (operator) {
    case 'not':
      return constantOf(type, ~operand.value);
    case 'neg':
      return constantOf(type, -operand.value);
    case 'reduceAnd':
      return constantOf(type, raw === (1n << BigInt(operand.type.width)) - 1n ? 1n : 0n);
    case 'reduceOr':
      return constantOf(type, raw !== 0n ? 1n : 0n);
    case 'reduceXor':
      return constantOf(type, BigInt([...raw.toString(2)].filter((digit) => digit === '1').length & 1));
  }
}

const isConstant = (expr: Expr, value: bigint): boolean => expr.kind === 'constant' && expr.value === value;
const isOnes = (expr: Expr): boolean => expr.kind === 'constant' && bits(expr) === (1n << BigInt(expr.type.width)) - 1n;

/** `expr` in another type: the resize that `add` and its like do to their operands. */
function resized(expr: Expr, type: Type): Expr {
  return sameType(expr.type, type) ? expr : foldExpr({ kind: 'resize', type, operand: expr });
}

function foldBinary(expr: Extract<Expr, { kind: 'binary' }>): Expr {
  const { operator, left, right, type } = expr;
  if (left.kind === 'constant' && right.kind === 'constant')
    return constantOf(type, evaluateBinary(operator, left.value, right.value, left.type));
  switch (operator) {
    case 'add':
      if (isConstant(right, 0n)) return resized(left, type);
      return isConstant(left, 0n) ? resized(right, type) : expr;
    case 'sub':
      if (left === right) return constantOf(type, 0n);
      return isConstant(right, 0n) ? resized(left, type) : expr;
    case 'mul':
      if (isConstant(left, 0n) || isConstant(right, 0n)) return constantOf(type, 0n);
      if (isConstant(right, 1n)) return resized(left, type);
      return isConstant(left, 1n) ? resized(right, type) : expr;
    case 'and':
      if (isConstant(left, 0n) || isConstant(right, 0n)) return constantOf(type, 0n);
      if (isOnes(right) || left === right) return left;
      return isOnes(left) ? right : expr;
    case 'or':
      if (isOnes(left) || isOnes(right)) return constantOf(type, -1n);
      if (isConstant(right, 0n) || left === right) return left;
      return isConstant(left, 0n) ? right : expr;
    case 'xor':
      if (left === right) return constantOf(type, 0n);
      if (isConstant(right, 0n)) return left;
      return isConstant(left, 0n) ? right : expr;
    case 'eq':
    case 'ne':
    case 'lt':
    case 'le':
      return foldComparison(expr);
    case 'shl':
    case 'shr':
      if (isConstant(left, 0n)) return constantOf(type, 0n);
      return right.kind === 'constant' ? foldShift(expr, right.value) : expr;
  }
}

/** A shift by a constant is wiring. */
function foldShift(expr: Extract<Expr, { kind: 'binary' }>, amount: bigint): Expr {
  const { operator, left, type } = expr;
  const size = BigInt(type.width);
  const n = Number(amount > size ? size : amount);
  const wide = resized(left, type);
  if (n === 0) return wide;
  if (operator === 'shl') {
    if (n === type.width) return constantOf(type, 0n);
    const kept = foldSlice({ kind: 'slice', type: unsigned(type.width - n), operand: wide, low: 0 });
    return resized(
      foldConcat({ kind: 'concat', type: unsigned(type.width), parts: [kept, constantOf(unsigned(n), 0n)] }),
      type,
    );
  }
  if (n >= left.type.width && !left.type.signed) return constantOf(type, 0n);
  const low = Math.min(n, left.type.width - 1);
  const high = foldSlice({ kind: 'slice', type: unsigned(left.type.width - low), operand: left, low });
  return resized(resized(high, { ...high.type, signed: left.type.signed }), type);
}

function evaluateBinary(
  operator: Extract<Expr, { kind: 'binary' }>['operator'],
  left: bigint,
  right: bigint,
  type: Type,
): bigint {
  switch (operator) {
    case 'add':
      return left + right;
    case 'sub':
      return left - right;
    case 'mul':
      return left * right;
    case 'and':
      return left & right;
    case 'or':
      return left | right;
    case 'xor':
      return left ^ right;
    case 'eq':
      return left === right ? 1n : 0n;
    case 'ne':
      return left !== right ? 1n : 0n;
    case 'lt':
      return left < right ? 1n : 0n;
    case 'le':
      return left <= right ? 1n : 0n;
    case 'shl':
      return right > 1n << 20n ? 0n : left << right;
    case 'shr':
      return right >= BigInt(type.width) ? (left < 0n ? -1n : 0n) : left >> right;
  }
}

const lowest = (type: Type): bigint => (type.signed ? -(1n << BigInt(type.width - 1)) : 0n);
const highest = (type: Type): bigint => (1n << BigInt(type.signed ? type.width - 1 : type.width)) - 1n;

/** Comparisons that the operands' ranges decide are constants; tools warn of them. */
function foldComparison(expr: Extract<Expr, { kind: 'binary' }>): Expr {
  const { operator, left, right, type } = expr;
  if (left === right) return constantOf(type, operator === 'eq' || operator === 'le' ? 1n : 0n);
  const [low, high] = [left, right].map((side) =>
    side.kind === 'constant' ? [side.value, side.value] : [lowest(side.type), highest(side.type)],
  );
  const [a, b, c, d] = [low?.[0] ?? 0n, low?.[1] ?? 0n, high?.[0] ?? 0n, high?.[1] ?? 0n];
  const always = (value: boolean): Expr => constantOf(type, value ? 1n : 0n);
  if (operator === 'lt' && b < c) return always(true);
  if (operator === 'lt' && a >= d) return always(false);
  if (operator === 'le' && b <= c) return always(true);
  if (operator === 'le' && a > d) return always(false);
  if ((operator === 'eq' || operator === 'ne') && (b < c || a > d)) return always(operator === 'ne');
  return foldBitComparison(expr);
}

/** A bit compared with one or zero is the bit, or its opposite. */
function foldBitComparison(expr: Extract<Expr, { kind: 'binary' }>): Expr {
  const { operator, left, right } = expr;
  const [bit, other] = right.kind === 'constant' ? [left, right] : [right, left];
  if ((operator !== 'eq' && operator !== 'ne') || bit.type.width !== 1 || bit.type.signed || other.kind !== 'constant')
    return narrowComparison(expr);
  const same = (other.value === 1n) === (operator === 'eq');
  return same ? bit : foldExpr({ kind: 'unary', operator: 'not', type: bit.type, operand: bit });
}

/** An extension that both sides have says nothing. */
function narrowComparison(expr: Extract<Expr, { kind: 'binary' }>): Expr {
  const left = withoutExtension(expr.left);
  const right = withoutExtension(expr.right);
  return left === expr.left && right === expr.right ? expr : foldComparison({ ...expr, left, right });
}

function withoutExtension(expr: Expr): Expr {
  return expr.kind === 'resize' && preserves(expr.operand.type, expr.type) ? expr.operand : expr;
}

function foldMux(expr: Extract<Expr, { kind: 'mux' }>): Expr {
  const { condition, type } = expr;
  if (condition.kind === 'constant') return condition.value !== 0n ? expr.then : expr.else;
  if (expr.then === expr.else) return expr.then;
  if (expr.then.kind === 'constant' && expr.else.kind === 'constant') {
    if (expr.then.value === expr.else.value) return expr.then;
    if (type.width === 1 && !type.signed)
      return expr.then.value === 1n
        ? condition
        : foldExpr({ kind: 'unary', operator: 'not', type: condition.type, operand: condition });
  }
  if (condition.kind === 'unary' && condition.operator === 'not')
    return foldMux({ ...expr, condition: condition.operand, then: expr.else, else: expr.then });
  return expr;
}

function foldConcat(expr: Extract<Expr, { kind: 'concat' }>): Expr {
  const parts: Expr[] = [];
  for (const part of expr.parts.flatMap((one) => (one.kind === 'concat' ? one.parts : [one]))) {
    const last = parts[parts.length - 1];
    const joined = last === undefined ? undefined : joinParts(last, part);
    if (joined === undefined) parts.push(part);
    else parts[parts.length - 1] = joined;
  }
  const [only] = parts;
  return parts.length === 1 && only !== undefined ? resized(only, expr.type) : { ...expr, parts };
}

/** Two neighbours in a concatenation that are one: constants, and slices that follow on each other. */
function joinParts(high: Expr, low: Expr): Expr | undefined {
  const width = high.type.width + low.type.width;
  if (high.kind === 'constant' && low.kind === 'constant')
    return constantOf(unsigned(width), (bits(high) << BigInt(low.type.width)) | bits(low));
  if (
    high.kind === 'slice' &&
    low.kind === 'slice' &&
    high.operand === low.operand &&
    high.low === low.low + low.type.width
  )
    return foldSlice({ kind: 'slice', type: unsigned(width), operand: low.operand, low: low.low });
  return undefined;
}

function foldSlice(expr: Extract<Expr, { kind: 'slice' }>): Expr {
  const { operand, low, type } = expr;
  if (operand.type.width === type.width) return resized(operand, type);
  switch (operand.kind) {
    case 'constant':
      return constantOf(type, bits(operand) >> BigInt(low));
    case 'slice':
      return foldSlice({ ...expr, operand: operand.operand, low: low + operand.low });
    case 'resize':
      if (low + type.width <= operand.operand.type.width) return foldSlice({ ...expr, operand: operand.operand });
      return !operand.operand.type.signed && low >= operand.operand.type.width ? constantOf(type, 0n) : expr;
    case 'concat':
      return sliceConcat(expr, operand);
    default:
      return expr;
  }
}

/** A slice of a concatenation is a concatenation of slices. */
function sliceConcat(expr: Extract<Expr, { kind: 'slice' }>, concat: Extract<Expr, { kind: 'concat' }>): Expr {
  const parts: Expr[] = [];
  let end = concat.type.width;
  for (const part of concat.parts) {
    const start = end - part.type.width;
    const [from, to] = [Math.max(start, expr.low), Math.min(end, expr.low + expr.type.width)];
    if (from < to)
      parts.push(foldSlice({ kind: 'slice', type: unsigned(to - from), operand: part, low: from - start }));
    end = start;
  }
  return foldConcat({ kind: 'concat', type: expr.type, parts });
}

function foldResize(expr: Extract<Expr, { kind: 'resize' }>): Expr {
  const { operand, type } = expr;
  if (sameType(operand.type, type)) return operand;
  if (operand.kind === 'constant') return constantOf(type, operand.value);
  if (operand.kind !== 'resize') return expr;
  // A resize is the value modulo 2^width, so an inner one may go that keeps the value or all the bits that are left.
  const inner = operand.operand;
  return preserves(inner.type, operand.type) || type.width <= operand.type.width
    ? foldResize({ ...expr, operand: inner })
    : expr;
}

function foldPart(expr: Extract<Expr, { kind: 'part' }>): Expr {
  const { operand, index, type } = expr;
  if (index.kind !== 'constant') return expr;
  const slice = foldSlice({
    kind: 'slice',
    type: unsigned(type.width),
    operand,
    low: Number(index.value) * type.width,
  });
  return resized(slice, type);
}
