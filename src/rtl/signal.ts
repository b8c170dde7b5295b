import { diagnostic, type Diagnostic } from '../diagnostics/index.js';
import type { BinaryOperator, Expr, UnaryOperator } from './expression.js';
import { here } from './origin.js';
import {
  bit,
  commonType,
  holds,
  preserves,
  signed,
  typeName,
  typeOfValue,
  unsigned,
  wrap,
  type Type,
} from './types.js';

/** What a builder collects while a module is described. */
export interface Scope {
  readonly module: string;
  readonly problems: Diagnostic[];
}

/** A signal, or a number that takes the width the other operand asks for. */
export type SignalLike = Signal | number | bigint | boolean;

/** A mistake in the use of the builder that no module can collect, since only constants are involved, or by `build()`, which promises a module. */
export class HardwareError extends Error {
  readonly diagnostics: readonly Diagnostic[];
  constructor(diagnostics: readonly Diagnostic[]) {
    super(diagnostics.map(describe).join('\n'));
    this.name = 'HardwareError';
    this.diagnostics = diagnostics;
  }
}

function describe(problem: Diagnostic): string {
  const { origin } = problem;
  const place = origin !== undefined && 'line' in origin ? ` (${origin.file}:${origin.line}:${origin.column})` : '';
  return `${problem.code}: ${problem.message}${place}`;
}

/**
 * A value of a module under construction. Every operation gives its full result; what loses bits has its own name: `truncate`, `slice`, `addWrap`, `subWrap`, `shlWrap`.
 * Numbers may stand for signals and are widened as needed. A mistake is reported to the module's builder with the line of the call.
 */
export class Signal {
  readonly expr: Expr;
  readonly scope: Scope | undefined;
  constructor(expr: Expr, scope: Scope | undefined) {
    this.expr = expr;
    this.scope = scope;
  }

  get type(): Type {
    return this.expr.type;
  }
  get width(): number {
    return this.expr.type.width;
  }

  /** The exact sum: one bit wider than the wider operand. */
  add(other: SignalLike): Signal {
    return fullSum('add', this, lift(other, this));
  }
  /** The exact difference: signed, one bit wider than the wider operand. */
  sub(other: SignalLike): Signal {
    return fullSum('sub', this, lift(other, this));
  }
  /** The exact product: as wide as both operands together. */
  mul(other: SignalLike): Signal {
    const right = lift(other, this);
    const type = { width: this.width + right.width, signed: this.type.signed || right.type.signed };
    return binary('mul', type, this, right);
  }
  /** The sum modulo 2^width of the wider operand. */
  addWrap(other: SignalLike): Signal {
    return sameSign('addWrap', 'add', this, other);
  }
  /** The difference modulo 2^width of the wider operand. */
  subWrap(other: SignalLike): Signal {
    return sameSign('subWrap', 'sub', this, other);
  }
  and(other: SignalLike): Signal {
    return sameSign('and', 'and', this, other);
  }
  or(other: SignalLike): Signal {
    return sameSign('or', 'or', this, other);
  }
  xor(other: SignalLike): Signal {
    return sameSign('xor', 'xor', this, other);
  }
  not(): Signal {
    return unary('not', this.type, this);
  }
  /** The exact negative: signed, one bit wider. */
  neg(): Signal {
    return unary('neg', signed(this.width + 1), this);
  }

  eq(other: SignalLike): Signal {
    return compare('eq', this, lift(other, this));
  }
  ne(other: SignalLike): Signal {
    return compare('ne', this, lift(other, this));
  }
  lt(other: SignalLike): Signal {
    return compare('lt', this, lift(other, this));
  }
  le(other: SignalLike): Signal {
    return compare('le', this, lift(other, this));
  }
  gt(other: SignalLike): Signal {
    return compare('lt', lift(other, this), this);
  }
  ge(other: SignalLike): Signal {
    return compare('le', lift(other, this), this);
  }

