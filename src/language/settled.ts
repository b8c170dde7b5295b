import { visit } from '../syntax/index.js';
import type { LoopEntity } from './entities.js';
import { isBroken, type Elaborating } from './frame.js';

const settledKinds = new Set([
  'parameter',
  'const',
  'function',
  'enum',
  'component',
  'alias',
  'namespace',
  'dtype',
  'clock',
]);

type Node = Parameters<typeof visit>[0];

/** Whether a piece of source is the same wherever it stands in a component, but for the variables of the loops in `known`. */
export function isSettled(e: Elaborating, node: Node, known?: ReadonlySet<LoopEntity>): boolean {
  const before = known === undefined ? e.settled.get(node) : undefined;
  if (before !== undefined) return before;
  let settled = true;
  visit(node, (inner) => {
    const entity = inner === node && node.kind === 'InstanceMember' ? undefined : e.program.facts.resolved.get(inner);
    const isKnown = entity?.kind === 'loop' && known?.has(entity) === true;
    settled &&= !isBroken(e, inner) && (entity === undefined || isKnown || settledKinds.has(entity.kind));
    return settled;
  });
  if (known === undefined) e.settled.set(node, settled);
  return settled;
}
