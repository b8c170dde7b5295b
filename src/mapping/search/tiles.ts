import type { Model } from './model.js';
import { gridOf } from './remainders.js';
import type { Spread } from './spatial.js';
import { tileWords } from './state.js';

/** Sizes that a tile may have within one of a size: of divisors, or of any. Ascending. */
export type Sizes = (whole: number) => Int32Array;

/** Divisors of numbers, kept. */
export function divisorsKept(): Sizes {
  const known = new Map<number, Int32Array>();
  return (whole) => {
    const found = known.get(whole);
    if (found !== undefined) return found;
    const low: number[] = [];
    for (let each = 1; each * each <= whole; each++) if (whole % each === 0) low.push(each);
    const high = low.map((each) => whole / each).filter((each) => each * each > whole);
    const made = Int32Array.from([...low, ...high.toReversed()]);
    known.set(whole, made);
    return made;
  };
}

/** Whether a tile may be divided side by side in so many parts: into equal ones, or where a dimension may leave a remainder into no more than it has. */
export function spreadable({ ragged, extents }: Model, parts: Int32Array, tile: Int32Array, at: number): boolean {
  for (let dimension = 0; dimension < parts.length; dimension++) {
    const [size, count] = [tile[at + dimension] ?? 1, parts[dimension] ?? 1];
    if (ragged[dimension] === 1 && size === extents[dimension] ? count > size : size % count !== 0) return false;
  }
  return true;
}

/** The same of any tile that is no larger. */
function withinAny({ ragged }: Model, parts: Int32Array, tile: Int32Array, at: number): boolean {
  for (let dimension = 0; dimension < parts.length; dimension++) {
    const [size, count] = [tile[at + dimension] ?? 1, parts[dimension] ?? 1];
    if (ragged[dimension] === 1 ? count > size : size % count !== 0) return false;
  }
  return true;
}

/** The widest of ways to spread, widest first, that a tile, or one within it, may be divided by. */
export function widestOf(model: Model, ways: readonly Spread[], tile: Int32Array, at: number): number {
  for (let way = 0; way < ways.length; way++) {
    const spread = ways[way];
    if (spread !== undefined && withinAny(model, spread.parts, tile, at)) return spread.x * spread.y;
  }
  return 1;
}

/** Words that a level holds, of all operands that it keeps. */
export function wordsHeld(model: Model, level: number, extents: Int32Array, at: number): number {
  let words = 0;
  for (const operand of model.operands) if (operand.kept[level] === true) words += tileWords(operand, extents, at);
  return words;
}

/**
 * Calls back for every tile of a level that fits, written to `into` at `at`: lexicographic, the last dimension the fastest.
 *
 * @param whole what the tile is a part of, by dimension
 */
export function eachTile(
  model: Model,
  sizes: Sizes,
  level: number,
  whole: Int32Array,
  into: Int32Array,
  at: number,
  found: () => void,
): void {
  const { least, names } = model;
  const dimensions = names.length;
  const capacity = model.levels[level]?.capacity ?? Infinity;
  const leastOf = (dimension: number): number => least[level * dimensions + dimension] ?? 1;
  const choose = (dimension: number): void => {
    if (dimension === dimensions) {
      found();
      return;
    }
    const values = sizes(whole[dimension] ?? 1);
    for (let index = 0; index < values.length; index++) {
      const value = values[index] ?? 1;
      if (value < leastOf(dimension)) continue;
      into[at + dimension] = value;
      if (wordsHeld(model, level, into, at) > capacity) break;
      choose(dimension + 1);
    }
    into[at + dimension] = leastOf(dimension);
  };
  for (let dimension = 0; dimension < dimensions; dimension++) into[at + dimension] = leastOf(dimension);
  if (wordsHeld(model, level, into, at) <= capacity) choose(0);
}

/**
 * The same of tiles that may leave remainders, of a grid of sizes: calls back with the largest of each cell of which the least fits.
 *
 * @param into the largest
 */
export function eachCell(model: Model, sizes: Sizes, level: number, into: Int32Array, found: () => void): void {
  const { least, names, extents, ragged } = model;
  const capacity = model.levels[level]?.capacity ?? Infinity;
  const smallest = new Int32Array(names.length).fill(1);
  const choose = (dimension: number): void => {
    if (dimension === names.length) {
      found();
      return;
    }
    const [extent, free] = [extents[dimension] ?? 1, ragged[dimension] === 1];
    const asked = least[level * names.length + dimension] ?? 1;
    const values = free ? gridOf(extent) : sizes(extent);
    for (let index = 0; index < values.length; index++) {
      const value = values[index] ?? 1;
      if (value < asked) continue;
      into[dimension] = value;
      smallest[dimension] = free && index > 0 ? Math.max(asked, (values[index - 1] ?? 0) + 1) : value;
      if (wordsHeld(model, level, smallest, 0) > capacity) break;
      choose(dimension + 1);
    }
    smallest[dimension] = 1;
  };
  if (wordsHeld(model, level, smallest, 0) <= capacity) choose(0);
}
