import { sumsOfTwo, type Model, type ModelOperand } from './model.js';
import type { Order } from './orders.js';
import type { Spread } from './spatial.js';

/**
 * A mapping while it is made, level by level from the outermost. Row b of each array is what holds at the boundary above level b, once the levels above are
 * chosen. Made once, and written over.
 */
export interface State {
  readonly model: Model;
  /** Extents of the tile of an instance, by boundary and dimension. */
  readonly tiles: Int32Array;
  /** Steps of all loops in time above; instances. */
  readonly steps: Float64Array;
  /** Where tiles leave remainders: the part of all steps, and by operand of all words, that there is at least. */
  readonly stepsPart: Float64Array;
  readonly wordsPart: Float64Array;
  /** The same of words that levels below take, which may divide tiles further. */
  readonly needsPart: Float64Array;
  /** By boundary and dimension: what the loops above would be with all of their steps; the part of those of the outermost that are; parts side by side above. */
  readonly full: Float64Array;
  readonly fullSteps: Float64Array;
  readonly beside: Float64Array;
  readonly instances: Float64Array;
  /** The part of the output that an instance ever holds, words. */
  readonly share: Float64Array;
  /** By operand: how often its tile is fetched whole, as far as that is known; words that what is below takes at least, for each instance. */
  readonly passes: Float64Array;
  readonly needs: Float64Array;
  /** By operand: groups that one word of the last keeper above goes to, each once. */
  readonly groups: Float64Array;
  /** Energy so far, pJ; words read and written by level, of each instance, so far. */
  readonly energy: Float64Array;
  readonly reads: Float64Array;
  readonly writes: Float64Array;
  /** Cycles of the busiest exchange of one operand between two levels, so far. */
  readonly busy: Float64Array;
  /** Loops in time, by level, outermost first: dimension, bound, and the distance of a step. `ends[b]` is where those of the levels above b end. */
  readonly loopDimension: Int32Array;
  readonly loopBound: Float64Array;
  readonly loopStep: Float64Array;
  readonly ends: Int32Array;
  /** What was chosen, by level. */
  readonly orders: Order[];
  readonly spreads: Spread[];
  /** Scratch: how far the loops within have moved each rank; extents with the loops that slide. */
  readonly moved: Float64Array;
  readonly slid: Float64Array;
}

export function stateOf(model: Model): State {
  const [rows, dimensions, operands] = [model.levels.length + 1, model.names.length, model.operands.length];
  const floats = (length: number): Float64Array => new Float64Array(length);
  const state: State = {
    model,
    tiles: new Int32Array(rows * dimensions),
    steps: floats(rows).fill(1),
    stepsPart: floats(rows).fill(1),
    wordsPart: floats(rows * operands).fill(1),
    needsPart: floats(rows * operands).fill(1),
    full: floats(rows * dimensions),
    fullSteps: floats(rows * dimensions).fill(1),
    beside: floats(rows * dimensions).fill(1),
    instances: floats(rows).fill(1),
    share: floats(rows),
    passes: floats(rows * operands).fill(1),
    needs: floats(rows * operands),
    groups: floats(rows * operands).fill(1),
    energy: floats(rows),
    reads: floats(rows * model.levels.length),
    writes: floats(rows * model.levels.length),
    busy: floats(rows),
    loopDimension: new Int32Array(rows * dimensions),
    loopBound: floats(rows * dimensions),
    loopStep: floats(rows * dimensions),
    ends: new Int32Array(rows),
    orders: [],
    spreads: [],
    moved: floats(dimensions),
    slid: floats(dimensions),
  };
  state.tiles.set(model.extents);
  state.full.set(model.extents);
  model.operands.forEach((operand, index) => {
    state.needs[index] = touchedWords(operand, state.tiles, 0);
    if (operand.output) state.share[0] = tileWords(operand, state.tiles, 0);
  });
  state.energy[0] = [...model.nest.dimensions.values()].reduce(
    (energy, extent) => energy * extent,
    model.hierarchy.macs.energy_pj,
  );
  return state;
}

