import type { Span } from '../diagnostics/index.js';
import type * as ast from '../syntax/index.js';
import { unalias } from './alias.js';
import type { Checker } from './checker.js';
import { spanOf } from './declare.js';
import type { ComponentEntity } from './entities.js';

/** What the aliases between a use of a component and the component bind. */
export function boundBefore(checker: Checker, node: ast.Expression): ReadonlyMap<string, Span> {
  const { aliases } = unalias(checker.resolved, node, (each) => checker.broken.has(each)) ?? { aliases: [] };
  return new Map(
    aliases.flatMap(({ file, node: alias }) =>
      alias.arguments.map((argument) => [argument.name.name, spanOf(file, argument)] as const),
    ),
  );
}

/** The clocks that a component takes from its user: a design and a system take none. */
export function clocksOf(component: ComponentEntity): readonly string[] {
  if (component.node.flavour === 'design' || component.node.flavour === 'system') return [];
  const declared: string[] = [];
  for (const member of component.node.members) if (member.kind === 'ClockInMember') declared.push(member.name.name);
  return declared.includes('clk') ? declared : ['clk', ...declared];
}
