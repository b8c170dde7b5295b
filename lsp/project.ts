import type { Diagnostic } from '../src/diagnostics/index.js';
import {
  analyze,
  standardModule,
  standardPath,
  type Entity,
  type FileContent,
  type Host,
  type KnownModule,
} from '../src/language/index.js';
import { checkEarly } from '../src/workspace/index.js';
import type { Analysis } from './analysis.js';
import { relativePath } from './text/paths.js';

/** What the server needs of where it runs. Paths are absolute, with `/`. */
export interface Files {
  /** The folder that the imports of a file never leave. */
  readonly rootOf: (path: string) => string;
  /** Reads a file that lies within `root`, symbolic links followed. */
  readonly read: (path: string, root: string) => FileContent;
  /** Reads a module of the standard library by its name without `std/`. */
  readonly standard: (name: string) => FileContent;
  /** Names of the standard library's modules, without `std/`. */
  readonly standardNames: readonly string[];
  /** Every `.accel` file of the workspace. */
  readonly sources: () => readonly string[];
  /** Which files there are, and where projects begin, may have changed. */
  readonly forget?: () => void;
}

/** A module that can be imported, and what it exports. */
export interface Importable {
  /** As an import writes it: `std/memory`. */
  readonly from: string;
  readonly exports: ReadonlyMap<string, Entity>;
}

/** The texts of a workspace and what is known of them: open buffers first, then the disk. */
export interface Project {
  /** Puts the text of an open file in the place of what is on the disk; undefined: it is closed. */
  readonly setOpen: (path: string, text: string | undefined) => void;
  /** What was read from the disk may have changed. */
  readonly forgetDisk: () => void;
  /** Undefined where the file cannot be read. */
  readonly analysisOf: (path: string) => Analysis | undefined;
  /** Of every file of the workspace, open or not. */
  readonly analyses: () => readonly Analysis[];
  /** What `accel check` would tell of a file and what it imports without the estimate. */
  readonly diagnosticsOf: (path: string) => readonly Diagnostic[];
  readonly sources: () => readonly string[];
  /** Another number whenever a text may have changed. */
  readonly edition: () => number;
  readonly textOf: (path: string) => string | undefined;
  /** What a file could import: the standard library, and the other files of the workspace within its root. */
  readonly importable: (path: string) => readonly Importable[];
  /** The analysis of a file as if some word stood at `offset` where none does, so that the place is in the tree. */
  readonly completing: (path: string, offset: number) => Analysis | undefined;
}

/** What an analysis was made from: it holds as long as each file reads the same. */
interface Entry {
  readonly root: string;
  readonly analysis: Analysis | undefined;
  readonly found: readonly Diagnostic[];
  readonly read: ReadonlyMap<string, FileContent>;
  checked: readonly Diagnostic[] | undefined;
}

/** A project without open files. */
export function createProject(files: Files): Project {
  const open = new Map<string, string>();
  const disk = new Map<string, FileContent>();
  const entries = new Map<string, Entry>();
  const known = new Map<string, KnownModule>();
  let modules: readonly Importable[] | undefined;
  let edition = 0;

  const content = (path: string, root: string): FileContent => {
    const text = open.get(path);
    if (text !== undefined) return { kind: 'text', text };
    const key = `${root}\n${path}`;
    const before = disk.get(key);
    if (before !== undefined) return before;
    const read = files.read(path, root);
    disk.set(key, read);
    return read;
  };

  const hostOf = (root: string, read: Map<string, FileContent>): Host => ({
    root,
    read: (path) => {
      const found = content(path, root);
      read.set(path, found);
      return found;
    },
    standard: files.standard,
  });

  const holds = (path: string, before: Entry): boolean => {
    const root = files.rootOf(path);
    return root === before.root && [...before.read].every(([each, found]) => sameContent(content(each, root), found));
  };

  const lookAt = (path: string): Entry => {
    const before = entries.get(path);
    if (before !== undefined && holds(path, before)) return before;
    const read = new Map<string, FileContent>();
    const root = files.rootOf(path);
    const { program, diagnostics, known: now } = analyze(hostOf(root, read), path, { known });
    for (const [each, module] of now) known.set(each, module);
    const analysis = program === undefined ? undefined : { path, text: program.entry.text, program };
    const made: Entry = { root, analysis, found: diagnostics, read, checked: undefined };
    entries.set(path, made);
    return made;
  };

  const sources = (): readonly string[] =>
    [...new Set([...files.sources(), ...open.keys()])].filter((path) => standardModule(path) === undefined).toSorted();

  return {
    setOpen: (path, text) => {
      edition += 1;
      if (text !== undefined) {
        open.set(path, text);
        return;
      }
      open.delete(path);
      entries.delete(path);
      known.delete(path);
    },
    forgetDisk: () => {
      edition += 1;
      disk.clear();
      files.forget?.();
    },
    analysisOf: (path) => lookAt(path).analysis,
    analyses: () => sources().flatMap((path) => lookAt(path).analysis ?? []),
    diagnosticsOf: (path) => {
      const it = lookAt(path);
      it.checked ??= it.analysis === undefined ? it.found : checkEarly(it.analysis.program, it.found);
      return it.checked;
    },
    sources,
    edition: () => edition,
    textOf: (path) => {
      const found = content(path, files.rootOf(path));
      return found.kind === 'text' ? found.text : undefined;
    },
    importable: (path) => {
      modules ??= standardModules(files, hostOf('', new Map()), known);
      const root = files.rootOf(path);
      const others = sources().filter((each) => each !== path && files.rootOf(each) === root);
      return [
        ...modules,
        ...others.flatMap((each) => {
          const exports = lookAt(each).analysis?.program.entry.exports;
          return exports === undefined || exports.size === 0 ? [] : [{ from: relativePath(path, each), exports }];
        }),
      ];
    },
    completing: (path, offset) => {
      const { analysis } = lookAt(path);
      if (analysis === undefined || /\w/.test(analysis.text.charAt(offset - 1))) return analysis;
      const text = `${analysis.text.slice(0, offset)}x${analysis.text.slice(offset)}`;
      const host = hostOf(files.rootOf(path), new Map());
      const patched: Host = { ...host, read: (each) => (each === path ? { kind: 'text', text } : host.read(each)) };
      const { program } = analyze(patched, path, { known });
      return program === undefined ? undefined : { path, text, program };
    },
  };
}

function sameContent(a: FileContent, b: FileContent): boolean {
  if (a === b) return true;
  return a.kind === 'text' && b.kind === 'text' ? a.text === b.text : a.kind === b.kind;
}

function standardModules(files: Files, host: Host, known: ReadonlyMap<string, KnownModule>): readonly Importable[] {
  return files.standardNames.flatMap((name) => {
    const { program } = analyze(host, standardPath(name), { known });
    return program === undefined ? [] : [{ from: `std/${name}`, exports: program.entry.exports }];
  });
}
