import type { Shift } from './tiles.js';

/** How many groups there are of each size: instances side by side that want the same words. */
export type GroupSizes = ReadonlyMap<number, number>;

/**
 * Groups of instances whose tiles begin at the same place. Loops in space that move ranks apart from others are counted apart, and what they give multiplies;
 * so the work goes with the extents along a rank, not with the number of instances.
 *
 * @param shifts of the loops in space
 */
export function groupsOf(shifts: readonly Shift[]): GroupSizes {
  let sizes = new Map([[1, 1]]);
  for (const together of apart(shifts)) {
    const places = new Map<string, number>();
    visit(together, [], places);
    const own = new Map<number, number>();
    for (const size of places.values()) add(own, size, 1);
    const next = new Map<number, number>();
    for (const [a, countA] of sizes) for (const [b, countB] of own) add(next, a * b, countA * countB);
    sizes = next;
  }
  return sizes;
}

export const groupCount = (sizes: GroupSizes): number => [...sizes.values()].reduce((sum, count) => sum + count, 0);

/** Sets of loops that have no rank in common. A loop that moves none is a set of its own. */
function apart(shifts: readonly Shift[]): readonly (readonly Shift[])[] {
  let sets: { readonly ranks: ReadonlySet<number>; readonly shifts: readonly Shift[] }[] = [];
  for (const shift of shifts) {
    const ranks = new Set(shift.by.flatMap((each, rank) => (each === 0 ? [] : [rank])));
    const touched = sets.filter((set) => [...set.ranks].some((rank) => ranks.has(rank)));
    const joined = {
      ranks: new Set([...ranks, ...touched.flatMap((set) => [...set.ranks])]),
      shifts: [...touched.flatMap((set) => set.shifts), shift],
    };
    sets = [...sets.filter((set) => !touched.includes(set)), joined];
  }
  return sets.map((set) => set.shifts);
}

/** Counts how many instances begin at each place. */
function visit(
  [shift, ...rest]: readonly Shift[],
  at: readonly number[],
  places: Map<string, number>,
  count = 1,
): void {
  if (shift === undefined) {
    add(places, at.join(), count);
    return;
  }
  if (shift.by.every((each) => each === 0)) {
    visit(rest, at, places, count * shift.bound);
    return;
  }
  for (let index = 0; index < shift.bound; index++)
    visit(
      rest,
      shift.by.map((each, rank) => (at[rank] ?? 0) + index * each),
      places,
      count,
    );
}

function add<K>(counts: Map<K, number>, key: K, more: number): void {
  counts.set(key, (counts.get(key) ?? 0) + more);
}
