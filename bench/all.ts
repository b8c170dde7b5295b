/** Runs every benchmark of this folder, one after the other. */
import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const folder = fileURLToPath(new URL('.', import.meta.url));
for (const file of readdirSync(folder).toSorted()) {
  if (!file.endsWith('.ts') || file === 'all.ts') continue;
  console.log(`\n${file}`);
  const done = spawnSync(process.execPath, ['--import', 'tsx', `${folder}${file}`], { stdio: 'inherit' });
  if (done.status !== 0) process.exitCode = 1;
}
