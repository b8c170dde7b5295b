import {
  decibel,
  dimensionless,
  equal,
  isDimensionless,
  isLevel,
  isLogarithmic,
  level,
  root,
  type Dimension,
} from '../units/index.js';
import { formatValue, typeName } from './describe.js';
import { snap } from './number.js';
import { applyBinary, fail, integerResult, numeric, ok, quantityResult, type Result } from './operators.js';
import { problem } from './problems.js';
import type { Value } from './values.js';

/** A built-in function of the language, for evaluation, hover and completion. */
export interface Builtin {
  readonly name: string;
  /** How it is written: `ceil(x)`. */
  readonly signature: string;
  readonly doc: string;
  /** Least and greatest number of arguments. */
  readonly arity: readonly [number, number];
  readonly apply: (args: readonly Value[], name: string) => Result;
}

function wrongType(name: string, index: number, expected: string, found: Value): Result {
  return fail(
    problem('E302', { what: `the argument of ${name}`, expected, found: typeName(found) }, { kind: 'operand', index }),
  );
}

/** Takes a plain number (int or real) to an integer by `f`, having taken numbers near a whole one as that one. */
function toInteger(f: (x: number) => number): Builtin['apply'] {
  return ([x], name) => {
    const number = x === undefined ? undefined : numeric(x);
    if (x === undefined || number === undefined || !isDimensionless(number.dimension))
      return wrongType(name, 0, 'a plain number', x ?? nothing);
    if (number.integer) return ok(x);
    return integerResult(f(snap(number.value)), `${name}(${formatValue(x)})`);
  };
}

const nothing: Value = { kind: 'list', elements: [] };

/** `int(x)`: an error unless x is whole. */
const exactInteger: Builtin['apply'] = ([x], name) => {
  const number = x === undefined ? undefined : numeric(x);
  if (x === undefined || number === undefined || !isDimensionless(number.dimension))
    return wrongType(name, 0, 'a plain number', x ?? nothing);
  const whole = snap(number.value);
  if (!Number.isInteger(whole)) {
    return fail(problem('E304', { what: 'the argument of int', value: formatValue(x) }, { kind: 'operand', index: 0 }));
  }
  return integerResult(whole, `int(${formatValue(x)})`);
};

/** `div`, `mod`, `ceil_div`: of two integers; the quotient also of two quantities of one dimension. */
function wholeDivision(f: (a: number, b: number) => number, quantities: boolean): Builtin['apply'] {
  return ([left, right], name) => {
    const a = left === undefined ? undefined : numeric(left);
    const b = right === undefined ? undefined : numeric(right);
    if (left === undefined || a === undefined || (!a.integer && !quantities))
      return wrongType(name, 0, 'int', left ?? nothing);
    if (right === undefined || b === undefined || (!b.integer && !quantities))
      return wrongType(name, 1, 'int', right ?? nothing);
    if (!equal(a.dimension, b.dimension)) {
      return fail(
        problem('E301', { operation: 'divide into a whole number', left: typeName(left), right: typeName(right) }),
      );
    }
    if (isLevel(a.dimension)) return wrongType(name, 0, 'a number that can be divided', left);
    if (b.value === 0) return fail(problem('E306', { operation: name }));
    return integerResult(f(a.value, b.value), `${name}(${formatValue(left)}, ${formatValue(right)})`);
  };
}

/** Floor of an exact quotient of integers; doubles alone would round `(2^53 - 1) / 2` up. */
function floorDivide(a: number, b: number): number {
  if (!Number.isInteger(a) || !Number.isInteger(b)) return Math.floor(snap(a / b));
  const remainder = a % b;
  const truncated = (a - remainder) / b;
  return remainder !== 0 && remainder < 0 !== b < 0 ? truncated - 1 : truncated;
}

/** The remainder of `floorDivide`. */
function floorModulo(a: number, b: number): number {
  const remainder = a % b;
  return remainder !== 0 && remainder < 0 !== b < 0 ? remainder + b : remainder;
}

/** Takes a plain number within a domain to a real. */
function realFunction(f: (x: number) => number, domain: string, holds: (x: number) => boolean): Builtin['apply'] {
  return ([x], name) => {
    const number = x === undefined ? undefined : numeric(x);
    if (x === undefined || number === undefined || !isDimensionless(number.dimension))
      return wrongType(name, 0, 'a plain number', x ?? nothing);
    if (!holds(number.value))
      return fail(problem('E307', { function: name, value: formatValue(x), domain }, { kind: 'operand', index: 0 }));
    return quantityResult(f(number.value), dimensionless, `${name}(${formatValue(x)})`);
  };
}

