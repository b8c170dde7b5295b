import { floorsOf, type Floors } from './bounds.js';
import { byFloor, childrenOf, type Children } from './children.js';
import { collect, collectorOf, roomFor, type Collector } from './collect.js';
import { floorFor, valueOf, type Floor } from './floor.js';
import type { Model } from './model.js';
import { ordersOf, type Order } from './orders.js';
import { different, spreadsOf, type Spread } from './spatial.js';
import { advance, stateOf, type State } from './state.js';
import { divisorsKept, type Sizes } from './tiles.js';
import type { SearchOptions } from './types.js';

/** A mapping as it was chosen: by level, what is behind it, how it spreads, and the order of its loops. */
export interface Chosen {
  readonly value: number;
  readonly tiles: Int32Array;
  readonly spreads: readonly Spread[];
  readonly orders: readonly Order[];
}

/** Values closer than this, of their size, are equal: sums of energies are not exact. */
export const tolerance = 1e-12;

/** A search of one model, and what it has found. */
export interface Walk {
  readonly model: Model;
  readonly options: SearchOptions;
  readonly state: State;
  readonly sizes: Sizes;
  readonly spreads: readonly (readonly Spread[])[];
  readonly floors: Floors;
  readonly floor: Floor;
  readonly children: readonly Children[];
  readonly collectors: readonly Collector[];
  /** By level: its ways to spread from the one that promises most. */
  readonly byFloor: readonly Int32Array[];
  /** To be beaten, or where the first is wanted: to be reached. */
  limit: number;
  first: boolean;
  best: Chosen | undefined;
  evaluated: number;
  enumerated: number;
  pruned: number;
  work: number;
  stopped: boolean;
  asked: number;
  /** What no mapping falls below that is not looked at yet. */
  open: number;
}

export function walkOf(model: Model, options: SearchOptions): Walk {
  const sizes = divisorsKept();
  const spreads = model.levels.map((_, level) => {
    const parts = (dimension: number, count: number): boolean => (model.extents[dimension] ?? 1) % count === 0;
    return different(spreadsOf(model, level, options.spatial?.[level], parts));
  });
  const floors = floorsOf(model, sizes, spreads);
  return {
    model,
    options,
    state: stateOf(model),
    sizes,
    spreads,
    floors,
    floor: floorFor(model, floors, options.objective),
    children: model.levels.map(() => childrenOf(model.names.length)),
    collectors: model.levels.map(() => collectorOf(model)),
    byFloor: spreads.map((each, level) => promising(model, floors, each, level, options)),
    limit: Infinity,
    first: false,
    best: undefined,
    evaluated: 0,
    enumerated: 0,
    pruned: 0,
    work: options.work ?? Infinity,
    stopped: false,
    asked: 0,
    open: 0,
  };
}

function promising(
  model: Model,
  { stages, widest }: Floors,
  spreads: readonly Spread[],
  level: number,
  { objective }: SearchOptions,
): Int32Array {
  const { still = new Int32Array(), bySpread = new Float64Array() } = stages[level] ?? {};
  const sets = still.length;
  const values = spreads.map(({ x, y }, index) => {
    const energy = sets === 0 ? 0 : Math.min(...bySpread.subarray(index * sets, (index + 1) * sets));
    return valueOf(objective, energy, model.macs / (x * y * (widest[level + 1] ?? 1)));
  });
  return Int32Array.from(spreads, (_, index) => index).sort((a, b) => (values[a] ?? 0) - (values[b] ?? 0) || a - b);
}

/** Whether nothing with such a floor is worth a look. */
export function hopeless(walk: Walk, floor: number): boolean {
  return walk.first ? floor > walk.limit * (1 + tolerance) : floor >= walk.limit * (1 - tolerance);
}

/** Chooses the loops of a level and of all below it, in every way that may be better than what is known. */
export function search(walk: Walk, level: number): void {
  if (level === walk.model.levels.length - 1) {
    finish(walk, level);
    return;
  }
  const children = walk.children[level];
  const ways = walk.spreads[level] ?? [];
  if (children === undefined) return;
  children.count = 0;
  for (let at = 0; at < ways.length; at++) {
    const index = walk.first ? at : (walk.byFloor[level]?.[at] ?? at);
    const spread = ways[index];
    if (spread === undefined || !spreads(walk.state, level, spread)) continue;
    // The outermost level's choices are gone through together, so that the best of those that are left is known.
    if (level > 0) children.count = 0;
    collect(walk, level, spread, index, children);
    if (walk.stopped) return;
    if (level > 0 || at === ways.length - 1) descend(walk, level, children);
    if (walk.stopped || (walk.first && walk.best !== undefined)) return;
  }
}

