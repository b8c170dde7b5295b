import { expect, it } from 'vitest';
import type { Uncertainty } from '../../src/estimate/index.js';
import { plain, uncertaintyReport } from '../../src/report/index.js';

const uncertainty: Uncertainty = {
  samples: 500,
  measures: [
    {
      measure: 'energy',
      unit: 'J',
      value: 0.0169,
      p10: 0.0138,
      p50: 0.0161,
      p90: 0.0188,
      tornado: [
        {
          figure: 'lpddr4x.energy',
          unit: 'pJ/b',
          figure_value: 6.5,
          figure_range: [5, 11],
          at_least: 0.0152,
          at_greatest: 0.0219,
        },
        {
          figure: 'tsmc_n7.sram_density',
          unit: '1',
          figure_value: 2,
          figure_range: [1, 3],
          at_least: 0.0186,
          at_greatest: 0.0169,
        },
      ],
    },
    { measure: 'area', unit: 'mm2', value: 1.82, p10: 1.5, p50: 1.75, p90: 2.01, tornado: [] },
  ],
};

it('shows what the totals are likely to be, and the figures that they hang on, the widest first', () => {
  expect(uncertaintyReport(uncertainty, ['energy', 'area'], plain)).toMatchInlineSnapshot(`
    [
      "",
      "        estimate       p10       p50       p90",
      "──────────────────────────────────────────────",
      "energy   16.9 mJ   13.8 mJ   16.1 mJ   18.8 mJ",
      "area    1.82 mm²  1.50 mm²  1.75 mm²  2.01 mm²",
      "500 draws of all technology figures from their ranges, each independent of the others",
      "",
      "what energy hangs on  range              at least                                    at greatest",
      "────────────────────────────────────────────────────────────────────────────────────────────────",
      "lpddr4x.energy        5.00 .. 11.0 pJ/b   15.2 mJ  ━━━━━━━━┃━━━━━━━━━━━━━━━━━━━━━━━      21.9 mJ",
      "tsmc_n7.sram_density  1.00 .. 3.00        18.6 mJ          ┃━━━━━━━━                     16.9 mJ",
    ]
  `);
});

it('shows no figures of a measure that nobody asked about', () => {
  expect(uncertaintyReport(uncertainty, [], plain).join('\n')).not.toContain('hangs on');
});
