import { expect, test } from 'vitest';
import { isWithin, settled } from '../../scripts/rtl-mutation/settle.js';
import { fromWest, moduleBuilder, unsigned, type Module } from '../../src/rtl/index.js';

/** A row of marks that hop from cell to cell, behind one that is taken from `start_valid`; a cell's reset is to `reset`, or it has none. */
function hopping(reset: number | undefined): Module {
  const cell = moduleBuilder('cell');
  const hop = cell.register('hop', unsigned(1), reset === undefined ? {} : { reset });
  hop.next(cell.input('mark', unsigned(1)));
  cell.output('mark_out', hop);
  const m = moduleBuilder('row');
  const enters = m.register('enters', unsigned(1), { reset: 0 });
  enters.next(m.input('start_valid'));
  m.output('leaves', m.grid('cells', [5], cell.build(), { mark: fromWest('mark_out', enters) }).east('mark_out'));
  return m.build();
}

test('marks that run out settle alike, whatever a reset makes of them', () => {
  const original = settled(hopping(0));
  expect(isWithin(settled(hopping(undefined)), original)).toBe(true);
  expect(isWithin(settled(hopping(1)), original)).toBe(true);
});

/** A count of what was asked, reset to a number, or not at all. */
function counting(reset: number | undefined): Module {
  const m = moduleBuilder('counting');
  const count = m.register('count', unsigned(4), reset === undefined ? {} : { reset });
  count.next(count.addWrap(1), m.input('ask_valid'));
  m.output('asked', count);
  return m.build();
}

test('a count does not', () => {
  const original = settled(counting(0));
  expect(isWithin(original, original)).toBe(true);
  expect(isWithin(settled(counting(1)), original)).toBe(false);
  expect(isWithin(settled(counting(undefined)), original)).toBe(false);
});
