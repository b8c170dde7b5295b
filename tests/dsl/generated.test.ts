import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { generatedFiles } from '../../scripts/generate/files.js';
import { dtypes } from '../../src/ir/index.js';

const root = fileURLToPath(new URL('../../', import.meta.url));

test('what is generated from the standard library and the unit table is fresh: else run `npm run generate`', async () => {
  for (const { path, text } of await generatedFiles(root))
    expect(readFileSync(root + path, 'utf8') === text, path).toBe(true);
});

test('the builder knows the number types of the language', () => {
  const known = [...readFileSync(`${root}src/dsl/dtypes.ts`, 'utf8').matchAll(/'(\w+)'/g)].map(([, name]) => name);
  expect(known).toEqual([...dtypes.keys()]);
});
