import { formatFlat, type DraftInstance, type DraftModule, type Port } from '../ir/index.js';
import type * as ast from '../syntax/index.js';
import { clocksOf } from './check-bound.js';
import { connectBody, excuseUnreadLines, type Wiring } from './connect.js';
import { spanOf } from './declare.js';
import { boundComponent, identityOf, takesComponent } from './elaborate-arguments.js';
import { blockOf, instanceOf, ownPort } from './elaborate-members.js';
import type { ComponentEntity } from './entities.js';
import { asType, evaluate, letValue, withinBounds } from './evaluate.js';
import {
  emptyScope,
  isBroken,
  stop,
  type Body,
  type Bound,
  type CachedModule,
  type Elaborating,
  type Frame,
  type Frequencies,
  type InstanceNode,
  type ModuleChild,
  type Override,
  type Scope,
} from './frame.js';
import { nameInstances } from './name-instances.js';
import { openLoop, regularLoop } from './regular-loop.js';
import { judgeRequirement } from './requirement.js';
import { countTurnsAhead } from './turns-ahead.js';

/** What a component is elaborated with. */
export interface Request extends Bound {
  /** Of the component's clocks, in hertz. */
  readonly frequencies: Frequencies;
  readonly overrides: readonly Override[];
  /** Where the instance stands. */
  readonly user: Scope;
  readonly node: ast.InstanceMember;
}

/** Elaborates a component for its arguments and clocks; the same request gives the same object. */
export function elaborateComponent(e: Elaborating, request: Request): ModuleChild | undefined {
  const { component, user, node } = request;
  const depth = user.frame.depth + 1;
  const limit = e.program.limits.nesting;
  if (depth > limit) return stop(e, user, node.component, 'components within components', limit);
  const key = formatFlat([identityOf(request), request.overrides]);
  const byKey = e.modules.get(component) ?? new Map<string, readonly CachedModule[]>();
  e.modules.set(component, byKey);
  const before = byKey
    .get(key)
    ?.find(({ frequencies }) => [...frequencies].every(([clock, hertz]) => request.frequencies.get(clock) === hertz));
  if (before !== undefined) return before.child;
  const { modules } = e.program.limits;
  e.work.modules += 1;
  if (e.work.modules > modules) return stop(e, user, node, 'the number of different components', modules);
  const frame: Frame = {
    component,
    frequencies: request.frequencies,
    read: new Set(),
    ports: new Map(),
    shared: new Map(),
    depth,
    overrides: request.overrides,
    muted: false,
    failed: false,
  };
  const root = emptyScope(component.scope, frame);
  if (!bindParameters(e, root, component, request)) return undefined;
  const child = elaborateBody(e, root, component);
  const entry = {
    frequencies: new Map([...frame.read].map((clock) => [clock, request.frequencies.get(clock)])),
    child,
  };
  byKey.set(key, [...(byKey.get(key) ?? []), entry]);
  return child;
}

/** Gives every parameter its argument or default, in order, and checks bounds. */
function bindParameters(
  e: Elaborating,
  root: Scope,
  component: ComponentEntity,
  { values, components, user, node }: Request,
): boolean {
  let whole = true;
  for (const parameter of component.parameters) {
    const argument = node.arguments.find((each) => each.name.name === parameter.name);
    const { default: source } = parameter.node;
    if (takesComponent(e, parameter.node)) {
      const chosen =
        components.get(parameter.name) ?? (source === undefined ? undefined : boundComponent(e, root, source));
      if (chosen === undefined) return false;
      root.components.set(parameter, chosen);
      continue;
    }
    const given = values.get(parameter.name);
    const value = given ?? (source === undefined ? undefined : evaluate(e, root, source));
    if (value === undefined) return false;
    const typed = asType(e, parameter.node.type, value);
    root.values.set(parameter, typed);
    const at = argument?.value ?? node.component;
    whole = withinBounds(e, root, parameter.node, typed, at, user, component.name) && whole;
  }
  return whole;
}

