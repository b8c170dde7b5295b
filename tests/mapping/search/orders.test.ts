import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { LevelLoops, Loop, Nest } from '../../../src/mapping/nest/index.js';
import { deliveriesAt } from '../../../src/mapping/nest/count.js';
import { modelOf } from '../../../src/mapping/search/model.js';
import { ordersOf, permutations } from '../../../src/mapping/search/orders.js';
import { cases } from '../../support/tier.js';
import { convolution, product, spacious } from './problems.js';

/** The reduced orders of all dimensions of a nest, innermost first. */
function reduced(nest: Nest, dimensions: readonly string[]): readonly string[] {
  const model = modelOf(nest, spacious(2));
  const active = dimensions.reduce((bits, name) => bits | (1 << model.names.indexOf(name)), 0);
  return ordersOf(model, 0, active).map((order) => [...order].map((index) => model.names[index]).join(' '));
}

const big = { n: 4, k: 4, c: 4, p: 4, q: 4, r: 4, s: 4, stride: 1, dilation: 1 };

describe('orders that are left', () => {
  test('of a product there is one for each operand that stands still', () => {
    expect(reduced(product(1, 4, 4, 4), ['m', 'n', 'k'])).toEqual(['m n k', 'n m k', 'k m n']);
  });

  test('of a product with a batch, which moves all, nothing stands still over the batch', () => {
    expect(reduced(product(4, 4, 4, 4), ['b', 'm', 'n', 'k']).map((order) => order[0])).toEqual(['m', 'n', 'k']);
  });

  test('of a convolution, 5040 orders are few', () => {
    const count = reduced(convolution(big), ['n', 'k', 'c', 'p', 'q', 'r', 's']).length;
    expect(count).toBeLessThan(40);
  });
});

type Name = 'n' | 'k' | 'c' | 'p' | 'q' | 'r' | 's';
const all: readonly Name[] = ['n', 'k', 'c', 'p', 'q', 'r', 's'];
const bound = fc.integer({ min: 1, max: 3 });
const loops = fc.record({ n: bound, k: bound, c: bound, p: bound, q: bound, r: bound, s: bound });

test('whatever the order, one that is left takes no more words of any operand, with loops of any bounds outside', () => {
  fc.assert(
    fc.property(
      loops,
      loops,
      loops,
      fc.integer({ min: 1, max: 3 }),
      fc.integer({ min: 1, max: 3 }),
      fc.shuffledSubarray([...all], { minLength: 3, maxLength: 5 }),
      fc.shuffledSubarray([...all]),
      (outside, here, inside, stride, dilation, some, outer) => {
        const names = some.filter((name) => here[name] > 1);
        const loop = (from: typeof here, dimension: Name): Loop => ({ dimension, bound: from[dimension] });
        const [above, below]: [LevelLoops, LevelLoops] = [
          { temporal: outer.map((name) => loop(outside, name)), spatial: [] },
          { temporal: some.map((name) => loop(inside, name)), spatial: [] },
        ];
        const nest = convolution({ ...big, stride, dilation });
        const words = (order: readonly string[]): readonly number[] => {
          const own = order.flatMap((name) => names.filter((each) => each === name)).map((name) => loop(here, name));
          const mapping = [above, { temporal: own.toReversed(), spatial: [] }, below];
          return nest.operands.map((operand) => deliveriesAt(nest, mapping, operand, 2));
        };
        const left = reduced(nest, names).map((order) => words(order.split(' ')));
        for (const order of permutations(names.map((_, index) => index))) {
          const taken = words(order.map((index) => names[index] ?? ''));
          expect(left.some((each) => each.every((count, index) => count <= (taken[index] ?? 0)))).toBe(true);
        }
      },
    ),
    { numRuns: cases(30) },
  );
});
