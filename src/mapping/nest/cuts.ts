import type { Mapping, Nest, Operand } from './types.js';

/** A loop of one dimension where it stands. Loops side by side along both axes of a level are one. */
export interface PlacedLoop {
  readonly dimension: number;
  readonly level: number;
  readonly inTime: boolean;
  readonly bound: number;
  /** By how much a step moves the dimension. */
  readonly distance: number;
  /** Where it stands among all loops of the mapping, outermost first. */
  readonly place: number;
}

/** An operand over numbered dimensions. */
export interface PlacedOperand {
  readonly operand: Operand;
  readonly ranks: readonly { readonly dimensions: readonly number[]; readonly coefficients: readonly number[] }[];
  /** Rank that a dimension moves, -1 for none, and by how much a step of it does. */
  readonly rankOf: readonly number[];
  readonly coefficientOf: readonly number[];
}

/** A mapping with its dimensions numbered. */
export interface PlacedNest {
  readonly extents: readonly number[];
  readonly operands: readonly PlacedOperand[];
  /** By dimension, outermost first; those of one step are left out. */
  readonly loops: readonly (readonly PlacedLoop[])[];
  /** In time, of all dimensions, innermost first. */
  readonly time: readonly PlacedLoop[];
  /** What an instance of a level holds of each dimension, at most; one of each for the multipliers. */
  readonly held: readonly (readonly number[])[];
}

const operandsOf = new WeakMap<Nest, readonly PlacedOperand[]>();

/** A nest with the loops of a mapping in their places. */
export function placed(nest: Nest, mapping: Mapping): PlacedNest {
  const names = [...nest.dimensions.keys()];
  const extents = [...nest.dimensions.values()];
  const operands = operandsOf.get(nest) ?? nest.operands.map((operand) => placedOperand(names, operand));
  operandsOf.set(nest, operands);
  const inner = names.map(() => 1);
  const loops: PlacedLoop[][] = names.map(() => []);
  const time: PlacedLoop[] = [];
  const held: (readonly number[])[] = [names.map(() => 1)];
  let place = mapping.reduce((count, { temporal, spatial }) => count + temporal.length + spatial.length, 0);
  for (let level = mapping.length - 1; level >= 0; level--) {
    const { temporal = [], spatial = [] } = mapping[level] ?? {};
    for (let at = spatial.length + temporal.length - 1; at >= 0; at--) {
      place--;
      const inTime = at < temporal.length;
      const loop = inTime ? temporal[at] : spatial[at - temporal.length];
      if (loop === undefined || loop.bound === 1) continue;
      const dimension = names.indexOf(loop.dimension);
      const own = loops[dimension];
      const distance = inner[dimension] ?? 1;
      inner[dimension] = distance * loop.bound;
      const within = own?.at(-1);
      const made = { dimension, level, inTime, bound: loop.bound, distance, place };
      if (inTime) time.push(made);
      if (!inTime && within?.level === level && !within.inTime)
        own?.splice(-1, 1, { ...made, bound: within.bound * loop.bound, distance: within.distance });
      else own?.push(made);
    }
    held.push(inner.map((size, dimension) => Math.min(size, extents[dimension] ?? 1)));
  }
  for (const own of loops) own.reverse();
  return { extents, operands, loops, time, held: held.toReversed() };
}

function placedOperand(names: readonly string[], operand: Operand): PlacedOperand {
  const ranks = operand.ranks.map((terms) => ({
    dimensions: terms.map(({ dimension }) => names.indexOf(dimension)),
    coefficients: terms.map(({ coefficient }) => coefficient),
  }));
  const rankOf = names.map((_, dimension) => ranks.findIndex(({ dimensions }) => dimensions.includes(dimension)));
  const coefficientOf = names.map((_, dimension) => {
    const rank = ranks[rankOf[dimension] ?? -1];
    return rank?.coefficients[rank.dimensions.indexOf(dimension)] ?? 0;
  });
  return { operand, ranks, rankOf, coefficientOf };
}

/** How many of the first steps of a loop in space count for something: each, only one of all, or as many as differ. */
export type InSpace = 'each' | 'once' | ((first: number) => number);

/** Tiles that are counted, and their extents along the dimension, added up. */
export interface Measured {
  tiles: number;
  extents: number;
}

const within = new Float64Array(64);

/**
 * Tiles of one dimension behind its loops of the levels above one, cut off where it ends. Only its outermost loop is not full, so one chain of remainders says what the
 * last step of each loop has.
 *
 * @param below the level
 * @param place loops in time count that stand outside of it, of others only the first step does
 * @param inSpace what steps of loops in space count, by level
 */
export function measure(
  { loops, extents, held }: PlacedNest,
  dimension: number,
  below: number,
  place: number,
  inSpace: (level: number) => InSpace,
): Measured {
  const own = loops[dimension] ?? [];
  const tile = held[below]?.[dimension] ?? 1;
  let count = own.length;
  while (count > 0 && (own[count - 1]?.level ?? 0) >= below) count--;
  let full = 1;
  for (let at = count - 1; at >= 0; at--) {
    const loop = own[at];
    within[at] = full;
    if (loop !== undefined) full *= counted(loop, loop.bound, place, inSpace);
  }
  const found = { tiles: 0, extents: 0 };
  let left = extents[dimension] ?? 1;
  let weight = 1;
  for (let at = 0; at < count; at++) {
    const loop = own[at];
    if (loop === undefined) continue;
    const whole = Math.min(loop.bound, Math.floor(left / loop.distance));
    const before = counted(loop, whole, place, inSpace);
    const behind = weight * before * (within[at] ?? 1);
    found.tiles += behind;
    found.extents += behind * tile;
    left = whole < loop.bound ? left - whole * loop.distance : 0;
    if (left === 0) return found;
    weight *= counted(loop, whole + 1, place, inSpace) - before;
    if (weight === 0) return found;
  }
  found.tiles += weight;
  found.extents += weight * Math.min(left, tile);
  return found;
}

function counted(
  { inTime, level, place: own }: PlacedLoop,
  first: number,
  place: number,
  inSpace: (level: number) => InSpace,
): number {
  const how = inTime ? (own < place ? 'each' : 'once') : inSpace(level);
  return how === 'each' ? first : how === 'once' ? Math.min(first, 1) : how(first);
}