function descend(walk: Walk, level: number, children: Children): void {
  const { state, model } = walk;
  const dimensions = model.names.length;
  const row = (level + 1) * dimensions;
  const chosen = walk.first ? undefined : byFloor(children);
  for (let at = 0; at < children.count; at++) {
    const child = chosen?.[at] ?? at;
    const floor = children.floors[child] ?? 0;
    if (level === 0) walk.open = floor;
    if (hopeless(walk, floor)) {
      walk.pruned += walk.first ? 1 : children.count - at;
      if (walk.first) continue;
      return;
    }
    for (let dimension = 0; dimension < dimensions; dimension++)
      state.tiles[row + dimension] = children.tiles[child * dimensions + dimension] ?? 1;
    const spread = walk.spreads[level]?.[children.spreads[child] ?? 0];
    if (spread !== undefined) tryOrders(walk, level, spread);
    if (walk.stopped || (walk.first && walk.best !== undefined)) return;
  }
}

function tryOrders(walk: Walk, level: number, spread: Spread): void {
  const { state, model } = walk;
  const active = activeAt(state, level, spread);
  const room = walk.first ? 0 : roomFor(walk, level, spread, active);
  for (const order of ordersOf(model, active)) {
    if ((room >> (order[0] ?? 31)) & 1) continue;
    advance(state, level, spread, order);
    if (!look(walk)) return;
    if (hopeless(walk, walk.floor(state, level + 1))) walk.pruned++;
    else search(walk, level + 1);
    if (walk.stopped || (walk.first && walk.best !== undefined)) return;
  }
}

/** Whether to stop: asked once in a while. */
export function stops(walk: Walk): boolean {
  if (++walk.asked % 256 === 0 && walk.options.stop?.() === true) walk.stopped = true;
  return walk.stopped;
}

/** Counts one more partial mapping; whether to go on. Work that is given up to does not end before a mapping is found. */
function look(walk: Walk): boolean {
  walk.enumerated++;
  const known = walk.best !== undefined || walk.limit < Infinity;
  if (known && walk.enumerated > walk.work) walk.stopped = true;
  return !stops(walk);
}

/** Bits of the dimensions that have a loop in time at a level. */
function activeAt({ tiles, model }: State, level: number, { parts }: Spread): number {
  let active = 0;
  for (let dimension = 0; dimension < parts.length; dimension++) {
    const own = level * model.names.length + dimension;
    if ((tiles[own] ?? 1) !== (tiles[own + parts.length] ?? 1) * (parts[dimension] ?? 1)) active |= 1 << dimension;
  }
  return active;
}

/** Whether a spread divides the tile above. */
function spreads({ tiles }: State, level: number, spread: Spread): boolean {
  for (let dimension = 0; dimension < spread.parts.length; dimension++)
    if ((tiles[level * spread.parts.length + dimension] ?? 1) % (spread.parts[dimension] ?? 1) !== 0) return false;
  return true;
}

/** The innermost level: all that is left is looped over there, in any order. */
function finish(walk: Walk, level: number): void {
  const { state, model } = walk;
  const dimensions = model.names.length;
  const order = Int32Array.from({ length: dimensions }, (_, index) => index);
  for (let dimension = 0; dimension < dimensions; dimension++) state.tiles[(level + 1) * dimensions + dimension] = 1;
  for (const spread of walk.spreads[level] ?? []) {
    if (!spreads(state, level, spread)) continue;
    advance(state, level, spread, order);
    if (!look(walk)) return;
    walk.evaluated++;
    const value = valueOf(walk.options.objective, state.energy[level + 1] ?? 0, cyclesOf(state));
    if (hopeless(walk, value)) continue;
    walk.limit = walk.first ? walk.limit : value;
    walk.best = {
      value,
      tiles: state.tiles.slice(),
      spreads: [...state.spreads],
      orders: [...state.orders],
    };
    if (walk.first) return;
  }
}

/** The cycles of `costOf`. */
function cyclesOf(state: State): number {
  const { levels } = state.model;
  const row = levels.length;
  const steps = state.steps[row] ?? 1;
  let cycles = steps;
  for (let level = 0; level < levels.length; level++) {
    const { readBandwidth, writeBandwidth } = levels[level] ?? { readBandwidth: null, writeBandwidth: null };
    const reads = state.reads[row * row + level] ?? 0;
    const writes = state.writes[row * row + level] ?? 0;
    const reading = readBandwidth === null || reads === 0 ? 1 : readBandwidth / (reads / steps);
    const writing = writeBandwidth === null || writes === 0 ? 1 : writeBandwidth / (writes / steps);
    cycles = Math.max(cycles, Math.ceil(steps / Math.min(1, reading, writing)));
  }
  return cycles;
}
