import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { catalogue } from '../../src/diagnostics/index.js';
import { limits, parse } from '../../src/syntax/index.js';

const codes = Object.keys(catalogue).filter((code) => code.startsWith('E1'));

/** No committed source is 64 MiB long; `limits.test.ts` has the test of that code. */
const withoutSource = new Set(['E121']);

test.each(codes.filter((code) => !withoutSource.has(code)))('%s has a source with that one mistake', (code) => {
  const source = readFileSync(`tests/diagnostics/sources/${code}.accel`, 'utf8');
  const found = parse(source, 'source.accel').diagnostics.map((one) => one.code);
  expect(code === 'E122' ? found.at(-1) : found[0]).toBe(code);
  expect(found).toHaveLength(code === 'E122' ? limits.syntaxErrors + 1 : 1);
});

test.each(codes)('%s has a page whose repaired example is right', (code) => {
  const page = readFileSync(`docs/diagnostics/${code}.md`, 'utf8');
  expect(page).toContain(`# ${code}: `);
  const examples = [...page.matchAll(/```accel\n([^]*?)```/g)].map((found) => found[1] ?? '');
  expect(examples).toHaveLength(2);
  expect(parse(examples[1] ?? '', 'page.accel').diagnostics).toEqual([]);
});
