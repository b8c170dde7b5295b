import { expect, test } from 'vitest';
import {
  dimensionName,
  divide,
  equal,
  isDimensionless,
  multiply,
  namedDimensions,
  power,
  root,
} from '../../src/units/index.js';

const [time, information, area] = [{ s: 1 }, { b: 1 }, { m: 2 }];

test('dimensions multiply, divide and cancel', () => {
  expect(divide(information, time)).toEqual({ s: -1, b: 1 });
  expect(multiply(divide(information, time), time)).toEqual(information);
  expect(isDimensionless(divide(area, area))).toBe(true);
});

test('a root undoes a power, and may give halves', () => {
  expect(root(area, 2)).toEqual({ m: 1 });
  expect(power(root(time, 2), 2)).toEqual(time);
  expect(root(time, 2)).toEqual({ s: 0.5 });
});

test('an exponent of zero is no exponent', () => {
  expect(equal({ s: 0, b: 1 }, information)).toBe(true);
  expect(power(area, 0)).toEqual({});
});

test('a dimension is called by its name, else by its formula', () => {
  expect(dimensionName({ s: -1, b: 1 })).toBe('bandwidth');
  expect(dimensionName({})).toBe('number');
  expect(dimensionName({ b: 1, J: -1, s: -2 })).toBe('b/s^2/J');
});

test('no two names mean the same dimension', () => {
  const all = [...namedDimensions.values()];
  for (const [i, a] of all.entries()) for (const b of all.slice(i + 1)) expect(equal(a, b)).toBe(false);
});
