import { multiplierEnergy, trafficEnergy, widestWithin, type Floors } from './bounds.js';
import { add, type Children } from './children.js';
import { portCycles, valueOf } from './floor.js';
import type { Model, ModelOperand } from './model.js';
import { outlook } from './outlook.js';
import { hopeless, stops, type Walk } from './progress.js';
import type { Spread } from './spatial.js';
import { activeAt } from './state.js';
import { spreadable, wordsHeld } from './tiles.js';

/** What the enumeration of the tiles below one level works with: made once, and written over. */
export interface Collector {
  /** By operand: energy for each time that its tile above is handed down, where it stands still over the innermost loop and where it does not. */
  readonly still: Float64Array;
  readonly moving: Float64Array;
  /** By dimension, then operand: steps of the loops that leave the operand where it is, of the dimensions before. */
  readonly resting: Float64Array;
  /** What the tile to be chosen is a part of: the largest, and on the mean. */
  readonly whole: Int32Array;
  readonly share: Float64Array;
  /** Ways to spread: what each has at least, and those that divide the tile, from the one that promises most. */
  readonly values: Float64Array;
  readonly ranked: Int32Array;
  /** Whether the largest tiles of cells are collected, or those of one cell, whose largest is `upper`; and the least of a cell. */
  mode: 'tiles' | 'cells' | 'cell';
  readonly upper: Int32Array;
  readonly lower: Int32Array;
}

export function collectorOf(model: Model, ways: number): Collector {
  const operands = model.operands.length;
  return {
    still: new Float64Array(operands),
    moving: new Float64Array(operands),
    resting: new Float64Array((model.names.length + 1) * operands).fill(1),
    whole: new Int32Array(model.names.length),
    share: new Float64Array(model.names.length),
    values: new Float64Array(ways),
    ranked: new Int32Array(ways),
    mode: 'tiles',
    upper: new Int32Array(model.names.length),
    lower: new Int32Array(model.names.length),
  };
}

/** All tiles below a level that fit beside a way to spread, but those that a bound rules out, or that a larger one is as good as. */
export function collect(walk: Walk, level: number, spread: Spread, index: number, children: Children): void {
  const { model, state, collectors } = walk;
  const collector = collectors[level];
  const dimensions = model.names.length;
  if (collector === undefined) return;
  if (dimensions === 0) {
    add(children, 0, index, state.tiles, 0, 0);
    return;
  }
  const row = (level + 1) * dimensions;
  for (let dimension = 0; dimension < dimensions; dimension++) {
    const share = (state.tiles[level * dimensions + dimension] ?? 1) / (spread.parts[dimension] ?? 1);
    collector.share[dimension] = share;
    collector.whole[dimension] = Math.ceil(share);
    state.tiles[row + dimension] = model.least[row + dimension] ?? 1;
    collector.lower[dimension] = model.least[row + dimension] ?? 1;
  }
  if (wordsHeld(model, level + 1, state.tiles, row) > (model.levels[level + 1]?.capacity ?? Infinity)) return;
  weigh(walk, level, spread, collector);
  const beyond = walk.floors.beyond[level + 1] ?? 0;
  const instances =
    (state.instances[level] ?? 1) *
    spread.x *
    spread.y *
    widestWithin(model, walk.floors, level + 1, collector.whole, 0);
  const output = model.operands[model.output];
  const rest =
    (state.energy[level] ?? 0) +
    beyond +
    multiplierEnergy(model, walk.floors, state, level, spread) -
    (output?.kept[level + 1] === true ? spared(walk, level, output) : 0);
  choose(walk, level, index, children, collector, 0, rest, portCycles(state, level, model.macs / instances), 0);
}