/** Words of the box around an operand's tile. */
export function tileWords(operand: ModelOperand, extents: Int32Array | Float64Array, at: number): number {
  let words = 1;
  for (const rank of operand.ranks) {
    let extent = 1;
    for (const dimension of rank)
      extent += (operand.coefficientOf[dimension] ?? 0) * ((extents[at + dimension] ?? 1) - 1);
    words *= extent;
  }
  return words;
}

/** Words of it that some multiply-accumulate needs, or fewer: ranks of three terms and more count two. */
export function touchedWords(operand: ModelOperand, extents: Int32Array | Float64Array, at: number): number {
  let words = 1;
  for (const rank of operand.ranks) {
    const a = rank[0] ?? 0;
    const b = rank[1];
    const extent = extents[at + a] ?? 1;
    words *=
      b === undefined
        ? extent
        : sumsOfTwo(extent, operand.coefficientOf[a] ?? 1, extents[at + b] ?? 1, operand.coefficientOf[b] ?? 1);
  }
  return words;
}

/** Steps in time of a dimension's loop at a level. The outermost one of its loops may be not full. */
export function boundOf({ model, tiles }: State, level: number, { parts }: Spread, dimension: number): number {
  const own = level * model.names.length + dimension;
  const bound = (tiles[own] ?? 1) / ((tiles[own + model.names.length] ?? 1) * (parts[dimension] ?? 1));
  return model.ragged[dimension] === 1 ? Math.ceil(bound) : bound;
}

/**
 * Writes what part of full loops there is at least below a level: of the steps, and of the words of each operand. Of a dimension that moves it words grow with the extent, at
 * least so much where there are gaps between its tiles; of one that does not, with the number of tiles, which levels below may divide further (docs/mapping-search.md).
 */
export function remain(state: State, level: number, spread: Spread): void {
  const { model, tiles, full, fullSteps, beside, stepsPart, wordsPart, needsPart } = state;
  if (!model.remainders) return;
  const [dimensions, operands] = [model.names.length, model.operands.length];
  const below = level + 1;
  stepsPart[below] = 1;
  wordsPart.fill(1, below * operands, (below + 1) * operands);
  needsPart.fill(1, below * operands, (below + 1) * operands);
  for (let dimension = 0; dimension < dimensions; dimension++) {
    const [outer, inner] = [level * dimensions + dimension, below * dimensions + dimension];
    const extent = model.extents[dimension] ?? 1;
    const [tile, parts] = [tiles[inner] ?? 1, spread.parts[dimension] ?? 1];
    beside[inner] = (beside[outer] ?? 1) * parts;
    full[inner] =
      tiles[outer] === extent ? tile * parts * boundOf(state, level, spread, dimension) : (full[outer] ?? 1);
    const all = full[inner] ?? 1;
    if (all === extent) continue;
    fullSteps[inner] =
      tiles[outer] === extent ? fullOf(boundOf(state, level, spread, dimension), parts) : (fullSteps[outer] ?? 1);
    const step = tile * (beside[inner] ?? 1);
    stepsPart[below] = ((stepsPart[below] ?? 1) * Math.ceil(extent / step) * step) / all;
    for (let index = 0; index < operands; index++) {
      // Multipliers take single words.
      const own = model.operands[index]?.coefficientOf[dimension] ?? 0;
      const coefficient = below === model.levels.length ? Math.min(own, 1) : own;
      const at = below * operands + index;
      const slides = slidesOtherwise(state, index, dimension, below);
      const whole = fullSteps[inner] ?? 1;
      const even = extent / (Math.max(1, coefficient) * all - (Math.max(1, coefficient) - 1) * extent);
      const ofTiles = coefficient === 0 ? (Math.ceil(extent / tile) * tile) / all : even;
      wordsPart[at] = (wordsPart[at] ?? 1) * (slides ? whole : ofTiles);
      needsPart[at] = (needsPart[at] ?? 1) * (slides && own > 0 ? whole : even);
    }
  }
}

