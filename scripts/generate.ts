/** Writes what is generated from the standard library and the unit table: `npm run generate`. Tests check that it is fresh. */
import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { generatedFiles } from './generate/files.js';

const root = fileURLToPath(new URL('..', import.meta.url));
for (const { path, text } of await generatedFiles(root)) {
  const before = await readFile(root + path, 'utf8').catch(() => undefined);
  if (before === text) continue;
  await writeFile(root + path, text);
  console.log(`wrote ${path}`);
}
