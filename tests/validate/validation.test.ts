import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { measured } from '../../scripts/validate/data.js';
import { alexnet, measuredBatch, runLayer } from '../../scripts/validate/eyeriss.js';
import { figuresOf } from '../../scripts/validate/counts.js';
import { errorOf, summaryOf, type Group } from '../../scripts/validate/group.js';
import { allGroups } from '../../scripts/validate/groups.js';
import { percent, validationPage } from '../../scripts/validate/page.js';
import { asThePeerCounts, plainCore, publishedForm, termsOf, type Dataflow } from '../../scripts/validate/systolic.js';
import { mappingCases } from '../mapping/nest/cases.js';
import { packageRoot } from '../support/program.js';
import { cases } from '../support/tier.js';

describe('docs/validation.md', () => {
  let groups: readonly Group[];
  beforeAll(async () => {
    groups = await allGroups();
  });

  test('is what `npm run validate` writes', async () => {
    const written = readFileSync(join(packageRoot, 'docs/validation.md'), 'utf8');
    expect(await validationPage(groups)).toBe(written);
  });

  test('has what should be equal equal', () => {
    const exact = groups.filter(({ bar }) => bar.startsWith('equal') || bar === '0 cycles');
    const told = exact.map(({ title, comparisons }) => [
      title,
      comparisons.length,
      summaryOf(comparisons).worst < 0.005,
    ]);
    expect(told).toEqual([
      ['closed-form systolic cycles (SCALE-Sim v3)', 108, true],
      ['access counts of an independent tool (Timeloop)', 7546, true],
      ['a published run of that tool (its array after Eyeriss)', 21, true],
      ['our own hardware, simulated', 15, true],
    ]);
    const [systolic, counts, , hardware] = exact.map(({ comparisons }) => summaryOf(comparisons).worst);
    expect([systolic, counts, hardware]).toEqual([0, 0, 0]);
  });

  test('gives every figure that is not compared a reason', () => {
    for (const { leftOut } of groups)
      for (const { what, why } of leftOut) expect([what, why.length > 10]).toEqual([what, true]);
  });
});

describe("the peer's closed forms follow from the core's own steps", () => {
  const extent = fc.integer({ min: 1, max: 300 });
  const side = fc.integer({ min: 1, max: 40 });

  test.each(['output_stationary', 'weight_stationary', 'input_stationary'] satisfies Dataflow[])('%s', (dataflow) => {
    fc.assert(
      fc.property(extent, extent, extent, side, side, (m, k, n, rows, cols) => {
        const counted = asThePeerCounts(termsOf(plainCore(rows, cols, { dataflow }), { m, k, n }));
        const row = { layer: '', M: m, K: k, N: n, rows, cols, scalesim_total_cycles: 0 };
        const form =
          dataflow === 'output_stationary'
            ? Math.ceil(m / rows) * Math.ceil(n / cols) * (k + rows + cols - 2) - 1
            : publishedForm(dataflow, row);
        expect(counted).toBe(form);
      }),
      { numRuns: cases(200) },
    );
  });
});

describe('access counts', () => {
  const [first] = mappingCases;

  test('that differ are seen', () => {
    const changed = { ...first!, expect: { ...first!.expect, cycles: 2049 } };
    expect(figuresOf(changed).filter((each) => errorOf(each) !== 0)).toEqual([
      { name: 'a-01 cycles', ours: 2048, theirs: 2049 },
    ]);
  });

  test('of a mapping that does not fit are what it would need', () => {
    const refused = mappingCases.find(({ id }) => id === 'reject-01');
    expect(figuresOf(refused!)).toEqual([{ name: 'reject-01 does not fit', ours: 92, theirs: 92 }]);
  });
});

describe('layers of AlexNet by the passes of Eyeriss', () => {
  const { data } = measured('eyeriss_v1_alexnet_jssc17_tableV');

  test.each(['conv1', 'conv3', 'conv5'] as const)(
    '%s uses the elements that the chip does, for as many products',
    (name) => {
      const { activeElements, macs } = runLayer(alexnet[name], measuredBatch);
      expect(activeElements).toBe(data[name].active_PEs);
      expect(macs / 1e6).toBeCloseTo(data[name].MMACs_batch4, 0);
    },
  );

  test('take no less time than their multiply-accumulates, and no more than the ports of scratchpads allow', () => {
    for (const name of ['conv1', 'conv3', 'conv5'] as const) {
      const { activeElements, macs, time_s } = runLayer(alexnet[name], measuredBatch);
      const busy_s = macs / activeElements / 200e6;
      expect([name, time_s > busy_s, time_s < 1.25 * busy_s]).toEqual([name, true, true]);
    }
  });
});

test('errors are of theirs, and their mean has no signs', () => {
  const [half, twice] = [
    { name: '', ours: 1, theirs: 2 },
    { name: '', ours: 2, theirs: 1 },
  ];
  expect([errorOf(half), errorOf(twice)]).toEqual([-0.5, 1]);
  expect(summaryOf([half, twice])).toEqual({ mean: 0.75, worst: 1 });
  expect([percent(-0.031), percent(0), percent(0.254), percent(0.00069)]).toEqual(['-3.1 %', '0 %', '25 %', '0.069 %']);
});
