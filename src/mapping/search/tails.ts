import type { Model, ModelOperand } from './model.js';
import { together } from './remainders.js';
import type { Spread } from './spatial.js';

/**
 * Ways to spread at all levels from one on, together: those that no other one is as good as in everything. So what is had of many instances and what of few words for
 * each of them is had of one and the same way.
 */
export interface Tails {
  readonly instances: Float64Array;
  /** Of each way, by operand: the least part of the instances that are handed words of their own, from its last keeper or the first of these levels on. */
  readonly ratios: Float64Array;
  /** Of each way, the energy of each set of operands of the main stage, where that is among these levels. */
  readonly ofMain: Float64Array;
  /** Of each way, by operand: instances below the main stage that hold the same words of it. */
  readonly copies: Float64Array;
  /** Instances of the multipliers' last keeper that hold the same part of the output. */
  readonly sharing: Float64Array;
}

/** What is measured of a way to spread. */
export interface Measures {
  /** The part of instances that it hands words of their own, of an operand, at least. */
  readonly ratioOf: (level: number, operand: ModelOperand, spread: Spread) => number;
  /** Instances that hold the same part of the output, at most. */
  readonly copiesOf: (spread: Spread) => number;
  /** The stage whose energies are joined, and those of each way to spread there by its index: none without one. */
  readonly main: number;
  readonly energiesOf: (index: number) => readonly number[];
}

/** A way to spread at all levels from one on: parts of each dimension, and costs, of which less is better; those of which more is better are negative. */
interface Tail {
  readonly parts: Int32Array;
  readonly costs: Float64Array;
}

/** Ways of several levels that are put together at most; beyond that only the best of the levels below are, whatever they divide. */
const mostPairs = 100_000;

/** The tails of every level, and of the multipliers the empty one. */
export function tailsOf(
  model: Model,
  spreads: readonly (readonly Spread[])[],
  measures: Measures,
  most = mostPairs,
): readonly Tails[] {
  const operands = model.operands.length;
  const sets = measures.energiesOf(0).length;
  const costs = Float64Array.of(-1, ...ones(operands), ...ones(sets).fill(0), ...ones(operands), -1);
  const parts = new Int32Array(model.names.length).fill(1);
  let [below, best]: readonly [readonly Tail[], readonly Tail[]] = [[{ parts, costs }], [{ parts, costs }]];
  const made: Tails[] = [packed(best, operands, sets)];
  for (let level = model.levels.length - 1; level >= 0; level--) {
    const ways = waysAt(model, spreads[level] ?? [], level, measures, sets);
    const rest = ways.length * below.length > most ? best.map((tail) => ({ ...tail, parts })) : below;
    const above = spreads[level - 1]?.length ?? 0;
    const all: Tail[] | null = above > 1 ? [] : null;
    best = joined(model, ways, rest, operands, all);
    below = all ?? best.map((tail) => ({ ...tail, parts }));
    made.unshift(packed(best, operands, sets));
  }
  return made;
}

/** What a way to spread at a level changes of the costs of those below: factors, and the energies that come in. */
interface Way extends Tail {
  readonly energies: readonly number[];
}

/** The ways of a level, those with most instances first, as they leave out most others. */
function waysAt(
  model: Model,
  spreads: readonly Spread[],
  level: number,
  { ratioOf, copiesOf, main, energiesOf }: Measures,
  sets: number,
): readonly Way[] {
  const levels = model.levels.length;
  const keeper = model.operands[model.output]?.above[levels] ?? 0;
  return spreads
    .map((spread, index): Way => ({
      parts: spread.parts,
      costs: Float64Array.of(
        spread.x * spread.y,
        ...model.operands.map((operand) =>
          level < (operand.above[levels] ?? 0) ? 1 : ratioOf(level, operand, spread),
        ),
        ...ones(sets),
        ...model.operands.map((operand) =>
          level <= main && operand.kept[main + 1] === true ? still(operand, spread) : 1,
        ),
        level < keeper ? copiesOf(spread) : 1,
      ),
      energies: level === main ? energiesOf(index) : [],
    }))
    .toSorted((a, b) => (b.costs[0] ?? 0) - (a.costs[0] ?? 0));
}

function ones(count: number): Float64Array {
  return new Float64Array(count).fill(1);
}

/**
 * The best of all ways of a level with all of those below, where they divide the dimensions together.
 *
 * @param all takes all of them, if wanted
 */
function joined(
  model: Model,
  ways: readonly Way[],
  below: readonly Tail[],
  operands: number,
  all: Tail[] | null,
): readonly Tail[] {
  const best: Tail[] = [];
  for (const way of ways)
    for (const tail of below) {
      const both = tail.parts.map((each, at) => each * (way.parts[at] ?? 1));
      if (!together(model, both)) continue;
      const costs = tail.costs.map((each, at) => each * (way.costs[at] ?? 1));
      for (let at = 0; at < way.energies.length; at++) costs[1 + operands + at] = way.energies[at] ?? 0;
      if (all === null && best.some((other) => asGood(other.costs, costs))) continue;
      const made = { parts: both, costs };
      all?.push(made);
      enter(best, made);
    }
  return best;
}

function enter(best: Tail[], tail: Tail): void {
  if (best.some(({ costs }) => asGood(costs, tail.costs))) return;
  let kept = 0;
  for (const other of best) if (!asGood(tail.costs, other.costs)) best[kept++] = other;
  best.length = kept;
  best.push(tail);
}

function asGood(a: Float64Array, b: Float64Array): boolean {
  for (let at = 0; at < a.length; at++) if ((a[at] ?? 0) > (b[at] ?? 0)) return false;
  return true;
}

/** Parts that a spread makes of the dimensions that do not move an operand. */
export function still(operand: ModelOperand, { parts }: Spread): number {
  return parts.reduce((product, each, dimension) => ((operand.mask >> dimension) & 1 ? product : product * each), 1);
}

function packed(tails: readonly Tail[], operands: number, sets: number): Tails {
  const columns = (from: number, count: number): Float64Array =>
    Float64Array.from(tails.flatMap(({ costs }) => [...costs.subarray(from, from + count)]));
  return {
    instances: columns(0, 1).map((each) => -each),
    ratios: columns(1, operands),
    ofMain: columns(1 + operands, sets),
    copies: columns(1 + operands + sets, operands),
    sharing: columns(1 + 2 * operands + sets, 1).map((each) => -each),
  };
}
