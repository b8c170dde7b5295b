import { formatValue, type Port, type PortType, type Value } from '../ir/index.js';
import type * as ast from '../syntax/index.js';
import type { InstanceEntity, PortEntity } from './entities.js';
import { countInstance, makeInstance } from './elaborate-instance.js';
import { evaluate } from './evaluate.js';
import {
  innerScope,
  isBroken,
  mistake,
  once,
  stop,
  type BlockNode,
  type Elaborating,
  type InstanceNode,
  type Scope,
} from './frame.js';
import { countOf, pick, rangeOf } from './pick.js';
import { isSettled } from './settled.js';

/** The instance of a body, worked out when first asked for; undefined where it is defined by itself. */
export function instanceOf(
  e: Elaborating,
  home: Scope,
  at: ast.NodeBase,
  entity: InstanceEntity,
): InstanceNode | undefined {
  if (home.instances.has(entity)) return home.instances.get(entity);
  const node = sharedInstance(e, home, entity) ?? once(e, home, at, entity, () => makeInstance(e, home, entity));
  home.instances.set(entity, node);
  return node;
}

/** The instance of another turn, where all turns of the loops around it make the same. */
function sharedInstance(e: Elaborating, home: Scope, entity: InstanceEntity): InstanceNode | undefined {
  if (home.parent === undefined || !isSettled(e, entity.node)) return undefined;
  const { shared } = home.frame;
  const known = shared.get(entity.node);
  const node = known ?? makeInstance(e, home, entity);
  if (known === undefined) shared.set(entity.node, node);
  else countInstance(e, home, entity.node);
  return known === undefined ? node : { ...node };
}

/** The turns of a loop or the branch taken, worked out when first asked for. */
export function blockOf(e: Elaborating, home: Scope, member: ast.ForMember | ast.IfMember): BlockNode | undefined {
  if (home.blocks.has(member)) return home.blocks.get(member);
  const block = member.kind === 'ForMember' ? turnsOf(e, home, member) : branchOf(e, home, member);
  home.blocks.set(member, block);
  return block;
}

function branchOf(e: Elaborating, home: Scope, member: ast.IfMember): BlockNode | undefined {
  const condition = evaluate(e, home, member.condition);
  if (condition?.kind !== 'bool') return undefined;
  const members = condition.value ? member.then : (member.else ?? []);
  const names = e.program.facts.bodies.get(members);
  return { member, members, turns: names === undefined ? [] : [innerScope(home, names)] };
}

function turnsOf(e: Elaborating, home: Scope, member: ast.ForMember): BlockNode | undefined {
  const names = e.program.facts.bodies.get(member.body);
  const values = names === undefined ? undefined : valuesOver(e, home, member);
  if (names === undefined || values === undefined) return undefined;
  const variable = names.names.get(member.variable.name);
  const turns = values.map((value) => {
    const scope = innerScope(home, names);
    if (variable?.kind === 'loop') scope.values.set(variable, value);
    return scope;
  });
  return { member, members: member.body, turns };
}

/** What the loop variable is in each turn. */
function valuesOver(e: Elaborating, home: Scope, member: ast.ForMember): readonly Value[] | undefined {
  const { over } = member;
  const { turns: limit } = e.program.limits;
  if (over.kind !== 'Range') {
    const list = evaluate(e, home, over);
    if (list?.kind !== 'list') return undefined;
    e.work.turns += list.elements.length;
    return e.work.turns > limit ? stop(e, home, over, 'the number of loop turns', limit) : list.elements;
  }
  const range = rangeOf(e, home, over);
  if (range === undefined) return undefined;
  if (e.work.turns + range.count > limit) return stop(e, home, over, 'the number of loop turns', limit);
  e.work.turns += range.count;
  return Array.from({ length: range.count }, (_, i) => ({ kind: 'int', value: range.start + i }));
}

/** A port of the component being elaborated, worked out when first asked for. */
export function ownPort(e: Elaborating, home: Scope, at: ast.NodeBase, entity: PortEntity): Port | undefined {
  const { ports } = home.frame;
  if (ports.has(entity)) return ports.get(entity);
  const port = isBroken(e, entity.node) ? undefined : once(e, home, at, entity, () => makePort(e, home, entity.node));
  ports.set(entity, port);
  if (port === undefined) home.frame.failed = true;
  return port;
}

