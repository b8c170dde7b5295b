import type { Model, ModelOperand } from './model.js';

/** An order of a level's loops in time: dimensions, innermost first. */
export type Order = Int32Array;

/** What of an order decides the words that one operand takes. */
interface Reuse {
  /** Bits of the loops within the innermost one that moves the operand: it is stationary over them. */
  readonly stationary: number;
  /** The loops that go on sliding the operand along the rank of the innermost one that moves it, innermost first. */
  readonly sliding: readonly number[];
  /** For each of those, bits of the loops within it that do not move the operand. */
  readonly within: readonly number[];
}

const known = new Map<string, readonly Order[]>();

/**
 * The orders of the loops of some dimensions that are worth looking at: of two orders, one is left out where the other lets every operand stand still over as
 * many loops and slide as far (docs/mapping-search.md has the proof). For a matrix product these are one for each operand that stands still. Only operands that a
 * level below keeps count.
 *
 * @param active bits of the dimensions with a loop
 */
export function ordersOf(model: Model, level: number, active: number): readonly Order[] {
  const byMask = (model.orders[level] ??= []);
  return (byMask[active] ??= ordersKnown(model, level, active));
}

function ordersKnown(model: Model, level: number, active: number): readonly Order[] {
  const operands = model.operands.filter(({ kept }) => kept.indexOf(true, level + 1) < model.levels.length);
  const fixed = model.fixed[level] ?? [];
  const key = `${active} ${fixed.join()}:${operands.map(({ ranks }) => ranks.map((rank) => rank.join()).join(' ')).join(';')}`;
  const found = known.get(key) ?? reduced(model, operands, active, fixed);
  known.set(key, found);
  return found;
}

function reduced(
  model: Model,
  operands: readonly ModelOperand[],
  active: number,
  fixed: readonly number[],
): readonly Order[] {
  const different = new Map<string, { readonly order: Order; readonly reuses: readonly Reuse[] }>();
  const dimensions = model.names.flatMap((_, index) => ((active >> index) & 1 ? [index] : []));
  const outside = fixed.filter((each) => dimensions.includes(each)).toReversed();
  const within = dimensions.filter((each) => !fixed.includes(each));
  for (const inner of permutations(within)) {
    const order = [...inner, ...outside];
    const reuses = operands.map((operand) => reuseOf(operand, order));
    const key = reuses.map((each) => `${each.stationary} ${each.sliding.join()} ${each.within.join()}`).join(';');
    if (!different.has(key)) different.set(key, { order: Int32Array.from(order), reuses });
  }
  const all = [...different.values()];
  const kept = all.filter(
    (each, at) =>
      !all.some((other, index) => {
        if (index === at || !other.reuses.every((reuse, operand) => asGood(reuse, each.reuses[operand]))) return false;
        return index < at || !each.reuses.every((reuse, operand) => asGood(reuse, other.reuses[operand]));
      }),
  );
  return kept.map(({ order }) => order);
}

/** All orders of some values, in lexicographic order. */
export function* permutations(values: readonly number[]): Generator<readonly number[]> {
  if (values.length === 0) yield [];
  for (const value of values)
    for (const rest of permutations(values.filter((other) => other !== value))) yield [value, ...rest];
}

function reuseOf({ mask, rankOf, ranks }: ModelOperand, order: readonly number[]): Reuse {
  let [stationary, resting, first] = [0, 0, -1];
  const [sliding, within]: [number[], number[]] = [[], []];
  for (const dimension of order) {
    if (((mask >> dimension) & 1) === 0) {
      if (first === -1) stationary |= 1 << dimension;
      resting |= 1 << dimension;
      continue;
    }
    const rank = rankOf[dimension] ?? -1;
    if (first === -1) first = rank;
    if (rank !== first || (ranks[rank]?.length ?? 0) < 2) break;
    sliding.push(dimension);
    within.push(resting);
  }
  return { stationary, sliding, within };
}

/** Whether an operand takes no more words with reuse `a` than with `b`, whatever the bounds. */
function asGood(a: Reuse, b: Reuse | undefined): boolean {
  if (b === undefined || (b.stationary & ~a.stationary) !== 0) return false;
  return b.sliding.every(
    (dimension, at) =>
      a.sliding[at] === dimension && ((a.within[at] ?? 0) & ~((b.within[at] ?? 0) | a.stationary)) === 0,
  );
}
