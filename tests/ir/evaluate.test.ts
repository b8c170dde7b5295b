import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { baseUnits, dimensionName, equal, multiply, power, type Dimension } from '../../src/units/index.js';
import {
  applyBinary,
  applyBuiltin,
  evaluate,
  foldConstants,
  printExpression,
  type BinaryOperator,
  type Expr,
  type Value,
} from '../../src/ir/index.js';
import { cases } from '../support/tier.js';

const settings = { numRuns: cases(400) };
const nothing = { lookup: (): undefined => undefined };

const int = (value: number): Value => ({ kind: 'int', value });
const real = (value: number): Value => ({ kind: 'quantity', value, dimension: {} });
const quantity = (value: number, dimension: Dimension): Value => ({ kind: 'quantity', value, dimension });
const literal = (value: Value): Expr => ({ kind: 'literal', value });
const binary = (operator: BinaryOperator, left: Expr, right: Expr): Expr => ({ kind: 'binary', operator, left, right });

/** The value, or the code of the first problem. */
function outcome(expr: Expr): Value | string | undefined {
  const [value, problems] = evaluate(expr, nothing);
  return value ?? problems[0]?.diagnostic.code;
}

function call(name: string, ...args: readonly Value[]): Value | string {
  const result = applyBuiltin(name, args);
  return result.ok ? result.value : result.problem.diagnostic.code;
}

/** Decibels have an algebra of their own. */
const linear = baseUnits.filter((unit) => unit !== 'dB' && unit !== 'dBm');

const dimension: fc.Arbitrary<Dimension> = fc
  .array(fc.tuple(fc.constantFrom(...linear), fc.integer({ min: -3, max: 3 })), { maxLength: 3 })
  .map((factors) =>
    factors.reduce<Dimension>((all, [unit, exponent]) => multiply(all, power({ [unit]: 1 }, exponent)), {}),
  );
const size = fc.double({ min: 1e-6, max: 1e6, noNaN: true });

/** An expression of `*`, `/`, `+`, `-` and `^` that has a value, with that value worked out beside the evaluator. */
interface Known {
  readonly expr: Expr;
  readonly value: number;
  readonly dimension: Dimension;
}

const known: fc.Arbitrary<Known> = fc.letrec<{ tree: Known; leaf: Known }>((tie) => ({
  tree: fc.oneof(
    { maxDepth: 4 },
    tie('leaf'),
    fc.tuple(fc.constantFrom<'*' | '/'>('*', '/'), tie('tree'), tie('tree')).map(([operator, a, b]): Known => ({
      expr: binary(operator, a.expr, b.expr),
      value: operator === '*' ? a.value * b.value : a.value / b.value,
      dimension: operator === '*' ? multiply(a.dimension, b.dimension) : multiply(a.dimension, power(b.dimension, -1)),
    })),
    fc.tuple(tie('tree'), size).map(([a, b]): Known => ({
      expr: binary('+', a.expr, literal(quantity(b, a.dimension))),
      value: a.value + b,
      dimension: a.dimension,
    })),
    fc.tuple(tie('tree'), fc.integer({ min: 0, max: 2 })).map(([a, n]): Known => ({
      expr: binary('^', a.expr, literal(int(n))),
      value: a.value ** n,
      dimension: power(a.dimension, n),
    })),
  ),
  leaf: fc
    .tuple(size, dimension)
    .map(([value, of]): Known => ({ expr: literal(quantity(value, of)), value, dimension: of })),
})).tree;

test('an expression has the value and the dimension that the algebra says', () => {
  fc.assert(
    fc.property(known, ({ expr, value, dimension }) => {
      const found = outcome(expr);
      if (!Number.isFinite(value)) return expect(found).toBe('E310');
      if (typeof found !== 'object' || found.kind !== 'quantity')
        throw new Error(`${printExpression(expr)} gave ${String(found)}`);
      expect(found.value).toBeCloseTo(value, 12 - Math.ceil(Math.log10(Math.abs(value) + 1e-300)));
      expect(equal(found.dimension, dimension), dimensionName(found.dimension)).toBe(true);
    }),
    settings,
  );
});

test('amounts of different dimensions are neither added nor compared', () => {
  const operators: readonly BinaryOperator[] = ['+', '-', '<', '<=', '>', '>=', '==', '!='];
  fc.assert(
    fc.property(size, dimension, size, dimension, fc.constantFrom(...operators), (a, da, b, db, operator) => {
      const found = outcome(binary(operator, literal(quantity(a, da)), literal(quantity(b, db))));
      expect(typeof found === 'string' ? found : 'fine').toBe(equal(da, db) ? 'fine' : 'E301');
    }),
    settings,
  );
});

