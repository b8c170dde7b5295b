import type { Style } from './style.js';

export interface Column {
  readonly title: string;
  readonly align: 'left' | 'right';
  /** Columns that a narrow terminal loses, the greatest number first; absent: never. */
  readonly expendable?: number;
}

export interface Row {
  readonly cells: readonly string[];
  /** How the whole row is shown. */
  readonly style?: (text: string) => string;
}

const gap = '  ';

/**
 * A table as text lines: titles, a rule, the rows, and `total` under another rule.
 *
 * @param width characters a line may have; expendable columns go until it fits
 */
export function table(
  columns: readonly Column[],
  rows: readonly Row[],
  style: Style,
  width: number,
  total?: Row,
): readonly string[] {
  const all = total === undefined ? rows : [...rows, total];
  const widths = columns.map((column, index) =>
    Math.max(column.title.length, ...all.map((row) => (row.cells[index] ?? '').length)),
  );
  const shown = fitting(columns, widths, width);
  const line = (cells: readonly string[]): string =>
    shown
      .map((index) => pad(cells[index] ?? '', widths[index] ?? 0, columns[index]?.align ?? 'left'))
      .join(gap)
      .trimEnd();
  const rule = style.dim(
    '─'.repeat(shown.reduce((sum, index) => sum + (widths[index] ?? 0) + gap.length, -gap.length)),
  );
  const styled = (row: Row): string => (row.style ?? same)(line(row.cells));
  return [
    style.bold(line(columns.map((column) => column.title))),
    rule,
    ...rows.map(styled),
    ...(total === undefined ? [] : [rule, styled(total)]),
  ];
}

function same(text: string): string {
  return text;
}

function pad(text: string, width: number, align: Column['align']): string {
  return align === 'right' ? text.padStart(width) : text.padEnd(width);
}

/** Indices of the columns that fit into `width`. */
function fitting(columns: readonly Column[], widths: readonly number[], width: number): readonly number[] {
  let shown = columns.map((_, index) => index);
  const needed = (): number => shown.reduce((sum, index) => sum + (widths[index] ?? 0) + gap.length, -gap.length);
  while (needed() > width) {
    const rank = (index: number): number => columns[index]?.expendable ?? 0;
    const victim = shown.reduce((worst, index) => (rank(index) > rank(worst) ? index : worst), 0);
    if (rank(victim) === 0) break;
    shown = shown.filter((index) => index !== victim);
  }
  return shown;
}
