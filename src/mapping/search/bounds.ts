import type { Model, ModelOperand } from './model.js';
import type { Spread } from './spatial.js';
import { tileWords, touchedWords, type State } from './state.js';
import { still, tailsOf, type Tails } from './tails.js';
import { eachCell, eachTile, widestOf, type Sizes } from './tiles.js';

/** What the traffic of a stage costs at least: from the last keepers to level `stage` + 1, or to the multipliers. */
export interface StageBound {
  /** Sets of operands that may stand still at once over the innermost loop, as bits. */
  readonly still: Int32Array;
  /** For each of them, the least energy (pJ) of the others that the level below keeps. */
  readonly others: Float64Array;
  /** The same for ways to spread, the ones that are best in something: instances, and energy of each set row by row. */
  readonly instances: Float64Array;
  readonly ofSpread: Float64Array;
  /** The least energy of each set, by the index of each way to spread, row by row. */
  readonly bySpread: Float64Array;
}

/** What is known of all mappings before any is looked at. */
export interface Floors {
  readonly stages: readonly (StageBound | undefined)[];
  /** By stage: sets of operands that one loop leaves where they are, as bits, none within another. */
  readonly stillAt: readonly (readonly number[])[];
  /** By dimension: the operands that its loops leave where they are, as bits. */
  readonly stillOver: readonly number[];
  /** By level: the least energy of all stages from it on, but for what the multipliers take. */
  readonly beyond: Float64Array;
  /** By level and operand: the least part of the instances below that are handed words of their own. */
  readonly ratios: readonly (readonly number[])[];
  /** By level: its ways to spread, most instances first. */
  readonly widestFirst: readonly (readonly Spread[])[];
  /** By level: instances that levels from it on may have side by side; parts of the output times the instances that hold them. */
  readonly widest: Float64Array;
  readonly shares: Float64Array;
  /** The stage whose ways to spread are bounded together with all others, and by level those of all levels from it on. */
  readonly main: number;
  readonly tails: () => readonly Tails[];
}

/** Energy of words that a keeper hands out, in all instances together, and of those that a level below takes. */
export function trafficEnergy(
  { levels }: Model,
  operand: ModelOperand,
  below: number,
  accesses: number,
  taken: number,
  shareAbove: number,
  shareBelow: number,
): number {
  const keeper = levels[operand.above[below] ?? -1];
  if (keeper === undefined) return 0;
  const { read, update } = keeper.energy_pj;
  const child = levels[below];
  const fill = child === undefined ? 0 : child.energy_pj.fill / child.block;
  if (!operand.output) return (accesses * read) / keeper.block + taken * fill;
  const again = Math.max(0, accesses - shareAbove);
  return (accesses * update + again * read) / keeper.block + Math.max(0, taken - shareBelow) * fill;
}

