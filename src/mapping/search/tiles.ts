import type { Model } from './model.js';
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
