import { boxOf, spell, type Axis, type Box, type Join } from './merge.js';

/** A loop around a join: its turns, and how each turn moves the indices of each endpoint. */
export type JoinLoop = Axis;

/**
 * The joins that loops around a join make: `first` is the join of the first turn, `loops` stand outermost first. As few as spans can
 * say: one for loops that walk through ports in their order, one for each turn of an outer loop where they do not. Undefined where the
 * join's own index ranges do not refine each other, or where there would be more than `most`.
 */
export function joinsOfLoops(first: Join, loops: readonly JoinLoop[], most: number): readonly Join[] | undefined {
  const box = boxOf(first, 0);
  if (box === undefined) return undefined;
  const turning = loops.filter(({ count }) => count > 1);
  const inOrder = ordered({ ...box, axes: [...turning, ...box.axes] });
  const joins: Join[] = [];
  return spellInto(joins, inOrder, first, most) ? joins : undefined;
}

function spellInto(joins: Join[], box: Box, pattern: Join, most: number): boolean {
  const join = spell(box, pattern);
  if (join !== undefined) {
    joins.push(join);
    return joins.length <= most;
  }
  const [axis, ...axes] = box.axes;
  if (axis === undefined) return false;
  for (let turn = 0; turn < axis.count; turn++) {
    const base = box.base.map((vector, e) => vector.map((value, d) => value + turn * (axis.steps[e]?.[d] ?? 0)));
    if (!spellInto(joins, { ...box, base, axes }, pattern, most)) return false;
  }
  return true;
}

/** The same joins, walked as folding does: along the last endpoint's indices, each forwards, the first dimension outermost. */
function ordered(box: Box): Box {
  const last = box.base.length - 1;
  let { base } = box;
  const axes = box.axes.map((axis): Axis => {
    const leading = axis.steps[last]?.find((step) => step !== 0) ?? 0;
    if (leading >= 0) return axis;
    base = base.map((vector, e) => vector.map((value, d) => value + (axis.count - 1) * (axis.steps[e]?.[d] ?? 0)));
    return { count: axis.count, steps: axis.steps.map((steps) => steps.map((step) => 0 - step)) };
  });
  return { ...box, base, axes: axes.toSorted((a, b) => outerFirst(a.steps[last] ?? [], b.steps[last] ?? [])) };
}

/** Loops that stay where they are stand outermost: only they have to be taken turn by turn. */
function outerFirst(a: readonly number[], b: readonly number[]): number {
  const [standsA, standsB] = [a, b].map((steps) => (steps.every((step) => step === 0) ? 1 : 0));
  if (standsA !== standsB) return (standsB ?? 0) - (standsA ?? 0);
  for (const [d, step] of a.entries()) {
    const difference = (b[d] ?? 0) - step;
    if (difference !== 0) return difference;
  }
  return 0;
}