export function floorsOf(model: Model, sizes: Sizes, spreads: readonly (readonly Spread[])[]): Floors {
  const levels = model.levels.length;
  const widest = new Float64Array(levels + 1).fill(1);
  for (let level = levels - 1; level >= 0; level--)
    widest[level] = (widest[level + 1] ?? 1) * Math.max(...(spreads[level] ?? []).map(({ x, y }) => x * y));
  const shares = sharesOf(model, spreads);
  const ratios = spreads.map((each, level) =>
    model.operands.map((operand) => Math.min(...each.map((spread) => leastGroups(level, operand, spread)))),
  );
  const stages = spreads.map((each, stage) =>
    stage === 0 || stage + 1 === levels ? undefined : stageBound(model, sizes, stage, each, ratios, shares),
  );
  const stillAt = spreads.map(() =>
    stillSets(
      model,
      model.operands.map((_, index) => index),
    ),
  );
  const stillOver = model.names.map((_, dimension) =>
    model.operands.reduce((set, { mask }, index) => ((mask >> dimension) & 1 ? set : set | (1 << index)), 0),
  );
  const beyond = new Float64Array(levels + 1);
  for (let stage = levels - 1; stage >= 0; stage--)
    beyond[stage] = (beyond[stage + 1] ?? 0) + Math.min(...(stages[stage]?.others ?? [0]));
  const widestFirst = spreads.map((each) => each.toSorted((a, b) => b.x * b.y - a.x * a.y));
  const main = stages.reduce(
    (best, stage, at) =>
      at + 1 < levels && (stage?.instances.length ?? 0) > (stages[best]?.instances.length ?? 0) ? at : best,
    0,
  );
  // By time alone nobody asks.
  let tails: readonly Tails[] | undefined;
  const output = model.operands[model.output];
  const copiesOf = (spread: Spread): number => (output === undefined ? 1 : copies(output, spread));
  const energiesOf = (index: number): readonly number[] => {
    const { still: sets = [], bySpread } = stages[main] ?? {};
    return Array.from(sets, (_, at) => bySpread?.[index * sets.length + at] ?? 0);
  };
  return {
    main,
    tails: () => (tails ??= tailsOf(model, spreads, { ratioOf: leastGroups, copiesOf, main, energiesOf })),
    stages,
    stillAt,
    stillOver,
    beyond,
    ratios,
    widestFirst,
    widest,
    shares,
  };
}

/**
 * Energy of what the multipliers take, all of it at each step: as little as the ways to spread that are chosen, and those of the levels below, allow.
 *
 * @param spread of the level at the row, where it is chosen already
 */
export function multiplierEnergy(model: Model, floors: Floors, state: State, row: number, spread?: Spread): number {
  const levels = model.levels.length;
  let energy = 0;
  for (let index = 0; index < model.operands.length; index++) {
    const operand = model.operands[index];
    const above = operand?.above[levels] ?? -1;
    if (operand === undefined || above < 0) continue;
    let accesses = model.macs;
    if (above < row)
      accesses *=
        ((state.instances[above] ?? 1) * (state.groups[row * model.operands.length + index] ?? 1)) /
        (state.instances[row] ?? 1);
    for (let level = Math.max(above, row); level < levels; level++)
      accesses *=
        level === row && spread !== undefined
          ? leastGroups(level, operand, spread)
          : (floors.ratios[level]?.[index] ?? 1);
    let share =
      above <= row ? (state.instances[above] ?? 1) * (state.share[above] ?? 0) : shareFrom(floors, state, row, above);
    // Where the next level's way to spread is known, its copies stand for the most that there may be.
    if (operand.output && above > row && spread !== undefined)
      share *= copies(operand, spread) / ((floors.shares[row + 1] ?? 1) / (floors.shares[row] ?? 1));
    energy += trafficEnergy(model, operand, levels, accesses, 0, share, 0);
  }
  return energy;
}

/** Parts of the output that instances of a level ever hold, times their number, at most, where all above a row is chosen. */
export function shareFrom({ shares }: Floors, state: State, row: number, level: number): number {
  const here = (state.instances[row] ?? 1) * (state.share[row] ?? 0);
  return (here * (shares[level] ?? 0)) / (shares[row] ?? 1);
}

/** Parts of the output that instances ever hold, times their number, at most. */
function sharesOf(model: Model, spreads: readonly (readonly Spread[])[]): Float64Array {
  const output = model.operands[model.output];
  const shares = new Float64Array(model.levels.length + 1);
  if (output === undefined) return shares;
  shares[0] = tileWords(output, model.extents, 0);
  spreads.forEach((each, level) => {
    shares[level + 1] = (shares[level] ?? 0) * Math.max(...each.map((spread) => copies(output, spread)));
  });
  return shares;
}

/** Instances that ever hold the same part of an operand, at most. */
function copies(operand: ModelOperand, spread: Spread): number {
  return operand.windowed ? spread.x * spread.y : still(operand, spread);
}

