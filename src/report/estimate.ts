import type { DesignEstimate, DieEstimate, Estimate, Judgement, Limit, OperationEstimate } from '../estimate/index.js';
import { bytes, count, dollars, engineering, grouped, percent, significant } from './figures.js';
import type { Style } from './style.js';
import { table, type Column, type Row } from './table.js';

const columns: readonly Column[] = [
  { title: 'operation', align: 'left' },
  { title: 'shape', align: 'left', expendable: 4 },
  { title: 'MACs', align: 'right' },
  { title: 'cycles', align: 'right' },
  { title: 'time', align: 'right', expendable: 1 },
  { title: 'used', align: 'right' },
  { title: 'traffic', align: 'right', expendable: 2 },
  { title: 'energy', align: 'right' },
  { title: 'limited by', align: 'left' },
  { title: 'sure', align: 'left', expendable: 3 },
];

/** A mark of the operations that are fused, only where there are such. */
const fused: Column = { title: 'fused', align: 'left' };

/** The report of `accel estimate`: a row for each operation, totals, what limits, requirements. */
export function estimateReport(
  estimate: Estimate,
  judgements: readonly Judgement[],
  style: Style,
  width: number,
): readonly string[] {
  return [
    heading(estimate, style),
    '',
    ...operationTable(estimate, style, width),
    '',
    ...summary(estimate, style),
    ...judgementLines(judgements, style),
    ...estimate.notes.map((note) => style.dim(`note: ${note}`)),
  ];
}

function operationTable(estimate: Estimate, style: Style, width: number): readonly string[] {
  const { operations } = estimate;
  const rows = operations.map((row) => operationRow(row, style));
  const total = totalRow(estimate, style);
  if (operations.every(({ group }) => group === null)) return table(columns, rows, style, width, total);
  const marks = operations.map((_, index) => groupMark(operations, index));
  const marked = (row: Row, mark: string): Row => ({
    ...row,
    cells: [...row.cells.slice(0, 1), mark, ...row.cells.slice(1)],
  });
  return table(
    [...columns.slice(0, 1), fused, ...columns.slice(1)],
    rows.map((row, index) => marked(row, marks[index] ?? '')),
    style,
    width,
    marked(total, ''),
  );
}

/** `┌ 16 parts`, `│` and `└` beside the operations of a group, and those that their stores do. */
function groupMark(operations: readonly OperationEstimate[], index: number): string {
  const own = operations[index]?.group ?? null;
  const name = operations[index]?.name ?? '';
  if (own !== null) {
    if (own.operations[0] === name) return own.parts === 1 ? '┌' : `┌ ${grouped(own.parts)} parts`;
    return own.operations.at(-1) === name ? '└' : '│';
  }
  const before = operations.slice(0, index).findLast(({ group }) => group !== null)?.group;
  const inside = operations.slice(index + 1).some((row) => before?.operations.includes(row.name) === true);
  return inside ? '│' : '';
}

function heading(estimate: Estimate, style: Style): string {
  const { process, clock_hz } = estimate;
  return (
    `${style.bold(estimate.design)} runs ${style.bold(estimate.workload)}` +
    style.dim(` · ${engineering(clock_hz, 'Hz')} · ${process.node} at ${significant(process.voltage_v)} V`)
  );
}

function operationRow(row: OperationEstimate, style: Style): Row {
  return {
    cells: [
      row.repeat > 1 ? `${row.name} x${row.repeat}` : row.name,
      row.shape,
      row.macs === 0 ? '-' : count(row.macs),
      grouped(row.cycles),
      engineering(row.latency_s, 's'),
      percent(row.utilization),
      bytes(row.traffic_bytes),
      engineering(row.energy_j, 'J'),
      row.fused_into === null ? limitText(row.limit) : `in ${row.fused_into.join(', ')}`,
      row.assurance,
    ],
    ...(row.no_unit || row.fused_into !== null ? { style: style.dim } : {}),
  };
}

