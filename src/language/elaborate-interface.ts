import { portTypeText, type Port } from '../ir/index.js';
import type * as ast from '../syntax/index.js';
import { interfaceOf } from './elaborate-arguments.js';
import { childLet } from './elaborate-instance.js';
import { declaredPort } from './elaborate-members.js';
import { emptyFrame, emptyScope, mistake, type Elaborating, type InstanceNode, type Scope } from './frame.js';

/**
 * Whether an instance by an interface has the very ports that the interface says: their types may speak of the values that the
 * interface asks for, and are worked out with those of the instance. E461 at the instance's component where not.
 */
export function keepsInterface(e: Elaborating, home: Scope, node: ast.InstanceMember, instance: InstanceNode): boolean {
  const wanted = interfaceOf(e, node.component);
  const { child } = instance;
  if (wanted === undefined || child === undefined) return true;
  const scope = emptyScope(wanted.scope, { ...emptyFrame(), component: wanted, frequencies: home.frame.frequencies });
  for (const entity of wanted.scope.names.values()) {
    if (entity.kind === 'let') scope.values.set(entity, childLet(e, home, instance, entity.name));
  }
  for (const member of wanted.node.members) {
    if (member.kind !== 'PortMember') continue;
    const asked = declaredPort(e, scope, member);
    const found = child.ports.get(member.name.name);
    if (asked === undefined) return false;
    if (found !== undefined && textOf(found) === textOf(asked)) continue;
    const why =
      found === undefined
        ? `it has no port "${asked.name}"`
        : `its port "${asked.name}" is "${textOf(found)}", not "${textOf(asked)}"`;
    const component = child.kind === 'module' ? child.module.name : child.block.name;
    return mistake(e, home, node.component, 'E461', { component, interface: wanted.name, why }) ?? false;
  }
  return true;
}

function textOf({ direction, type, shape }: Port): string {
  return `${direction} ${portTypeText(type)}${shape.length === 0 ? '' : `[${shape.join(', ')}]`}`;
}