const squareRoot: Builtin['apply'] = ([x], name) => {
  const number = x === undefined ? undefined : numeric(x);
  if (x === undefined || number === undefined) return wrongType(name, 0, 'a number', x ?? nothing);
  if (number.value < 0) {
    return fail(
      problem(
        'E307',
        { function: name, value: formatValue(x), domain: 'numbers from 0 up' },
        { kind: 'operand', index: 0 },
      ),
    );
  }
  if (isLogarithmic(number.dimension)) return wrongType(name, 0, 'a linear number', x);
  return quantityResult(Math.sqrt(number.value), root(number.dimension, 2), name);
};

/** The number of bits that tell `n` things apart: 0 for 1, 3 for 8, 4 for 9. */
function ceilLog2(n: number): number {
  let bits = 0;
  for (let reach = 1; reach < n; reach *= 2) bits += 1;
  return bits;
}

const clog2: Builtin['apply'] = ([x], name) => {
  if (x?.kind !== 'int') return wrongType(name, 0, 'int', x ?? nothing);
  if (x.value < 1) {
    return fail(
      problem(
        'E307',
        { function: name, value: formatValue(x), domain: 'integers from 1 up' },
        { kind: 'operand', index: 0 },
      ),
    );
  }
  return integerResult(ceilLog2(x.value), name);
};

/** Takes a quantity of one dimension to one of another; what lies outside the domain is E307. */
function conversion(
  [from, expected]: readonly [Dimension, string],
  to: Dimension,
  f: (x: number) => number,
  least = -Infinity,
): Builtin['apply'] {
  return ([x], name) => {
    const number = x === undefined ? undefined : numeric(x);
    if (x === undefined || number === undefined || !equal(number.dimension, from))
      return wrongType(name, 0, expected, x ?? nothing);
    if (number.value <= least) {
      const outside = { function: name, value: formatValue(x), domain: `${expected} above 0` };
      return fail(problem('E307', outside, { kind: 'operand', index: 0 }));
    }
    return quantityResult(f(number.value), to, `${name}(${formatValue(x)})`);
  };
}

const milliwatt = 1e-3;
const watts: Dimension = { s: -1, J: 1 };

const absolute: Builtin['apply'] = ([x], name) => {
  if (x?.kind === 'quantity' && isLevel(x.dimension)) return wrongType(name, 0, 'a number that has a size', x);
  if (x?.kind === 'int' || x?.kind === 'quantity') return ok({ ...x, value: Math.abs(x.value) });
  return wrongType(name, 0, 'a number', x ?? nothing);
};

/** The arguments themselves, or the elements of the one list given. */
function elements(args: readonly Value[]): readonly Value[] {
  const [only] = args;
  return args.length === 1 && only?.kind === 'list' ? only.elements : args;
}

/** `min`, `max`: of arguments or of one list, all numbers of one dimension. An `int` among reals becomes a real. */
function extreme(operator: '<' | '>'): Builtin['apply'] {
  return (args, name) => {
    const all = elements(args);
    const [first, ...rest] = all;
    if (first === undefined)
      return fail(problem('E307', { function: name, value: '[]', domain: 'a list that is not empty' }));
    if (numeric(first) === undefined) return wrongType(name, 0, 'a number', first);
    let best = first;
    for (const other of rest) {
      const comparison = applyBinary(operator, other, best);
      if (!comparison.ok) return comparison;
      if (comparison.value.kind === 'bool' && comparison.value.value) best = other;
    }
    const mixed = all.some((value) => value.kind === 'quantity');
    return ok(mixed && best.kind === 'int' ? { kind: 'quantity', value: best.value, dimension: dimensionless } : best);
  };
}

const sum: Builtin['apply'] = ([list], name) => {
  if (list?.kind !== 'list') return wrongType(name, 0, 'a list', list ?? nothing);
  let total: Value = list.elements[0] ?? { kind: 'int', value: 0 };
  if (numeric(total) === undefined) return wrongType(name, 0, 'a list of numbers', list);
  for (const element of list.elements.slice(1)) {
    const next = applyBinary('+', total, element);
    if (!next.ok) return next;
    total = next.value;
  }
  return ok(total);
};

const length: Builtin['apply'] = ([list], name) =>
  list?.kind === 'list'
    ? ok({ kind: 'int', value: list.elements.length })
    : wrongType(name, 0, 'a list', list ?? nothing);

/** Half away from zero, as engineers round. */
function roundHalfAway(x: number): number {
  return Math.sign(x) * Math.round(Math.abs(x));
}

