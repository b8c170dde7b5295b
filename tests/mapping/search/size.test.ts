import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { sizeOfSpace } from '../../../src/mapping/search/index.js';
import { cases } from '../../support/tier.js';
import { allMappings } from './enumeration.js';
import { hierarchies, nests, product, spacious } from './problems.js';

test('a product of 2 x 1 x 1 over two levels without instances side by side can be mapped in two ways', () => {
  const size = sizeOfSpace(product(1, 2, 1, 1), spacious(2), { objective: { kind: 'energy' } });
  expect(size).toEqual({ all: 2n, reduced: 2n });
});

test('two dimensions of two have four places and two orders where both loops are at one level', () => {
  const size = sizeOfSpace(product(1, 2, 2, 1), spacious(2), { objective: { kind: 'energy' } });
  expect(size).toEqual({ all: 6n, reduced: 5n });
});

test('the size of the space is the count of its mappings', () => {
  fc.assert(
    fc.property(nests, hierarchies, (nest, hierarchy) => {
      const options = { objective: { kind: 'energy' } } as const;
      const size = sizeOfSpace(nest, hierarchy, options);
      expect(size.all).toBe(BigInt([...allMappings(nest, hierarchy)].length));
      expect(size.reduced).toBeLessThanOrEqual(size.all);
    }),
    { numRuns: cases(10) },
  );
});
