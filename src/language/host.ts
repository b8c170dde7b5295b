/** What reading a file gives; whatever is wrong with a file is a value, not an exception. */
export type FileContent =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'missing' }
  | { readonly kind: 'directory' }
  | { readonly kind: 'invalid_utf8' }
  | { readonly kind: 'too_large'; readonly bytes: number; readonly limit: number }
  | { readonly kind: 'unreadable'; readonly reason: string };

/**
 * Where sources come from: a folder, an editor's open buffers, a browser's memory. All that the language knows of files.
 * Paths use `/`; a path that starts with neither `/` nor a drive is relative to wherever the host says.
 */
export interface Host {
  /** The folder that imports never leave, without a trailing `/`; empty: the folder that relative paths start from. */
  readonly root: string;
  /** Reads a file of the project by the path the language made of the entry's path and the imports. */
  readonly read: (path: string) => FileContent;
  /** Reads a module of the standard library by its name without `std/`: `memory`. */
  readonly standard: (name: string) => FileContent;
}

/** Ends of what a program may ask for, so that every source is answered in bounded time and memory. */
export interface Limits {
  /** Instances written out one by one (an array that folds counts once). */
  readonly instances: number;
  /** Components elaborated for different arguments or clocks: each is a module of its own. */
  readonly modules: number;
  /** Turns of all loops of a design that are worked out one by one. */
  readonly turns: number;
  /** Components within components, calls within calls, imports within imports. */
  readonly nesting: number;
  /** UTF-16 units of all sources of a program. */
  readonly source: number;
}

export const defaultLimits: Limits = {
  instances: 1_000_000,
  modules: 10_000,
  turns: 1_000_000,
  nesting: 256,
  source: 64 * 1024 * 1024,
};

/** The path under which a module of the standard library stands in spans: `std:memory.accel`. No file of a project has it. */
export function standardPath(name: string): string {
  return `std:${name}.accel`;
}

/** `std/memory` of `std:memory.accel`; undefined for a file of the project. */
export function standardModule(path: string): string | undefined {
  return path.startsWith('std:') ? `std/${path.slice('std:'.length, -'.accel'.length)}` : undefined;
}
