import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { edgeCostOf, misfitsOf } from '../../../src/mapping/nest/index.js';
import { bestMapping } from '../../../src/mapping/search/index.js';
import { cases } from '../../support/tier.js';
import { enumerated } from './enumeration.js';
import { convolution, hierarchies, objectives, product, restrictions } from './problems.js';

const extent = (...values: readonly number[]): fc.Arbitrary<number> => fc.constantFrom(...values);

/** Operations whose extents leave remainders, few enough that every mapping can be counted. */
const nests = fc.oneof(
  fc
    .record({ m: extent(1, 3, 5, 7), n: extent(1, 2, 3, 5), k: extent(1, 2, 3) })
    .filter(({ m, n, k }) => m * n * k <= 30)
    .map(({ m, n, k }) => product(1, m, n, k)),
  fc
    .record({
      ...{
        n: extent(1),
        k: extent(1, 2, 3),
        c: extent(1, 1, 2),
        p: extent(3, 4, 5),
        q: extent(1, 1, 3),
        r: extent(1, 2, 3),
      },
      ...{ s: extent(1, 1, 2), stride: extent(1, 1, 2, 3), dilation: extent(1, 1, 2) },
    })
    .filter(({ k, c, p, q, r, s }) => k * c * p * q * r * s <= 20)
    .map((shape) => convolution(shape)),
);

test('with remainders the search finds the best of all mappings, which is no worse than the best without', () => {
  fc.assert(
    fc.property(nests, hierarchies, objectives, restrictions, (nest, hierarchy, objective, { spatial }) => {
      const options = { objective, spatial: spatial ?? [], remainders: true };
      const all = enumerated(nest, hierarchy, options);
      const found = bestMapping(nest, hierarchy, options);
      if (found.kind !== 'found') {
        expect([found.kind, all.fitting]).toEqual(['conflict', 0]);
        return;
      }
      expect(misfitsOf(nest, hierarchy, found.mapping)).toEqual([]);
      const { status, gap } = found.certificate;
      expect([found.value, status, gap]).toEqual([expect.closeTo(all.best, 6), 'optimal', 0]);
      expect(edgeCostOf(nest, hierarchy, found.mapping).energy_pj).toBeCloseTo(found.cost.energy_pj, 6);
      const whole = bestMapping(nest, hierarchy, { ...options, remainders: false });
      expect(whole.kind === 'found' ? whole.value : Infinity).toBeGreaterThanOrEqual(found.value * (1 - 1e-9));
    }),
    { numRuns: cases(25) },
  );
});