/** Groups over instances, at least: in a rank of several dimensions as many as the one divided most has. */
function leastGroups(level: number, operand: ModelOperand, spread: Spread): number {
  if (operand.multicast[level] !== true) return 1;
  const groups = operand.ranks.reduce(
    (product, rank) => product * Math.max(...rank.map((dimension) => spread.parts[dimension] ?? 1)),
    1,
  );
  return groups / (spread.x * spread.y);
}

/**
 * Words that all instances of a level take of an operand that never stands still, at least, for each multiply-accumulate of a tile of so many points. One that slides does
 * so along one rank: it then takes of that rank what is touched there, and of the others all at each step.
 */
function wordsOfEach(model: Model, operand: ModelOperand): (tile: Int32Array, points: number) => number {
  const ways = operand.windowed ? operand.ranks.filter(({ length }) => length > 1) : [];
  const sliding = ways.map((rank) => ({
    rank,
    others: operand.ranks.filter((other) => other !== rank),
    touched: touchedWords({ ...operand, ranks: [rank] }, model.extents, 0),
    steps: rank.reduce((steps, dimension) => steps * (model.extents[dimension] ?? 1), 1),
  }));
  return (tile, points) => {
    let least = wordsOfRanks(model, operand.ranks, operand, tile) / points;
    for (const { rank, others, touched, steps } of sliding) {
      let all = steps * points;
      for (const dimension of rank) all /= tile[dimension] ?? 1;
      least = Math.min(least, (wordsOfRanks(model, others, operand, tile) * touched) / all);
    }
    return least;
  };
}

/** Words of a tile's box along some ranks; where tiles that leave a remainder have gaps in between, one for each index, as the last gap is not taken. */
function wordsOfRanks(
  { ragged }: Model,
  ranks: ModelOperand['ranks'],
  { coefficientOf }: ModelOperand,
  tile: Int32Array,
): number {
  let words = 1;
  for (const rank of ranks) {
    let extent = 1;
    for (const dimension of rank) extent += (coefficientOf[dimension] ?? 0) * ((tile[dimension] ?? 1) - 1);
    const free = rank.find((dimension) => ragged[dimension] === 1);
    const size = free === undefined ? 1 : (tile[free] ?? 1);
    const coefficient = free === undefined ? 1 : (coefficientOf[free] ?? 1);
    const window = extent - coefficient * (size - 1);
    words *= window < coefficient && free !== undefined ? size : extent;
  }
  return words;
}

function stageBound(
  model: Model,
  sizes: Sizes,
  stage: number,
  spreads: readonly Spread[],
  ratios: readonly (readonly number[])[],
  shares: Float64Array,
): StageBound {
  const taking = takingAt(model, stage);
  const sets = stillSets(model, taking);
  const units = leastUnits(model, sizes, stage + 1, taking);
  const bySpread = spreads.flatMap((spread) => {
    const handed = model.operands.map((operand) => {
      let ratio = leastGroups(stage, operand, spread);
      for (let level = Math.max(0, operand.above[stage + 1] ?? 0); level < stage; level++)
        ratio *= ratios[level]?.[model.operands.indexOf(operand)] ?? 1;
      return ratio;
    });
    const held = model.operands.map((operand) => (shares[stage] ?? 0) * copies(operand, spread));
    return sets.map((set) =>
      Math.min(
        ...units.map((unit) =>
          taking.reduce((energy, index, at) => {
            const operand = model.operands[index];
            if (operand === undefined || (set >> index) & 1) return energy;
            const taken = model.macs * (unit[at] ?? 0);
            const above = shares[operand.above[stage + 1] ?? 0] ?? 0;
            return (
              energy +
              trafficEnergy(model, operand, stage + 1, taken * (handed[index] ?? 1), taken, above, held[index] ?? 0)
            );
          }, 0),
        ),
      ),
    );
  });
  const row = (index: number): readonly number[] => bySpread.slice(index * sets.length, (index + 1) * sets.length);
  const wide = spreads.map(({ x, y }) => x * y);
  const best = spreads.flatMap((_, index) => (isBest(index, wide, row) ? [index] : []));
  return {
    still: Int32Array.from(sets),
    others: Float64Array.from(sets, (_, at) => Math.min(...spreads.map((__, index) => row(index)[at] ?? 0))),
    instances: Float64Array.from(best, (index) => wide[index] ?? 1),
    ofSpread: Float64Array.from(best.flatMap(row)),
    bySpread: Float64Array.from(bySpread),
  };
}