/** The part of the steps of a dimension's outermost loop that are full, where the last is not. */
const fullOf = (bound: number, parts: number): number => (bound > 1 ? (bound - 1) / bound : (parts - 1) / parts);

/**
 * Whether an operand may slide by other dimensions while a step of this one takes it elsewhere: then not all of its steps fetch as much, and the last may be one that fetches
 * more than others.
 */
function slidesOtherwise({ model, tiles }: State, index: number, dimension: number, below: number): boolean {
  if (below === model.levels.length) return false;
  const { ranks = [], rankOf } = model.operands[index] ?? {};
  const own = rankOf?.[dimension] ?? -1;
  const row = below * model.names.length;
  return ranks.some(
    (rank, at) =>
      rank.length > 1 &&
      (own === -1 || own === at) &&
      rank.some((other) => other !== dimension && tiles[row + other] !== model.extents[other]),
  );
}

/**
 * Chooses the loops of a level: those in space by `spread`, those in time by what is left between the tile of the boundary above it and that of the one below,
 * which must be written already, in an order. Fills the row below.
 */
export function advance(state: State, level: number, spread: Spread, order: Order): void {
  const { tiles } = state;
  const dimensions = state.model.names.length;
  const below = level + 1;
  const inner = below * dimensions;
  let end = state.ends[level] ?? 0;
  let steps = state.steps[level] ?? 1;
  for (let at = order.length - 1; at >= 0; at--) {
    const dimension = order[at] ?? 0;
    const distance = (tiles[inner + dimension] ?? 1) * (spread.parts[dimension] ?? 1);
    const bound = boundOf(state, level, spread, dimension);
    if (bound === 1) continue;
    state.loopDimension[end] = dimension;
    state.loopBound[end] = bound;
    state.loopStep[end] = distance;
    steps *= bound;
    end++;
  }
  state.ends[below] = end;
  state.steps[below] = steps;
  state.instances[below] = (state.instances[level] ?? 1) * spread.x * spread.y;
  state.orders[level] = order;
  state.spreads[level] = spread;
  remain(state, level, spread);
  count(state, level, spread);
}

/** Energy and words of the operands that the level below keeps, and how often each is fetched. */
function count(state: State, level: number, spread: Spread): void {
  const { model } = state;
  const below = level + 1;
  const levels = model.levels.length;
  const operands = model.operands.length;
  state.energy[below] = state.energy[level] ?? 0;
  state.busy[below] = state.busy[level] ?? 0;
  for (let each = 0; each < levels; each++) {
    state.reads[below * levels + each] = state.reads[level * levels + each] ?? 0;
    state.writes[below * levels + each] = state.writes[level * levels + each] ?? 0;
  }
  shareBelow(state, level, spread);
  for (let index = 0; index < operands; index++) {
    const operand = model.operands[index];
    if (operand === undefined) continue;
    const words = below === levels ? (state.steps[below] ?? 1) : deliveries(state, index, operand, below);
    const keptHere = operand.kept[level] === true;
    const before = keptHere ? 1 : (state.groups[level * operands + index] ?? 1);
    const groups = before * groupsBelow(state, level, operand, spread);
    state.groups[below * operands + index] = groups;
    if (operand.kept[below] !== true) continue;
    charge(state, below, index, words, words * groups);
  }
}

/**
 * Charges what a level, or the multipliers, takes of an operand and what its last keeper above hands out for that. Where tiles leave remainders it is the least that it may
 * be, whose blocks are not rounded up, as an instance at the edge may have less.
 */
