import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { blockModels } from '../../src/blocks/models.js';
import { designUncertainty, estimate, estimateDesign } from '../../src/estimate/index.js';
import { percentile, quantile, strata } from '../../src/estimate/uncertainty/draw.js';
import { spreadOf, type Measures } from '../../src/estimate/uncertainty/index.js';
import { publicTechnology, type Figure, type TechnologyData } from '../../src/technology/index.js';
import { parseWorkload } from '../../src/workload/index.js';
import { chip, KiB, MiB, withoutSram, type ChipOptions } from './designs.js';
import { cases } from '../support/tier.js';

const figure = (value: number, least: number, greatest: number): Figure => ({
  value,
  unit: '1',
  range: [least, greatest],
  source: 'a test',
  confidence: 'found',
});

const graphOf = (text: string) => {
  const [graph] = parseWorkload(text);
  if (graph === undefined) throw new Error(`no workload ${text}`);
  return graph;
};

/** The figure of a generation of memory, as data has it. */
const latencyOf = (data: TechnologyData): number => data.memory('lpddr4x')?.latency.value ?? Number.NaN;

const factors = fc.double({ min: 1, max: 100, noNaN: true });

describe('a figure drawn', () => {
  test('lies between its ends, in the order of the probabilities', () => {
    fc.assert(
      fc.property(
        fc.tuple(fc.double({ min: 1e-6, max: 1e6, noNaN: true }), factors, factors),
        fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.double({ min: 0, max: 1, noNaN: true })),
        ([least, up, further], [u, v]) => {
          const drawn = figure(least * up, least, least * up * further);
          const [low, high] = [quantile(drawn, Math.min(u, v)), quantile(drawn, Math.max(u, v))];
          const slack = 1 + 1e-9;
          expect(low).toBeLessThanOrEqual(high * slack);
          expect(low * slack).toBeGreaterThanOrEqual(drawn.range[0]);
          expect(high).toBeLessThanOrEqual(drawn.range[1] * slack);
        },
      ),
      { numRuns: cases(200) },
    );
  });

  test('is half the time below its value where that is as far, by factors, from the least as from the greatest', () => {
    expect(quantile(figure(10, 1, 100), 0.5)).toBeCloseTo(10, 12);
    // An eighth of a symmetric triangle lies in the first quarter of its base.
    expect(quantile(figure(10, 1, 100), 0.125)).toBeCloseTo(10 ** 0.5, 12);
    expect(quantile(figure(0, -1, 1), 0.125)).toBeCloseTo(-0.5, 12);
  });

  test('is its value where it has no range', () => {
    expect(quantile(figure(3, 3, 3), 0.9)).toBe(3);
  });

  test('takes each stratum once, in an order of its own', () => {
    const [a, b] = [strata('lpddr5.energy', 8), strata('lpddr5.latency', 8)];
    expect([...a].toSorted()).toEqual([0.0625, 0.1875, 0.3125, 0.4375, 0.5625, 0.6875, 0.8125, 0.9375]);
    expect([...b].toSorted()).toEqual([...a].toSorted());
    expect([...a]).not.toEqual([...b]);
    expect([...a]).toEqual([...strata('lpddr5.energy', 8)]);
  });

  test('percentiles lie between neighbours in proportion', () => {
    expect([0, 0.1, 0.5, 1].map((p) => percentile([10, 20, 30, 40, 50], p))).toEqual([10, 14, 30, 50]);
  });
});

describe('a measure', () => {
  const latency: Measures = (data) => new Map([['latency', latencyOf(data)]]);

  test('that is one figure has the percentiles of that figure', () => {
    const known = publicTechnology.memory('lpddr4x')?.latency;
    if (known === undefined) throw new Error('no LPDDR4X');
    const [spread] = spreadOf(publicTechnology, latency, 1001)?.measures ?? [];
    expect(spread?.value).toBe(known.value);
    for (const [p, value] of [
      [0.1, spread?.p10],
      [0.5, spread?.p50],
      [0.9, spread?.p90],
    ] as const)
      expect(value).toBeCloseTo(quantile(known, p), 1);
    expect(spread?.tornado).toEqual([
      {
        figure: 'lpddr4x.latency',
        unit: 'ns',
        figure_value: known.value,
        figure_range: known.range,
        at_least: known.range[0],
        at_greatest: known.range[1],
      },
    ]);
  });

  test('lists what moves it most first, and not what does not', () => {
    const both: Measures = (data) => {
      const memory = data.memory('lpddr4x');
      return new Map([['energy', (memory?.energy.value ?? 0) + 1000 * (memory?.background.value ?? 0)]]);
    };
    const [spread] = spreadOf(publicTechnology, both, 10)?.measures ?? [];
    expect(spread?.tornado.map(({ figure: name }) => name)).toEqual(['lpddr4x.energy', 'lpddr4x.background']);
  });

  test('of a supply that a design chose says nothing of how sure it is', () => {
    const supply: Measures = (data) =>
      new Map([['area', data.technology('tsmc_n7', null)?.voltageNominal ?? Number.NaN]]);
    expect(spreadOf(publicTechnology, supply, 10)?.measures).toMatchObject([{ p10: 0.75, p90: 0.75, tornado: [] }]);
  });

  test('takes the place of figures in data that is changed already', () => {
    const mine = publicTechnology.adjusted((name, each) =>
      name === 'lpddr4x.latency' ? { ...each, value: 40, range: [40, 40] } : each,
    );
    expect(spreadOf(mine, latency, 10)?.measures).toMatchObject([{ value: 40, p10: 40, p90: 40, tornado: [] }]);
  });
});

