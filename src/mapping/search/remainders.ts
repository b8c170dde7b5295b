import type { Model, ModelOperand } from './model.js';
import { divisorsKept, type Sizes } from './tiles.js';

/**
 * Dimensions that may be divided with a remainder, as ones: of those that share a rank of an operand the longest, as the windows of the others are whole then; none of
 * an output that slides.
 */
export function mayLeave(operands: readonly ModelOperand[], extents: Int32Array): Uint8Array {
  const may = new Uint8Array(extents.length).fill(1);
  for (const { ranks, output } of operands)
    for (const rank of ranks) {
      if (rank.length < 2) continue;
      const longest = rank.reduce((best, each) => ((extents[each] ?? 1) > (extents[best] ?? 1) ? each : best));
      for (const dimension of rank) if (output || dimension !== longest) may[dimension] = 0;
    }
  return may;
}

/** Sizes of the parts that a number has when it is divided in so many: the least of those that come to as many parts. */
export function quotientsOf(whole: number): Int32Array {
  const found: number[] = [];
  for (let size = whole; size >= 1;) {
    found.push(size);
    if (size === 1) break;
    // The least number of parts that are smaller than these.
    size = Math.ceil(whole / Math.ceil(whole / (size - 1)));
  }
  return Int32Array.from(found.toReversed());
}

/** `quotientsOf`, kept. */
export function quotientsKept(): Sizes {
  const known = new Map<number, Int32Array>();
  return (whole) => {
    const found = known.get(whole) ?? quotientsOf(whole);
    known.set(whole, found);
    return found;
  };
}

/** Whether an extent may be divided side by side in so many parts: the least that leave as many rounds of it, or of a tile of it that has no remainder within. */
export function roundsKept(): (extent: number, parts: number) => boolean {
  const known = new Map<number, ReadonlySet<number>>();
  const divisors = divisorsKept();
  return (extent, parts) => {
    let found = known.get(extent);
    if (found === undefined) {
      found = new Set([...quotientsOf(extent)].flatMap((size) => [...divisors(size)]));
      known.set(extent, found);
    }
    return found.has(parts);
  };
}

/** Whether dimensions may be divided side by side in so many parts, of all levels together. What is behind the outermost parts of one that leaves a remainder is less than all of it. */
export function together({ extents, ragged }: Pick<Model, 'extents' | 'ragged'>, parts: Int32Array): boolean {
  for (let at = 0; at < extents.length; at++) {
    const [extent, count] = [extents[at] ?? 1, parts[at] ?? 1];
    if (ragged[at] === 1 ? count >= 2 * extent : extent % count !== 0) return false;
  }
  return true;
}

/** Some sizes up to a number, each at most half as large again as the one before: for bounds over all of them. */
export function gridOf(whole: number): Int32Array {
  const found: number[] = [];
  for (let size = 1; size < whole; size = Math.max(size + 1, Math.floor(size * 1.5))) found.push(size);
  return Int32Array.from([...found, whole]);
}
