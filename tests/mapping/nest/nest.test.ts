import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { costOf, misfitsOf, type Hierarchy, type Mapping } from '../../../src/mapping/nest/index.js';
import { deliveriesAt } from '../../../src/mapping/nest/count.js';
import { groupsOf } from '../../../src/mapping/nest/groups.js';
import { loopsOf, shiftsOf } from '../../../src/mapping/nest/tiles.js';
import { cases } from '../../support/tier.js';
import { hierarchyOf, isPerfect, mappingCases, mappingOf, nestOf } from './cases.js';
import { conv, nestWith, roomy } from './convolutions.js';
import { near, told } from './told.js';
import { walkedDeliveries, walkedGroups } from './walk.js';

const required = mappingCases.filter((each) => each.require && isPerfect(each));
const accepted = required.filter(({ expect: { accepted } }) => accepted);

describe('the counts of an independent tool', () => {
  test('are of mappings of several kinds', () => {
    expect([required.length, new Set(required.map(({ group }) => group)).size]).toEqual([67, 9]);
  });

  test.each(accepted.map((which) => [which.id, which] as const))('%s', (_, which) => {
    const nest = nestOf(which);
    expect(misfitsOf(nest, hierarchyOf(which), mappingOf(which))).toEqual([]);
    expect(told(which)).toEqual(near(which.expect));
  });

  test.each(required.filter((each) => !accepted.includes(each)).map((which) => [which.id, which] as const))(
    '%s does not fit',
    (_, which) => {
      const { levels } = hierarchyOf(which);
      const found = misfitsOf(nestOf(which), hierarchyOf(which), mappingOf(which)).map((misfit) =>
        misfit.kind === 'capacity'
          ? {
              kind: misfit.kind,
              level: levels[misfit.level]?.name,
              needed_words: misfit.needed,
              capacity_words: misfit.capacity,
            }
          : {
              kind: misfit.kind,
              level: levels[misfit.level]?.name ?? 'mac',
              axis: misfit.axis.toUpperCase(),
              needed: misfit.needed,
              available: misfit.available,
            },
      );
      expect(found).toContainEqual(which.expect['reason']);
    },
  );
});

describe('the closed form', () => {
  test('gives the words of a walk over every step', () => {
    fc.assert(
      fc.property(conv, fc.integer({ min: 0, max: 2 }), ({ nest, mapping }, level) => {
        for (const operand of nest.operands) {
          const words = deliveriesAt(nest, mapping, operand, level);
          expect([operand.name, words]).toEqual([operand.name, walkedDeliveries(mapping, operand, level)]);
        }
      }),
      { numRuns: cases(300) },
    );
  });

  test('groups the instances that a walk over all of them groups', () => {
    fc.assert(
      fc.property(conv, fc.integer({ min: 0, max: 2 }), ({ nest, mapping }, level) => {
        for (const operand of nest.operands) {
          const shifts = shiftsOf(operand, mapping[level]?.spatial ?? [], loopsOf(mapping.slice(level + 1)));
          const sizes = new Map([...groupsOf(shifts)].toSorted(([a], [b]) => a - b));
          expect([operand.name, ...sizes]).toEqual([operand.name, ...walkedGroups(mapping, operand, level)]);
        }
      }),
      { numRuns: cases(300) },
    );
  });

  test('takes as long for a million instances as for four', () => {
    const mapping = (bound: number): Mapping => [
      {
        temporal: [{ dimension: 'P', bound: 2 }],
        spatial: [
          { dimension: 'K', bound, axis: 'x' },
          { dimension: 'C', bound, axis: 'y' },
        ],
      },
      { temporal: [{ dimension: 'R', bound: 3 }], spatial: [] },
      { temporal: [], spatial: [] },
    ];
    const cost = costOf(nestWith(1, 1, mapping(1024)), roomy, mapping(1024));
    expect([cost.cycles, cost.macs, cost.utilisation]).toEqual([6, 6 * 2 ** 20, expect.closeTo(2 ** 20 / 1e6, 9)]);
    expect(cost.flows[1]?.transfers[0]?.bySize).toEqual(new Map([[1024, expect.any(Number)]]));
  });
});

describe('whatever the mapping', () => {
  test('no count is negative, and none is not a number', () => {
    fc.assert(
      fc.property(conv, ({ nest, mapping }) => {
        const cost = costOf(nest, roomy, mapping);
        for (const { levels } of cost.flows)
          for (const counts of levels)
            for (const count of Object.values(counts ?? {})) expect(count).toBeGreaterThanOrEqual(0);
        expect(cost.energy_pj).toBeGreaterThanOrEqual(cost.macEnergy_pj);
        expect(cost.energy_pj).toBeCloseTo(
          cost.levels.reduce((sum, level) => sum + level.energy_pj, cost.macEnergy_pj),
          6,
        );
      }),
      { numRuns: cases(200) },
    );
  });

  test('a bandwidth twice as high is never slower', () => {
    fc.assert(
      fc.property(conv, fc.integer({ min: 1, max: 16 }), ({ nest, mapping }, words) => {
        const limited = (bandwidth: number): Hierarchy => ({
          ...roomy,
          levels: roomy.levels.map((level) => ({ ...level, readBandwidth: bandwidth, writeBandwidth: bandwidth })),
        });
        const [slow, fast] = [words, 2 * words].map((each) => costOf(nest, limited(each), mapping).cycles);
        expect(fast).toBeLessThanOrEqual(slow ?? 0);
      }),
      { numRuns: cases(100) },
    );
  });
});
