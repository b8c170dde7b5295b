import type { Floors } from './bounds.js';
import type { Children } from './children.js';
import type { Collector } from './collect.js';
import type { Floor } from './floor.js';
import type { Model } from './model.js';
import type { Order } from './orders.js';
import type { Spread } from './spatial.js';
import type { State } from './state.js';
import type { Sizes } from './tiles.js';
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
  /** Of what may leave a remainder. */
  readonly quotients: Sizes;
  readonly spreads: readonly (readonly Spread[])[];
  readonly floors: Floors;
  readonly floor: Floor;
  readonly children: readonly Children[];
  readonly collectors: readonly Collector[];
  /** All dimensions, for the innermost level, where the order counts for nothing. */
  readonly anyOrder: Order;
  /** No loops in space. */
  readonly alone: Spread;
  /** To be beaten, or where the first is wanted: to be reached. */
  limit: number;
  first: boolean;
  best: Chosen | undefined;
  evaluated: number;
  enumerated: number;
  pruned: number;
  work: number;
  /** Whether work that is given up to ends before a mapping is found. */
  brief: boolean;
  stopped: boolean;
  asked: number;
  /** What no mapping falls below that is not looked at yet. */
  open: number;
}

/** Whether nothing with such a floor is worth a look. */
export function hopeless(walk: Walk, floor: number): boolean {
  return walk.first ? floor > walk.limit * (1 + tolerance) : floor >= walk.limit * (1 - tolerance);
}

/** Whether to stop: asked once in a while. */
export function stops(walk: Walk): boolean {
  if (walk.brief && walk.enumerated > walk.work) walk.stopped = true;
  if (++walk.asked % 256 === 0 && walk.options.stop?.() === true) walk.stopped = true;
  return walk.stopped;
}
