import type { Stop, Way } from './ways.js';

/** Two memories each of which would have to stand outside the other. */
export interface Crossing {
  readonly first: string;
  readonly second: string;
}

/**
 * The memories of all ways in one order, outermost first: those that stand outside others on a way before them; where the ways do not say, fewer instances before
 * more, and then as they were met. A crossing where there is no such order.
 */
export function ordered(ways: readonly Way[]): readonly Stop[] | Crossing {
  const stops = new Map(ways.flatMap((way) => way.stops).map((stop) => [stop.path, stop]));
  // What stands right outside each on some way.
  const outside = new Map([...stops.keys()].map((path) => [path, new Set<string>()]));
  for (const { stops: all } of ways)
    for (const [index, { path }] of all.entries()) {
      const next = all[index + 1];
      if (next !== undefined) outside.get(path)?.add(next.path);
    }
  const left = new Map(stops);
  const found: Stop[] = [];
  while (left.size > 0) {
    const free = [...left.values()].filter(
      ({ path }) => ![...(outside.get(path) ?? [])].some((each) => left.has(each)),
    );
    const [next] = free.toSorted((a, b) => (a.placed?.count ?? 1) - (b.placed?.count ?? 1));
    if (next === undefined) return crossing([...left.keys()], outside);
    left.delete(next.path);
    found.push(next);
  }
  return found;
}

/** Of memories that stand in a circle, one and the one right outside it. */
function crossing(left: readonly string[], outside: ReadonlyMap<string, ReadonlySet<string>>): Crossing {
  const inCircle = left.find((path) => [...(outside.get(path) ?? [])].some((each) => left.includes(each))) ?? '';
  const second = [...(outside.get(inCircle) ?? [])].find((each) => left.includes(each)) ?? '';
  return { first: inCircle, second };
}
