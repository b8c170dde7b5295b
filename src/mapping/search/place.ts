import type { Model } from './model.js';
import type { Order } from './orders.js';
import type { Chosen, Walk } from './progress.js';
import type { Spread } from './spatial.js';
import { wordsHeld } from './tiles.js';

/** A complete mapping that is moved about: tiles by boundary, parts of the dimensions side by side and orders by level, each of all dimensions. */
export interface Place {
  readonly tiles: Int32Array;
  readonly parts: Int32Array;
  readonly orders: Order[];
  /** The ways to spread that the parts are; undefined where that is not known. */
  readonly spreads: (Spread | undefined)[];
}

export const copyOf = ({ tiles, parts, orders, spreads }: Place): Place => ({
  tiles: tiles.slice(),
  parts: parts.slice(),
  orders: [...orders],
  spreads: [...spreads],
});

/** Makes one place what another is. */
export function put({ tiles, parts, orders, spreads }: Place, into: Place): void {
  for (let at = 0; at < tiles.length; at++) into.tiles[at] = tiles[at] ?? 1;
  for (let at = 0; at < parts.length; at++) into.parts[at] = parts[at] ?? 1;
  for (let level = 0; level < orders.length; level++) {
    const order = orders[level];
    if (order !== undefined) into.orders[level] = order;
    into.spreads[level] = spreads[level];
  }
}

export function placeOf({ model }: Walk, { tiles, spreads, orders }: Chosen): Place {
  const dimensions = model.names.length;
  return {
    tiles: tiles.slice(),
    parts: Int32Array.from(model.levels.flatMap((_, level) => [...(spreads[level]?.parts ?? [])])),
    orders: model.levels.map((_, level) => completed(orders[level] ?? new Int32Array(), dimensions)),
    spreads: model.levels.map(() => undefined),
  };
}

/** An order with the dimensions that it leaves out, which have no loop, outside of it. */
export function completed(order: Order, dimensions: number): Order {
  const all = new Int32Array(dimensions);
  all.set(order);
  let count = order.length;
  for (let dimension = 0; dimension < dimensions; dimension++) if (!order.includes(dimension)) all[count++] = dimension;
  return all;
}

/** A place that spreads one level in one way and no other: tiles as large as fit, from the innermost level out. Undefined where not even the least do. */
export function filled(model: Model, level: number, { parts }: Spread): Place | undefined {
  const dimensions = model.names.length;
  const levels = model.levels.length;
  const tiles = new Int32Array((levels + 1) * dimensions).fill(1);
  const left = model.extents.map((extent, dimension) => extent / (parts[dimension] ?? 1));
  for (let at = levels - 1; at >= 0; at--) {
    const row = at * dimensions;
    for (let dimension = 0; dimension < dimensions; dimension++)
      tiles[row + dimension] =
        (tiles[row + dimensions + dimension] ?? 1) * (at === level ? (parts[dimension] ?? 1) : 1);
    if (!fitsOutward(model, tiles, at, level, parts)) return undefined;
    for (let grown = true; grown;) {
      grown = false;
      for (let dimension = 0; dimension < dimensions; dimension++) {
        const [prime] = primesOf(left[dimension] ?? 1);
        if (prime === undefined) continue;
        tiles[row + dimension] = (tiles[row + dimension] ?? 1) * prime;
        if (fitsOutward(model, tiles, at, level, parts)) {
          left[dimension] = (left[dimension] ?? 1) / prime;
          grown = true;
        } else tiles[row + dimension] = (tiles[row + dimension] ?? 1) / prime;
      }
    }
  }
  return {
    tiles,
    parts: Int32Array.from(
      model.levels.flatMap((_, at) => [...(at === level ? parts : new Int32Array(dimensions).fill(1))]),
    ),
    orders: model.levels.map(() => completed(new Int32Array(), dimensions)),
    spreads: model.levels.map(() => undefined),
  };
}

/** Whether the tile of a level fits it, and all levels outside of it, which hold no less. */
function fitsOutward(model: Model, tiles: Int32Array, at: number, spreadAt: number, parts: Int32Array): boolean {
  const row = at * model.names.length;
  const within = tiles.slice(row, row + model.names.length);
  const spread = within.map((extent, dimension) => extent * (parts[dimension] ?? 1));
  for (let level = at; level >= 0; level--) {
    const held = level <= spreadAt && at > spreadAt ? spread : within;
    if (wordsHeld(model, level, held, 0) > (model.levels[level]?.capacity ?? Infinity)) return false;
  }
  return true;
}