/** Whether no other way to spread has as many instances and costs as little: of equals the first. */
function isBest(index: number, wide: readonly number[], row: (index: number) => readonly number[]): boolean {
  const own = row(index);
  return !wide.some((instances, other) => {
    if (other === index || instances < (wide[index] ?? 1)) return false;
    const energies = row(other);
    if (!energies.every((energy, at) => energy <= (own[at] ?? 0))) return false;
    return other < index || instances > (wide[index] ?? 1) || energies.some((energy, at) => energy < (own[at] ?? 0));
  });
}

/** Operands that the level below a stage keeps. */
function takingAt(model: Model, stage: number): readonly number[] {
  return model.operands.flatMap((operand, index) => (operand.kept[stage + 1] === true ? [index] : []));
}

/** Sets of operands that one loop leaves where they are, none within another. */
function stillSets(model: Model, taking: readonly number[]): readonly number[] {
  const sets = model.names.map((_, dimension) =>
    taking.reduce(
      (set, index) => (((model.operands[index]?.mask ?? 0) >> dimension) & 1 ? set : set | (1 << index)),
      0,
    ),
  );
  const all = [...new Set(sets.length === 0 ? [0] : sets)];
  return all.filter((set) => !all.some((other) => other !== set && (set & ~other) === 0));
}

/** Words of each multiply-accumulate that operands take at a level, for the tiles that fit: those where none takes less of all. */
function leastUnits(
  model: Model,
  sizes: Sizes,
  level: number,
  taking: readonly number[],
): readonly (readonly number[])[] {
  const tile = new Int32Array(model.names.length);
  const words = taking.flatMap((index) => {
    const operand = model.operands[index];
    return operand === undefined ? [] : [wordsOfEach(model, operand)];
  });
  let least: (readonly number[])[] = [];
  const visit = (): void => {
    const points = pointsOf(model, tile, 0);
    const unit = words.map((of) => of(tile, points));
    const under = (a: readonly number[], b: readonly number[]): boolean => a.every((each, at) => each <= (b[at] ?? 0));
    if (least.some((other) => under(other, unit))) return;
    least = [...least.filter((other) => !under(unit, other)), unit];
  };
  if (model.remainders) eachCell(model, sizes, level, tile, visit);
  else eachTile(model, sizes, level, model.extents, tile, 0, visit);
  return least;
}

/**
 * Instances that levels from one on may have side by side, where their tiles are parts of this one: by the widest spreads that divide it, and all that it has to
 * divide.
 */
export function widestWithin(model: Model, floors: Floors, level: number, tile: Int32Array, at: number): number {
  return Math.min(pointsOf(model, tile, at), widestBut(model, floors, level, tile, at, -1));
}

/** What a tile has to divide, all dimensions together. */
export function pointsOf({ names }: Model, tile: Int32Array, at: number): number {
  let points = 1;
  for (let dimension = 0; dimension < names.length; dimension++) points *= tile[at + dimension] ?? 1;
  return points;
}

/** Instances by the widest spreads of levels from one on, but one of them. */
export function widestBut(
  model: Model,
  floors: Floors,
  level: number,
  tile: Int32Array,
  at: number,
  but: number,
): number {
  let wide = 1;
  for (let below = level; below < model.levels.length; below++)
    if (below !== but) wide *= widestOf(model, floors.widestFirst[below] ?? [], tile, at);
  return wide;
}