export function charge(state: State, below: number, index: number, allTaken: number, all: number): void {
  const { levels, operands } = state.model;
  const operand = operands[index];
  if (operand === undefined) return;
  const part = state.wordsPart[below * operands.length + index] ?? 1;
  const [taken, accesses] = [allTaken * part, all * part];
  const blocks = (words: number, block: number): number =>
    part === 1 ? Math.ceil(words / block) : Math.max(0, words) / block;
  const from = operand.above[below] ?? 0;
  const keeper = levels[from];
  if (keeper === undefined) return;
  const again = operand.output ? accesses - (state.share[from] ?? 0) : accesses;
  const updates = operand.output ? accesses : 0;
  let energy =
    (state.instances[from] ?? 1) *
    (blocks(again, keeper.block) * keeper.energy_pj.read + blocks(updates, keeper.block) * keeper.energy_pj.update);
  const row = below * levels.length;
  state.busy[below] = Math.max(state.busy[below] ?? 0, accesses / (operand.link[from] ?? Infinity));
  state.reads[row + from] = (state.reads[row + from] ?? 0) + (part === 1 ? again : Math.max(0, again));
  state.writes[row + from] = (state.writes[row + from] ?? 0) + updates;
  const child = levels[below];
  if (child !== undefined) {
    const fills = operand.output ? taken - (state.share[below] ?? 0) : taken;
    energy += (state.instances[below] ?? 1) * blocks(fills, child.block) * child.energy_pj.fill;
    state.writes[row + below] = (state.writes[row + below] ?? 0) + (part === 1 ? fills : Math.max(0, fills));
  }
  state.energy[below] = (state.energy[below] ?? 0) + energy;
}

export function shareBelow(state: State, level: number, { parts }: Spread): void {
  const { model, tiles, slid } = state;
  const output = model.operands[model.output];
  const dimensions = model.names.length;
  const inner = (level + 1) * dimensions;
  const whole = state.share[level] ?? 0;
  if (output === undefined) return;
  for (let dimension = 0; dimension < dimensions; dimension++)
    slid[dimension] = (tiles[inner + dimension] ?? 1) * (parts[dimension] ?? 1);
  const share = (whole * tileWords(output, tiles, inner)) / tileWords(output, slid, 0);
  // On the mean over instances, some of which may have less.
  state.share[level + 1] = model.remainders ? share : Math.floor(share);
}

/** Groups of instances below that want different words of an operand. */
export function groupsBelow(
  { model, tiles }: State,
  level: number,
  operand: ModelOperand,
  { parts, x, y }: Spread,
): number {
  if (x * y === 1) return 1;
  if (operand.multicast[level] !== true) return x * y;
  const inner = (level + 1) * model.names.length;
  let groups = 1;
  for (const rank of operand.ranks) {
    const a = rank[0] ?? 0;
    const b = rank[1];
    if (b === undefined) groups *= parts[a] ?? 1;
    else if (rank.length === 2)
      groups *= sumsOfTwo(
        parts[a] ?? 1,
        (operand.coefficientOf[a] ?? 1) * (tiles[inner + a] ?? 1),
        parts[b] ?? 1,
        (operand.coefficientOf[b] ?? 1) * (tiles[inner + b] ?? 1),
      );
    else groups *= groupsAlong(model, operand, rank, parts, tiles, inner);
  }
  return groups;
}

function groupsAlong(
  { sums }: Model,
  { coefficientOf }: ModelOperand,
  rank: readonly number[],
  parts: Int32Array,
  tiles: Int32Array,
  inner: number,
): number {
  return sums(
    rank.map((dimension) => parts[dimension] ?? 1),
    rank.map((dimension) => (coefficientOf[dimension] ?? 1) * (tiles[inner + dimension] ?? 1)),
  );
}

/**
 * Words that an instance behind a boundary takes of an operand: `deliveriesOf` of `nest`, without lists. Writes how often it is fetched anew, and what is needed
 * below: where loops below go on as those above do, each pass takes all words that its loops touch, and no fewer.
 */
