import { realpathSync } from 'node:fs';
import { dirname, isAbsolute, relative, resolve, sep } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { standardModule, type FileContent } from '../../src/language/index.js';
import {
  nodeHost,
  projectOf,
  projectSources,
  readSource,
  standardLibraryFile,
  standardLibraryNames,
} from '../../src/workspace/node/index.js';
import type { Files } from '../project.js';

/** The disk, as the server sees it through the workspace's folders. */
export function nodeFiles(folders: () => readonly string[]): Files {
  const roots = new Map<string, string>();
  const rootOf = (path: string): string => {
    const before = roots.get(path);
    if (before !== undefined) return before;
    // Of folders within each other the innermost counts.
    const around = folders().filter((each) => inside(path, each));
    const folder = around.toSorted((a, b) => b.length - a.length)[0] ?? dirname(path);
    const root = slashed(resolve(folder, projectOf(path, folder).root));
    roots.set(path, root);
    return root;
  };
  const { standard } = nodeHost({ path: '', root: '', folder: '' });
  return {
    rootOf,
    read: readInside,
    standard,
    standardNames: standardLibraryNames(),
    sources: () => folders().flatMap((folder) => projectSources(folder).map((path) => slashed(resolve(folder, path)))),
    forget: () => roots.clear(),
  };
}

/** Reads a file unless it, or what its symbolic links lead to, lies outside the root. */
function readInside(path: string, root: string): FileContent {
  try {
    if (!inside(realpathSync(path), realpathSync(root))) return { kind: 'missing' };
  } catch {
    return { kind: 'missing' };
  }
  return readSource(path);
}

function inside(path: string, folder: string): boolean {
  const way = relative(folder, path);
  return way !== '' && way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way);
}

function slashed(path: string): string {
  return sep === '/' ? path : path.split(sep).join('/');
}

/** The path of a document; one that is no file keeps its URI, which nothing on the disk has. */
export function pathOfUri(uri: string): string {
  try {
    return slashed(fileURLToPath(uri));
  } catch {
    return uri;
  }
}

/** The URI of a path; a module of the standard library is the file that ships with the package. */
export function uriOfPath(path: string): string {
  const module = standardModule(path);
  if (module !== undefined) return pathToFileURL(standardLibraryFile(module.slice('std/'.length))).href;
  return /^[a-z][a-z+.-]+:/.test(path) ? path : pathToFileURL(path).href;
}
