import { valueOf } from './floor.js';
import { ordersOf } from './orders.js';
import {
  activeOf,
  completed,
  copyOf,
  filled,
  fits,
  placeOf,
  primesOf,
  put,
  shift,
  spreadAs,
  type Place,
} from './place.js';
import type { Walk } from './progress.js';
import type { Spread } from './spatial.js';
import { advance } from './state.js';
import { cyclesOf } from './walk.js';

/** Ways to spread that are begun with, those with most instances. */
const begun = 32;
/** Heats are in logarithms of the value: at first a mapping that is a third worse is often taken. */
const [hot, cold] = [0.3, 0.003];

/**
 * Looks for good mappings by moving some about at random (simulated annealing), before the search that rules out all others: it has the less to look at, the better the one is that it begins
 * with. From a mapping that is known; else from the widest ways to spread, of which those that come to less are left out one half after the other. The same numbers are drawn each time.
 *
 * @param tries mappings that are tried, about
 */
export function climb(walk: Walk, tries: number): void {
  const { model, best } = walk;
  if (model.names.length === 0) return;
  const moves = movesOf(walk);
  if (best !== undefined) {
    anneal(walk, moves, placeOf(walk, best), { tries, seed: 1, from: hot / 2, to: cold, spreading: 0.1 });
    return;
  }
  const main = walk.spreads.reduce(
    (most, ways, level) => (ways.length > (walk.spreads[most]?.length ?? 0) ? level : most),
    0,
  );
  const ways = (walk.spreads[main] ?? []).toSorted((a, b) => b.x * b.y - a.x * a.y).slice(0, begun);
  let open = ways.flatMap((spread) => filled(model, main, spread) ?? []);
  const rounds = Math.max(1, Math.ceil(Math.log2(Math.max(1, open.length)))) + 1;
  for (let round = 0; round < rounds && open.length > 0; round++) {
    const last = round === rounds - 1;
    const from = hot * 0.6 ** round;
    const each = Math.floor(tries / rounds / open.length);
    const heat = { tries: each, seed: round + 1, from, to: last ? cold : from / 3, spreading: last ? 0.1 : 0 };
    open = open
      .map((place) => anneal(walk, moves, place, heat))
      .toSorted((a, b) => a.value - b.value)
      .slice(0, Math.ceil(open.length / 2))
      .map(({ place }) => place);
  }
}

interface Heat {
  readonly tries: number;
  readonly seed: number;
  readonly from: number;
  readonly to: number;
  /** How often another way to spread is tried; zero: spreads stay. */
  readonly spreading: number;
}

/** What a walk may move. */
interface Moves {
  /** By level, ways to spread by their parts. */
  readonly allowed: readonly ReadonlyMap<string, Spread>[];
  readonly primes: readonly (readonly number[])[];
  /** Levels with several ways to spread. */
  readonly wide: readonly number[];
}

function movesOf({ model, spreads }: Walk): Moves {
  return {
    allowed: spreads.map((ways) => new Map(ways.map((spread) => [spread.parts.join(), spread]))),
    primes: [...model.extents].map(primesOf),
    wide: spreads.flatMap((ways, level) => (ways.length > 1 ? [level] : [])),
  };
}

function anneal(
  walk: Walk,
  moves: Moves,
  start: Place,
  { tries, seed, from, to, spreading }: Heat,
): { readonly place: Place; readonly value: number } {
  const { state, model } = walk;
  const draw = numbers(seed);
  let now = copyOf(start);
  let next = copyOf(start);
  let score = Infinity;
  for (let each = 0; each <= tries; each++) {
    if (each > 0 && !move(walk, moves, next, draw, spreading)) {
      put(now, next);
      continue;
    }
    walk.enumerated++;
    const tried = fits(model, next) ? evaluate(walk, next, moves.allowed) : never;
    if (tried.value < Infinity) walk.evaluated++;
    if (tried.value < walk.limit * (1 - 1e-12)) {
      walk.limit = tried.value;
      const spreads = next.spreads.flatMap((spread) => spread ?? []);
      walk.best = { value: tried.value, tiles: state.tiles.slice(), spreads, orders: [...next.orders] };
    }
    const heat = from * (to / from) ** (each / Math.max(1, tries));
    if (tried.score <= score || draw(1) < Math.exp(-Math.log(tried.score / score) / heat)) {
      score = tried.score;
      [now, next] = [next, now];
    }
    put(now, next);
  }
  return { place: now, value: score };
}

const never = { value: Infinity, score: Infinity };

/** Moves one thing: an order, a way to spread, or a factor of one dimension, or of two in opposite directions. False where that is not there. */
function move(walk: Walk, { primes, wide }: Moves, place: Place, draw: Numbers, spreading: number): boolean {
  const { model } = walk;
  const dimensions = model.names.length;
  const levels = model.levels.length;
  const pick = (count: number): number => Math.floor(draw(count));
  if (levels > 1 && draw(1) < 0.2) {
    const level = pick(levels - 1);
    const orders = ordersOf(model, level, activeOf(place, level, dimensions));
    const order = orders[pick(orders.length)];
    if (order !== undefined) place.orders[level] = completed(order, dimensions);
    return order !== undefined;
  }
  if (wide.length > 0 && draw(1) < spreading) {
    const level = wide[pick(wide.length)] ?? 0;
    const ways = walk.spreads[level] ?? [];
    const spread = ways[pick(ways.length)];
    return spread !== undefined && spreadAs(place, spread, level, dimensions);
  }
  const [a, b] = spreading > 0 ? [pick(2 * levels), pick(2 * levels)] : [2 * pick(levels), 2 * pick(levels)];
  const one = (from: number, to: number): boolean => {
    const dimension = pick(dimensions);
    const own = primes[dimension] ?? [];
    return shift(place, dimension, own[pick(own.length)] ?? 1, from, to, dimensions);
  };
  return a !== b && (draw(1) < 0.35 ? one(a, b) && one(b, a) : one(a, b));
}

/** The value of a mapping, and what it is judged by while it is moved: of equally fast ones those that take less energy are nearer to faster ones. */
function evaluate({ model, state, options }: Walk, place: Place, allowed: Moves['allowed']): typeof never {
  const levels = model.levels.length;
  const dimensions = model.names.length;
  for (let level = 0; level < levels; level++) {
    const spread = (place.spreads[level] ??= allowed[level]?.get(
      place.parts.subarray(level * dimensions, (level + 1) * dimensions).join(),
    ));
    if (spread === undefined) return never;
  }
  for (let at = 0; at < place.tiles.length; at++) state.tiles[at] = place.tiles[at] ?? 1;
  for (let level = 0; level < levels; level++) {
    const [spread, order] = [place.spreads[level], place.orders[level]];
    if (spread !== undefined && order !== undefined) advance(state, level, spread, order);
  }
  const energy = state.energy[levels] ?? 0;
  const value = valueOf(options.objective, energy, cyclesOf(state));
  return { value, score: options.objective.kind === 'latency' ? value * Math.sqrt(energy) : value };
}

type Numbers = (below: number) => number;

/** Numbers that look random, the same ones each time (mulberry32). */
function numbers(seed: number): Numbers {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return (((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * below;
  };
}
