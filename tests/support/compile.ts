import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../', import.meta.url));

/** What `tsc` says of some files, by name, under the project's own options. */
export function compile(files: Readonly<Record<string, string>>): string {
  mkdirSync(`${root}node_modules/.cache`, { recursive: true });
  const folder = mkdtempSync(`${root}node_modules/.cache/compile-`);
  try {
    for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
    const config = { extends: `${root}tsconfig.json`, files: Object.keys(files), include: [] };
    writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(config));
    const tsc = `${root}node_modules/typescript/bin/tsc`;
    return spawnSync(process.execPath, [tsc, '-p', folder, '--pretty', 'false']).stdout.toString();
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