/** What each operand costs for each time that its tile above is handed down: of one that slides, what is needed of that tile. */
function weigh(walk: Walk, level: number, spread: Spread, collector: Collector): void {
  const { model, state } = walk;
  const operands = model.operands.length;
  for (let index = 0; index < operands; index++) {
    const operand = model.operands[index];
    collector.still[index] = 0;
    collector.moving[index] = 0;
    if (operand?.kept[level + 1] !== true) continue;
    const parts = partsOf(operand, spread);
    const need = (state.needs[level * operands + index] ?? 0) / parts;
    const each = energyOfWord(walk, level, spread, index, operand, parts);
    collector.still[index] = need * each;
    collector.moving[index] =
      (operand.windowed ? need : (need / (state.passes[level * operands + index] ?? 1)) * (state.steps[level] ?? 1)) *
      each;
  }
}

/** Parts that a spread makes of the dimensions that move an operand. */
function partsOf(operand: ModelOperand, { parts }: Spread): number {
  let product = 1;
  for (let dimension = 0; dimension < parts.length; dimension++)
    if ((operand.mask >> dimension) & 1) product *= parts[dimension] ?? 1;
  return product;
}

/** Energy of a word that each instance below takes, in all instances together, pJ. */
function energyOfWord(
  { model, state }: Walk,
  level: number,
  spread: Spread,
  index: number,
  operand: ModelOperand,
  parts: number,
): number {
  const from = operand.above[level + 1] ?? -1;
  if (from < 0) return 0;
  const all = spread.x * spread.y;
  const before = operand.kept[level] === true ? 1 : (state.groups[level * model.operands.length + index] ?? 1);
  let groups = operand.multicast[level] === true ? parts : all;
  if (operand.windowed && operand.multicast[level] === true) {
    groups = 1;
    for (const rank of operand.ranks) groups *= Math.max(...rank.map((dimension) => spread.parts[dimension] ?? 1));
  }
  const taken = (state.instances[level] ?? 1) * all;
  return trafficEnergy(model, operand, level + 1, (state.instances[from] ?? 1) * before * groups, taken, 0, 0);
}

/** What the first arrivals of the output spare, at most, pJ. */
function spared({ model, state, floors }: Walk, level: number, operand: ModelOperand): number {
  const from = operand.above[level + 1] ?? -1;
  const [keeper, child] = [model.levels[from], model.levels[level + 1]];
  if (!operand.output || keeper === undefined || child === undefined) return 0;
  const above = (state.instances[from] ?? 1) * (state.share[from] ?? 0);
  return (
    (above * keeper.energy_pj.read) / keeper.block +
    ((floors.shares[level + 1] ?? 0) * child.energy_pj.fill) / child.block
  );
}

/** What the choice so far costs at least: with the loops that are not chosen yet left out. */
function chosenEnergy(walk: Walk, level: number, collector: Collector, chosen: number, active: number): number {
  const { still, moving, resting } = collector;
  const operands = walk.model.operands.length;
  const sets = walk.floors.stillAt[level] ?? [];
  let least = Infinity;
  for (let at = 0; at < sets.length; at++) {
    const set = active === 0 ? -1 : (sets[at] ?? 0);
    let energy = 0;
    for (let index = 0; index < operands; index++)
      energy +=
        (set >> index) & 1 ? (still[index] ?? 0) : (moving[index] ?? 0) * (resting[chosen * operands + index] ?? 1);
    if (energy < least) least = energy;
  }
  return least;
}

