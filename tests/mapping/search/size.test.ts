import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Hierarchy, Loop, Nest } from '../../../src/mapping/nest/index.js';
import { sizeOfSpace } from '../../../src/mapping/search/index.js';
import { modelOf } from '../../../src/mapping/search/model.js';
import { ordersOf } from '../../../src/mapping/search/orders.js';
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

/** Chains of factors that differ apart from axes, each with the orders that are left at the levels but the innermost. */
function reducedCount(nest: Nest, hierarchy: Hierarchy, remainders: boolean): number {
  const model = modelOf(nest, hierarchy);
  const counts = new Map<string, number>();
  for (const mapping of allMappings(nest, hierarchy, remainders)) {
    const names = [...nest.dimensions.keys()];
    const key = mapping.map(({ temporal, spatial }) =>
      names.map((name) =>
        [temporal, spatial].map((loops) => productOf(loops.filter((loop) => loop.dimension === name))),
      ),
    );
    const orders = mapping.slice(0, -1).map(({ temporal }, level) => {
      const active = temporal.reduce((bits, { dimension }) => bits | (1 << model.names.indexOf(dimension)), 0);
      return ordersOf(model, level, active).length;
    });
    counts.set(
      JSON.stringify(key),
      orders.reduce((a, b) => a * b, 1),
    );
  }
  return [...counts.values()].reduce((a, b) => a + b, 0);
}

const productOf = (loops: readonly Loop[]): number => loops.reduce((product, { bound }) => product * bound, 1);

test.each([false, true])('the size of the space is the count of its mappings (with remainders: %s)', (remainders) => {
  fc.assert(
    fc.property(nests, hierarchies, (nest, hierarchy) => {
      const size = sizeOfSpace(nest, hierarchy, { objective: { kind: 'energy' }, remainders });
      expect(size.all).toBe(BigInt([...allMappings(nest, hierarchy, remainders)].length));
      expect(size.reduced).toBe(BigInt(reducedCount(nest, hierarchy, remainders)));
    }),
    { numRuns: cases(10) },
  );
});