const all: readonly Builtin[] = [
  {
    name: 'int',
    signature: 'int(x)',
    doc: 'x as an integer; an error unless x is whole',
    arity: [1, 1],
    apply: exactInteger,
  },
  {
    name: 'ceil',
    signature: 'ceil(x)',
    doc: 'the least integer not below x',
    arity: [1, 1],
    apply: toInteger(Math.ceil),
  },
  {
    name: 'floor',
    signature: 'floor(x)',
    doc: 'the greatest integer not above x',
    arity: [1, 1],
    apply: toInteger(Math.floor),
  },
  {
    name: 'round',
    signature: 'round(x)',
    doc: 'the nearest integer; halves away from zero',
    arity: [1, 1],
    apply: toInteger(roundHalfAway),
  },
  {
    name: 'div',
    signature: 'div(a, b)',
    doc: 'the quotient, rounded down',
    arity: [2, 2],
    apply: wholeDivision(floorDivide, true),
  },
  {
    name: 'mod',
    signature: 'mod(a, b)',
    doc: 'the remainder of div; it has the sign of b',
    arity: [2, 2],
    apply: wholeDivision(floorModulo, false),
  },
  {
    name: 'ceil_div',
    signature: 'ceil_div(a, b)',
    doc: 'the quotient, rounded up',
    arity: [2, 2],
    apply: wholeDivision((a, b) => -floorDivide(-a, b), true),
  },
  {
    name: 'clog2',
    signature: 'clog2(n)',
    doc: 'bits that tell n things apart: clog2(9) is 4',
    arity: [1, 1],
    apply: clog2,
  },
  {
    name: 'min',
    signature: 'min(a, b, ...)',
    doc: 'the least of the arguments, or of a list',
    arity: [1, Infinity],
    apply: extreme('<'),
  },
  {
    name: 'max',
    signature: 'max(a, b, ...)',
    doc: 'the greatest of the arguments, or of a list',
    arity: [1, Infinity],
    apply: extreme('>'),
  },
  { name: 'abs', signature: 'abs(x)', doc: 'x without its sign', arity: [1, 1], apply: absolute },
  { name: 'sum', signature: 'sum(list)', doc: 'the sum of the elements', arity: [1, 1], apply: sum },
  { name: 'len', signature: 'len(list)', doc: 'how many elements the list has', arity: [1, 1], apply: length },
  {
    name: 'sqrt',
    signature: 'sqrt(x)',
    doc: 'the square root; sqrt(4 mm^2) is 2 mm',
    arity: [1, 1],
    apply: squareRoot,
  },
  {
    name: 'log2',
    signature: 'log2(x)',
    doc: 'the binary logarithm',
    arity: [1, 1],
    apply: realFunction(Math.log2, 'numbers above 0', (x) => x > 0),
  },
  {
    name: 'db',
    signature: 'db(ratio)',
    doc: 'a ratio of powers in decibels: db(100) is 20 dB',
    arity: [1, 1],
    apply: conversion([dimensionless, 'a plain number'], decibel, (x) => 10 * Math.log10(x), 0),
  },
  {
    name: 'from_db',
    signature: 'from_db(gain)',
    doc: 'the ratio of powers that decibels stand for: from_db(20 dB) is 100',
    arity: [1, 1],
    apply: conversion([decibel, 'db'], dimensionless, (x) => 10 ** (x / 10)),
  },
  {
    name: 'dbm',
    signature: 'dbm(power)',
    doc: 'a power as a level over a milliwatt: dbm(2 W) is 33 dBm',
    arity: [1, 1],
    apply: conversion([watts, 'power'], level, (x) => 10 * Math.log10(x / milliwatt), 0),
  },
  {
    name: 'from_dbm',
    signature: 'from_dbm(level)',
    doc: 'the power of a level: from_dbm(0 dBm) is 1 mW',
    arity: [1, 1],
    apply: conversion([level, 'dbm'], watts, (x) => milliwatt * 10 ** (x / 10)),
  },
];

/** The built-in functions by name. */
export const builtins: ReadonlyMap<string, Builtin> = new Map(all.map((builtin) => [builtin.name, builtin]));

/** Calls a built-in function. Errors: no such function, wrong number or types of arguments, outside its domain. */
export function applyBuiltin(name: string, args: readonly Value[]): Result {
  const builtin = builtins.get(name);
  if (builtin === undefined) return fail(problem('E311', { name }));
  const [least, greatest] = builtin.arity;
  if (args.length < least || args.length > greatest) {
    const expected = least === greatest ? (least === 1 ? '1 argument' : `${least} arguments`) : `at least ${least}`;
    return fail(problem('E309', { function: name, expected, found: args.length }));
  }
  return builtin.apply(args, name);
}
