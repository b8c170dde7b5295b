import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Hierarchy, Nest } from '../../../src/mapping/nest/index.js';
import { bestMapping, type Constraint, type SearchOptions } from '../../../src/mapping/search/index.js';
import { cases } from '../../support/tier.js';
import { enumerated } from './enumeration.js';
import { convolution, hierarchies, nests, product, restrictions, spacious } from './problems.js';

const objective = { kind: 'energy' } as const;

/** Two levels, the inner one of so many words. */
function small(capacity: number): Hierarchy {
  const { levels, macs } = spacious(2);
  return { levels: levels.map((level, index) => ({ ...level, capacity: index === 1 ? capacity : null })), macs };
}

function wordsOf(nest: Nest, hierarchy: Hierarchy, options: Omit<SearchOptions, 'objective'> = {}): string {
  const found = bestMapping(nest, hierarchy, { objective, ...options });
  return found.kind === 'conflict' ? found.words : found.kind;
}

describe('where nothing fits', () => {
  test('a word of each operand and the capacity are told', () => {
    expect(wordsOf(product(1, 4, 4, 4), small(2))).toBe(
      'a tile of 1 x 1 words of A in level1; a tile of 1 x 1 words of B in level1; a tile of 1 x 1 words of C in level1; the capacity of level1, 2 words',
    );
  });

  test('of what is asked, only what does not fit is told', () => {
    const shape = { n: 1, k: 4, c: 8, p: 4, q: 4, r: 3, s: 3, stride: 1, dilation: 1 };
    const leastTiles = ['r', 's', 'c', 'k'].map((dimension) => ({
      level: 1,
      dimension,
      least: { c: 8, k: 1 }[dimension] ?? 3,
    }));
    expect(wordsOf(convolution(shape), small(64), { leastTiles })).toBe(
      'at least 3 of r in level1; at least 3 of s in level1; at least 8 of c in level1; a tile of 1 x 8 x 3 x 3 words of B in level1; the capacity of level1, 64 words',
    );
  });

  test('more is asked than there is', () => {
    expect(wordsOf(product(1, 4, 4, 4), small(64), { leastTiles: [{ level: 1, dimension: 'm', least: 5 }] })).toBe(
      'at least 5 of m in level1, of which there is 4',
    );
  });
});

/** The problem with no more than some constraints. */
function only(nest: Nest, hierarchy: Hierarchy, constraints: readonly Constraint[]): number {
  const levels = hierarchy.levels.map((level, index) => {
    const own = constraints.filter((each) => each.level === index);
    const keeps = own.flatMap((each) => (each.kind === 'kept' ? [each.operand] : []));
    return {
      ...level,
      keeps: new Set(keeps),
      capacity: own.some(({ kind }) => kind === 'capacity') ? level.capacity : null,
    };
  });
  const leastTiles = constraints.filter((each) => each.kind === 'least');
  return enumerated(nest, { ...hierarchy, levels }, { objective, leastTiles }).fitting;
}

test('constraints that conflict do so together, and not without any one of them', () => {
  let seen = 0;
  fc.assert(
    fc.property(nests, hierarchies, restrictions, (nest, { levels, macs }, { leastTiles = [] }) => {
      const tight = levels.map((level, index) => ({ ...level, capacity: index === 0 ? null : 2 + index }));
      const found = bestMapping(nest, { levels: tight, macs }, { objective, leastTiles });
      if (found.kind !== 'conflict') return;
      seen++;
      const { constraints } = found;
      const fitting = constraints.map((each) =>
        only(
          nest,
          { levels: tight, macs },
          constraints.filter((other) => other !== each),
        ),
      );
      expect(only(nest, { levels: tight, macs }, constraints)).toBe(0);
      expect(Math.min(...fitting)).toBeGreaterThan(0);
    }),
    { numRuns: cases(20) },
  );
  expect(seen).toBeGreaterThan(0);
});
