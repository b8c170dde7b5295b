import { costOfChosen } from './chosen.js';
import { floorsOf } from './bounds.js';
import { childrenOf, heapify, pop, push, raise, top, type Children } from './children.js';
import { chosenFloor, collect, collectorOf, rank, roomFor } from './collect.js';
import { floorFor, valueOf } from './floor.js';
import type { Model } from './model.js';
import { ordersOf } from './orders.js';
import { hopeless, stops, tolerance, type Walk } from './progress.js';
import { different, spreadsOf, type Spread } from './spatial.js';
import { activeAt, advance, stateOf, type State } from './state.js';
import { quotientsKept, roundsKept } from './remainders.js';
import { divisorsKept, spreadable } from './tiles.js';
import type { SearchOptions } from './types.js';

/** What is known of a model before any mapping is looked at, whatever is wanted of it. */
interface Known {
  readonly spatial: SearchOptions['spatial'];
  readonly sizes: Walk['sizes'];
  readonly spreads: Walk['spreads'];
  readonly floors: Walk['floors'];
}

const known = new WeakMap<Model, Known>();

function knownOf(model: Model, spatial: SearchOptions['spatial']): Known {
  const found = known.get(model);
  if (found !== undefined && found.spatial === spatial) return found;
  const sizes = divisorsKept();
  const rounds = roundsKept();
  const spreads = model.levels.map((_, level) => {
    const parts = (dimension: number, count: number): boolean => {
      const extent = model.extents[dimension] ?? 1;
      return model.ragged[dimension] === 1 ? rounds(extent, count) : extent % count === 0;
    };
    return different(spreadsOf(model, level, spatial?.[level], parts));
  });
  const made = { spatial, sizes, spreads, floors: floorsOf(model, sizes, spreads) };
  known.set(model, made);
  return made;
}

export function walkOf(model: Model, options: SearchOptions): Walk {
  const { sizes, spreads, floors } = knownOf(model, options.spatial);
  return {
    model,
    options,
    state: stateOf(model),
    sizes,
    quotients: quotientsKept(),
    spreads,
    floors,
    floor: floorFor(model, floors, options.objective),
    children: model.levels.map(() => childrenOf(model.names.length)),
    collectors: spreads.map((ways) => collectorOf(model, ways.length)),
    alone: {
      parts: new Int32Array(model.names.length).fill(1),
      x: 1,
      y: 1,
      loops: [],
      alike: 0,
    },
    anyOrder: Int32Array.from([
      ...model.names.map((_, index) => index).filter((each) => model.fixed.at(-1)?.includes(each) !== true),
      ...(model.fixed.at(-1) ?? []).toReversed(),
    ]),
    limit: Infinity,
    first: false,
    best: undefined,
    evaluated: 0,
    enumerated: 0,
    pruned: 0,
    work: options.work ?? Infinity,
    brief: options.brief === true,
    stopped: false,
    asked: 0,
    open: 0,
  };
}

/** Chooses the loops of a level and of all below it, in every way that may be better than what is known. */
export function search(walk: Walk, level: number): void {
  if (level === walk.model.levels.length - 1) {
    finish(walk, level);
    return;
  }
  const children = walk.children[level];
  if (children === undefined) return;
  children.count = 0;
  if (level === 0) walk.open = Math.max(walk.open, walk.floor(walk.state, 0));
  const count = rank(walk, level);
  for (let at = 0; at < count; at++) {
    const index = walk.collectors[level]?.ranked[at] ?? 0;
    // The outermost level's choices are gone through together, so that the best of those that are left is known.
    if (level > 0) {
      children.count = 0;
      if (hopeless(walk, walk.collectors[level]?.values[index] ?? 0)) {
        walk.pruned++;
        continue;
      }
    }
    const collector = walk.collectors[level];
    if (collector !== undefined) collector.mode = walk.model.remainders && level === 0 ? 'cells' : 'tiles';
    collect(walk, level, walk.spreads[level]?.[index] ?? walk.alone, index, children);
    if (walk.stopped) return;
    if (level > 0 || at === count - 1) descend(walk, level, children);
    if (walk.stopped || (walk.first && walk.best !== undefined)) return;
  }
}

/** Goes through the choices of a level from the one that promises most, or where the first is looked for as they stand. */
function descend(walk: Walk, level: number, children: Children): void {
  if (walk.first) {
    for (let child = 0; child < children.count; child++) {
      if (hopeless(walk, refined(walk, level, children, child))) walk.pruned++;
      else tryOrders(walk, level, spreadOf(walk, level, children, child));
      if (walk.stopped || walk.best !== undefined) return;
    }
    return;
  }
  heapify(children);
  while (children.left > 0) {
    const child = top(children);
    const floor = children.floors[child] ?? 0;
    if (level === 0) walk.open = Math.max(walk.open, floor);
    if (hopeless(walk, floor)) {
      walk.pruned += children.left;
      return;
    }
    // There are many more of those that may leave remainders, so a better floor counts as work.
    if (walk.model.remainders ? !look(walk) : stops(walk)) return;
    if (children.better[child] === 0) {
      raise(children, refined(walk, level, children, child));
      continue;
    }
    pop(children);
    if (children.cells[child] === 1) {
      expand(walk, level, children, child);
      if (walk.stopped) return;
      continue;
    }
    take(walk, level, children, child);
    tryOrders(walk, level, spreadOf(walk, level, children, child));
    if (walk.stopped) return;
  }
}