test('integers are exact to 2^53 and an error beyond', () => {
  const whole = fc.maxSafeInteger();
  fc.assert(
    fc.property(whole, whole, fc.constantFrom<'+' | '-' | '*'>('+', '-', '*'), (a, b, operator) => {
      const [x, y] = [BigInt(a), BigInt(b)];
      const exact = operator === '+' ? x + y : operator === '-' ? x - y : x * y;
      const found = outcome(binary(operator, literal(int(a)), literal(int(b))));
      expect(found).toEqual(exact >= -(2n ** 53n) && exact <= 2n ** 53n ? int(Number(exact)) : 'E305');
    }),
    settings,
  );
});

test('div, mod and ceil_div agree with exact integers', () => {
  const whole = fc.maxSafeInteger();
  fc.assert(
    fc.property(
      whole,
      whole.filter((n) => n !== 0),
      (a, b) => {
        const [x, y] = [BigInt(a), BigInt(b)];
        const down = x / y - (x % y !== 0n && x < 0n !== y < 0n ? 1n : 0n);
        expect(call('div', int(a), int(b))).toEqual(int(Number(down)));
        expect(call('mod', int(a), int(b))).toEqual(int(Number(x - down * y)));
        expect(call('ceil_div', int(a), int(b))).toEqual(int(Number(x % y === 0n ? down : down + 1n)));
      },
    ),
    settings,
  );
});

test('exactly one of less, equal and greater holds', () => {
  fc.assert(
    fc.property(size, fc.double({ min: -2e-9, max: 2e-9, noNaN: true }), (a, nudge) => {
      const [left, right] = [real(a), real(a * (1 + nudge))];
      const holds = (['<', '==', '>'] as const).map((operator) => applyBinary(operator, left, right));
      expect(holds.filter((each) => each.ok && each.value.kind === 'bool' && each.value.value)).toHaveLength(1);
    }),
    settings,
  );
});

test('what is known before the estimate folds to its value', () => {
  fc.assert(
    fc.property(known, ({ expr }) => {
      const [value] = evaluate(expr, nothing);
      expect(foldConstants(expr)).toEqual(value === undefined ? expr : literal(value));
    }),
    settings,
  );
});

describe('whole numbers', () => {
  test('a real within 1e-9 of a whole number is that number', () => {
    expect(call('ceil', real(2.5e-9 * 1.6e9))).toEqual(int(4));
    expect(call('ceil', real(4 + 1e-6))).toEqual(int(5));
    expect(call('floor', real(4 - 1e-12))).toEqual(int(4));
    expect(call('int', real(0.1 * 3 * 10))).toEqual(int(3));
    expect(call('int', real(3.5))).toBe('E304');
    expect(outcome(binary('==', literal(real(0.1 + 0.2)), literal(real(0.3))))).toEqual({ kind: 'bool', value: true });
  });

  test('int divided by int is a real', () => {
    expect(outcome(binary('/', literal(int(4)), literal(int(2))))).toEqual(real(2));
  });

  test('clog2 counts the bits that tell things apart', () => {
    expect([1, 2, 3, 8, 9, 1024].map((n) => call('clog2', int(n)))).toEqual([0, 1, 2, 3, 4, 10].map(int));
    expect(call('clog2', int(0))).toBe('E307');
  });

  test('round takes halves away from zero', () => {
    expect([-2.5, -0.4, 2.5].map((x) => call('round', real(x)))).toEqual([-3, 0, 3].map(int));
  });
});

describe('problems', () => {
  test('E311: a function that does not exist', () => {
    expect(call('cube_root', int(8))).toBe('E311');
  });

  test('E312: a name that means nothing', () => {
    expect(outcome({ kind: 'name', name: 'colls' })).toBe('E312');
  });

  test('E315: a measure where nothing has been estimated', () => {
    expect(outcome({ kind: 'measure', path: [], measure: 'area', arguments: [] })).toBe('E315');
  });

  test('both sides of an operator tell their problems', () => {
    const wrong = binary('/', literal(int(1)), literal(int(0)));
    expect(evaluate(binary('+', wrong, wrong), nothing)[1]).toHaveLength(2);
  });

  test('what the left side of && decides keeps the right from being evaluated', () => {
    const no = literal({ kind: 'bool', value: false });
    const wrong = binary('>', binary('/', literal(int(1)), literal(int(0))), literal(int(0)));
    expect(outcome(binary('&&', no, wrong))).toEqual({ kind: 'bool', value: false });
  });
});
