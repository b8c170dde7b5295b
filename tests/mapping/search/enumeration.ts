import {
  costOf,
  edgeCostOf,
  misfitsOf,
  type Hierarchy,
  type LevelLoops,
  type Loop,
  type Mapping,
  type Nest,
  type SpatialLoop,
} from '../../../src/mapping/nest/index.js';
import { valueOf } from '../../../src/mapping/search/floor.js';
import type { SearchOptions } from '../../../src/mapping/search/index.js';

/** Where a dimension's factors go: the loops in time of a level, or one of its axes. */
interface Slot {
  readonly level: number;
  readonly axis?: 'x' | 'y';
}

/** Axes along which a level has nothing beside one another below take no factor. */
function slotsOf(hierarchy: Hierarchy): readonly Slot[] {
  return hierarchy.levels.flatMap((_, level): readonly Slot[] => [
    { level },
    ...(['y', 'x'] as const).filter((axis) => belonging(hierarchy, level, axis) > 1).map((axis) => ({ level, axis })),
  ]);
}

/** Instances below that belong to one of a level, along an axis. */
function belonging({ levels, macs }: Hierarchy, level: number, axis: 'x' | 'y'): number {
  return (levels[level + 1] ?? macs).mesh[axis] / (levels[level]?.mesh[axis] ?? 1);
}

/** Every way to write a number as an ordered product of so many factors. */
export function* factorings(whole: number, slots: number): Generator<readonly number[]> {
  if (slots === 0) {
    if (whole === 1) yield [];
    return;
  }
  for (let factor = 1; factor <= whole; factor++)
    if (whole % factor === 0) for (const rest of factorings(whole / factor, slots - 1)) yield [factor, ...rest];
}

/** Dimensions that may leave a remainder: of those that share a rank only the longest, the first of equals. */
function leavers({ dimensions, operands }: Nest): ReadonlySet<string> {
  const may = new Set(dimensions.keys());
  const extent = (name: string): number => dimensions.get(name) ?? 1;
  for (const { ranks, output } of operands)
    for (const rank of ranks) {
      const names = rank.map(({ dimension }) => dimension).filter((name) => extent(name) > 1);
      if (names.length < 2) continue;
      const longest = names.find((name) => names.every((other) => extent(other) <= extent(name)));
      for (const name of names) if (output || name !== longest) may.delete(name);
    }
  return may;
}

/** Sizes of which none smaller makes as few steps of a whole. */
const leastSizes = (whole: number): readonly number[] =>
  Array.from({ length: whole }, (_, index) => index + 1).filter(
    (size) => size === 1 || Math.ceil(whole / (size - 1)) > Math.ceil(whole / size),
  );

/** Every way to divide an extent with a remainder, as bounds by slot: of what is still whole into the least sizes, of what is within them into perfect factors. */
function* roundings(
  extent: number,
  slots: readonly Slot[],
  levels: number,
  level = 0,
  size = extent,
): Generator<readonly number[]> {
  if (level === levels) {
    if (size === 1) yield [];
    return;
  }
  const axes = slots.filter((slot) => slot.level === level && slot.axis !== undefined);
  const whole = size === extent;
  const rounds = new Set(
    leastSizes(extent).flatMap((each) =>
      Array.from({ length: each }, (_, index) => index + 1).filter((parts) => each % parts === 0),
    ),
  );
  for (let parts = 1; parts <= size; parts++) {
    if (whole ? !rounds.has(parts) : size % parts !== 0) continue;
    for (const along of factorings(parts, axes.length)) {
      if (whole && !along.every((each) => rounds.has(each))) continue;
      const share = Math.ceil(size / parts);
      const divisors = Array.from({ length: share }, (_, index) => index + 1).filter((each) => share % each === 0);
      const sizes = whole ? leastSizes(share) : divisors;
      for (const each of sizes.filter((one) => level + 1 < levels || one === 1))
        for (const rest of roundings(extent, slots, levels, level + 1, each))
          yield [Math.ceil(size / (parts * each)), ...along, ...rest];
    }
  }
}

/** Every division of all dimensions among the slots, as loops in the order of the dimensions. */
export function* chains(nest: Nest, hierarchy: Hierarchy, remainders = false): Generator<Mapping> {
  const may = remainders ? leavers(nest) : new Set();
  const slots = slotsOf(hierarchy);
  const names = [...nest.dimensions.keys()];
  function* rest(index: number, chosen: readonly (readonly number[])[]): Generator<Mapping> {
    const name = names[index];
    if (name === undefined) {
      const mapping = made(hierarchy, slots, names, chosen);
      yield mapping;
      return;
    }
    const extent = nest.dimensions.get(name) ?? 1;
    const divided = may.has(name)
      ? roundings(extent, slots, hierarchy.levels.length)
      : factorings(extent, slots.length);
    for (const factors of divided) yield* rest(index + 1, [...chosen, factors]);
  }
  yield* rest(0, []);
}

function made(
  { levels }: Hierarchy,
  slots: readonly Slot[],
  names: readonly string[],
  chosen: readonly (readonly number[])[],
): Mapping {
  const loops = (level: number, axis?: 'x' | 'y'): readonly Loop[] => {
    const slot = slots.findIndex((each) => each.level === level && each.axis === axis);
    return names.flatMap((dimension, index) => {
      const bound = chosen[index]?.[slot] ?? 1;
      return bound === 1 ? [] : [{ dimension, bound }];
    });
  };
  return levels.map((_, level): LevelLoops => {
    const along = (axis: 'x' | 'y'): readonly SpatialLoop[] => loops(level, axis).map((loop) => ({ ...loop, axis }));
    return { temporal: loops(level), spatial: [...along('y'), ...along('x')] };
  });
}

