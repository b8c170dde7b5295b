import type { DesignEstimate, Judgement } from '../estimate/index.js';
import { dieText, judgementLines } from './estimate.js';
import { engineering, percent, significant } from './figures.js';
import type { Style } from './style.js';
import { table, type Column } from './table.js';

const columns: readonly Column[] = [
  { title: 'instance', align: 'left' },
  { title: 'block', align: 'left' },
  { title: 'count', align: 'right' },
  { title: 'area', align: 'right' },
  { title: 'share', align: 'right' },
  { title: 'leakage', align: 'right' },
  { title: 'peak power', align: 'right' },
  { title: 'sure', align: 'left' },
];

/** What a design is without a workload: area and power by instance, its peak rates, its requirements. */
export function designReport(
  estimate: DesignEstimate,
  judgements: readonly Judgement[],
  style: Style,
): readonly string[] {
  const rows = estimate.instances.map((instance) => ({
    cells: [
      instance.path,
      instance.block,
      String(instance.count),
      `${significant(instance.area_mm2)} mm²`,
      percent(estimate.area_mm2 === 0 ? null : instance.area_mm2 / estimate.area_mm2),
      engineering(instance.leakage_w, 'W'),
      engineering(instance.power_peak_w, 'W'),
      instance.assurance,
    ],
  }));
  const total = {
    cells: [
      'total',
      '',
      '',
      `${significant(estimate.area_mm2)} mm²`,
      '',
      engineering(estimate.leakage_w, 'W'),
      engineering(estimate.power_peak_w, 'W'),
    ],
    style: style.bold,
  };
  const [least, greatest] = estimate.area_mm2_range;
  const peaks = Object.entries(estimate.peak_ops_per_s).map(([type, rate]) => `${engineering(rate, 'OPS')} ${type}`);
  const line = (name: string, text: string): string => `${style.cyan(name.padEnd(12))} ${text}`;
  return [
    style.bold(estimate.design),
    '',
    ...table(columns, rows, style, Number.POSITIVE_INFINITY, total),
    '',
    line('peak', peaks.join(', ') || '-'),
    line(
      'TDP',
      `${engineering(estimate.tdp_w, 'W')}   ${style.dim(`at ${percent(estimate.tdp_activity)} activity, ${estimate.junction_settles ? '' : 'more than '}${significant(estimate.junction_c)} °C`)}`,
    ),
    line('area', `${significant(least)} .. ${significant(greatest)} mm²`),
    ...(estimate.die === null ? [] : [line('die', dieText(estimate.die, style))]),
    ...judgementLines(judgements, style),
  ];
}