/** Elaborates the members of a component whose parameters are bound. */
export function elaborateBody(e: Elaborating, root: Scope, component: ComponentEntity): ModuleChild {
  const { members } = component.node;
  const { frame } = root;
  const body: Body = { scope: root, members };
  countTurnsAhead(e, root, members);
  structure(e, body);
  // Past a limit nothing comes of what there is, which may be much.
  if (e.work.stopped) return fragment(component, root);
  const instances = nameInstances(body);
  const wiring: Wiring = { connections: [], unused: [], requirements: [], addresses: [], broken: new Set() };
  const ports = portsOf(e, root, members, wiring);
  connectBody(e, body, wiring, instances);
  excuseUnreadLines(e, root, component.node, wiring, instances);
  for (const { name, node } of instances) if (node.child === undefined) wiring.broken.add(name);
  if (wiring.broken.size > 0) frame.failed = true;
  const { file } = root.names;
  const module: DraftModule = {
    kind: 'module',
    name: component.name,
    origin: spanOf(file, component.at),
    clocks: component.node.flavour === 'design' ? designClocks(component) : clocksOf(component),
    ports: ports.map(({ part, node }) => ({ part, origin: spanOf(file, node.name) })),
    instances: instances.flatMap(({ name, node, shape }) => draftInstance(file, name, node, shape)),
    connections: wiring.connections,
    unused: wiring.unused,
    requirements: wiring.requirements,
    addresses: wiring.addresses,
    broken: wiring.broken,
  };
  const failed =
    frame.failed ||
    instances.some(({ node }) => node.child === undefined || (node.child.kind === 'module' && node.child.failed));
  return { kind: 'module', module, root, ports: new Map(ports.map(({ part }) => [part.name, part])), failed };
}

/** What stands for a component whose elaboration a limit has ended. */
function fragment({ name }: ComponentEntity, root: Scope): ModuleChild {
  const nothing = { clocks: [], ports: [], instances: [], connections: [], unused: [], requirements: [] };
  const module: DraftModule = { kind: 'module', name, origin: undefined, ...nothing, broken: new Set() };
  return { kind: 'module', module, root, ports: new Map(), failed: true };
}

/** The clocks that a design declares; one without any has been told so, and instances run on `clk` there. */
export function designClocks(component: ComponentEntity): readonly string[] {
  const clocks = component.node.members.flatMap((member) => (member.kind === 'ClockMember' ? [member.name.name] : []));
  return clocks.length === 0 ? ['clk'] : clocks;
}

function draftInstance(
  file: string,
  name: string,
  node: InstanceNode,
  shape: readonly number[],
): readonly DraftInstance[] {
  const { child, entity, clocks } = node;
  // An array of none is not there.
  if (child === undefined || shape.includes(0)) return [];
  const args = new Map(entity.node.arguments.map((argument) => [argument.name.name, spanOf(file, argument)]));
  const of = child.kind === 'module' ? child.module : { kind: 'block' as const, block: child.block };
  return [{ name, of, shape, clocks, origin: spanOf(file, entity.at), arguments: args }];
}

/** Works out instances, loops, branches, `let`s and early requirements, in source order. */
function structure(e: Elaborating, body: Body): void {
  const { scope } = body;
  for (const member of body.members) {
    if (e.work.stopped) return;
    if (member.kind === 'ErrorMember' || isBroken(e, member)) {
      scope.frame.failed = true;
      continue;
    }
    switch (member.kind) {
      case 'InstanceMember': {
        const entity = scope.names.names.get(member.name.name);
        if (entity?.kind === 'instance' && entity.node === member) instanceOf(e, scope, member.name, entity);
        else scope.frame.failed = true;
        break;
      }
      case 'LetMember': {
        const entity = scope.names.names.get(member.name.name);
        const late = e.program.facts.checked.get(member.value)?.late ?? false;
        if (entity?.kind === 'let' && entity.node === member && !late) letValue(e, scope, member.name, entity);
        break;
      }
      case 'RequireMember':
        judgeRequirement(e, scope, member);
        break;
      case 'ForMember':
      case 'IfMember': {
        const regular = member.kind === 'ForMember' ? regularLoop(e, scope, member) : undefined;
        if (regular !== undefined) {
          openLoop(e, scope, regular);
          break;
        }
        const block = blockOf(e, scope, member);
        if (block === undefined) scope.frame.failed = true;
        for (const turn of block?.turns ?? []) {
          if (member.kind === 'IfMember') countTurnsAhead(e, turn, block?.members ?? []);
          structure(e, { scope: turn, members: block?.members ?? [] });
        }
        break;
      }
      default:
        break;
    }
  }
}

interface PlacedPort {
  readonly part: Port;
  readonly node: ast.PortMember | ast.PassPortMember;
}

function portsOf(e: Elaborating, root: Scope, members: readonly ast.Member[], wiring: Wiring): readonly PlacedPort[] {
  const ports: PlacedPort[] = [];
  for (const member of members) {
    if (member.kind !== 'PortMember' && member.kind !== 'PassPortMember') continue;
    const entity = root.names.names.get(member.name.name);
    const part = entity?.kind === 'port' && entity.node === member ? ownPort(e, root, member.name, entity) : undefined;
    if (part === undefined) wiring.broken.add(member.name.name);
    else ports.push({ part, node: member });
  }
  return ports;
}
