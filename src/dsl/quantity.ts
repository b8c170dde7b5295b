import type { Diagnostic } from '../diagnostics/index.js';
import {
  applyBinary,
  applyUnary,
  locate,
  problem,
  type BinaryOperator,
  type Expr,
  type Value,
  type Workload,
} from '../ir/index.js';
import { dimensionName, quantity as parseQuantity } from '../units/index.js';
import { callerOf } from './origin.js';
import { dimensionOf, type UnitsByDimension } from './units.generated.js';

/** Whether a value is known at once (`early`) or perhaps only after the estimate (`late`). */
export type Stage = 'early' | 'late';

/** A unit that has a literal type: `MHz`, `GB/s`, `mm^2`. */
export type Unit = keyof typeof dimensionOf;

/** The name of the dimension of a unit: `frequency` for `MHz`. */
export type DimensionOf<U extends Unit> = (typeof dimensionOf)[U];

/** A dimension with a name: `frequency`, `area`, ... */
export type Named = keyof UnitsByDimension;

/** A quantity as text, as in `.accel`: `'1.6 GHz'`. Where no dimension is asked for, any unit is looked up when the design is built. */
export type Text<D extends string> = D extends Named
  ? `${number} ${UnitsByDimension[D]}`
  : string extends D
    ? `${number} ${string}`
    : never;

/** What may stand where an amount of dimension `D` is expected: another, or text; without dimension a plain number. */
export type Operand<D extends string, S extends Stage = Stage> =
  Amount<D, S> | Text<D> | ('number' extends D ? number : never);

/**
 * An amount of dimension `D`, a name such as `frequency`; `number` has none. Immutable. Mistakes that tsc could not see are kept in
 * `faults` and reported where the amount is used.
 */
export interface Amount<D extends string = string, S extends Stage = Stage> {
  readonly kind: 'amount';
  readonly dimension: D;
  readonly stage: S;
  readonly expr: Expr;
  /** A value of this type; the very one where it is early. */
  readonly sample: Value;
  readonly faults: readonly Diagnostic[];
  /** Those that it speaks of. */
  readonly workloads: readonly Workload[];
  plus(other: Operand<D, S>): Amount<D, S>;
  minus(other: Operand<D, S>): Amount<D, S>;
  /** Times a plain number. */
  times(factor: number): Amount<D, S>;
  /** Divided by a plain number. */
  over(divisor: number): Amount<D, S>;
  le(other: Operand<D>): Condition;
  lt(other: Operand<D>): Condition;
  ge(other: Operand<D>): Condition;
  gt(other: Operand<D>): Condition;
  eq(other: Operand<D>): Condition;
  ne(other: Operand<D>): Condition;
}

/** An amount that is known at once: what parameters take. */
export type Quantity<D extends string = string> = Amount<D, 'early'>;

/** What a requirement demands. */
export interface Condition {
  readonly kind: 'condition';
  readonly expr: Expr;
  readonly faults: readonly Diagnostic[];
  readonly workloads: readonly Workload[];
  and(other: Condition): Condition;
  or(other: Condition): Condition;
  not(): Condition;
  /** Whether both hold, or neither. */
  eq(other: Condition): Condition;
  ne(other: Condition): Condition;
}

type Caller = (...args: never) => unknown;

/** A side of an operation, whatever it was written as. */
export interface Side {
  readonly expr: Expr;
  readonly sample: Value;
  readonly faults: readonly Diagnostic[];
  readonly workloads: readonly Workload[];
}

/** `quantity(800, 'MHz')`: a number with its unit, exactly as the text `800 MHz` has it. */
export function quantity<U extends Unit>(value: number, unit: U): Quantity<DimensionOf<U>> {
  const side = parse(`${value} ${unit}`, quantity);
  return make(dimensionOf[unit], 'early', side);
}

/** Reads `'1.6 GHz'`; what is no such text becomes a fault at `caller`'s call. */
function parse(text: string, caller: Caller): Side {
  const [, sign = '', number = '', unit = ''] = /^(-?)([^ ]+) (.+)$/.exec(text) ?? [];
  const parsed = unit === '' ? undefined : parseQuantity(sign + number.replace('e+', 'e'), unit);
  if (parsed === undefined) {
    const found = problem('E302', {
      what: 'a quantity',
      expected: 'a number with a unit, as "1.6 GHz"',
      found: JSON.stringify(text),
    });
    return { ...side({ kind: 'int', value: 0 }), faults: [locate(found, callerOf(caller))] };
  }
  return side({ kind: 'quantity', value: parsed.value === 0 ? 0 : parsed.value, dimension: parsed.dimension });
}

function side(value: Value): Side {
  return { expr: { kind: 'literal', value }, sample: value, faults: [], workloads: [] };
}

/** What was written as an operand; `caller` is the function of the builder to which it was given. */
export function sideOf(operand: Amount | string | number, caller: Caller): Side {
  if (typeof operand === 'string') return parse(operand, caller);
  if (typeof operand !== 'number') return operand;
  return side(
    Number.isInteger(operand) ? { kind: 'int', value: operand } : { kind: 'quantity', value: operand, dimension: {} },
  );
}