/** Chooses the sizes of the tile below, a dimension after the other: lexicographic. */
function choose(
  walk: Walk,
  level: number,
  index: number,
  children: Children,
  collector: Collector,
  dimension: number,
  energy: number,
  cycles: number,
  active: number,
): void {
  const { model, state } = walk;
  const dimensions = model.names.length;
  const operands = model.operands.length;
  const row = (level + 1) * dimensions;
  const { resting, whole, share, mode, upper, lower } = collector;
  let largest = Infinity;
  const from = whole[dimension] ?? 1;
  const capacity = model.levels[level + 1]?.capacity ?? Infinity;
  const values = sizesOf(walk, level, dimension, from);
  const least = model.least[row + dimension] ?? 1;
  for (let at = 0; at < values.length; at++) {
    const size = values[walk.first ? at : values.length - 1 - at] ?? 1;
    if (size < least || size > (model.most[row + dimension] ?? Infinity)) continue;
    if (stops(walk)) break;
    if (mode !== 'tiles') {
      const several = celled(walk, level, dimension);
      if (mode === 'cells' && several && inCell(size, largest)) continue;
      if (
        mode === 'cell' &&
        !(several ? size <= (upper[dimension] ?? 1) && inCell(size, upper[dimension] ?? 1) : size === upper[dimension])
      )
        continue;
      largest = size;
      lower[dimension] = mode === 'cells' && several ? leastOfCell(values, size, least) : size;
    }
    state.tiles[row + dimension] = size;
    const held =
      mode === 'tiles' ? wordsHeld(model, level + 1, state.tiles, row) : wordsHeld(model, level + 1, lower, 0);
    if (capacity !== Infinity && held > capacity) continue;
    walk.enumerated++;
    const bound = (share[dimension] ?? 1) / size;
    for (let each = 0; each < operands; each++) {
      const before = resting[dimension * operands + each] ?? 1;
      const rests = (((model.operands[each]?.mask ?? 0) >> dimension) & 1) === 0;
      resting[(dimension + 1) * operands + each] = rests ? before * bound : before;
    }
    const now = bound <= 1 ? active : active | (1 << dimension);
    const floor = energy + chosenEnergy(walk, level, collector, dimension + 1, now);
    const value = valueOf(walk.options.objective, floor, cycles);
    if (hopeless(walk, value)) {
      walk.pruned++;
      // Of the first that is looked for sizes grow, else they fall: and a smaller one costs no less.
      if (!walk.first) break;
    } else if (dimension + 1 === dimensions) {
      add(children, value, index, state.tiles, row, dimensions);
      if (mode === 'cells') children.cells[children.count - 1] = 1;
    } else choose(walk, level, index, children, collector, dimension + 1, energy, cycles, now);
  }
  state.tiles[row + dimension] = least;
  lower[dimension] = least;
}

/**
 * Whether sizes of a dimension below a level are put together to cells: where it may leave a remainder, and the words of the largest are no more than those of others, as there
 * are no gaps between windows.
 */
function celled({ model, state }: Walk, level: number, dimension: number): boolean {
  if (model.ragged[dimension] !== 1 || model.operands.some(({ coefficientOf }) => (coefficientOf[dimension] ?? 0) > 1))
    return false;
  return state.tiles[level * model.names.length + dimension] === model.extents[dimension];
}

/** Whether a size is of the cell of a larger one: no less than two thirds of it. */
const inCell = (size: number, largest: number): boolean => 3 * size >= 2 * largest;

function leastOfCell(values: Int32Array, largest: number, least: number): number {
  let found = largest;
  for (let at = values.length - 1; at >= 0; at--) {
    const size = values[at] ?? 1;
    if (size < largest && size >= least && inCell(size, largest)) found = size;
  }
  return found;
}

/** Sizes of the tile below of a dimension: divisors of what is above it, or of a whole dimension that may leave a remainder the least of those with as many steps. */
export function sizesOf(
  { model, state, sizes, quotients }: Walk,
  level: number,
  dimension: number,
  from: number,
): Int32Array {
  const above = state.tiles[level * model.names.length + dimension];
  return model.ragged[dimension] === 1 && above === model.extents[dimension] ? quotients(from) : sizes(from);
}

/**
 * The floor of a tile that is chosen, the least over what may stand still over the innermost loop. That loop is not one that the level below has room for: there,
 * all counts would be the same.
 */
export function chosenFloor(walk: Walk, level: number, spread: Spread, cell = false): number {
  const { state, floors } = walk;
  const active = cell ? activeInCell(walk, level, spread) : activeAt(state, level, spread);
  const innermost = walk.first ? active : active & ~roomFor(walk, level, spread, active);
  const sets = floors.stillAt[level] ?? [];
  let least = Infinity;
  for (let at = 0; at < sets.length; at++) {
    const set = sets[at] ?? 0;
    if (active !== 0 && !mayRest(floors, innermost, set)) continue;
    outlook(state, level, spread, set);
    least = Math.min(least, walk.floor(state, level + 1));
    if (active === 0) break;
  }
  return least;
}

