import { existsSync, readdirSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { projectOf } from './host.js';

const skipped = new Set(['node_modules', 'dist', 'out']);

/**
 * Every `.accel` file of the project that `folder` is in, as paths relative to `folder`, sorted; hidden folders,
 * `node_modules`, `dist` and `out` are left out.
 */
export function projectSources(folder: string): readonly string[] {
  const { root } = projectOf('accel.json', folder);
  const found: string[] = [];
  collect(root === '' ? folder : root, found);
  return found.map((path) => relative(folder, path).split(sep).join('/')).toSorted();
}

function collect(folder: string, found: string[]): void {
  if (!existsSync(folder)) return;
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    if (entry.isFile() && entry.name.endsWith('.accel')) found.push(join(folder, entry.name));
    else if (entry.isDirectory() && !entry.name.startsWith('.') && !skipped.has(entry.name)) {
      collect(join(folder, entry.name), found);
    }
  }
}
