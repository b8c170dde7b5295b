import type { Hierarchy, Mapping, Mesh, Nest } from '../nest/index.js';
import { costOfChosen, mappingOf } from './chosen.js';
import { climb } from './climb.js';
import { conflictOf } from './conflict.js';
import { modelOf, type Model } from './model.js';
import { wordsHeld } from './tiles.js';
import type { Conflict, Found, NothingYet, SearchOptions } from './types.js';
import type { Spread } from './spatial.js';
import type { Chosen, Walk } from './progress.js';
import { search, walkOf } from './walk.js';
import { valueOf } from './floor.js';

/**
 * The best mapping of a nest on a hierarchy, of the map space of docs/mapping-search.md, with a certificate; the smallest set of constraints that conflict where
 * nothing fits. The same input gives the same answer, unless `stop` ends it. Of equally good mappings it is the first in lexicographic order.
 *
 * @throws RangeError for a nest with a coefficient below 1, a dimension in two ranks of an operand, or other than one output
 */
export function bestMapping(nest: Nest, hierarchy: Hierarchy, options: SearchOptions): Found | Conflict | NothingYet {
  const hierarchies = bypassing(hierarchy, options.mayBypass ?? []);
  let best:
    | {
        readonly walk: Walk;
        readonly hierarchy: Hierarchy;
        readonly chosen: Chosen;
      }
    | undefined;
  const { start, below = Infinity } = options;
  const total = { evaluated: 0, enumerated: 0, pruned: 0 };
  let [open, stopped] = [Infinity, false];
  for (const each of hierarchies) {
    const walk = walkOf(modelOf(nest, each, options.leastTiles, options), options);
    if (start !== undefined && each === hierarchies[0]) walk.best = chosenOf(walk, start);
    walk.limit = Math.min((walk.best ?? best?.chosen)?.value ?? Infinity, below);
    walk.work -= total.enumerated;
    if (options.remainders === true) begun(walk, nest, each, total);
    if (fits(walk.model, options)) {
      if (options.remainders === true) search(walk, 0);
      else prepared(walk);
    }
    if (walk.best !== undefined) best = { walk, hierarchy: each, chosen: walk.best };
    for (const key of ['evaluated', 'enumerated', 'pruned'] as const) total[key] += walk[key];
    if (!walk.stopped) continue;
    // What the other hierarchies hold is not known, so nothing is said of them.
    open = hierarchies.length === 1 ? walk.open : 0;
    stopped = true;
    break;
  }
  if (best === undefined) {
    if (stopped || below < Infinity)
      return { kind: 'stopped', lowerBound: stopped ? Math.min(open, below) : below, ...total };
    return conflictOf(nest, hierarchies.at(-1) ?? hierarchy, options);
  }
  const first = stopped || options.remainders === true ? undefined : firstOf(best.walk, best.chosen.value, total);
  const mapping = mappingOf(best.walk.model, first ?? best.chosen);
  const cost = costOfChosen(best.walk.model, first ?? best.chosen);
  const value = valueOf(options.objective, cost.energy_pj, cost.cycles);
  const lowerBound = stopped ? Math.min(open, value) : value;
  return {
    kind: 'found',
    value,
    mapping,
    hierarchy: best.hierarchy,
    cost,
    certificate: {
      status: stopped ? 'stopped' : 'optimal',
      lowerBound,
      gap: value === 0 ? 0 : (value - lowerBound) / value,
      ...total,
      first: first !== undefined,
    },
  };
}

/** Begins with the best of what leaves no remainder, as far as a part of the work tells. */
function begun(
  walk: Walk,
  nest: Nest,
  hierarchy: Hierarchy,
  total: Record<'evaluated' | 'enumerated' | 'pruned', number>,
): void {
  const options = { ...walk.options, remainders: false };
  const whole = walkOf(modelOf(nest, hierarchy, options.leastTiles, options), options);
  whole.best = walk.best;
  whole.limit = walk.limit;
  whole.work = Math.min(walk.work / 2, mostWithout);
  if (fits(whole.model, options)) prepared(whole);
  for (const key of ['evaluated', 'enumerated', 'pruned'] as const) total[key] += whole[key];
  walk.work -= whole.enumerated;
  walk.best = whole.best;
  walk.limit = Math.min(walk.limit, whole.best?.value ?? Infinity);
}

/** Partial mappings without remainders looked at before those with. */
const mostWithout = 200_000;

/** Looks through a small space at once; in a larger one for a good mapping first, if that is wanted. */
function prepared(walk: Walk): void {
  const { tries } = walk.options;
  // Places that are moved about keep to no order.
  if (tries === undefined || walk.model.fixed.some((each) => each.length > 0)) {
    search(walk, 0);
    return;
  }
  const { work } = walk;
  walk.brief = true;
  walk.work = Math.min(work, tries / 2);
  search(walk, 0);
  walk.brief = walk.options.brief === true;
  walk.work = work;
  if (!walk.stopped || walk.options.stop?.() === true) return;
  walk.stopped = false;
  climb(walk, tries);
  search(walk, 0);
}

