/** The page of `npm run validate`: `docs/validation.md`. */
import { format } from 'prettier';
import { errorOf, summaryOf, type Comparison, type Group, type Table } from './group.js';

const head = `<!-- Written by \`npm run validate\`. Do not edit. -->

# Validation

Every figure of ours on this page is computed by \`npm run validate\`, and every one of theirs has its source beside it. An error is ours over theirs, less one; means are of errors without their signs.
Nothing is fitted to a row: designs of published chips have published structure only. Constants that a chip was measured for are set on rows that are told apart, and are no comparisons.
`;

/** The page, formatted. */
export function validationPage(groups: readonly Group[]): Promise<string> {
  const summary: Table = {
    head: ['against', 'figures', 'mean error', 'worst error', 'bar'],
    rows: groups.map(({ title, comparisons, bar }) => {
      const { mean, worst } = summaryOf(comparisons);
      return [title, comparisons.length, percent(mean), percent(worst), bar];
    }),
  };
  const text = [head, tableText(summary), ...groups.map(section)].join('\n\n');
  return format(text, { parser: 'markdown', printWidth: 160, proseWrap: 'preserve' });
}

function section({ title, text, table, leftOut }: Group): string {
  const rest =
    leftOut.length === 0 ? [] : ['Not compared:', leftOut.map(({ what, why }) => `- ${what}: ${why}.`).join('\n')];
  return [`## ${title[0]?.toUpperCase() ?? ''}${title.slice(1)}`, ...text, tableText(table), ...rest].join('\n\n');
}

function tableText({ head, rows }: Table): string {
  const numbers = head.map((_, column) => rows.every((row) => /^[-+]?[\d,.]+(?: %)?$/.test(shown(row[column] ?? ''))));
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [
    line(head),
    line(numbers.map((number) => (number ? '---:' : '---'))),
    ...rows.map((row) => line(row.map(shown))),
  ].join('\n');
}

/** `1,234,567`, `0.785`; text as it is. */
function shown(cell: string | number): string {
  if (typeof cell === 'string') return cell;
  const rounded = Number.isInteger(cell) ? cell : Number(cell.toPrecision(4));
  const [whole, part] = String(rounded).split('.');
  const grouped = (whole ?? '').replace(/\B(?=(\d{3})+$)/g, ',');
  return part === undefined ? grouped : `${grouped}.${part}`;
}

/** `0 %`, `-3.1 %`; small ones with two digits. */
export function percent(share: number): string {
  const value = 100 * share;
  return `${value === 0 ? 0 : Number(Math.abs(value) < 10 ? value.toPrecision(2) : value.toFixed(0))} %`;
}

export const errorCell = (comparison: Comparison): string => percent(errorOf(comparison));
