import type { Affine } from './types.js';

/** The extent of a tensor's rank where none is stated: its largest index plus one, and at least 1. */
export function tensorExtent({ terms, offset }: Affine, extents: ReadonlyMap<string, number>): number {
  const largest = Object.entries(terms).reduce(
    (sum, [name, factor]) => sum + Math.max(0, factor * ((extents.get(name) ?? 1) - 1)),
    offset,
  );
  return Math.max(1, largest + 1);
}
