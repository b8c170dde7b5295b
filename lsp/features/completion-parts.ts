import {
  componentBehind,
  isInSystem,
  lookup,
  visibleNames,
  type Entity,
  type Program,
} from '../../src/language/index.js';
import { innermost } from '../names/nodes.js';
import type { Completing } from './completion.js';
import { importedItems, snippet } from './completion-imports.js';
import { itemOf, type CompletionItem } from './completion-item.js';

/**
 * What an instance may be of, behind `name:`, and what a link may run through, behind `via`; with what could be imported. In a
 * system that is designs, systems and extern components, elsewhere components.
 */
export function parts(place: Completing): readonly CompletionItem[] | undefined {
  const { path, before, analysis, scope } = place;
  const owner = innermost(path, 'InstanceMember', 'Medium');
  if (owner === undefined || path.at(-1) !== owner.component) return undefined;
  const isMedium = owner.kind === 'Medium';
  if (!(isMedium ? /\bvia\s*$/ : /:\s*$/).test(before)) return undefined;
  const { program } = analysis;
  const fits = isMedium ? (entity: Entity) => isMediumOf(program, entity) : partOf(isInSystem(scope));
  const here = [...new Set(visibleNames(scope))].flatMap((name): readonly CompletionItem[] => {
    const entity = lookup(scope, name);
    return entity !== undefined && (fits(entity) || entity.kind === 'namespace')
      ? [{ ...itemOf(program, name, entity), ...snippet(program, place, name, entity) }]
      : [];
  });
  return [...here, ...importedItems(place, fits)];
}

function partOf(system: boolean): (entity: Entity) => boolean {
  const fitting = system ? ['design', 'system', 'extern'] : ['component', 'extern'];
  return (entity) => entity.kind === 'alias' || (entity.kind === 'component' && fitting.includes(entity.node.flavour));
}

/** An extern component without ports, also by another name. */
function isMediumOf(program: Program, entity: Entity): boolean {
  const component = entity.kind === 'alias' ? componentBehind(program, entity.node.component) : entity;
  return (
    component?.kind === 'component' &&
    component.node.flavour === 'extern' &&
    component.node.members.every(({ kind }) => kind !== 'PortMember')
  );
}

/** `via` behind what joins two links of a system, and nothing else. */
export function mediumWord({ before, scope }: Completing): readonly CompletionItem[] | undefined {
  const line = before.slice(before.lastIndexOf('\n') + 1);
  const isJoin = /<->\s*\w+(?:\[[^\]]*\]|\.\w+)*\s+$/.test(line) && isInSystem(scope);
  return isJoin ? [{ label: 'via', kind: 'keyword' }] : undefined;
}
