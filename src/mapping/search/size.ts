import type { Hierarchy, Nest } from '../nest/index.js';
import { modelOf, type Model } from './model.js';
import { ordersOf } from './orders.js';
import { spreadsOf } from './spatial.js';
import type { SearchOptions } from './types.js';

/** How many mappings a space has, whether or not they fit. */
export interface SpaceSize {
  /** Every order of the loops, every axis of a loop in space. */
  readonly all: bigint;
  /** What is left after the reduction of docs/mapping-search.md. */
  readonly reduced: bigint;
}

/**
 * The exact size of the map space, counted and not enumerated: for each way to spread, the chains of factors in time are counted by the levels where each
 * dimension has a loop, and each pattern of loops by its orders. One choice of what is kept: each choice of `mayBypass` has as many.
 */
export function sizeOfSpace(nest: Nest, hierarchy: Hierarchy, options: SearchOptions): SpaceSize {
  const model = modelOf(nest, hierarchy);
  let [all, reduced] = [0n, 0n];
  for (const { left, ways } of leftovers(model, options)) {
    const patterns = [...left].map((extent) => patternsOf(extent, model.levels.length));
    all += BigInt(ways) * inAllOrders(patterns, model.levels.length);
    reduced += inReducedOrders(model, patterns);
  }
  return { all, reduced };
}

/** What the loops in space of all levels leave of each dimension, different divisions apart, each with its number of ways along the axes. */
function leftovers(
  model: Model,
  options: SearchOptions,
): Iterable<{ readonly left: Int32Array; readonly ways: number }> {
  let found = new Map([['', { left: model.extents, ways: 1 }]]);
  model.levels.forEach((_, level) => {
    const next: typeof found = new Map();
    const spreads = spreadsOf(
      model,
      level,
      options.spatial?.[level],
      (dimension, parts) => (model.extents[dimension] ?? 1) % parts === 0,
    );
    for (const [key, { left, ways }] of found)
      for (const { parts } of spreads) {
        if (left.some((extent, dimension) => extent % (parts[dimension] ?? 1) !== 0)) continue;
        const name = `${key};${parts.join()}`;
        const known = next.get(name);
        next.set(name, {
          left: left.map((extent, dimension) => extent / (parts[dimension] ?? 1)),
          ways: (known?.ways ?? 0) + ways,
        });
      }
    found = next;
  });
  return found.values();
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
function inReducedOrders(model: Model, patterns: readonly (readonly number[])[]): bigint {
  const outer = model.levels.length - 1;
  const merged = patterns.map((ways) =>
    Array.from({ length: 2 ** outer }, (_, pattern) => (ways[pattern] ?? 0) + (ways[pattern + 2 ** outer] ?? 0)),
  );
  let total = 0n;
  const active = new Int32Array(outer);
  const choose = (dimension: number, ways: number): void => {
    const own = merged[dimension];
    if (own === undefined) {
      let orders = 1;
      for (const each of active) orders *= ordersOf(model, each).length;
      total += BigInt(ways) * BigInt(orders);
      return;
    }
    own.forEach((more, pattern) => {
      if (more === 0) return;
      for (let level = 0; level < outer; level++)
        active[level] = ((active[level] ?? 0) & ~(1 << dimension)) | (((pattern >> level) & 1) << dimension);
      choose(dimension + 1, ways * more);
    });
  };
  choose(0, 1);
  return total;
}