/** `activeAt` of any tile of the cell whose largest is in the state. */
function activeInCell(walk: Walk, level: number, spread: Spread): number {
  const { state, model } = walk;
  let active = activeAt(state, level, spread);
  for (let dimension = 0; dimension < model.names.length; dimension++)
    // A cell of more than one size has some that make more than one step.
    if (celled(walk, level, dimension) && (state.tiles[(level + 1) * model.names.length + dimension] ?? 1) > 1)
      active |= 1 << dimension;
  return active;
}

/** Whether a set of operands stands still over one of some dimensions. */
function mayRest({ stillOver }: Floors, dimensions: number, set: number): boolean {
  for (let dimension = 0; dimension < stillOver.length; dimension++)
    if ((dimensions >> dimension) & 1 && ((stillOver[dimension] ?? 0) & ~set) === 0) return true;
  return false;
}

/**
 * Bits of the dimensions that the tile below a level could hold more of, by the least factor of their loop. Only of those that move operands whole tiles at a time:
 * then the tile that holds more is fetched with the same words (docs/mapping-search.md).
 */
export function roomFor(walk: Walk, level: number, spread: Spread, active: number): number {
  const { model, state, sizes } = walk;
  const dimensions = model.names.length;
  const row = (level + 1) * dimensions;
  const capacity = model.levels[level + 1]?.capacity ?? Infinity;
  let room = 0;
  // A loop that moves within would stand outside of those whose order is given there, and be full.
  if (model.remainders || (model.fixed[level + 1]?.length ?? 0) > 0) return 0;
  for (let dimension = 0; dimension < dimensions; dimension++) {
    if ((((active & spread.alike) >> dimension) & 1) === 0) continue;
    const size = state.tiles[row + dimension] ?? 1;
    const bound = (state.tiles[row - dimensions + dimension] ?? 1) / (size * (spread.parts[dimension] ?? 1));
    const grown = size * (sizes(bound)[1] ?? 1);
    if (grown > (model.most[row + dimension] ?? Infinity)) continue;
    state.tiles[row + dimension] = grown;
    if (wordsHeld(model, level + 1, state.tiles, row) <= capacity) room |= 1 << dimension;
    state.tiles[row + dimension] = size;
  }
  return room;
}

/** What the best mapping with each way to spread has at least; sorts the ways that divide the tile by that. How many do. */
export function rank(walk: Walk, level: number): number {
  const { model, state, floors, collectors } = walk;
  const collector = collectors[level];
  const ways = walk.spreads[level] ?? [];
  if (collector === undefined) return 0;
  const { ranked, values, whole } = collector;
  const row = level * model.names.length;
  const { still = noSets, bySpread = noEnergies } = floors.stages[level] ?? {};
  let count = 0;
  for (let index = 0; index < ways.length; index++) {
    const spread = ways[index];
    if (spread === undefined || !spreadable(model, spread.parts, state.tiles, row)) continue;
    let energy = still.length === 0 ? 0 : Infinity;
    for (let at = 0; at < still.length; at++) energy = Math.min(energy, bySpread[index * still.length + at] ?? 0);
    energy +=
      (state.energy[level] ?? 0) +
      (floors.beyond[level + 1] ?? 0) +
      multiplierEnergy(model, floors, state, level, spread);
    for (let dimension = 0; dimension < whole.length; dimension++)
      whole[dimension] = Math.ceil((state.tiles[row + dimension] ?? 1) / (spread.parts[dimension] ?? 1));
    const instances = spread.x * spread.y * widestWithin(model, floors, level + 1, whole, 0);
    const cycles = portCycles(state, level, model.macs / ((state.instances[level] ?? 1) * instances));
    values[index] = valueOf(walk.options.objective, energy, cycles);
    ranked[count++] = index;
  }
  if (!walk.first && level > 0) ranked.subarray(0, count).sort((a, b) => (values[a] ?? 0) - (values[b] ?? 0) || a - b);
  return count;
}

const noSets = new Int32Array();
const noEnergies = new Float64Array();