/** The first mapping in lexicographic order that is as good as the best; undefined where the work does not suffice to tell. */
function firstOf(walk: Walk, value: number, total: { evaluated: number; enumerated: number }): Chosen | undefined {
  const work = Math.min(walk.work - walk.enumerated, workForFirst(total.enumerated));
  const again = {
    ...walk,
    first: true,
    limit: value,
    best: undefined,
    enumerated: 0,
    work,
  };
  search(again, 0);
  return again.best;
}

/** Looking for the first takes no more than the search did, or than a little. */
const workForFirst = (enumerated: number): number => Math.max(10_000, enumerated);

/** The hierarchy with each set of operands passing levels by, as given first. */
function bypassing(
  hierarchy: Hierarchy,
  [next, ...rest]: NonNullable<SearchOptions['mayBypass']>,
): readonly Hierarchy[] {
  if (next === undefined) return [hierarchy];
  const keeping = (keeps: boolean): Hierarchy => ({
    ...hierarchy,
    levels: hierarchy.levels.map((level, index) => {
      if (index !== next.level || index === 0) return level;
      const kept = new Set(level.keeps);
      if (keeps) kept.add(next.operand);
      else kept.delete(next.operand);
      return { ...level, keeps: kept };
    }),
  });
  return [...bypassing(keeping(true), rest), ...bypassing(keeping(false), rest)];
}

/** Whether the outermost level holds the whole of what it keeps, and no more is asked than there is. */
function fits(model: Model, { leastTiles = [], tiles = [] }: SearchOptions): boolean {
  const capacity = model.levels[0]?.capacity ?? Infinity;
  const asked = leastTiles.every(({ dimension, least }) => least <= (model.nest.dimensions.get(dimension) ?? 1));
  const outermost = tiles.every(
    ({ level, dimension, size }) => level > 0 || size === (model.nest.dimensions.get(dimension) ?? 1),
  );
  const whole = tiles.every(({ dimension, size }) => (model.nest.dimensions.get(dimension) ?? 1) % size === 0);
  return asked && outermost && whole && wordsHeld(model, 0, model.extents, 0) <= capacity;
}

/** A mapping as the search would have chosen it. */
function chosenOf({ model, options }: Walk, mapping: Mapping): Chosen {
  const dimensions = model.names.length;
  const tiles = new Int32Array((model.levels.length + 1) * dimensions).fill(1);
  const index = (dimension: string): number => model.names.indexOf(dimension);
  for (let level = model.levels.length - 1; level >= 0; level--) {
    const row = level * dimensions;
    for (let at = 0; at < dimensions; at++) tiles[row + at] = tiles[row + dimensions + at] ?? 1;
    const { temporal = [], spatial = [] } = mapping[level] ?? {};
    for (const { dimension, bound } of [...temporal, ...spatial]) {
      const at = index(dimension);
      // The outermost loop of a dimension may be not full.
      if (at !== -1) tiles[row + at] = Math.min((tiles[row + at] ?? 1) * bound, model.extents[at] ?? 1);
    }
  }
  const chosen: Omit<Chosen, 'value'> = {
    tiles,
    spreads: mapping.map(({ spatial }): Spread => {
      const parts = new Int32Array(dimensions).fill(1);
      for (const { dimension, bound } of spatial) parts[index(dimension)] = (parts[index(dimension)] ?? 1) * bound;
      const along = (axis: keyof Mesh): number =>
        spatial.filter((loop) => loop.axis === axis).reduce((product, { bound }) => product * bound, 1);
      return { parts, x: along('x'), y: along('y'), loops: spatial, alike: 0 };
    }),
    orders: mapping.map(({ temporal }) => Int32Array.from(temporal.toReversed(), ({ dimension }) => index(dimension))),
  };
  const { energy_pj, cycles } = costOfChosen(model, chosen);
  return { ...chosen, value: valueOf(options.objective, energy_pj, cycles) };
}

/**
 * Scores complete mappings of the space one after the other, and rules none out by a bound: how many it came to, at most so many. A measure of speed.
 */
export function scored(nest: Nest, hierarchy: Hierarchy, options: SearchOptions, most: number): number {
  const walk = walkOf(modelOf(nest, hierarchy, options.leastTiles, options), {
    ...options,
    stop: () => unbounded.evaluated >= most,
  });
  // Nothing is at least NaN, nor more than it.
  const unbounded: Walk = Object.defineProperty({ ...walk }, 'limit', { get: () => Number.NaN, set: () => {} });
  search(unbounded, 0);
  return unbounded.evaluated;
}