/** Whether all levels hold their tiles, and those what is asked of them. */
export function fits(model: Model, { tiles }: Place): boolean {
  const dimensions = model.names.length;
  for (let level = 1; level < model.levels.length; level++) {
    const row = level * dimensions;
    for (let dimension = 0; dimension < dimensions; dimension++)
      if (
        (tiles[row + dimension] ?? 1) < (model.least[row + dimension] ?? 1) ||
        (tiles[row + dimension] ?? 1) > (model.most[row + dimension] ?? Infinity)
      )
        return false;
    const capacity = model.levels[level]?.capacity ?? Infinity;
    if (capacity !== Infinity && wordsHeld(model, level, tiles, row) > capacity) return false;
  }
  return true;
}

/** Bits of the dimensions that have a loop in time at a level. */
export function activeOf({ tiles, parts }: Place, level: number, dimensions: number): number {
  let active = 0;
  for (let dimension = 0; dimension < dimensions; dimension++)
    if (boundOf({ tiles, parts }, level, dimension, dimensions) !== 1) active |= 1 << dimension;
  return active;
}

function boundOf(
  { tiles, parts }: Pick<Place, 'tiles' | 'parts'>,
  level: number,
  dimension: number,
  dimensions: number,
): number {
  const at = level * dimensions + dimension;
  return (tiles[at] ?? 1) / ((tiles[at + dimensions] ?? 1) * (parts[level * dimensions + dimension] ?? 1));
}

/**
 * Moves a factor of a dimension from one slot to another: slot 2l are the loops in time of level l, 2l + 1 those in space below it. False where it is not there, and then nothing is moved.
 */
export function shift(
  place: Place,
  dimension: number,
  factor: number,
  from: number,
  to: number,
  dimensions: number,
): boolean {
  const { tiles, parts } = place;
  const [levelFrom, levelTo] = [from >> 1, to >> 1];
  const [own, other] = [levelFrom * dimensions + dimension, levelTo * dimensions + dimension];
  const there = from & 1 ? (parts[own] ?? 1) : boundOf(place, levelFrom, dimension, dimensions);
  if (there % factor !== 0) return false;
  if (from & 1) {
    parts[own] = there / factor;
    place.spreads[levelFrom] = undefined;
  }
  if (to & 1) {
    parts[other] = (parts[other] ?? 1) * factor;
    place.spreads[levelTo] = undefined;
  }
  // Tiles between hold more or less of it.
  for (let level = Math.min(levelFrom, levelTo) + 1; level <= Math.max(levelFrom, levelTo); level++) {
    const at = level * dimensions + dimension;
    tiles[at] = levelTo > levelFrom ? (tiles[at] ?? 1) * factor : (tiles[at] ?? 1) / factor;
  }
  return true;
}

/** Spreads a level in another way: what that takes more of a dimension comes from loops in time, and what it takes less goes to those of the level. False where it is not there. */
export function spreadAs(place: Place, spread: Spread, level: number, dimensions: number): boolean {
  for (let dimension = 0; dimension < dimensions; dimension++) {
    const wanted = spread.parts[dimension] ?? 1;
    const own = level * dimensions + dimension;
    place.parts[own] = 1;
    const missing = (): number => wanted / common(wanted, boundOf(place, level, dimension, dimensions));
    for (let other = place.orders.length - 1; other >= 0 && missing() > 1; other--) {
      if (other === level) continue;
      const taken = common(missing(), boundOf(place, other, dimension, dimensions));
      if (taken > 1) shift(place, dimension, taken, 2 * other, 2 * level, dimensions);
    }
    if (missing() > 1) return false;
    place.parts[own] = wanted;
  }
  place.spreads[level] = spread;
  return true;
}

function common(a: number, b: number): number {
  let [greater, less] = [a, b];
  while (less !== 0) [greater, less] = [less, greater % less];
  return greater;
}

/** The prime factors of a number, each as often as it is one. */
export function primesOf(whole: number): readonly number[] {
  const found: number[] = [];
  let rest = whole;
  for (let prime = 2; prime * prime <= rest; prime++)
    while (rest % prime === 0) {
      found.push(prime);
      rest /= prime;
    }
  return rest > 1 ? [...found, rest] : found;
}
