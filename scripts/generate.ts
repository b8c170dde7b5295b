/** Writes what is generated from the standard library, the grammar and the tables of units and words: `npm run generate`. Tests check that it is fresh. */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { generatedFiles } from './generate/files.js';

const root = fileURLToPath(new URL('..', import.meta.url));
for (const { path, text } of await generatedFiles(root)) {
  const before = await readFile(root + path, 'utf8').catch(() => undefined);
  if (before === text) continue;
  await mkdir(dirname(root + path), { recursive: true });
  await writeFile(root + path, text);
  console.log(`wrote ${path}`);
}
