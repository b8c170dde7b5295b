import { applyBuiltin, locate, type Expr, type Result, type Value, type Workload } from '../ir/index.js';
import type { Diagnostic } from '../diagnostics/index.js';
import { callerOf } from './origin.js';
import {
  anyAmount,
  combine,
  condition,
  sampleOf,
  sideOf,
  type Amount,
  type Condition,
  type Factor,
  type Side,
  type Stage,
} from './quantity.js';

/** The functions of the language: `call('max', area, '3 mm^2')`. */
export type FunctionName =
  | 'int'
  | 'ceil'
  | 'floor'
  | 'round'
  | 'div'
  | 'mod'
  | 'ceil_div'
  | 'clog2'
  | 'min'
  | 'max'
  | 'abs'
  | 'sum'
  | 'len'
  | 'sqrt'
  | 'log2'
  | 'db'
  | 'from_db'
  | 'dbm'
  | 'from_dbm';

type Given<S extends Stage> = Factor<S> | readonly Factor<S>[];

/** A function of the language, of amounts that the estimate may only tell later; a list is one argument. */
export function call(name: FunctionName, ...given: readonly Given<Stage>[]): Amount {
  const sides = given.map((each) => (isList(each) ? listOf(each.map((one) => sideOf(one, call))) : sideOf(each, call)));
  const expr: Expr = { kind: 'call', function: name, arguments: sides.map((each) => each.expr) };
  const result = applyBuiltin(
    name,
    sides.map((each) => each.sample),
  );
  return anyAmount(settled(expr, result, sides, call));
}

function isList(given: Given<Stage>): given is readonly Factor<Stage>[] {
  return Array.isArray(given);
}

function listOf(sides: readonly Side[]): Side {
  const isEarly = sides.every(({ expr }) => expr.kind === 'literal');
  const sample: Value = { kind: 'list', elements: sides.map((each) => each.sample) };
  const expr: Expr = isEarly
    ? { kind: 'literal', value: sample }
    : { kind: 'list', elements: sides.map((each) => each.expr) };
  return { expr, sample, ...gathered(sides) };
}

function gathered(sides: readonly Pick<Side, 'faults' | 'workloads'>[]): {
  readonly faults: readonly Diagnostic[];
  readonly workloads: readonly Workload[];
} {
  return { faults: sides.flatMap(({ faults }) => faults), workloads: sides.flatMap(({ workloads }) => workloads) };
}

/** The value where all parts are known, else the tree with a sample of its type. */
function settled(expr: Expr, result: Result, sides: readonly Side[], caller: (...args: never) => unknown): Side {
  const { faults, workloads } = gathered(sides);
  const zero: Value = { kind: 'int', value: 0 };
  if (!result.ok) {
    const own = faults.length > 0 ? [] : [locate(result.problem, callerOf(caller))];
    return { expr: { kind: 'literal', value: zero }, sample: zero, faults: [...faults, ...own], workloads };
  }
  const isEarly = sides.every((each) => each.expr.kind === 'literal');
  return isEarly
    ? { expr: { kind: 'literal', value: result.value }, sample: result.value, faults, workloads }
    : { expr, sample: sampleOf(result.value), faults, workloads };
}

/** `base ^ exponent` */
export function pow(base: Factor<Stage>, exponent: number): Amount {
  return anyAmount(combine('^', sideOf(base, pow), sideOf(exponent, pow), pow));
}

/** A plain number that is no `int`, even where it is whole. */
export function real(value: number): Amount<'number', 'early'> {
  const sample: Value = { kind: 'quantity', value, dimension: {} };
  const made = anyAmount({ expr: { kind: 'literal', value: sample }, sample, faults: [], workloads: [] });
  // Its dimension is that of no unit, and it is known.
  return made as Amount<'number', 'early'>;
}

/** A condition that holds, or does not. */
export function truth(value: boolean): Condition {
  return condition({ expr: { kind: 'literal', value: { kind: 'bool', value } }, faults: [], workloads: [] });
}

/** `condition ? then : otherwise` */
export function choose(when: Condition, then: Condition, otherwise: Condition): Condition;
export function choose(when: Condition, then: Factor<Stage>, otherwise: Factor<Stage>): Amount;
export function choose(
  when: Condition,
  then: Condition | Factor<Stage>,
  otherwise: Condition | Factor<Stage>,
): Condition | Amount {
  if (isCondition(then) && isCondition(otherwise)) {
    const expr: Expr = { kind: 'conditional', condition: when.expr, then: then.expr, else: otherwise.expr };
    return condition({ expr, ...gathered([when, then, otherwise]) });
  }
  const sides = [then, otherwise].map((each) => sideOf(isCondition(each) ? 0 : each, choose));
  const [first = sideOf(0, choose), second = first] = sides;
  // Both must be of one dimension, as the sides of a sum.
  const both = combine('+', first, second, choose);
  const expr: Expr = { kind: 'conditional', condition: when.expr, then: first.expr, else: second.expr };
  return anyAmount({ expr, sample: sampleOf(both.sample), ...gathered([when, { ...both }]) });
}

function isCondition(given: Condition | Factor<Stage>): given is Condition {
  return typeof given === 'object' && given.kind === 'condition';
}
