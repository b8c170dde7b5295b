import type { Hierarchy, Nest } from '../nest/index.js';
import { modelOf, type Model } from './model.js';
import { ordersOf } from './orders.js';
import { quotientsKept, roundsKept, together } from './remainders.js';
import { spreadsOf } from './spatial.js';
import { divisorsKept } from './tiles.js';
import type { SearchOptions } from './types.js';

/** How many mappings a space has, whether or not they fit. */
export interface SpaceSize {
  /** Every order of the loops, every axis of a loop in space. */
  readonly all: bigint;
  /** What is left after the reduction of docs/mapping-search.md. */
  readonly reduced: bigint;
}

/**
 * The exact size of the map space, counted and not enumerated: for each way to spread, the chains of factors or of tiles are counted by the levels where each
 * dimension has a loop, and each pattern of loops by its orders. One choice of what is kept: each choice of `mayBypass` has as many.
 */
export function sizeOfSpace(nest: Nest, hierarchy: Hierarchy, options: SearchOptions): SpaceSize {
  const model = modelOf(nest, hierarchy, [], { remainders: options.remainders === true });
  let [all, reduced] = [0n, 0n];
  const classes = model.levels.slice(1).map((_, level) => classesOf(model, level));
  const roundings = roundingsKept(model.levels.length);
  for (const { parts, beside, ways } of divisions(model, options)) {
    const patterns = [...model.extents].map((extent, dimension) =>
      model.ragged[dimension] === 1
        ? roundings(
            extent,
            parts.map((level) => level[dimension] ?? 1),
          )
        : patternsOf(extent / (beside[dimension] ?? 1), model.levels.length),
    );
    all += BigInt(ways) * inAllOrders(patterns, model.levels.length);
    reduced += inReducedOrders(classes, patterns);
  }
  return { all, reduced };
}

/** What the loops in space divide of each dimension: by level, and in all; and the number of ways along the axes. */
interface Division {
  readonly parts: readonly Int32Array[];
  readonly beside: Int32Array;
  readonly ways: number;
}

/** Divisions in space of all levels, different ones once. */
function divisions(model: Model, options: SearchOptions): Iterable<Division> {
  const none: Division = { parts: [], beside: new Int32Array(model.names.length).fill(1), ways: 1 };
  let found = new Map([['', none]]);
  const rounds = roundsKept();
  const divides = (dimension: number, count: number): boolean => {
    const extent = model.extents[dimension] ?? 1;
    return model.ragged[dimension] === 1 ? rounds(extent, count) : extent % count === 0;
  };
  model.levels.forEach((_, level) => {
    const next: typeof found = new Map();
    const spreads = spreadsOf(model, level, options.spatial?.[level], divides);
    for (const [key, { parts, beside, ways }] of found)
      for (const spread of spreads) {
        const all = beside.map((each, dimension) => each * (spread.parts[dimension] ?? 1));
        if (!together(model, all)) continue;
        const name = `${key};${spread.parts.join()}`;
        const known = next.get(name)?.ways ?? 0;
        next.set(name, { parts: [...parts, spread.parts], beside: all, ways: known + ways });
      }
    found = next;
  });
  return found.values();
}

/** `patternsOf` a dimension that may leave a remainder, by what is side by side at each level: kept. */
function roundingsKept(levels: number): (extent: number, parts: readonly number[]) => readonly number[] {
  const known = new Map<string, readonly number[]>();
  const [divisors, quotients] = [divisorsKept(), quotientsKept()];
  const counted = (extent: number, parts: readonly number[]): readonly number[] => {
    // How many chains lead to a tile, by the levels that have a loop.
    let tiles = new Map([[extent, new Map([[0, 1]])]]);
    parts.forEach((count, level) => {
      const next: typeof tiles = new Map();
      for (const [size, chains] of tiles) {
        const whole = size === extent;
        if (whole ? count > size : size % count !== 0) continue;
        const share = Math.ceil(size / count);
        for (const inner of level + 1 === levels ? [1] : whole ? quotients(share) : divisors(share)) {
          const into = next.get(inner) ?? new Map<number, number>();
          next.set(inner, into);
          for (const [pattern, ways] of chains) {
            const to = share > inner ? pattern | (1 << level) : pattern;
            into.set(to, (into.get(to) ?? 0) + ways);
          }
        }
      }
      tiles = next;
    });
    const ends = tiles.get(1);
    return Array.from({ length: 2 ** levels }, (_, pattern) => ends?.get(pattern) ?? 0);
  };
  return (extent, parts) => {
    const key = `${extent}:${parts.join()}`;
    const found = known.get(key) ?? counted(extent, parts);
    known.set(key, found);
    return found;
  };
}