function totalRow(estimate: Estimate, style: Style): Row {
  const { total } = estimate;
  return {
    cells: [
      'total',
      '',
      count(total.macs),
      grouped(total.cycles),
      engineering(total.latency_s, 's'),
      percent(total.utilization),
      bytes(total.traffic_bytes),
      engineering(total.energy_j, 'J'),
      '',
      total.assurance,
    ],
    style: style.bold,
  };
}

/** `compute` of a core or its `launch`, or the path of what the operation waits for. */
export function limitText({ kind, path }: Limit): string {
  return kind === 'compute' ? `compute (${path})` : kind === 'launch' ? 'launch' : path;
}

/** The totals, one to a line. */
export function summary(estimate: Estimate, style: Style): readonly string[] {
  const { total, hardware } = estimate;
  const limits = total.limits
    .filter((entry) => entry.share >= 0.005)
    .slice(0, 4)
    .map((entry) => `${limitText(entry.limit)} ${percent(entry.share)}`);
  const rows: [string, string][] = [
    ['latency', `${engineering(total.latency_s, 's')}   ${style.dim(`${grouped(total.cycles)} cycles`)}`],
    ['throughput', throughput(total.throughput_per_s, total.throughput_of)],
    ['energy', `${engineering(total.energy_j, 'J')}   ${style.dim(range(total.energy_j_range, 'J'))}`],
    [
      'power',
      `${engineering(total.power_w, 'W')}   ${style.dim(`peak ${engineering(hardware.power_peak_w, 'W')}, TDP ${engineering(hardware.tdp_w, 'W')}`)}`,
    ],
    ['area', areaText(hardware, style)],
    ...(hardware.die === null ? [] : [['die', dieText(hardware.die, style)] as [string, string]]),
    ['limited by', limits.join(', ')],
  ];
  if (total.energy_per_token_j !== null) {
    rows.splice(3, 0, ['energy/token', engineering(total.energy_per_token_j, 'J')]);
  }
  return rows.map(([name, text]) => `${style.cyan(name.padEnd(12))} ${text}`);
}

function throughput(value: number, of: string): string {
  return `${value >= 1000 ? grouped(value) : significant(value)} ${of}s/s`;
}

/** `0.41 USD   0.33 .. 0.6 USD; 97 % of 10,300 on a wafer` */
export function dieText({ cost_usd, cost_usd_range, yield: good, dies_per_wafer }: DieEstimate, style: Style): string {
  const [least, greatest] = cost_usd_range;
  const wafer = `${percent(good)} of ${grouped(Math.floor(dies_per_wafer))} on a wafer are good`;
  return `${dollars(cost_usd)}   ${style.dim(`${significant(least)} .. ${dollars(greatest)}; ${wafer}`)}`;
}

function areaText(hardware: DesignEstimate, style: Style): string {
  const parts = hardware.instances
    .filter((instance) => instance.area_mm2 > 0)
    .toSorted((a, b) => b.area_mm2 - a.area_mm2)
    .slice(0, 3)
    .map((instance) => `${instance.path} ${percent(instance.area_mm2 / hardware.area_mm2)}`);
  const [least, greatest] = hardware.area_mm2_range;
  return `${significant(hardware.area_mm2)} mm²   ${style.dim(`${significant(least)} .. ${significant(greatest)} mm²; ${parts.join(', ')}`)}`;
}

function range([least, greatest]: readonly [number, number], unit: string): string {
  return `${engineering(least, unit)} .. ${engineering(greatest, unit)}`;
}

/** One line for each late requirement: held or not, with its numbers. */
export function judgementLines(judgements: readonly Judgement[], style: Style): readonly string[] {
  if (judgements.length === 0) return [];
  return [
    '',
    ...judgements.map((judgement) => {
      const mark = judgement.holds ? style.green('✓ holds ') : style.red('✗ fails ');
      const why = judgement.message === null ? '' : style.dim(`   ${judgement.message}`);
      return `${mark} ${judgement.condition}${why}`;
    }),
  ];
}
