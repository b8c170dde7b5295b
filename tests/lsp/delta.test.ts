import fc from 'fast-check';
import { expect, it } from 'vitest';
import { numbersEdit } from '../../lsp/text/delta.js';
import { cases } from '../support/tier.js';

it('is no edit where nothing has changed', () => {
  expect(numbersEdit([1, 2, 3], [1, 2, 3])).toBeUndefined();
});

it('is of what lies between what has not changed', () => {
  expect(numbersEdit([1, 2, 3, 4], [1, 9, 4])).toEqual({ start: 1, deleteCount: 2, data: [9] });
});

it('turns any numbers into any others', () => {
  const numbers = fc.array(fc.integer({ min: 0, max: 2 }), { maxLength: 12 });
  fc.assert(
    fc.property(numbers, numbers, (before, after) => {
      const edit = numbersEdit(before, after);
      const now = edit === undefined ? before : before.toSpliced(edit.start, edit.deleteCount, ...edit.data);
      expect(now).toEqual(after);
    }),
    { numRuns: cases(200) },
  );
});
