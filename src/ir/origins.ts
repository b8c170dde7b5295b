import type { Origin } from '../diagnostics/index.js';

/**
 * Where each part of a design was written: a side table, so that the IR's bytes do not depend on it.
 * Keys are paths made by `originKey`: `Tile/instance/mxu`, `Tile/connection/3`, `Tile/requirement/0`.
 */
export type Origins = ReadonlyMap<string, Origin>;

export type OriginPart =
  'instance' | 'connection' | 'unused' | 'port' | 'requirement' | 'argument' | 'clock' | 'module' | 'address';

/** The key of a part of a module: its name, or its index where parts have none. */
export function originKey(module: string, part: OriginPart, name: string | number): string {
  return `${module}/${part}/${name}`;
}
