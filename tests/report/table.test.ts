import { expect, it } from 'vitest';
import { colored, plain, table, type Column } from '../../src/report/index.js';

const columns: readonly Column[] = [
  { title: 'part', align: 'left' },
  { title: 'source', align: 'left', expendable: 1 },
  { title: 'area', align: 'right' },
];
const rows = [{ cells: ['core', 'formula', '1.25'] }, { cells: ['buffer', 'macro', '10.50'] }];

it('aligns its columns and sets off the total', () => {
  expect(table(columns, rows, plain, 80, { cells: ['all', '', '11.75'] })).toEqual([
    'part    source    area',
    '──────────────────────',
    'core    formula   1.25',
    'buffer  macro    10.50',
    '──────────────────────',
    'all              11.75',
  ]);
});

it('loses expendable columns where the terminal is narrow', () => {
  expect(table(columns, rows, plain, 15)).toEqual(['part     area', '─────────────', 'core     1.25', 'buffer  10.50']);
});

it('colours do not move a column', () => {
  const bare = (line: string): string => line.replace(/\u001b\[\d+m/g, '');
  expect(table(columns, rows, colored, 80).map(bare)).toEqual(table(columns, rows, plain, 80));
});
