import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { dieCost, exactly, nodeNames, technology } from '../../src/technology/index.js';
import { cases } from '../support/tier.js';

const n5 = technology('tsmc_n5', null);
if (n5 === undefined) throw new Error('no figures of tsmc_n5');

describe('what a die costs', () => {
  test('is the price of a wafer over the good dies on it', () => {
    const die = dieCost(n5, exactly(814));
    // By hand: pi 294^2 / 4 / 814 - pi 294 / sqrt(1628), and (1 + 8.14 x 0.1 / 3)^-3.
    expect(die?.diesPerWafer).toBeCloseTo(60.5, 1);
    expect(die?.yield.value).toBeCloseTo(0.4867, 3);
    expect(die?.cost.value).toBeCloseTo(16_000 / (60.5 * 0.4867), -1);
  });

  test('grows faster than the area: more of the dies have a defect, and fewer fit the round', () => {
    const area = fc.double({ min: 0.1, max: 800, noNaN: true });
    fc.assert(
      fc.property(area, fc.double({ min: 1.01, max: 3, noNaN: true }), (mm2, more) => {
        const [small, large] = [dieCost(n5, exactly(mm2)), dieCost(n5, exactly(mm2 * more))];
        if (small === undefined || large === undefined) throw new Error('a wafer holds them');
        expect(large.cost.value).toBeGreaterThan(more * small.cost.value);
        for (const { cost, yield: good } of [small, large]) {
          expect(cost.least).toBeLessThan(cost.value);
          expect(cost.value).toBeLessThan(cost.greatest);
          expect(good.greatest).toBeLessThan(1);
          expect(good.least).toBeGreaterThan(0);
        }
      }),
      { numRuns: cases(50) },
    );
  });

  test('is not known for no area, for that of a block, for more than a wafer, and where nobody tells a price of wafers', () => {
    expect(dieCost(n5, exactly(0))).toBeUndefined();
    expect(dieCost(n5, exactly(0.03))).toBeUndefined();
    expect(dieCost(n5, { value: 0.05, least: 0.01, greatest: 0.1 })?.cost.least).toBeGreaterThan(0);
    expect(dieCost(n5, exactly(60_000))).toBeUndefined();
    const priced = nodeNames.filter((node) => {
      const figures = technology(node, null);
      return figures !== undefined && dieCost(figures, exactly(100)) !== undefined;
    });
    expect(priced).toEqual(['tsmc_n28', 'tsmc_n16', 'tsmc_n7', 'tsmc_n5', 'tsmc_n3']);
  });
});
