import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  costOf,
  edgeCostOf,
  raggedCostOf,
  type Hierarchy,
  type Mapping,
  type Nest,
} from '../../../src/mapping/nest/index.js';
import { cases } from '../../support/tier.js';
import { conv, roomy } from './convolutions.js';
import { walked } from './edge-walk.js';

/** The mapping's nest with dimensions that end within the last step of their outermost loop: those of the kernel do not. */
function shortened(nest: Nest, mapping: Mapping, numbers: readonly number[]): Nest {
  const all = mapping.flatMap(({ temporal, spatial }) => [...temporal, ...spatial]).filter(({ bound }) => bound > 1);
  const dimensions = [...nest.dimensions].map(([name, extent], index): [string, number] => {
    const outermost = all.find(({ dimension }) => dimension === name);
    const distance = extent / (outermost?.bound ?? 1);
    return [name, name === 'R' ? extent : extent - ((numbers[index] ?? 0) % distance)];
  });
  return { ...nest, dimensions: new Map(dimensions) };
}

const short = fc
  .tuple(conv, fc.array(fc.nat(), { minLength: 4, maxLength: 4 }))
  .map(([{ nest, mapping }, numbers]) => ({ nest: shortened(nest, mapping, numbers), mapping }))
  // Every step is walked.
  .filter(({ nest }) => [...nest.dimensions.values()].reduce((product, extent) => product * extent, 1) < 2000);

test('with tiles that leave remainders, each level takes what a walk of every step fetches', () => {
  fc.assert(
    fc.property(short, ({ nest, mapping }) => {
      const cost = edgeCostOf(nest, roomy, mapping);
      for (const { operand, levels } of cost.flows)
        for (const below of [1, 2, 3]) {
          const walk = walked(nest, mapping, operand, below - 1, below);
          const above = walked(nest, mapping, operand, below - 1, below - 1);
          const own = levels[below - 1];
          expect((operand.output ? own?.updates : own?.reads) ?? NaN).toBeCloseTo(walk.accesses / above.instances, 6);
          if (below < 3 && !operand.output) expect(levels[below]?.fills).toBeCloseTo(walk.taken / walk.instances, 6);
          if (below === 3) expect(cost.cycles).toBe(walk.steps);
        }
    }),
    { numRuns: cases(60) },
  );
});

test('where bounds multiply to the extents it is the cost of whole tiles', () => {
  const busy: Hierarchy = {
    ...roomy,
    levels: roomy.levels.map((level, at) => ({ ...level, block: 2, readBandwidth: 1.5 + at, writeBandwidth: 1 })),
  };
  fc.assert(
    fc.property(conv, ({ nest, mapping }) => {
      const [edges, whole] = [edgeCostOf(nest, busy, mapping), costOf(nest, busy, mapping)];
      expect(edges.energy_pj).toBeCloseTo(whole.energy_pj, 6);
      expect([edges.cycles, edges.utilisation]).toEqual([whole.cycles, whole.utilisation]);
      expect(edges.levels.map(({ instances }) => instances)).toEqual(whole.levels.map(({ instances }) => instances));
      edges.flows.forEach(({ levels, transfers }, operand) =>
        levels.forEach((counts, level) => {
          for (const [key, count] of Object.entries({ ...counts, sent: transfers[level]?.words }))
            expect([key, count]).toEqual([
              key,
              expect.closeTo(
                Object.entries({
                  ...whole.flows[operand]?.levels[level],
                  sent: whole.flows[operand]?.transfers[level]?.words,
                }).find(([name]) => name === key)?.[1] ?? NaN,
                6,
              ),
            ]);
        }),
      );
    }),
    { numRuns: cases(60) },
  );
});

test('an instance that has nothing left at the edge takes and does nothing', () => {
  // Ten rows, four at a time on four instances: twice four, and two.
  const nest: Nest = {
    dimensions: new Map([
      ['M', 10],
      ['K', 3],
    ]),
    operands: [
      { name: 'weights', output: false, ranks: [[{ coefficient: 1, dimension: 'K' }]] },
      {
        name: 'inputs',
        output: false,
        ranks: [['M'], ['K']].map(([dimension = '']) => [{ coefficient: 1, dimension }]),
      },
      { name: 'outputs', output: true, ranks: [[{ coefficient: 1, dimension: 'M' }]] },
    ],
  };
  const mapping: Mapping = [
    {
      temporal: [
        { dimension: 'M', bound: 3 },
        { dimension: 'K', bound: 3 },
      ],
      spatial: [{ dimension: 'M', bound: 4, axis: 'x', remainder: 2 }],
    },
    { temporal: [], spatial: [] },
    { temporal: [], spatial: [] },
  ];
  const { cycles, macs, flows, levels } = edgeCostOf(nest, roomy, mapping);
  expect([cycles, macs, levels[1]?.instances]).toEqual([9, 30, 4]);
  expect(flows.map((flow) => flow.levels[0]?.[flow.operand.output ? 'updates' : 'reads'])).toEqual([9, 30, 10]);
  expect(flows.map((flow) => flow.levels[1]?.fills)).toEqual([7.5, 7.5, 0]);
});

test('it says of words and steps what the walk that remembers tiles says, but for what it fetches again at an edge', () => {
  let [ours, walks] = [0, 0];
  fc.assert(
    fc.property(short, ({ nest, mapping }) => {
      const inTime = mapping.map(({ temporal }) => ({ temporal, spatial: [] }));
      const some = shortened({ ...nest, dimensions: wholeOf(nest, inTime) }, inTime, [1, 0, 2, 1]);
      ours += edgeCostOf(some, roomy, inTime).energy_pj;
      walks += raggedCostOf(some, roomy, inTime).energy_pj;
    }),
    { numRuns: cases(60) },
  );
  expect(Math.abs(ours / walks - 1)).toBeLessThan(0.05);
});

function wholeOf(nest: Nest, mapping: Mapping): Nest['dimensions'] {
  const extent = (name: string): number =>
    mapping
      .flatMap(({ temporal }) => temporal)
      .filter(({ dimension }) => dimension === name)
      .reduce((product, { bound }) => product * bound, 1);
  return new Map([...nest.dimensions.keys()].map((name) => [name, extent(name)]));
}
