import type * as ast from '../syntax/index.js';
import { boundBefore, clocksOf } from './check-bound.js';
import { componentOf, typeOfEntity } from './check-entities.js';
import { typeOf } from './check-types.js';
import { fault, type Checker } from './checker.js';
import { spanOf } from './declare.js';
import type { ComponentEntity, Entity, Names, PortEntity } from './entities.js';
import { fits, typeText, type Type } from './types.js';

/** Checks that an expression names a component that has what an interface says, and needs nothing more from its user, which may be a system. */
export function expectComponent(
  checker: Checker,
  scope: Names,
  node: ast.Expression,
  type: Extract<Type, { kind: 'component' }>,
  system: boolean,
): void {
  const component = componentOf(checker, scope, node, system);
  if (component === undefined || component === type.interface) return;
  const misfit =
    argumentMisfit(checker, node, component) ??
    clockMisfit(component, type.interface) ??
    memberMisfit(checker, component, type.interface);
  if (misfit === undefined) return;
  const { why, at } = misfit;
  const related = at === undefined ? [] : [{ origin: spanOf(at.file, at.at), message: 'asked for here' }];
  fault(
    checker,
    scope.file,
    node,
    'E461',
    { component: component.name, interface: type.interface.name, why },
    { related },
  );
}

interface Misfit {
  readonly why: string;
  readonly at?: Extract<Entity, { at: ast.NodeBase }>;
}

/** Who instantiates it by its interface knows none of its parameters: those without default must be bound before. */
function argumentMisfit(checker: Checker, node: ast.Expression, component: ComponentEntity): Misfit | undefined {
  const bound = boundBefore(checker, node);
  const open = component.parameters.find(
    ({ name, node: { default: initial } }) => initial === undefined && !bound.has(name),
  );
  if (open === undefined) return undefined;
  return { why: `it needs "${open.name}": bind it, "component A = ${component.name} { ${open.name}: ... };"` };
}

function clockMisfit(component: ComponentEntity, wanted: ComponentEntity): Misfit | undefined {
  const given = clocksOf(wanted);
  const missing = clocksOf(component).find((clock) => !given.includes(clock));
  return missing === undefined ? undefined : { why: `it needs a clock for "${missing}"` };
}

function memberMisfit(checker: Checker, component: ComponentEntity, wanted: ComponentEntity): Misfit | undefined {
  for (const entity of wanted.scope.names.values()) {
    const found = component.scope.names.get(entity.name);
    const why =
      entity.kind === 'port'
        ? portMisfit(entity, found)
        : entity.kind === 'let'
          ? valueMisfit(checker, entity, found)
          : undefined;
    if (why !== undefined) return 'at' in entity ? { why, at: entity } : { why };
  }
  return undefined;
}

function portMisfit(wanted: PortEntity, found: Entity | undefined): string | undefined {
  if (found?.kind !== 'port') return `it has no port "${wanted.name}"`;
  // The kind of a port that is passed on is seen when the component is elaborated.
  if (wanted.node.kind !== 'PortMember' || found.node.kind !== 'PortMember') return undefined;
  const [left, right] = [found.node, wanted.node].map(portText);
  return left === right ? undefined : `its port "${wanted.name}" is "${left}", not "${right}"`;
}

function portText({ direction, type }: ast.PortMember): string {
  return `${direction} ${type.kind === 'NamedType' ? type.name.name : ''}`;
}

function valueMisfit(
  checker: Checker,
  wanted: Extract<Entity, { kind: 'let' }>,
  found: Entity | undefined,
): string | undefined {
  if (found?.kind !== 'let' && found?.kind !== 'parameter') return `it shows no value "${wanted.name}"`;
  const type = typeOfEntity(checker, wanted.home, wanted.at, wanted).type;
  const own =
    found.node.kind === 'Parameter'
      ? { type: typeOf(checker, found.home, found.node.type), late: false }
      : typeOfEntity(checker, found.home, found.at, found);
  if (own.late) return `its "${wanted.name}" is known only after the estimate`;
  return fits(own.type, type) && fits(type, own.type)
    ? undefined
    : `its "${wanted.name}" is ${typeText(own.type)}, not ${typeText(type)}`;
}
