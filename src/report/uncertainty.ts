import type { MeasureName, MeasureSpread, Swing, Uncertainty } from '../estimate/index.js';
import { dollars, engineering, significant } from './figures.js';
import type { Style } from './style.js';
import { table, type Column } from './table.js';

const columns: readonly Column[] = [
  { title: '', align: 'left' },
  { title: 'estimate', align: 'right' },
  { title: 'p10', align: 'right' },
  { title: 'p50', align: 'right' },
  { title: 'p90', align: 'right' },
];

/** Figures that a tornado shows; the others move the measure less. */
const most = 6;

/** Characters of a tornado's bars. */
const span = 32;

/** How sure the totals are, and for each measure asked for the figures that it hangs on. */
export function uncertaintyReport(
  { samples, measures }: Uncertainty,
  asked: readonly MeasureName[],
  style: Style,
): readonly string[] {
  const rows = measures.map((spread) => ({
    cells: [
      titleOf(spread),
      ...[spread.value, spread.p10, spread.p50, spread.p90].map((value) => shown(value, spread)),
    ],
  }));
  return [
    '',
    ...table(columns, rows, style, Number.POSITIVE_INFINITY),
    style.dim(`${samples} draws of all technology figures from their ranges, each independent of the others`),
    ...asked
      .flatMap((name) => measures.find(({ measure }) => measure === name) ?? [])
      .flatMap((each) => tornado(each, style)),
  ];
}

const titleOf = ({ measure }: MeasureSpread): string => (measure === 'tdp' ? 'TDP' : measure);

function shown(value: number, { unit }: MeasureSpread): string {
  switch (unit) {
    case 'mm2':
      return `${significant(value)} mm²`;
    case 'USD':
      return dollars(value);
    default:
      return engineering(value, unit);
  }
}

/** Bars from what a measure is with a figure at its least to what it is with that at its greatest. */
function tornado(spread: MeasureSpread, style: Style): readonly string[] {
  const swings = spread.tornado.slice(0, most);
  if (swings.length === 0) return [];
  const ends = swings.flatMap(({ at_least, at_greatest }) => [at_least, at_greatest]);
  const [low, high] = [Math.min(spread.value, ...ends), Math.max(spread.value, ...ends)];
  const place = (value: number): number => Math.round(((value - low) / (high - low)) * (span - 1));
  const lines: readonly Column[] = [
    { title: `what ${titleOf(spread)} hangs on`, align: 'left' },
    { title: 'range', align: 'left' },
    { title: 'at least', align: 'right' },
    { title: '', align: 'left' },
    { title: 'at greatest', align: 'right' },
  ];
  const rows = swings.map((swing) => ({
    cells: [
      swing.figure,
      rangeText(swing),
      shown(swing.at_least, spread),
      bar(place(swing.at_least), place(spread.value), place(swing.at_greatest)),
      shown(swing.at_greatest, spread),
    ],
  }));
  return ['', ...table(lines, rows, style, Number.POSITIVE_INFINITY)];
}

function rangeText({ figure_range: [least, greatest], unit }: Swing): string {
  return `${significant(least)} .. ${significant(greatest)}${unit === '1' ? '' : ` ${unit}`}`;
}

function bar(from: number, value: number, to: number): string {
  const [first, last] = [Math.min(from, to), Math.max(from, to)];
  return Array.from({ length: span }, (_, at) => (at === value ? '┃' : at >= first && at <= last ? '━' : ' ')).join('');
}
