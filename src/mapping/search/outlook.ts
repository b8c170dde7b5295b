import type { ModelOperand } from './model.js';
import type { Spread } from './spatial.js';
import { boundOf, charge, groupsBelow, remain, shareBelow, tileWords, touchedWords, type State } from './state.js';

/**
 * Fills the row below a level for a choice of tile and spread before the order of its loops is chosen: with fewer words than any order gives, where only operands
 * of a set stand still over the innermost loop.
 *
 * @param still bits of those operands
 */
export function outlook(state: State, level: number, spread: Spread, still: number): void {
  const { model, instances, steps } = state;
  const below = level + 1;
  const operands = model.operands.length;
  const dimensions = model.names.length;
  instances[below] = (instances[level] ?? 1) * spread.x * spread.y;
  let all = 1;
  for (let dimension = 0; dimension < dimensions; dimension++) all *= boundOf(state, level, spread, dimension);
  remain(state, level, spread);
  steps[below] = (steps[level] ?? 1) * all;
  state.energy[below] = state.energy[level] ?? 0;
  state.busy[below] = state.busy[level] ?? 0;
  const { reads, writes } = state;
  const levels = model.levels.length;
  for (let each = 0; each < levels; each++) {
    reads[below * levels + each] = reads[level * levels + each] ?? 0;
    writes[below * levels + each] = writes[level * levels + each] ?? 0;
  }
  shareBelow(state, level, spread);
  for (let index = 0; index < operands; index++) {
    const operand = model.operands[index];
    if (operand === undefined) continue;
    const before = operand.kept[level] === true ? 1 : (state.groups[level * operands + index] ?? 1);
    const groups = before * groupsBelow(state, level, operand, spread);
    state.groups[below * operands + index] = groups;
    const words = leastWords(state, level, spread, index, operand, ((still >> index) & 1) === 1);
    if (operand.kept[below] === true) charge(state, below, index, words, words * groups);
  }
}

/** Words that an instance below takes of an operand at least; writes what is needed below it. */
function leastWords(
  state: State,
  level: number,
  spread: Spread,
  index: number,
  operand: ModelOperand,
  still: boolean,
): number {
  const { model, tiles } = state;
  const operands = model.operands.length;
  const row = level * operands + index;
  const inner = (level + 1) * model.names.length;
  let moving = 1;
  let resting = 1;
  for (let dimension = 0; dimension < model.names.length; dimension++) {
    const bound = boundOf(state, level, spread, dimension);
    if ((operand.mask >> dimension) & 1) moving *= bound;
    else resting *= bound;
  }
  const touched = touchedWords(operand, tiles, inner);
  const part = state.needsPart[row + operands] ?? 1;
  const around = (state.steps[level] ?? 1) * (still ? 1 : resting);
  const passes = moving === 1 ? (state.passes[row] ?? 1) : around * moving;
  if (operand.windowed) {
    const words = leastSliding(state, level, spread, operand, row, around, moving * (still ? 1 : resting));
    // Of a pass that slides along a rank nothing more is said here than what the tile above needs, shared by the instances.
    state.needs[row + operands] = Math.max(part * touched, shared(state, spread, operand, row));
    state.passes[row + operands] = 1;
    return words;
  }
  state.passes[row + operands] = passes;
  state.needs[row + operands] = part * passes * touched;
  return passes * tileWords(operand, tiles, inner);
}

/** What one of the instances below needs of what the tile above does. */
function shared(state: State, { parts }: Spread, operand: ModelOperand, row: number): number {
  let instances = 1;
  for (let dimension = 0; dimension < parts.length; dimension++)
    if ((operand.mask >> dimension) & 1) instances *= parts[dimension] ?? 1;
  return (state.needs[row] ?? 0) / instances;
}

/** The least over the ranks that an operand may slide along: what it touches there, and all of the other ranks at each of their steps. */
function leastSliding(
  state: State,
  level: number,
  spread: Spread,
  operand: ModelOperand,
  row: number,
  around: number,
  turns: number,
): number {
  const { model, tiles } = state;
  const inner = (level + 1) * model.names.length;
  const tile = tileWords(operand, tiles, inner);
  const goesOn = shared(state, spread, operand, row);
  if (turns === 1) return Math.max(tile, goesOn);
  let least = Infinity;
  for (const rank of operand.ranks) {
    let own = 1;
    let extent = 1;
    for (const dimension of rank) {
      own *= boundOf(state, level, spread, dimension);
      extent += (operand.coefficientOf[dimension] ?? 0) * ((tiles[inner + dimension] ?? 1) - 1);
    }
    if (rank.length < 2) continue;
    const others = movingBut(state, level, spread, operand, rank);
    const words =
      others > 1
        ? around * others * (tile / extent) * touchedAlong(state, level, spread, operand, rank, extent)
        : Math.max(tile, goesOn);
    least = Math.min(least, own === 1 && others === 1 ? Math.max(tile, goesOn) : words);
  }
  return least;
}

/** Steps of the loops that move other ranks. */
function movingBut(
  state: State,
  level: number,
  spread: Spread,
  operand: ModelOperand,
  rank: readonly number[],
): number {
  let steps = 1;
  for (let dimension = 0; dimension < state.model.names.length; dimension++)
    if ((operand.mask >> dimension) & 1 && !rank.includes(dimension)) steps *= boundOf(state, level, spread, dimension);
  return steps;
}

/** What the loops of a rank touch of it, at least: each that leaves no gap adds what is new. */
function touchedAlong(
  state: State,
  level: number,
  spread: Spread,
  operand: ModelOperand,
  rank: readonly number[],
  extent: number,
): number {
  const { model, tiles } = state;
  const inner = (level + 1) * model.names.length;
  let touched = extent;
  let whole = true;
  for (const dimension of rank) {
    const bound = boundOf(state, level, spread, dimension);
    const move =
      (operand.coefficientOf[dimension] ?? 1) * (tiles[inner + dimension] ?? 1) * (spread.parts[dimension] ?? 1);
    if (move <= touched && whole) touched += (bound - 1) * move;
    else {
      touched = Math.max(touched, extent + (bound - 1) * Math.min(move, extent));
      whole = false;
    }
  }
  return touched;
}