/** At most two dimensions on an axis, and no more parts than instances that belong to one of the level. */
function spreadsWithin(hierarchy: Hierarchy, spatial: readonly SpatialLoop[], level: number): boolean {
  return (['x', 'y'] as const).every((axis) => {
    const loops = spatial.filter((loop) => loop.axis === axis);
    const parts = loops.reduce((product, { bound }) => product * bound, 1);
    return loops.length <= 2 && parts <= belonging(hierarchy, level, axis);
  });
}

/** Every order of the loops in time of every level but the innermost, whose order counts for nothing. */
export function* orders(mapping: Mapping, all = false): Generator<Mapping> {
  const [first, ...rest] = mapping;
  if (first === undefined) {
    yield [];
    return;
  }
  for (const temporal of rest.length === 0 && !all ? [first.temporal] : permuted(first.temporal))
    for (const others of orders(rest, all)) yield [{ ...first, temporal }, ...others];
}

function* permuted<T>(values: readonly T[]): Generator<readonly T[]> {
  if (values.length === 0) yield [];
  for (const value of values)
    for (const rest of permuted(values.filter((other) => other !== value))) yield [value, ...rest];
}

/** Whether a mapping is one that the options allow. */
function allowed(mapping: Mapping, { spatial, leastTiles = [], tiles = [] }: SearchOptions): boolean {
  const held = (level: number, dimension: string): number =>
    mapping
      .slice(level)
      .flatMap((each) => [...each.temporal, ...each.spatial])
      .filter((loop) => loop.dimension === dimension)
      .reduce((size, { bound }) => size * bound, 1);
  const free = mapping.every((loops, level) =>
    loops.spatial.every(({ dimension, axis }) => spatial?.[level]?.[axis].includes(dimension) ?? true),
  );
  return (
    free &&
    tiles.every(({ level, dimension, size }) => held(level, dimension) === size) &&
    leastTiles.every(({ level, dimension, least }) => {
      const inner = mapping.slice(level).flatMap((each) => [...each.temporal, ...each.spatial]);
      return inner.filter((loop) => loop.dimension === dimension).reduce((size, { bound }) => size * bound, 1) >= least;
    })
  );
}

/** Whether the loops of each level stand in the order that is given, those that are not named within. */
function inOrder(mapping: Mapping, { orders: given = [] }: SearchOptions): boolean {
  return given.every(({ level, dimensions }) => {
    const names = mapping[level]?.temporal.map(({ dimension }) => dimension) ?? [];
    const wanted = dimensions.filter((name) => names.includes(name));
    return wanted.every((name, at) => names[at] === name);
  });
}

/** All mappings of the space, in every order of loops. */
export function* allMappings(nest: Nest, hierarchy: Hierarchy, remainders = false): Generator<Mapping> {
  for (const chain of chains(nest, hierarchy, remainders))
    if (chain.every(({ spatial }, level) => spreadsWithin(hierarchy, spatial, level))) yield* orders(chain, true);
}

export interface Enumerated {
  readonly best: number;
  /** The mappings that are as good. */
  readonly equals: readonly Mapping[];
  /** How many mappings fit, the order of the innermost level's loops aside. */
  readonly fitting: number;
}

/** The best of all mappings, by `costOf` of each. */
export function enumerated(nest: Nest, hierarchy: Hierarchy, options: SearchOptions): Enumerated {
  let [best, fitting] = [Infinity, 0];
  let equals: Mapping[] = [];
  const remainders = options.remainders === true;
  for (const chain of chains(nest, hierarchy, remainders)) {
    if (!chain.every(({ spatial }, level) => spreadsWithin(hierarchy, spatial, level))) continue;
    if (misfitsOf(nest, hierarchy, chain).length > 0 || !allowed(chain, options)) continue;
    for (const mapping of orders(chain)) {
      if (!inOrder(mapping, options)) continue;
      fitting++;
      const cost = (remainders ? edgeCostOf : costOf)(nest, hierarchy, mapping);
      const value = valueOf(options.objective, cost.energy_pj, cost.cycles);
      if (value < best * (1 - 1e-12)) [best, equals] = [value, []];
      if (value <= best * (1 + 1e-12)) equals.push(mapping);
    }
  }
  return { best, equals, fitting };
}

/**
 * Where the outermost level's loops in space and the tile below it stand in the order of mappings: of axis y before x, fewer dimensions first, then by dimension
 * and bound; then the tile by dimension.
 */
export function keyOf(nest: Nest, [outermost, ...inner]: Mapping): string {
  const names = [...nest.dimensions.keys()];
  const numbers = (['y', 'x'] as const).flatMap((axis) => {
    const loops = outermost?.spatial.filter((loop) => loop.axis === axis) ?? [];
    const own = loops.flatMap(({ dimension, bound }) => [names.indexOf(dimension), bound]);
    return [loops.length, ...own, ...Array.from({ length: 4 - own.length }, () => 0)];
  });
  const below = inner.flatMap(({ temporal, spatial }) => [...temporal, ...spatial]);
  const tile = names.map((name) =>
    below.filter(({ dimension }) => dimension === name).reduce((size, { bound }) => size * bound, 1),
  );
  return [...numbers, ...tile].map((each) => String(each).padStart(3, '0')).join(' ');
}