  /** Shifted left, grown by the (largest) amount. */
  shl(amount: SignalLike): Signal {
    const by = shiftAmount(amount, this);
    const growth = by.expr.kind === 'constant' ? Number(by.expr.value) : 2 ** by.width - 1;
    if (growth > maximumGrowth)
      return report(this, this.type, 'E609', {
        operation: 'shl',
        width: this.width + growth,
        lower: this.width,
        upper: this.width + maximumGrowth,
      });
    return binary('shl', { ...this.type, width: this.width + growth }, this, by);
  }
  /** Shifted left within its own width. */
  shlWrap(amount: SignalLike): Signal {
    return binary('shl', this.type, this, shiftAmount(amount, this, this.width));
  }
  /** Shifted right, rounding down: a constant amount takes that many bits off, a signal keeps the width. */
  shr(amount: SignalLike): Signal {
    const by = shiftAmount(amount, this, this.width);
    if (by.expr.kind !== 'constant') return binary('shr', this.type, this, by);
    const n = Number(by.expr.value);
    if (n >= this.width)
      return this.type.signed ? this.slice(this.width - 1, this.width - 1).asSigned() : literal(0n, bit, this.scope);
    const high = this.slice(this.width - 1, n);
    return this.type.signed ? high.asSigned() : high;
  }

  /** Bits `high` down to `low`, unsigned. */
  slice(high: number, low: number): Signal {
    if (!Number.isInteger(high) || !Number.isInteger(low) || low < 0 || high < low || high >= this.width)
      return report(this, unsigned(Math.max(1, high - low + 1)), 'E610', { high, low, type: typeName(this.type) });
    return new Signal({ kind: 'slice', type: unsigned(high - low + 1), operand: this.expr, low }, this.scope);
  }
  /** Bit `index`. */
  bit(index: number): Signal {
    return this.slice(index, index);
  }
  /** Element `index` of a vector of elements `width` bits wide, element 0 in the low bits. */
  element(index: number, width: number): Signal {
    return this.slice((index + 1) * width - 1, index * width);
  }
  /** The low `width` bits, in the same signedness. */
  truncate(width: number): Signal {
    if (!Number.isInteger(width) || width < 1 || width > this.width)
      return report(this, { ...this.type, width: Math.max(1, width) }, 'E609', {
        operation: 'truncate',
        width,
        lower: 1,
        upper: this.width,
      });
    return this.resize(width);
  }
  /** The same value in `width` bits. */
  extend(width: number): Signal {
    if (!Number.isInteger(width) || width < this.width)
      return report(this, this.type, 'E609', { operation: 'extend', width, lower: this.width, upper: Infinity });
    return this.resize(width);
  }
  /** `truncate` or `extend`, whichever `width` asks for: for code that is generic in widths. */
  resize(width: number): Signal {
    return this.reinterpret({ ...this.type, width });
  }
  /** The same bits read as two's complement. */
  asSigned(): Signal {
    return this.reinterpret(signed(this.width));
  }
  /** The same bits read as unsigned. */
  asUnsigned(): Signal {
    return this.reinterpret(unsigned(this.width));
  }
  private reinterpret(type: Type): Signal {
    if (type.width === this.width && type.signed === this.type.signed) return this;
    return new Signal({ kind: 'resize', type, operand: this.expr }, this.scope);
  }

  /** Whether all bits are one. */
  all(): Signal {
    return this.width === 1 ? this.asUnsigned() : unary('reduceAnd', bit, this);
  }
  /** Whether any bit is one. */
  any(): Signal {
    return this.width === 1 ? this.asUnsigned() : unary('reduceOr', bit, this);
  }
  /** Whether an odd number of bits is one. */
  parity(): Signal {
    return this.width === 1 ? this.asUnsigned() : unary('reduceXor', bit, this);
  }
  /** `then` where this bit (or any bit) is one, else `otherwise`. */
  mux(then: SignalLike, otherwise: SignalLike): Signal {
    return mux(this, then, otherwise);
  }
}

const maximumGrowth = 65536;

type Codes = 'E601' | 'E602' | 'E609' | 'E610' | 'E611';

/** Reports a mistake at the caller's line and gives a zero of the type in place of the result. */
export function report<C extends Codes>(
  at: Signal | Scope | undefined,
  type: Type,
  code: C,
  parameters: Parameters<typeof diagnostic<C>>[2],
): Signal {
  const scope = at instanceof Signal ? at.scope : at;
  const problem = diagnostic(code, here(), parameters);
  if (scope === undefined) throw new HardwareError([problem]);
  scope.problems.push(problem);
  return literal(0n, type, scope);
}

