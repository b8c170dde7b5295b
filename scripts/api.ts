/** Writes `docs/api/`: the public surface, one page for each entry of the package. `npm run api` after a wanted change. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { apiPages } from './api-report.js';
import { root } from './bundles.js';

mkdirSync(join(root, 'docs', 'api'), { recursive: true });
for (const page of apiPages()) {
  writeFileSync(join(root, 'docs', 'api', page.file), page.text);
  console.log(`docs/api/${page.file}`);
}