/** An amount with its methods; `dimension` must be the name of the sample's dimension. */
export function make<D extends string, S extends Stage>(
  dimension: D,
  stage: S,
  { expr, sample, faults, workloads }: Side,
): Amount<D, S> {
  const self: Side = { expr, sample, faults, workloads };
  const arithmetic = (operator: BinaryOperator, other: Amount | string | number, caller: Caller): Amount<D, S> =>
    make(dimension, stage, combine(operator, self, sideOf(other, caller), caller));
  const compare = (operator: BinaryOperator, other: Amount | string | number, caller: Caller): Condition =>
    condition(combine(operator, self, sideOf(other, caller), caller));
  const amount: Amount<D, S> = {
    kind: 'amount',
    dimension,
    stage,
    ...self,
    plus: (other) => arithmetic('+', other, amount.plus),
    minus: (other) => arithmetic('-', other, amount.minus),
    times: (factor) => arithmetic('*', factor, amount.times),
    over: (divisor) => arithmetic('/', divisor, amount.over),
    le: (other) => compare('<=', other, amount.le),
    lt: (other) => compare('<', other, amount.lt),
    ge: (other) => compare('>=', other, amount.ge),
    gt: (other) => compare('>', other, amount.gt),
    eq: (other) => compare('==', other, amount.eq),
    ne: (other) => compare('!=', other, amount.ne),
  };
  return amount;
}

/** A condition with its methods. */
export function condition({ expr, faults, workloads }: Omit<Side, 'sample'>): Condition {
  const join = (operator: BinaryOperator, other: Condition): Condition =>
    condition({
      expr: { kind: 'binary', operator, left: expr, right: other.expr },
      faults: [...faults, ...other.faults],
      workloads: [...workloads, ...other.workloads],
    });
  return {
    kind: 'condition',
    expr,
    faults,
    workloads,
    and: (other) => join('&&', other),
    or: (other) => join('||', other),
    eq: (other) => join('==', other),
    ne: (other) => join('!=', other),
    not: () => condition({ expr: { kind: 'unary', operator: '!', operand: expr }, faults, workloads }),
  };
}

/** `left operator right`: evaluated where both are known, else a tree whose type has been checked by sample values. */
export function combine(operator: BinaryOperator, left: Side, right: Side, caller: Caller): Side {
  const faults = [...left.faults, ...right.faults];
  const workloads = [...left.workloads, ...right.workloads];
  const early = left.expr.kind === 'literal' && right.expr.kind === 'literal';
  const result = applyBinary(operator, left.sample, right.sample);
  const expr: Expr = { kind: 'binary', operator, left: left.expr, right: right.expr };
  if (!result.ok) {
    // What an operand's own fault entails is not said again.
    const own = faults.length > 0 ? [] : [locate(result.problem, callerOf(caller))];
    return { ...side({ kind: 'int', value: 0 }), faults: [...faults, ...own], workloads };
  }
  return early ? { ...side(result.value), faults } : { expr, sample: sampleOf(result.value), faults, workloads };
}

/** One of the kind: that a sample's own size makes no trouble. */
export function sampleOf(value: Value): Value {
  return value.kind === 'quantity' || value.kind === 'int'
    ? { kind: 'quantity', value: 1, dimension: value.kind === 'int' ? {} : value.dimension }
    : value;
}

/** What a product may be of. */
export type Factor<S extends Stage> = Amount<string, S> | Text<string> | number;

/** The product of amounts of any dimensions; its dimension is known to `as` and at run time. */
export function mul(first: Factor<'early'>, ...rest: readonly Factor<'early'>[]): Quantity;
export function mul(first: Factor<Stage>, ...rest: readonly Factor<Stage>[]): Amount;
export function mul(first: Factor<Stage>, ...rest: readonly Factor<Stage>[]): Amount {
  return rest.reduce<Amount>(
    (product, factor) => anyAmount(combine('*', product, sideOf(factor, mul), mul)),
    anyAmount(sideOf(first, mul)),
  );
}

/** The quotient of amounts of any dimensions. */
export function div(dividend: Factor<'early'>, divisor: Factor<'early'>): Quantity;
export function div(dividend: Factor<Stage>, divisor: Factor<Stage>): Amount;
export function div(dividend: Factor<Stage>, divisor: Factor<Stage>): Amount {
  return anyAmount(combine('/', sideOf(dividend, div), sideOf(divisor, div), div));
}

/** `-x` */
export function neg<D extends string, S extends Stage>(amount: Amount<D, S>): Amount<D, S> {
  const result = applyUnary('-', amount.sample);
  const expr: Expr = { kind: 'unary', operator: '-', operand: amount.expr };
  const early = amount.expr.kind === 'literal' && result.ok;
  return make(
    amount.dimension,
    amount.stage,
    early ? { ...side(result.value), faults: amount.faults } : { ...amount, expr },
  );
}

/** The amount as one of a named dimension: `as('bandwidth', mul(...))`; a fault where it is another. */
export function as<D extends Named, S extends Stage>(dimension: D, amount: Amount<string, S>): Amount<D, S> {
  const found = amount.sample.kind === 'quantity' ? dimensionName(amount.sample.dimension) : 'number';
  if (found === dimension || amount.faults.length > 0) return make(dimension, amount.stage, amount);
  const wrong = problem('E302', { what: 'the amount', expected: dimension, found });
  return make(dimension, amount.stage, { ...amount, faults: [locate(wrong, callerOf(as))] });
}

/** The amount of whatever dimension that a side is. */
export function anyAmount(of: Side): Amount {
  const dimension = of.sample.kind === 'quantity' ? dimensionName(of.sample.dimension) : 'number';
  return make(dimension, of.expr.kind === 'literal' ? 'early' : 'late', of);
}
