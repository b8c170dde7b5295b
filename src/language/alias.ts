import type * as ast from '../syntax/index.js';
import type { Notes } from './facts.js';
import type { Program } from './program.js';
import type { AliasEntity, ComponentEntity, Entity } from './entities.js';

/** A component as something names it: itself, and the aliases on the way to it, outermost first. */
export interface Unaliased {
  readonly component: ComponentEntity;
  readonly aliases: readonly AliasEntity[];
}

/**
 * The component that `node` names, through any aliases; undefined where it is none. The checker has resolved the names, and
 * has marked as broken what is an alias of itself: `isBroken` keeps such a chain from going round.
 */
export function unalias(
  resolved: Notes<ast.NodeBase, Entity>,
  node: ast.Expression,
  isBroken: (node: ast.NodeBase) => boolean,
): Unaliased | undefined {
  const aliases: AliasEntity[] = [];
  let named = node;
  while (!isBroken(named)) {
    const entity = resolved.get(named.kind === 'MemberExpression' ? named.name : named);
    if (entity?.kind === 'component') return { component: entity, aliases };
    if (entity?.kind !== 'alias') return undefined;
    aliases.push(entity);
    named = entity.node.component;
  }
  return undefined;
}

/** The component that `node` of a checked program names, through any aliases. */
export function componentBehind({ facts }: Program, node: ast.Expression): ComponentEntity | undefined {
  return unalias(facts.resolved, node, (each) => facts.broken.has(each))?.component;
}
