import { standardModule, standardPath, type FileContent } from '../../src/language/index.js';
import type { Files } from '../project.js';

/** Texts by URI; `null`: there is no such file any more. */
export type FileTexts = Readonly<Record<string, string | null>>;

/** Files that exist only as the client has told them. */
export interface VirtualFiles {
  readonly files: Files;
  readonly set: (texts: FileTexts) => void;
  readonly onChange: (listener: () => void) => void;
  /** The text behind a URI, of the standard library too. */
  readonly textOf: (uri: string) => string | undefined;
}

/** No files but the standard library, whose texts are given by import name: `std/memory`. */
export function createVirtualFiles(library: Readonly<Record<string, string>>): VirtualFiles {
  const texts = new Map<string, string>();
  const listeners: (() => void)[] = [];
  const standard = (name: string): FileContent => contentOf(library[`std/${name}`]);
  return {
    files: {
      // Whatever the client has given, it has given to be read.
      rootOf: () => '/',
      read: (path) => contentOf(texts.get(path)),
      standard,
      standardNames: Object.keys(library).map((name) => name.slice('std/'.length)),
      sources: () => [...texts.keys()].filter((path) => path.endsWith('.accel')).toSorted(),
    },
    set: (given) => {
      for (const [uri, text] of Object.entries(given)) {
        if (text === null) texts.delete(pathOfUri(uri));
        else texts.set(pathOfUri(uri), text);
      }
      for (const listener of listeners) listener();
    },
    onChange: (listener) => listeners.push(listener),
    textOf: (uri) => texts.get(pathOfUri(uri)) ?? library[standardModule(pathOfUri(uri)) ?? ''],
  };
}

function contentOf(text: string | undefined): FileContent {
  return text === undefined ? { kind: 'missing' } : { kind: 'text', text };
}

/** The path of a document: of a file what follows its scheme, of a module of the standard library the module's, else the whole URI. */
export function pathOfUri(uri: string): string {
  const module = /^accel-std:\/std\/(.*)\.accel$/.exec(uri)?.[1];
  if (module !== undefined) return standardPath(module);
  const path = /^file:\/\/(\/.*)$/.exec(uri)?.[1];
  return path === undefined ? uri : decodeURIComponent(path);
}

/** The URI of a path; a module of the standard library has the scheme `accel-std`. */
export function uriOfPath(path: string): string {
  const module = standardModule(path);
  if (module !== undefined) return `accel-std:/${module}.accel`;
  return path.startsWith('/') ? `file://${path.split('/').map(encodeURIComponent).join('/')}` : path;
}
