import { expect, it } from 'vitest';
import type { Diagnostic } from '../../src/diagnostics/index.js';
import { applySafeFixes } from '../../src/workspace/index.js';

const texts = new Map([['a.accel', 'one two three']]);

function fixing(start: number, end: number, text: string, safe = true): Diagnostic {
  const edits = [{ span: { file: 'a.accel', start, end }, text }];
  return { code: 'E101', severity: 'error', message: '', related: [], fix: { title: '', edits, safe } };
}

it('applies safe fixes and leaves the others', () => {
  const fixed = applySafeFixes([fixing(0, 3, '1'), fixing(4, 7, '2', false), fixing(8, 13, '3')], texts);
  expect(fixed).toEqual({ texts: new Map([['a.accel', '1 two 3']]), applied: 2 });
});

it('of two fixes that touch, the first is applied', () => {
  expect(applySafeFixes([fixing(0, 3, '1'), fixing(2, 5, 'x')], texts).texts.get('a.accel')).toBe('1 two three');
});

it('a fix in a file that is not at hand is left', () => {
  const elsewhere = {
    ...fixing(0, 3, '1'),
    fix: { title: '', safe: true, edits: [{ span: { file: 'b', start: 0, end: 1 }, text: '' }] },
  };
  expect(applySafeFixes([elsewhere], texts)).toEqual({ texts: new Map(), applied: 0 });
});
