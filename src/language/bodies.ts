import type * as ast from '../syntax/index.js';
import type { Names } from './entities.js';
import type { Findings } from './facts.js';

/** The names of each body of members of a file: of its components, their loops and branches. */
export interface Bodies extends Findings<readonly ast.Member[], Names> {
  readonly values: () => Iterable<Names>;
}

/** The same while a file is declared. */
export interface OpenBodies extends Bodies {
  readonly set: (members: readonly ast.Member[], names: Names) => unknown;
  /** Puts off what enters the bodies of a declaration, until one of them is asked for or `make` is called otherwise. */
  readonly putOff: (item: ast.NodeBase, make: () => unknown) => void;
  /** That of a declaration has been called. */
  readonly made: (item: ast.NodeBase) => void;
}

export function createBodies(): OpenBodies {
  const known = new Map<readonly ast.Member[], Names>();
  const waiting = new Map<ast.NodeBase, () => unknown>();
  const makeAround = (place: number): void => {
    for (const [item, make] of waiting) if (item.start <= place && place < item.end) make();
  };
  const makeAll = (): void => {
    for (const make of waiting.values()) make();
  };
  const get = (members: readonly ast.Member[]): Names | undefined => {
    const names = known.get(members);
    if (names !== undefined || waiting.size === 0) return names;
    const [first] = members;
    if (first === undefined) makeAll();
    else makeAround(first.start);
    return known.get(members);
  };
  return {
    get,
    has: (members) => get(members) !== undefined,
    get size() {
      return known.size + waiting.size;
    },
    values: () => {
      makeAll();
      return known.values();
    },
    set: (members, names) => known.set(members, names),
    putOff: (item, make) => waiting.set(item, make),
    made: (item) => waiting.delete(item),
  };
}
