import type * as ast from '../syntax/index.js';
import type { Entity } from './entities.js';
import type { Findings } from './facts.js';

/** Declarations of a file whose check has been put off, because it would tell nothing new: each is checked when someone asks about it. */
export interface Later {
  /** Checks the one around a place, if it has been put off. */
  readonly at: (place: number) => void;
  /** Checks one by its place in the file, if it has been put off. */
  readonly item: (index: number) => void;
  readonly size: () => number;
}

/** Puts off the declarations of `left`, by their place in the file; `check` checks one. */
export function checkLater(
  items: readonly ast.NodeBase[],
  left: Iterable<number>,
  check: (index: number) => void,
): Later {
  const waiting = new Set(left);
  const item = (index: number): void => {
    if (waiting.delete(index)) check(index);
  };
  const at = (place: number): void => {
    if (waiting.size > 0) item(itemAt(items, place));
  };
  return { at, item, size: () => waiting.size };
}

/** The last declaration that begins at a place or before it; -1 where there is none. */
export function itemAt(items: readonly ast.NodeBase[], place: number): number {
  let [low, high] = [0, items.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((items[middle]?.start ?? Infinity) <= place) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

/** Findings about nodes; for what has been put off, they are made when they are asked for. */
export function laterOfNodes<K extends ast.NodeBase, V>(own: ReadonlyMap<K, V>, later: Later): Findings<K, V> {
  return whenAsked(own, later, ({ start }) => start);
}

/** The same about what is declared. */
export function laterOfEntities<V>(own: ReadonlyMap<Entity, V>, later: Later): Findings<Entity, V> {
  return whenAsked(own, later, (entity) => ('at' in entity ? entity.at.start : -1));
}

function whenAsked<K, V>(own: ReadonlyMap<K, V>, later: Later, placeOf: (key: K) => number): Findings<K, V> {
  const get = (key: K): V | undefined => {
    const known = own.get(key);
    if (known !== undefined || later.size() === 0) return known;
    later.at(placeOf(key));
    return own.get(key);
  };
  return {
    get,
    has: (key) => get(key) !== undefined,
    get size() {
      return own.size + later.size();
    },
  };
}
