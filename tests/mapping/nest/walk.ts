import type { Mapping, Operand } from '../../../src/mapping/nest/index.js';

/** A loop of one dimension as it is walked. */
interface Walked {
  readonly dimension: string;
  readonly bound: number;
  readonly level: number;
  readonly spatial: boolean;
}

/** The first index and the extent of each rank that a child holds. */
type Box = readonly { readonly from: number; readonly extent: number }[];

/**
 * The words that one instance of a level takes of an operand, by walking every step in time of the levels above: the second implementation of the closed
 * form, straight from the rule. The first tile is fetched whole; of one that moves as the one before did, only what is new; of one that moves otherwise, all.
 */
export function walkedDeliveries(mapping: Mapping, operand: Operand, level: number): number {
  const loops = walkedLoops(mapping);
  const outer = loops.filter((loop) => loop.level < level && !loop.spatial);
  const inner = loops.filter((loop) => loop.level >= level);
  const extents = new Map<string, number>();
  for (const { dimension, bound } of inner) extents.set(dimension, (extents.get(dimension) ?? 1) * bound);
  let before: Box | undefined;
  let remembered: string | undefined;
  let total = 0;
  for (const indices of stepsOver(outer)) {
    const firsts = firstIndices(loops, outer, indices);
    const box = operand.ranks.map((terms) => ({
      from: sum(terms.map(({ coefficient, dimension }) => coefficient * (firsts.get(dimension) ?? 0))),
      extent: 1 + sum(terms.map(({ coefficient, dimension }) => coefficient * ((extents.get(dimension) ?? 1) - 1))),
    }));
    const words = product(box.map(({ extent }) => extent));
    const move = box.map(({ from }, rank) => from - (before?.[rank]?.from ?? from));
    if (before === undefined) total += words;
    else if (move.some((each) => each !== 0)) {
      const same = remembered === undefined || remembered === move.join();
      total += same ? words - common(before, box) : words;
      remembered = same ? move.join() : undefined;
    }
    before = box;
  }
  return total;
}

/** Groups of the instances below one of a level that hold the same words, by their size. */
export function walkedGroups(mapping: Mapping, operand: Operand, level: number): ReadonlyMap<number, number> {
  const loops = walkedLoops(mapping);
  const own = loops.filter((loop) => loop.level === level && loop.spatial);
  const places = new Map<string, number>();
  for (const indices of stepsOver(own)) {
    const firsts = firstIndices(loops, own, indices);
    const at = operand.ranks.map((terms) =>
      sum(terms.map(({ coefficient, dimension }) => coefficient * (firsts.get(dimension) ?? 0))),
    );
    places.set(at.join(), (places.get(at.join()) ?? 0) + 1);
  }
  const sizes = new Map<number, number>();
  for (const size of [...places.values()].toSorted((a, b) => a - b)) sizes.set(size, (sizes.get(size) ?? 0) + 1);
  return sizes;
}

function walkedLoops(mapping: Mapping): readonly Walked[] {
  return mapping.flatMap(({ temporal, spatial }, at) => [
    ...temporal.map((loop): Walked => ({ ...loop, level: at, spatial: false })),
    ...spatial.map((loop): Walked => ({ ...loop, level: at, spatial: true })),
  ]);
}

/** Every combination of indices, the last loop the fastest. */
function* stepsOver(loops: readonly Walked[]): Generator<readonly number[]> {
  const indices = loops.map(() => 0);
  for (;;) {
    yield [...indices];
    let at = loops.length - 1;
    while (at >= 0 && (indices[at] ?? 0) + 1 >= (loops[at]?.bound ?? 1)) indices[at--] = 0;
    if (at < 0) return;
    indices[at] = (indices[at] ?? 0) + 1;
  }
}

/** The first index of each dimension where some loops stand at `indices` and all others at zero. */
function firstIndices(
  loops: readonly Walked[],
  some: readonly Walked[],
  indices: readonly number[],
): ReadonlyMap<string, number> {
  const firsts = new Map<string, number>();
  for (const loop of loops) {
    const index = some.includes(loop) ? (indices[some.indexOf(loop)] ?? 0) : 0;
    firsts.set(loop.dimension, (firsts.get(loop.dimension) ?? 0) * loop.bound + index);
  }
  return firsts;
}

function common(a: Box, b: Box): number {
  return product(
    b.map(({ from, extent }, rank) => {
      const other = a[rank] ?? { from, extent };
      return Math.max(0, Math.min(from + extent, other.from + other.extent) - Math.max(from, other.from));
    }),
  );
}

const sum = (values: readonly number[]): number => values.reduce((total, each) => total + each, 0);
const product = (values: readonly number[]): number => values.reduce((total, each) => total * each, 1);