function deliveries(state: State, index: number, operand: ModelOperand, below: number): number {
  const { model, tiles, slid } = state;
  const inner = below * model.names.length;
  const tile = tileWords(operand, tiles, inner);
  const row = below * model.operands.length + index;
  if (operand.windowed) {
    const words = windowDeliveries(state, operand, below, tile);
    state.needs[row] = (state.needsPart[row] ?? 1) * (state.passes[row] = slidePasses) * touchedWords(operand, slid, 0);
    return words;
  }
  let passes = 1;
  let still = true;
  for (let at = (state.ends[below] ?? 0) - 1; at >= 0; at--) {
    if (still && ((operand.mask >> (state.loopDimension[at] ?? 0)) & 1) === 0) continue;
    still = false;
    passes *= state.loopBound[at] ?? 1;
  }
  state.passes[row] = passes;
  state.needs[row] = (state.needsPart[row] ?? 1) * passes * touchedWords(operand, tiles, inner);
  return passes * tile;
}

/** How often the loops around those that slide start these anew, at least: of the last call of `windowDeliveries`. */
let slidePasses = 1;

/**
 * The loops that slide are those of one rank, up to the first that moves another. A loop that moves nothing makes the operand slide anew: if it stood outside of
 * them, no more words would be taken. A loop whose steps do not join what is touched already is not counted in what a pass touches.
 */
function windowDeliveries(state: State, operand: ModelOperand, below: number, tile: number): number {
  const { tiles, moved, slid, loopBound, loopDimension, loopStep } = state;
  const dimensions = state.model.names.length;
  const inner = below * dimensions;
  for (let dimension = 0; dimension < dimensions; dimension++) slid[dimension] = tiles[inner + dimension] ?? 1;
  moved.fill(0);
  let first = -1;
  let firstMove = 0;
  let broken = false;
  let fresh = tile;
  let around = state.steps[below] ?? 1;
  let total = tile;
  slidePasses = 1;
  for (let at = (state.ends[below] ?? 0) - 1; at >= 0; at--) {
    const dimension = loopDimension[at] ?? 0;
    const bound = loopBound[at] ?? 1;
    around /= bound;
    const rank = operand.rankOf[dimension] ?? -1;
    if (rank === -1 && first === -1) continue;
    const move = (operand.coefficientOf[dimension] ?? 1) * (loopStep[at] ?? 1);
    if (first === -1) {
      first = rank;
      firstMove = move;
      fresh = freshWords(operand, tiles, inner, tile, rank, move);
    }
    if (rank !== -1 && rank !== first) broken = true;
    let words = tile;
    if (broken || rank === -1) slidePasses *= bound;
    else {
      const by = move - (moved[rank] ?? 0);
      words = by === 0 ? 0 : by === firstMove ? fresh : tile;
      if (slid[dimension] === loopStep[at]) slid[dimension] = (slid[dimension] ?? 1) * bound;
    }
    total += (bound - 1) * around * words;
    if (rank !== -1) moved[rank] = (moved[rank] ?? 0) + (bound - 1) * move;
  }
  return total;
}

/** Words of a tile that are not in the one before it, which it is moved from along a rank. */
function freshWords(
  operand: ModelOperand,
  tiles: Int32Array,
  inner: number,
  tile: number,
  rank: number,
  move: number,
): number {
  let extent = 1;
  for (const dimension of operand.ranks[rank] ?? [])
    extent += (operand.coefficientOf[dimension] ?? 0) * ((tiles[inner + dimension] ?? 1) - 1);
  return tile - (tile / extent) * Math.max(0, extent - move);
}

/** Bits of the dimensions that have a loop in time at a level. */
export function activeAt(state: State, level: number, spread: Spread): number {
  let active = 0;
  for (let dimension = 0; dimension < spread.parts.length; dimension++)
    if (boundOf(state, level, spread, dimension) !== 1) active |= 1 << dimension;
  return active;
}
