import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { costOf, misfitsOf, type Hierarchy, type Mapping, type Nest } from '../../../src/mapping/nest/index.js';
import { deliveriesAt } from '../../../src/mapping/nest/count.js';
import { groupsOf } from '../../../src/mapping/nest/groups.js';
import { extentsOf, loopsOf, shiftsOf } from '../../../src/mapping/nest/tiles.js';
import { cases } from '../../support/tier.js';
import { hierarchyOf, isPerfect, mappingCases, mappingOf, nestOf, type MappingCase } from './cases.js';
import { walkedDeliveries, walkedGroups } from './walk.js';

const required = mappingCases.filter((each) => each.require && isPerfect(each));
const accepted = required.filter(({ expect: { accepted } }) => accepted);

/** The costs in the form of the cases. */
function told(which: MappingCase): object {
  const [nest, hierarchy] = [nestOf(which), hierarchyOf(which)];
  const { levels, flows, ...whole } = costOf(nest, hierarchy, mappingOf(which));
  const name = (level: number): string => hierarchy.levels[level]?.name ?? 'mac';
  const ofOperands = <T>(made: (index: number) => T | undefined): object =>
    Object.fromEntries(
      nest.operands.flatMap((operand, index) => {
        const own = made(index);
        return own === undefined ? [] : [[operand.name, own]];
      }),
    );
  return {
    cycles: whole.cycles,
    utilisation: whole.utilisation,
    macs: whole.macs,
    mac_energy_pj: whole.macEnergy_pj,
    energy_pj: whole.energy_pj,
    levels: Object.fromEntries(
      levels.map((level, at) => [
        name(at),
        {
          cycles: level.cycles,
          energy_pj: level.energy_pj,
          operands: ofOperands((index) => {
            const counts = flows[index]?.levels[at];
            if (counts === undefined) return undefined;
            const { tile, reads, fills, updates, reductions } = counts;
            const words = { tile_words: tile, reads, fills, updates, temporal_reductions: reductions };
            return { ...words, utilised_instances: level.instances, energy_pj: level.operands[index] };
          }),
        },
      ]),
    ),
    networks: hierarchy.levels.map((level, at) => ({
      from: level.name,
      operands: ofOperands((index) => {
        const flow = flows[index]?.transfers[at];
        if (flow === undefined) return undefined;
        return {
          to: name(flow.to),
          transfers: flow.words,
          max_multicast: Math.max(...flow.bySize.keys()),
          by_multicast: Object.fromEntries(flow.bySize),
          spatial_reductions: flow.reductions,
        };
      }),
    })),
  };
}

/** What is expected, as near as the tool prints it: utilisation has four figures. Links between neighbours are another matter. */
function near(value: unknown): unknown {
  if (typeof value === 'number') return expect.closeTo(value, 6);
  if (Array.isArray(value)) return value.map((each: unknown) => near(each));
  if (typeof value !== 'object' || value === null) return value;
  const dropped = ['accepted', 'fanout', 'avg_hops', 'neighbour_transfers'];
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, inner]: readonly [string, unknown]) => {
      if (dropped.includes(key)) return [];
      return [[key, key === 'utilisation' ? expect.closeTo(Number(inner), 3) : near(inner)]];
    }),
  );
}

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

const dimensions = ['P', 'R', 'K', 'C'] as const;

/** A convolution along a row, its stride and dilation, with loops of small bounds on three levels. */
const conv = fc
  .record({
    stride: fc.integer({ min: 1, max: 3 }),
    dilation: fc.integer({ min: 1, max: 3 }),
    levels: fc.array(
      fc.record({
        temporal: fc.array(
          fc.record({ dimension: fc.constantFrom(...dimensions), bound: fc.integer({ min: 1, max: 3 }) }),
          {
            maxLength: 4,
          },
        ),
        spatial: fc.array(
          fc.record({
            dimension: fc.constantFrom(...dimensions),
            bound: fc.integer({ min: 1, max: 3 }),
            axis: fc.constantFrom('x' as const, 'y' as const),
          }),
          { maxLength: 2 },
        ),
      }),
      { minLength: 3, maxLength: 3 },
    ),
  })
  .map(({ stride, dilation, levels }) => ({ nest: nestWith(stride, dilation, levels), mapping: levels }));

function nestWith(stride: number, dilation: number, mapping: Mapping): Nest {
  const term = (dimension: string, coefficient = 1): Nest['operands'][number]['ranks'][number] => [
    { coefficient, dimension },
  ];
  const operands = [
    { name: 'weights', output: false, ranks: [term('K'), term('C'), term('R')] },
    { name: 'inputs', output: false, ranks: [term('C'), [...term('P', stride), ...term('R', dilation)]] },
    { name: 'outputs', output: true, ranks: [term('K'), term('P')] },
  ];
  const ones: Nest = { dimensions: new Map(dimensions.map((name) => [name, 1])), operands };
  return { dimensions: extentsOf(ones, loopsOf(mapping)), operands };
}

/** A hierarchy of three levels where everything fits. */
const roomy: Hierarchy = {
  levels: ['far', 'near', 'own'].map((name, index) => ({
    name,
    capacity: null,
    block: 1,
    instances: 1,
    mesh: { x: 1e9, y: 1e9 },
    readBandwidth: null,
    writeBandwidth: null,
    keeps: new Set(['weights', 'inputs', 'outputs']),
    multicasts: new Set(['weights', 'inputs', 'outputs']),
    reducesInPlace: index > 0,
    energy_pj: { read: 100 / 10 ** index, fill: 90 / 10 ** index, update: 110 / 10 ** index },
  })),
  macs: { instances: 1e6, mesh: { x: 1e9, y: 1e9 }, energy_pj: 0.5 },
};

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
