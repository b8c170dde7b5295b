import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { analyze, type FileContent, type Host, type KnownModule } from '../../src/language/index.js';
import { parse, visit, type Node } from '../../src/syntax/index.js';
import { readSource } from '../../src/workspace/node/index.js';
import { standard } from '../support/language.js';

const root = fileURLToPath(new URL('../../', import.meta.url));

/** A source of the repository by its path there. */
export interface Source {
  readonly path: string;
  readonly text: string;
}

const folders = ['examples', 'stdlib', 'templates', 'tests'];

/** Every `.accel` file of the repository. */
export const corpus: readonly Source[] = folders
  .flatMap((folder) =>
    readdirSync(root + folder, { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.accel'))
      .map((file) => `${folder}/${file.replaceAll('\\', '/')}`),
  )
  .toSorted()
  .map((path) => ({ path, text: readFileSync(root + path, 'utf8') }));

/** Texts of the corpus that hold a syntax node of each kind, for a graft into another source. */
export const grafts: ReadonlyMap<Node['kind'], readonly string[]> = graftsOf(corpus);

function graftsOf(sources: readonly Source[]): ReadonlyMap<Node['kind'], readonly string[]> {
  const found = new Map<Node['kind'], Set<string>>();
  for (const { path, text } of sources) {
    visit(parse(text, path).ast, ({ kind, start, end }) => {
      const texts = found.get(kind) ?? new Set();
      found.set(kind, texts);
      if (end > start && end - start < 600) texts.add(text.slice(start, end));
    });
  }
  return new Map([...found].map(([kind, texts]) => [kind, [...texts]]));
}

const disk = new Map<string, FileContent>();

/** A file of the repository, read once. */
function onDisk(path: string): FileContent {
  const before = disk.get(path);
  if (before !== undefined) return before;
  const content = readSource(root + path);
  disk.set(path, content);
  return content;
}

/** The repository as a project, with one text in the place of a file. */
export function hostWith(changed: Source): Host {
  return {
    root: '',
    read: (path) => (path === changed.path ? { kind: 'text', text: changed.text } : onDisk(path)),
    standard,
  };
}

/** The standard library as analysed once, so that each source is looked at by itself. */
export const known: ReadonlyMap<string, KnownModule> = knownLibrary();

function knownLibrary(): ReadonlyMap<string, KnownModule> {
  const names = readdirSync(`${root}stdlib`).map((file) => file.replace('.accel', ''));
  const text = names.map((name) => `import * as ${name}_ from "std/${name}";`).join('\n');
  const found = analyze(hostWith({ path: 'all.accel', text }), 'all.accel').known;
  return new Map([...found].filter(([path]) => path.startsWith('std:')));
}
