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
  /** Puts off what enters the bodies of a declaration, until all are asked for or `make` is called otherwise. */
  readonly putOff: (item: ast.NodeBase, make: () => unknown) => void;
  /** That of a declaration has been called. */
  readonly made: (item: ast.NodeBase) => void;
}

/**
 * None yet. The body of a loop or branch is entered with the declaration around it: who asks for its names has them from that
 * declaration's own, which enters what was put off.
 */
export function createBodies(): OpenBodies {
  const known = new Map<readonly ast.Member[], Names>();
  const waiting = new Map<ast.NodeBase, () => unknown>();
  return {
    get: (members) => known.get(members),
    has: (members) => known.has(members),
    get size() {
      return known.size + waiting.size;
    },
    values: () => {
      for (const make of waiting.values()) make();
      return known.values();
    },
    set: (members, names) => known.set(members, names),
    putOff: (item, make) => waiting.set(item, make),
    made: (item) => waiting.delete(item),
  };
}