/** Of the ordered products of so many factors that make an extent, how many have factors above 1 just where a bit says so. */
function patternsOf(extent: number, levels: number): readonly number[] {
  const products = (factors: number): number => {
    let [left, count] = [extent, 1];
    for (let prime = 2; left > 1; prime++) {
      let power = 0;
      for (; left % prime === 0; left /= prime) power++;
      for (let each = 1; each <= power; each++) count = (count * (factors - 1 + each)) / each;
    }
    return factors === 0 ? (extent === 1 ? 1 : 0) : count;
  };
  const withAll = Array.from({ length: levels + 1 }, (_, factors) => {
    let count = 0;
    let choices = 1;
    for (let without = 0; without <= factors; without++) {
      count += (without % 2 === 0 ? 1 : -1) * choices * products(factors - without);
      choices = (choices * (factors - without)) / (without + 1);
    }
    return count;
  });
  return Array.from({ length: 2 ** levels }, (_, pattern) => withAll[bitsOf(pattern)] ?? 0);
}

function bitsOf(pattern: number): number {
  let bits = 0;
  for (let left = pattern; left !== 0; left &= left - 1) bits++;
  return bits;
}

/** By how many loops each level has: a dimension after the other. */
function inAllOrders(patterns: readonly (readonly number[])[], levels: number): bigint {
  const base = patterns.length + 1;
  const steps = Array.from({ length: 2 ** levels }, (_, pattern) =>
    Array.from({ length: levels }, (_, level) => ((pattern >> level) & 1) * base ** level).reduce((a, b) => a + b, 0),
  );
  let counts = new Map([[0, 1n]]);
  for (const dimension of patterns) {
    const next = new Map<number, bigint>();
    for (const [loops, count] of counts)
      dimension.forEach((ways, pattern) => {
        if (ways === 0) return;
        const key = loops + (steps[pattern] ?? 0);
        next.set(key, (next.get(key) ?? 0n) + count * BigInt(ways));
      });
    counts = next;
  }
  let total = 0n;
  for (const [loops, count] of counts) {
    let orders = 1n;
    for (let level = 0; level < levels; level++) orders *= factorial(Math.floor(loops / base ** level) % base);
    total += count * orders;
  }
  return total;
}

function factorial(of: number): bigint {
  return of <= 1 ? 1n : BigInt(of) * factorial(of - 1);
}

/** By which dimensions have a loop at each level. The order at the innermost level counts for nothing. */
function inReducedOrders(levels: readonly Classes[], patterns: readonly (readonly number[])[]): bigint {
  const outer = levels.length;
  let counts = new Map([['0,'.repeat(outer), { at: levels.map(() => 0), count: 1n }]]);
  patterns.forEach((ways, dimension) => {
    const next: typeof counts = new Map();
    for (const { at, count } of counts.values())
      for (let pattern = 0; pattern < 2 ** outer; pattern++) {
        const more = (ways[pattern] ?? 0) + (ways[pattern + 2 ** outer] ?? 0);
        if (more === 0) continue;
        const to = levels.map(
          ({ next: steps }, level) => steps[dimension]?.[at[level] ?? 0]?.[(pattern >> level) & 1] ?? 0,
        );
        const key = to.join();
        const known = next.get(key);
        next.set(key, { at: to, count: (known?.count ?? 0n) + count * BigInt(more) });
      }
    counts = next;
  });
  let total = 0n;
  for (const { at, count } of counts.values())
    total += levels.reduce((product, { orders }, level) => product * BigInt(orders[at[level] ?? 0] ?? 1), count);
  return total;
}

/**
 * Which sets of dimensions with a loop at a level come to the same: for the first dimensions, classes of sets that have as many orders whatever the further
 * dimensions are; where each dimension leads, without a loop and with one; and the orders of the classes of all.
 */
interface Classes {
  readonly next: readonly (readonly (readonly [number, number])[])[];
  readonly orders: readonly number[];
}

function classesOf(model: Model, level: number): Classes {
  const count = model.names.length;
  const orders = Array.from({ length: 2 ** count }, (_, active) => ordersOf(model, level, active).length);
  const classAt = Array.from({ length: count + 1 }, (_, chosen) => {
    const known = new Map<string, number>();
    return Array.from({ length: 2 ** chosen }, (__, set) => {
      const further = Array.from({ length: 2 ** (count - chosen) }, (___, rest) => orders[set | (rest << chosen)] ?? 1);
      const key = further.join();
      const found = known.get(key) ?? known.size;
      known.set(key, found);
      return found;
    });
  });
  const next = Array.from({ length: count }, (_, chosen) => {
    const steps: [number, number][] = [];
    classAt[chosen]?.forEach((own, set) => {
      steps[own] = [classAt[chosen + 1]?.[set] ?? 0, classAt[chosen + 1]?.[set | (1 << chosen)] ?? 0];
    });
    return steps;
  });
  const ends: number[] = [];
  classAt[count]?.forEach((own, set) => {
    ends[own] = orders[set] ?? 1;
  });
  return { next, orders: ends };
}