/** Puts the tiles of a cell in its place. */
function expand(walk: Walk, level: number, children: Children, cell: number): void {
  const collector = walk.collectors[level];
  if (collector === undefined) return;
  const dimensions = walk.model.names.length;
  for (let dimension = 0; dimension < dimensions; dimension++)
    collector.upper[dimension] = children.tiles[cell * dimensions + dimension] ?? 1;
  const [floor, first] = [children.floors[cell] ?? 0, children.count];
  collector.mode = 'cell';
  collect(walk, level, spreadOf(walk, level, children, cell), children.spreads[cell] ?? 0, children);
  for (let child = first; child < children.count; child++) {
    children.floors[child] = Math.max(floor, children.floors[child] ?? 0);
    push(children, child);
  }
}

/** The better floor of a choice. */
function refined(walk: Walk, level: number, children: Children, child: number): number {
  take(walk, level, children, child);
  return chosenFloor(walk, level, spreadOf(walk, level, children, child), children.cells[child] === 1);
}

function spreadOf(walk: Walk, level: number, { spreads }: Children, child: number): Spread {
  return walk.spreads[level]?.[spreads[child] ?? 0] ?? walk.alone;
}

/** Writes the tile of a choice to the state. */
function take({ state, model }: Walk, level: number, { tiles }: Children, child: number): void {
  const dimensions = model.names.length;
  const row = (level + 1) * dimensions;
  for (let dimension = 0; dimension < dimensions; dimension++)
    state.tiles[row + dimension] = tiles[child * dimensions + dimension] ?? 1;
}

function tryOrders(walk: Walk, level: number, spread: Spread): void {
  const { state, model } = walk;
  const active = activeAt(state, level, spread);
  const room = walk.first ? 0 : roomFor(walk, level, spread, active);
  for (const order of ordersOf(model, level, active)) {
    if ((room >> (order[0] ?? 31)) & 1) continue;
    advance(state, level, spread, order);
    if (!look(walk)) return;
    if (hopeless(walk, walk.floor(state, level + 1))) walk.pruned++;
    else search(walk, level + 1);
    if (walk.stopped || (walk.first && walk.best !== undefined)) return;
  }
}

/** Counts one more partial mapping; whether to go on. Work that is given up to does not end before a mapping is found. */
function look(walk: Walk): boolean {
  walk.enumerated++;
  const known = walk.best !== undefined || walk.limit < Infinity;
  if (known && walk.enumerated > walk.work) walk.stopped = true;
  return !stops(walk);
}

/** The innermost level: all that is left is looped over there, in any order. */
function finish(walk: Walk, level: number): void {
  const { state, model } = walk;
  const dimensions = model.names.length;
  for (let dimension = 0; dimension < dimensions; dimension++) state.tiles[(level + 1) * dimensions + dimension] = 1;
  for (const spread of walk.spreads[level] ?? []) {
    if (!spreadable(model, spread.parts, state.tiles, level * dimensions)) continue;
    advance(state, level, spread, walk.anyOrder);
    if (!look(walk)) return;
    walk.evaluated++;
    let value = valueOf(walk.options.objective, state.energy[level + 1] ?? 0, cyclesOf(state));
    if (hopeless(walk, value)) continue;
    if (model.remainders) {
      // What was counted so far is a floor.
      const { energy_pj, cycles } = costOfChosen(model, state);
      value = valueOf(walk.options.objective, energy_pj, cycles);
      if (hopeless(walk, value)) continue;
    }
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

/** Words that are a part of what full loops would take are not rounded up, and are sums that are not exact. */
const notRounded = (cycles: number): number => cycles * (1 - tolerance);

/** The cycles of `costOf`; where tiles leave remainders at most those of `edgeCostOf`. */
export function cyclesOf(state: State): number {
  const { levels } = state.model;
  const row = levels.length;
  const steps = (state.steps[row] ?? 1) * (state.stepsPart[row] ?? 1);
  const up = state.model.remainders ? notRounded : Math.ceil;
  let cycles = Math.max(steps, up(state.busy[row] ?? 0));
  for (let level = 0; level < levels.length; level++) {
    const { readBandwidth, writeBandwidth } = levels[level] ?? {
      readBandwidth: null,
      writeBandwidth: null,
    };
    const reads = state.reads[row * row + level] ?? 0;
    const writes = state.writes[row * row + level] ?? 0;
    const reading = readBandwidth === null || reads === 0 ? 1 : readBandwidth / (reads / steps);
    const writing = writeBandwidth === null || writes === 0 ? 1 : writeBandwidth / (writes / steps);
    cycles = Math.max(cycles, up(steps / Math.min(1, reading, writing)));
  }
  return cycles;
}
