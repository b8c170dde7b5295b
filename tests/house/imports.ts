import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../..', import.meta.url));

/** One import of a source file. */
export interface Import {
  /** Path of the importing file from the root: `src/language/index.ts`. */
  readonly from: string;
  /** As written: `../ir/index.js`, `node:fs`. */
  readonly specifier: string;
  /** Path from the root of what is imported; undefined for a package. */
  readonly to: string | undefined;
  /** `type`: gone when compiled; `dynamic`: loaded on demand. */
  readonly kind: 'static' | 'type' | 'dynamic';
}

/** Every file under `folder` (from the root) that ends in `ending`, by path from the root. */
export function filesUnder(folder: string, ending = '.ts'): readonly string[] {
  const start = join(root, folder);
  if (!existsSync(start)) return [];
  return readdirSync(start, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(ending))
    .map((entry) => relative(root, join(entry.parentPath, entry.name)))
    .toSorted();
}

export function read(path: string): string {
  return readFileSync(join(root, path), 'utf8');
}

const statement =
  /^\s*(?:import|export)\s+(type\s+)?(?:[\w*{}\s,$]+?\s+from\s+)?'([^']+)'|\bimport\(\s*'([^']+)'\s*\)(\.)?|\btypeof import\('([^']+)'\)/gm;

/** The imports of one file. Files are formatted by Prettier, which makes them easy to read off. */
export function importsOf(path: string): readonly Import[] {
  const text = withoutComments(read(path));
  return [...text.matchAll(statement)].map((match) => {
    const specifier = match[2] ?? match[3] ?? match[5] ?? '';
    const inType = match[5] !== undefined || match[1] !== undefined || match[4] !== undefined;
    const kind = inType ? 'type' : match[2] === undefined ? 'dynamic' : 'static';
    return { from: path, specifier, to: target(path, specifier), kind };
  });
}

function target(path: string, specifier: string): string | undefined {
  if (!specifier.startsWith('.')) return undefined;
  return relative(root, resolve(root, dirname(path), specifier)).replace(/\.js$/, '.ts');
}

/** Line comments first: one may speak of `stdlib/*.accel`, which begins no block comment. */
function withoutComments(text: string): string {
  return text.replace(/^\s*\/\/.*$/gm, '').replace(/\/\*[\s\S]*?\*\//g, '');
}

/** Everything under `src` that loading `path` loads: static imports, transitively. */
export function loadedBy(path: string, imports: ReadonlyMap<string, readonly Import[]>): ReadonlySet<string> {
  const loaded = new Set<string>();
  const waiting = [path];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (loaded.has(next)) continue;
    loaded.add(next);
    for (const { to, kind } of imports.get(next) ?? []) {
      if (to !== undefined && kind === 'static') waiting.push(to);
    }
  }
  return loaded;
}