/** A constant of a type. */
export function literal(value: bigint, type: Type, scope?: Scope): Signal {
  return new Signal({ kind: 'constant', type, value: wrap(type, value) }, scope);
}

/** A constant: of the given type, into which it must fit, or of the smallest. */
export function constant(value: number | bigint | boolean, type?: Type): Signal {
  const exact = BigInt(value);
  if (type === undefined) return literal(exact, typeOfValue(exact));
  if (!holds(type, exact))
    return report(undefined, type, 'E601', { value: String(value), target: 'the constant', type: typeName(type) });
  return literal(exact, type);
}

/** The signal, or the number as the smallest constant; of the partner's type where it fits in that. */
export function lift(value: SignalLike, partner?: Signal): Signal {
  if (value instanceof Signal) return value;
  const exact = BigInt(value);
  return literal(exact, typeOfValue(exact, partner?.type.signed === true || exact < 0n), partner?.scope);
}

/** `value` in `type`, which must hold all its values; else E601 naming `target`. */
export function convert(value: SignalLike, type: Type, target: string, scope: Scope | undefined): Signal {
  const signal = value instanceof Signal ? value : literal(BigInt(value), typeOfValue(BigInt(value)), scope);
  checkScope(signal, scope);
  if (!preserves(signal.type, type)) {
    const what =
      signal.expr.kind === 'constant'
        ? `the constant ${signal.expr.value}`
        : `a value that is ${typeName(signal.type)}`;
    if (signal.expr.kind !== 'constant' || !holds(type, signal.expr.value))
      return report(scope ?? signal.scope, type, 'E601', { value: what, target, type: typeName(type) });
    return literal(signal.expr.value, type, scope);
  }
  return extendTo(signal, type);
}

function extendTo(signal: Signal, type: Type): Signal {
  if (signal.width === type.width && signal.type.signed === type.signed) return signal;
  if (signal.expr.kind === 'constant') return literal(signal.expr.value, type, signal.scope);
  return new Signal({ kind: 'resize', type, operand: signal.expr }, signal.scope);
}

/** The builder that the signals belong to; a signal of another one is reported to it (E612). */
function scopeOf(...signals: readonly Signal[]): Scope | undefined {
  const scope = signals.find((signal) => signal.scope !== undefined)?.scope;
  for (const signal of signals) checkScope(signal, scope);
  return scope;
}

function checkScope(signal: Signal, scope: Scope | undefined): void {
  if (scope === undefined || signal.scope === undefined || signal.scope === scope) return;
  const what = signal.expr.kind === 'reference' ? signal.expr.name : `a value that is ${typeName(signal.type)}`;
  scope.problems.push(diagnostic('E612', here(), { module: scope.module, signal: what, other: signal.scope.module }));
}

function unary(operator: UnaryOperator, type: Type, operand: Signal): Signal {
  return new Signal({ kind: 'unary', type, operator, operand: operand.expr }, operand.scope);
}

function binary(operator: BinaryOperator, type: Type, left: Signal, right: Signal): Signal {
  return new Signal({ kind: 'binary', type, operator, left: left.expr, right: right.expr }, scopeOf(left, right));
}

function fullSum(operator: 'add' | 'sub', left: Signal, right: Signal): Signal {
  const common = commonType(left.type, right.type);
  return binary(operator, { width: common.width + 1, signed: common.signed || operator === 'sub' }, left, right);
}

function sameSign(name: string, operator: BinaryOperator, left: Signal, other: SignalLike): Signal {
  if (!(other instanceof Signal)) {
    const right = convert(other, left.type, `the right operand of ${name}`, left.scope);
    return binary(operator, left.type, left, right);
  }
  if (left.type.signed !== other.type.signed)
    return report(scopeOf(left, other), left.type, 'E602', {
      operator: name,
      left: typeName(left.type),
      right: typeName(other.type),
    });
  const type = commonType(left.type, other.type);
  return binary(operator, type, extendTo(left, type), extendTo(other, type));
}

function compare(operator: 'eq' | 'ne' | 'lt' | 'le', left: Signal, right: Signal): Signal {
  return binary(operator, bit, left, right);
}

