import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { compile } from '../support/compile.js';

const root = fileURLToPath(new URL('../../', import.meta.url));
const source = readFileSync(`${root}tests/dsl/mistakes.ts`, 'utf8');

/** What `tsc` says of the mistakes. */
function said(text: string): string {
  return compile({ 'mistakes.ts': text });
}

test('tsc finds every mistake marked in the file, and no other', () => {
  expect(said(source)).toBe('');
});

test('tsc says what is wrong in the words of the design', () => {
  const words = said(source.replaceAll(/^ *\/\/ @ts-expect-error.*$/gm, ''));
  const marks = source.match(/@ts-expect-error/g) ?? [];
  expect(words.match(/error TS/g)?.length).toBe(marks.length);
  expect(words).toContain(`Type 'Quantity<"power">' is not assignable to type 'Quantity<"frequency">'.`);
  expect(words).toContain('"stream<int32, 16> does not fit stream<int32, 32>"');
  expect(words).toContain('"a commands port does not fit a memory port"');
  expect(words).toContain('"matmul of inner extents 8 and 4"');
  expect(words).toContain('"add of int8 and bf16"');
  expect(words).toContain('"index p of the output stands in no operand"');
});