const chips: fc.Arbitrary<ChipOptions> = fc.record({
  rows: fc.constantFrom(1, 16),
  cols: fc.constantFrom(4, 64),
  capacity: fc.constantFrom(64 * KiB, MiB),
  far: fc.constantFrom('lpddr4x' as const, 'hbm3' as const, 'port' as const, 'nothing' as const),
  node: fc.constantFrom('sky130', 'tsmc_n7'),
});

describe('the totals of an estimate', () => {
  test('are those of the estimate where every figure has its value, and lie within the range that all figures at their ends have', () => {
    fc.assert(
      fc.property(chips, fc.integer({ min: 1, max: 500 }), (options, m) => {
        const design = chip(options);
        const [made] = estimate(design, graphOf(`gemm(${m},64,96)`), { samples: 12 });
        const measures = new Map(made?.uncertainty?.measures.map((each) => [each.measure, each]));
        expect(measures.get('latency')?.value).toBeCloseTo(made?.total.latency_s ?? Number.NaN, 15);
        expect(measures.get('energy')?.value).toBe(made?.total.energy_j);
        expect(measures.get('area')?.value).toBe(made?.total.area_mm2);
        expect(measures.get('tdp')?.value).toBe(made?.hardware.tdp_w);
        const [least, greatest] = made?.total.area_mm2_range ?? [0, 0];
        const area = measures.get('area');
        for (const drawn of [
          area?.p10,
          area?.p90,
          ...(area?.tornado.flatMap((s) => [s.at_least, s.at_greatest]) ?? []),
        ]) {
          expect(drawn).toBeGreaterThanOrEqual(least);
          expect(drawn).toBeLessThanOrEqual(greatest);
        }
        for (const { p10, p50, p90 } of measures.values()) {
          expect(p10).toBeLessThanOrEqual(p50);
          expect(p50).toBeLessThanOrEqual(p90);
        }
      }),
      { numRuns: cases(15) },
    );
  });

  test('count what is repeated as often, and what no unit does', () => {
    const [made] = estimate(chip({}), graphOf('bert-large:sequence=16'), { samples: 2 });
    expect(made?.operations.some(({ repeat, no_unit }) => repeat > 1 && no_unit)).toBe(true);
    const [latency, energy] = made?.uncertainty?.measures ?? [];
    expect(latency?.value).toBeCloseTo(made?.total.latency_s ?? Number.NaN, 12);
    expect((energy?.value ?? 0) / (made?.total.energy_j ?? 0)).toBeCloseTo(1, 12);
  });

  test('take the time of a memory that is slower than thought, and what it then takes is what an estimate with that memory says', () => {
    for (const design of [chip({ far: 'lpddr4x' }), withoutSram]) {
      const graph = graphOf('gemm(64,256,256)');
      const latency = estimate(design, graph, { samples: 2 })[0]?.uncertainty?.measures[0];
      const swing = latency?.tornado.find(({ figure: name }) => name === 'lpddr4x.latency');
      const slow = publicTechnology.adjusted((name, each) =>
        name === 'lpddr4x.latency' ? { ...each, value: each.range[1] } : each,
      );
      const [asked] = estimate(design, graph, { models: blockModels([], slow) });
      expect(swing?.at_greatest).toBe(asked?.total.latency_s);
    }
  });

  test('are null where no samples are asked for', () => {
    expect(estimate(chip({}), graphOf('gemm(8,8,8)'))[0]?.uncertainty).toBeNull();
  });
});

test('a design alone has an area, a TDP and a cost to be sure of', () => {
  const design = chip({ far: 'lpddr4x' });
  const [alone] = estimateDesign(design);
  expect(designUncertainty(design, 20)?.measures.map(({ measure, value }) => [measure, value])).toEqual([
    ['area', alone?.area_mm2],
    ['tdp', alone?.tdp_w],
    ['cost', alone?.die?.cost_usd],
  ]);
});