/** The amount of a shift, unsigned; `limit` is an amount from which on all amounts do the same, so that no more bits are needed than say it. */
function shiftAmount(amount: SignalLike, of: Signal, limit?: number): Signal {
  const by = lift(amount);
  if (by.type.signed)
    return report(scopeOf(of, by), bit, 'E602', {
      operator: 'a shift',
      left: 'an unsigned amount',
      right: typeName(by.type),
    });
  const needed = limit === undefined ? by.type : typeOfValue(BigInt(limit));
  if (limit === undefined || by.width <= needed.width) return by;
  if (by.expr.kind === 'constant')
    return literal(by.expr.value < BigInt(limit) ? by.expr.value : BigInt(limit), needed, by.scope);
  return mux(
    by.slice(by.width - 1, needed.width),
    literal(BigInt(limit), needed, by.scope),
    by.slice(needed.width - 1, 0),
  );
}

/** `then` where `condition` (any bit of it) is one, else `otherwise`, in the smallest type that holds both. */
export function mux(condition: Signal, then: SignalLike, otherwise: SignalLike): Signal {
  const partner = then instanceof Signal ? then : otherwise instanceof Signal ? otherwise : undefined;
  const [a, b] = [lift(then, partner), lift(otherwise, partner)];
  const type = commonType(a.type, b.type);
  const expr: Expr = {
    kind: 'mux',
    type,
    condition: condition.any().expr,
    then: extendTo(a, type).expr,
    else: extendTo(b, type).expr,
  };
  return new Signal(expr, scopeOf(condition, a, b));
}

/** The parts side by side, the first in the high bits. */
export function concat(...parts: readonly Signal[]): Signal {
  const [only] = parts;
  if (parts.length === 1 && only !== undefined) return only.asUnsigned();
  const width = parts.reduce((sum, part) => sum + part.width, 0);
  return new Signal(
    { kind: 'concat', type: unsigned(width), parts: parts.map((part) => part.expr) },
    scopeOf(...parts),
  );
}

/** The elements side by side, the first in the low bits: the vectors that grids and `element` use. */
export function vector(elements: readonly Signal[]): Signal {
  return concat(...[...elements].reverse());
}

/** `signal` `count` times side by side. */
export function repeat(signal: Signal, count: number): Signal {
  return concat(...Array.from({ length: count }, () => signal));
}

/** Element `index` of `elements`, in the smallest type that holds all; zero beyond the last. */
export function select(index: Signal, elements: readonly SignalLike[]): Signal {
  const partner = elements.find((element) => element instanceof Signal);
  const lifted = elements.map((element) => lift(element, partner));
  const type = lifted.map((element) => element.type).reduce(commonType);
  const slots = 2 ** index.width;
  const padded = Array.from({ length: slots }, (_, i) => {
    const element = lifted[i];
    return element === undefined ? literal(0n, type) : extendTo(element, type);
  });
  return new Signal(
    { kind: 'part', type, operand: vector(padded).expr, index: index.asUnsigned().expr },
    scopeOf(index, ...lifted),
  );
}

/** Element `index` of a vector of elements of `type`; zero beyond the last. */
export function elementAt(of: Signal, index: Signal, type: Type): Signal {
  const slots = 2 ** index.width;
  const padding = slots * type.width - of.width;
  const whole =
    padding > 0
      ? concat(literal(0n, unsigned(padding)), of)
      : padding < 0
        ? of.slice(slots * type.width - 1, 0)
        : of.asUnsigned();
  return new Signal({ kind: 'part', type, operand: whole.expr, index: index.asUnsigned().expr }, scopeOf(of, index));
}

export const add = (a: Signal, b: SignalLike): Signal => a.add(b);
export const sub = (a: Signal, b: SignalLike): Signal => a.sub(b);
export const mul = (a: Signal, b: SignalLike): Signal => a.mul(b);

/** The conjunction of bits; one for none. */
export function every(...bits: readonly Signal[]): Signal {
  return bits.length === 0 ? constant(1) : bits.reduce((a, b) => a.and(b));
}

/** The disjunction of bits; zero for none. */
export function some(...bits: readonly Signal[]): Signal {
  return bits.length === 0 ? constant(0) : bits.reduce((a, b) => a.or(b));
}
