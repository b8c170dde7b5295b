import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { misfitsOf } from '../../../src/mapping/nest/index.js';
import { bestMapping } from '../../../src/mapping/search/index.js';
import { cases } from '../../support/tier.js';
import { enumerated, keyOf } from './enumeration.js';
import { hierarchies, nests, objectives, restrictions, smallOnDeep } from './problems.js';

const problems = fc.oneof(
  { weight: 3, arbitrary: fc.tuple(nests, hierarchies) },
  { weight: 1, arbitrary: smallOnDeep },
);

test('the search finds the best of all mappings, and the first of those that are as good', () => {
  fc.assert(
    fc.property(
      problems,
      objectives,
      restrictions,
      fc.boolean(),
      ([nest, hierarchy], objective, restricted, begins) => {
        const options = { objective, ...restricted, ...(begins ? { tries: 30 } : {}) };
        const all = enumerated(nest, hierarchy, options);
        const found = bestMapping(nest, hierarchy, options);
        if (found.kind !== 'found') {
          expect([found.kind, all.fitting]).toEqual(['conflict', 0]);
          return;
        }
        expect(misfitsOf(nest, hierarchy, found.mapping)).toEqual([]);
        const { status, lowerBound, gap } = found.certificate;
        expect([found.value, status, lowerBound, gap]).toEqual([
          expect.closeTo(all.best, 6),
          'optimal',
          found.value,
          0,
        ]);
        const keys = all.equals.map((mapping) => keyOf(nest, mapping)).toSorted();
        if (found.certificate.first) expect(keyOf(nest, found.mapping)).toBe(keys[0]);
      },
    ),
    { numRuns: cases(25) },
  );
});
