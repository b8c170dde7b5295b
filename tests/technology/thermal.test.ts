import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { exactly, settledHeat, technology, zero, type Heat } from '../../src/technology/index.js';
import { cases } from '../support/tier.js';

const found = technology('tsmc_n7', null);
if (found === undefined) throw new Error('no node');
const node = found;

const heat = (power: number, leakage: number, area = 100): Heat => ({
  power: exactly(power),
  leakage: exactly(leakage),
  area: exactly(area),
});

const figure = (name: string): number => node.figures.get(name)?.value ?? 0;
const [ambient, resistance, doubling] = [figure('ambient'), figure('thermal_resistance'), figure('leakage_doubling')];

describe('a die', () => {
  test('that draws nothing is as warm as the air, and leaks by the kelvin that it is colder', () => {
    const { junction, leakage, ends } = settledHeat(node, { power: zero, leakage: zero, area: exactly(100) });
    expect([junction.value, ends]).toEqual([ambient, 'settles']);
    expect(leakage.value).toBeCloseTo(2 ** ((ambient - 85) / doubling), 12);
  });

  test('comes to where power and temperature agree', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0, max: 200, noNaN: true }),
        fc.double({ min: 0, max: 20, noNaN: true }),
        (w, leak) => {
          const { junction, leakage, ends, limit } = settledHeat(node, heat(w, leak));
          for (const { value, least, greatest } of [junction, leakage]) {
            expect(Number.isFinite(greatest)).toBe(true);
            expect(least).toBeLessThanOrEqual(value);
            expect(value).toBeLessThanOrEqual(greatest);
          }
          const own = ambient + (resistance / 100) * (w + leak * leakage.value);
          if (ends === 'settles') expect(junction.value).toBeCloseTo(own, 6);
          else expect([junction.value, own > limit]).toEqual([limit, true]);
        },
      ),
      { numRuns: cases(100) },
    );
  });

  test('is the warmer the more it draws', () => {
    const [less, more] = [10, 20].map((w) => settledHeat(node, heat(w, 5)).junction.value);
    expect(more).toBeGreaterThan(less ?? Infinity);
  });

  test('is too hot by its power alone, or by a leakage that grows faster than it is carried away', () => {
    expect(settledHeat(node, heat(150, 0.1)).ends).toBe('hot');
    // At 60 K mm2/W and 100 mm^2 a watt is 0.6 K; no temperature meets 200 W at 85 degC that double in 28 K.
    expect(settledHeat(node, heat(1, 200)).ends).toBe('runaway');
    expect(settledHeat(node, heat(1, 200)).junction.value).toBe(110);
  });

  test('that is small heats its package, which has 40 K/W', () => {
    for (const area of [0, 1e-4, 1])
      expect(settledHeat(node, heat(0.5, 0, area)).junction.value).toBeCloseTo(ambient + 20, 9);
    expect(settledHeat(node, heat(0, 0, 0)).junction.value).toBe(ambient);
  });
});
