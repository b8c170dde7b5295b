import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { costOf, raggedCostOf, type Mapping } from '../../../src/mapping/nest/index.js';
import { cases } from '../../support/tier.js';
import { conv, nestWith, roomy } from './convolutions.js';
import { hierarchyOf, isPerfect, mappingCases, mappingOf, nestOf } from './cases.js';
import { near, told } from './told.js';

const required = mappingCases.filter((each) => each.require && !isPerfect(each));

/** What is told and not required: cycles of full bounds, and what follows from them. */
function withoutCycles(value: unknown): unknown {
  if (Array.isArray(value)) return value.map((each: unknown) => withoutCycles(each));
  if (typeof value !== 'object' || value === null || expect.closeTo(0).constructor === value.constructor) return value;
  const left = ['cycles', 'utilisation', 'cycles_true_walk'];
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, inner]: readonly [string, unknown]) =>
      left.includes(key) ? [] : [[key, withoutCycles(inner)]],
    ),
  );
}

describe('remainders of loops in time', () => {
  test('are of five cases', () => {
    expect(required.length).toBe(5);
  });

  test.each(required.map((which) => [which.id, which] as const))('%s', (_, which) => {
    expect(withoutCycles(told(which, raggedCostOf))).toEqual(withoutCycles(near(which.expect)));
  });

  test.each(required.map((which) => [which.id, which] as const))('%s takes the steps that are walked', (_, which) => {
    const { levels, macs } = hierarchyOf(which);
    const free = levels.map((level) => ({ ...level, readBandwidth: null, writeBandwidth: null }));
    const { cycles } = raggedCostOf(nestOf(which), { levels: free, macs }, mappingOf(which));
    expect(cycles).toBe(which.expect['cycles_true_walk']);
  });
});

test('without a remainder the walk gives what the closed form gives', () => {
  fc.assert(
    fc.property(conv, ({ nest, mapping }) => {
      const [walked, closed] = [raggedCostOf(nest, roomy, mapping), costOf(nest, roomy, mapping)];
      expect(walked.energy_pj).toBeCloseTo(closed.energy_pj, 6);
      expect(walked.cycles).toBe(closed.cycles);
      walked.flows.forEach(({ levels }, operand) =>
        levels.forEach((counts, level) => {
          for (const [key, count] of Object.entries(counts ?? {}))
            expect([key, count]).toEqual([
              key,
              expect.closeTo(
                Object.entries(closed.flows[operand]?.levels[level] ?? {}).find(([name]) => name === key)?.[1] ?? NaN,
                6,
              ),
            ]);
        }),
      );
    }),
    { numRuns: cases(8) },
  );
});

test('a tile that moves otherwise than before is fetched whole, and the move after that is a first one', () => {
  const mapping: Mapping = [
    {
      temporal: [
        { dimension: 'P', bound: 2 },
        { dimension: 'R', bound: 2 },
      ],
      spatial: [],
    },
    { temporal: [{ dimension: 'P', bound: 3 }], spatial: [] },
    { temporal: [], spatial: [] },
  ];
  const inputs = raggedCostOf(nestWith(1, 1, mapping), roomy, mapping).flows.find(
    ({ operand }) => operand.name === 'inputs',
  );
  // Three words, moved by 1, by 3 - 1 = 2, and by 1: all of them, the new one, all, the new one.
  expect(inputs?.levels[1]?.fills).toBe(3 + 1 + 3 + 1);
});
