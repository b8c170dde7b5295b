import type { Steps } from '../pausing.js';

/** What groups are compared by: the first number that differs decides. Costs of neighbours add up. */
export type Cost = readonly [number, number];

/** Neighbours that are done together, and what that costs. */
export interface CostedGroup {
  readonly cost: Cost;
}

/** A group from one element of a chain to another one: null where there is none, and none longer from the first one either; undefined where only this one is none. */
export type GroupOf<G extends CostedGroup> = (first: number, last: number) => Steps<G | null | undefined>;

/**
 * The cheapest way to cut a chain of `count` elements into groups of neighbours, by dynamic programming over the cuts: the best way up to an element is the best
 * way up to some element before it, and the group from there. Of ways that cost the same the one with the shortest last groups. Groups of one always exist.
 */
export function* bestGroups<G extends CostedGroup>(
  count: number,
  longest: number,
  groupOf: GroupOf<G>,
): Steps<readonly G[]> {
  const best: ({ readonly cost: Cost; readonly group: G | null; readonly before: number } | undefined)[] = [
    { cost: [0, 0], group: null, before: -1 },
  ];
  const ended = new Set<number>();
  for (let last = 0; last < count; last++) {
    for (let first = last; first >= Math.max(0, last - longest + 1); first--) {
      if (ended.has(first)) continue;
      const group = yield* groupOf(first, last);
      if (group === null) ended.add(first);
      const before = best[first];
      if (group === null || group === undefined || before === undefined) continue;
      const cost: Cost = [before.cost[0] + group.cost[0], before.cost[1] + group.cost[1]];
      const found = best[last + 1];
      if (found === undefined || cheaper(cost, found.cost)) best[last + 1] = { cost, group, before: first };
    }
  }
  const groups: G[] = [];
  for (let at = best[count]; at !== undefined && at.group !== null; at = best[at.before]) groups.unshift(at.group);
  return groups;
}

export function cheaper(a: Cost, b: Cost): boolean {
  return a[0] !== b[0] ? a[0] < b[0] : a[1] < b[1];
}
