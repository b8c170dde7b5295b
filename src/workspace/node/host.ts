import { existsSync, realpathSync } from 'node:fs';
import { dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import type { FileContent, Host } from '../../language/index.js';
import { standardLibraryFile } from './package-folder.js';
import { readSource } from './read.js';

/** Where a design file stands: what the language calls it, and the folder that its imports never leave. */
export interface ProjectPlace {
  /** Relative to `folder` where it is inside, else absolute; always with `/`. */
  readonly path: string;
  /** Written the same way. */
  readonly root: string;
  /** What relative paths start from. */
  readonly folder: string;
}

/**
 * Finds the project of a file: the nearest folder above it with an `accel.json`, else the current folder when the file
 * is in it, else the file's own folder.
 */
export function projectOf(file: string, folder: string): ProjectPlace {
  const absolute = resolve(folder, file);
  const root = markedFolder(dirname(absolute)) ?? (inside(absolute, folder) ? folder : dirname(absolute));
  if (inside(join(root, 'x'), folder))
    return { path: slashed(relative(folder, absolute)), root: slashed(relative(folder, root)), folder };
  return { path: slashed(absolute), root: slashed(root), folder };
}

function markedFolder(start: string): string | undefined {
  for (let folder = start; ; folder = dirname(folder)) {
    if (existsSync(join(folder, 'accel.json'))) return folder;
    if (dirname(folder) === folder) return undefined;
  }
}

function inside(path: string, folder: string): boolean {
  const way = relative(folder, path);
  return way !== '' && way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way);
}

function slashed(path: string): string {
  return sep === '/' ? path : path.split(sep).join('/');
}

/**
 * The disk as the language sees it.
 *
 * @param given texts that stand in for files: standard input under its made-up name
 */
export function nodeHost(place: ProjectPlace, given: ReadonlyMap<string, string> = new Map()): Host {
  return {
    root: place.root,
    read: (path) => {
      const text = given.get(path);
      if (text !== undefined) return { kind: 'text', text };
      // The file that was asked for may be a link; what it names must be where it seems to be.
      return path === place.path || staysInside(place, path)
        ? content(resolve(place.folder, path))
        : { kind: 'unreadable', reason: 'a symbolic link leads out of the project' };
    },
    standard: (name) => (/^[a-z_]+$/.test(name) ? content(standardLibraryFile(name)) : { kind: 'missing' }),
  };
}

/** Whether the file that a path of the project leads to, through all symbolic links, is in the project; one that is not there is. */
function staysInside(place: ProjectPlace, path: string): boolean {
  try {
    const root = realpathSync(resolve(place.folder, place.root));
    return inside(realpathSync(resolve(place.folder, path)), root);
  } catch {
    return true;
  }
}

function content(path: string): FileContent {
  return readSource(path);
}