function makePort(e: Elaborating, home: Scope, node: PortEntity['node']): Port | undefined {
  return node.kind === 'PortMember' ? declaredPort(e, home, node) : passedPort(e, home, node);
}

/** A port as declared, its type and shape worked out. */
export function declaredPort(e: Elaborating, home: Scope, member: ast.PortMember): Port | undefined {
  const type = portType(e, home, member);
  const shape: number[] = [];
  for (const extent of member.shape) {
    const value = evaluate(e, home, extent);
    if (value?.kind !== 'int') return undefined;
    if (value.value < 1 || value.value > e.program.limits.instances) return notPositive(e, home, extent, member, value);
    shape.push(value.value);
  }
  return type === undefined ? undefined : { name: member.name.name, direction: member.direction, type, shape };
}

function notPositive(e: Elaborating, home: Scope, at: ast.NodeBase, member: ast.PortMember, value: Value): undefined {
  const component = home.frame.component?.name ?? 'this component';
  return mistake(e, home, at, 'E403', { component, port: member.name.name, value: formatValue(value) });
}

/** A port's type with its arguments worked out; what is no positive whole number is reported. */
function portType(e: Elaborating, home: Scope, member: ast.PortMember): PortType | undefined {
  const { type } = member;
  if (type.kind !== 'NamedType' || isBroken(e, type)) return undefined;
  const [first, second, third] = type.arguments;
  const count = (node: ast.Expression | undefined): number | undefined =>
    node === undefined ? undefined : positive(e, home, node, member);
  const element = (): string | undefined => {
    const value = first === undefined ? undefined : evaluate(e, home, first);
    return value?.kind === 'dtype' ? value.name : undefined;
  };
  switch (type.name.name) {
    case 'stream': {
      const [name, beats] = [element(), second === undefined ? 1 : count(second)];
      return name === undefined || beats === undefined ? undefined : { kind: 'stream', element: name, count: beats };
    }
    case 'memory': {
      const [name, beats, size] = [element(), count(second), count(third)];
      return name === undefined || beats === undefined || size === undefined
        ? undefined
        : { kind: 'memory', element: name, count: beats, size_bits: size };
    }
    case 'axi': {
      const [data, address] = [count(first), count(second)];
      return data === undefined || address === undefined
        ? undefined
        : { kind: 'axi', data_bits: data, address_bits: address };
    }
    case 'lanes':
    case 'wires': {
      const wires = count(first);
      return wires === undefined ? undefined : { kind: type.name.name, count: wires };
    }
    case 'axi_lite':
    case 'commands':
    case 'link':
    case 'interrupt':
      return { kind: type.name.name };
    default:
      return undefined;
  }
}

function positive(e: Elaborating, home: Scope, node: ast.Expression, member: ast.PortMember): number | undefined {
  const value = evaluate(e, home, node);
  if (value?.kind !== 'int' && value?.kind !== 'quantity') return undefined;
  const size = Math.round(value.value);
  if (size > 0 && Number.isSafeInteger(size) && Math.abs(size - value.value) <= 1e-9 * size) return size;
  return notPositive(e, home, node, member, value);
}

/** A passed-on port has the inner one's type and direction, and as many dimensions as ranges were written. */
function passedPort(e: Elaborating, home: Scope, member: ast.PassPortMember): Port | undefined {
  const picked = pick(e, home, member.target);
  const [first] = picked ?? [];
  if (picked === undefined || first?.kind !== 'port') return undefined;
  const { direction, type } = first.port;
  if (member.direction !== undefined && member.direction !== direction) {
    return mistake(e, home, member, 'E453', { name: member.name.name, declared: member.direction, found: direction });
  }
  const total = picked.reduce((sum, each) => sum + (each.kind === 'port' ? countOf(each) : 0), 0);
  const shape =
    picked.length > 1 ? [total] : [...first.at, ...first.lane].flatMap(({ single, count }) => (single ? [] : [count]));
  return { name: member.name.name, direction, type, shape };
}
