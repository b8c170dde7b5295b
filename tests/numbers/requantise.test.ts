import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { requantise, type Requantisation } from '../../src/numbers/index.js';
import { cases } from '../support/tier.js';

const plain: Requantisation = { multiplier: 1, shift: 1, zeroPoint: 0, rounding: 'half_even', relu: false, width: 8 };

describe('requantise', () => {
  it.each([
    ['half_even', [-2, -2, -2, 0, 0, 0, 1, 2, 2]],
    ['half_away', [-3, -2, -2, -1, 0, 1, 1, 2, 2]],
  ] as const)('rounds halves: %s', (rounding, expected) => {
    const twice = [-5, -4, -3, -1, 0, 1, 2, 3, 4];
    // Adding 0 makes -0 of JavaScript 0.
    expect(twice.map((value) => requantise(value, 0, { ...plain, rounding }) + 0)).toEqual(expected);
  });

  it('adds the zero point after ReLU, and saturates', () => {
    expect(requantise(-100, 0, { ...plain, relu: true, zeroPoint: -3 })).toBe(-3);
    expect(requantise(1000, 0, plain)).toBe(127);
    expect(requantise(-2147483648, -2147483648, { ...plain, multiplier: 2 ** 31 - 1, shift: 0 })).toBe(-128);
  });

  it('is the exact quotient to within half, for every rounding', () => {
    const int32 = fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 });
    fc.assert(
      fc.property(
        int32,
        int32,
        fc.integer({ min: 0, max: 2 ** 31 - 1 }),
        fc.integer({ min: 0, max: 62 }),
        fc.constantFrom('half_even' as const, 'half_away' as const),
        (accumulator, bias, multiplier, shift, rounding) => {
          const result = requantise(accumulator, bias, { ...plain, multiplier, shift, rounding, width: 32 });
          const product = BigInt(accumulator + bias) * BigInt(multiplier);
          const error = 2n * (product - (BigInt(result) << BigInt(shift)));
          const unit = 1n << BigInt(shift);
          const saturated = result === 2 ** 31 - 1 || result === -(2 ** 31);
          expect(saturated || (error <= unit && error >= -unit)).toBe(true);
          if (!saturated && (error === unit || error === -unit) && shift > 0)
            expect(rounding === 'half_even' ? result % 2 === 0 : error === unit ? result <= 0 : result >= 0).toBe(true);
        },
      ),
      { numRuns: cases(500) },
    );
  });
});
