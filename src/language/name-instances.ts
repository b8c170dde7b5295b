import { formatFlat } from '../ir/index.js';
import type * as ast from '../syntax/index.js';
import type { BlockNode, Body, Child, InstanceNode } from './frame.js';
import type { OpenLoop } from './regular-loop.js';

/** An instance of the IR: one node written, or the equal ones of a loop's turns as an array. */
export interface NamedInstance {
  readonly name: string;
  /** One of its nodes. */
  readonly node: InstanceNode;
  /** Turns of the loops that folded, then the instance's own shape. */
  readonly shape: readonly number[];
}

/** Nodes that will share a name. `settle` tells them which, and the indices of the loops that folded. */
interface Group {
  readonly member: ast.InstanceMember;
  /** The instance's name with the labels and turns around it. */
  readonly path: string;
  readonly node: InstanceNode;
  readonly shape: readonly number[];
  readonly settle: (name: string, prefix: readonly number[]) => void;
}

/**
 * Names the instances of a component. Equal ones of all turns of a loop become an array; where turns differ each has its turn
 * in its name. Labels lead the name: `row: for ... { a: Sram }` gives `row_a`. Names that would meet get a number.
 */
export function nameInstances(body: Body): readonly NamedInstance[] {
  const groups = groupsOf(body);
  const own = new Set(body.members.flatMap((member) => (member.kind === 'InstanceMember' ? [member.name.name] : [])));
  const members = new Set<ast.Member>(body.members);
  const taken = new Set(own);
  return groups.map((group) => {
    const name = members.has(group.member) ? group.path : freeName(group.path, taken);
    taken.add(name);
    group.settle(name, []);
    return { name, node: group.node, shape: group.shape };
  });
}

function freeName(path: string, taken: ReadonlySet<string>): string {
  if (!taken.has(path)) return path;
  let n = 2;
  while (taken.has(`${path}_${n}`)) n += 1;
  return `${path}_${n}`;
}

function groupsOf(body: Body): readonly Group[] {
  const { scope } = body;
  return body.members.flatMap((member): readonly Group[] => {
    if (member.kind === 'InstanceMember') {
      const entity = scope.names.names.get(member.name.name);
      const node = entity?.kind === 'instance' && entity.node === member ? scope.instances.get(entity) : undefined;
      return node === undefined ? [] : [single(member, node)];
    }
    if (member.kind !== 'ForMember' && member.kind !== 'IfMember') return [];
    const loop = scope.loops.get(member);
    const block = scope.blocks.get(member);
    const label = member.label === undefined ? '' : `${member.label.name}_`;
    const groups = loop !== undefined ? regularGroups(loop, member) : block === undefined ? [] : blockGroups(block);
    return label === '' ? groups : groups.map((group) => ({ ...group, path: label + group.path }));
  });
}

function blockGroups({ member, members, turns }: BlockNode): readonly Group[] {
  const groups = turns.map((turn) => groupsOf({ scope: turn, members }));
  return member.kind === 'IfMember' ? groups.flat() : foldTurns(groups);
}

/** The instances of a regular loop: one node stands for those of all turns. */
function regularGroups(loop: OpenLoop, member: ast.ForMember | ast.IfMember): readonly Group[] {
  if (member.kind !== 'ForMember' || loop.count === 0) return [];
  return groupsOf({ scope: loop.scope, members: member.body }).map((group) => {
    const settle = (name: string, prefix: readonly number[]): void => {
      loop.placed.push({ node: group.node, index: prefix.length });
      group.settle(name, [...prefix, 0]);
    };
    return { ...group, shape: [loop.count, ...group.shape], settle };
  });
}

function single(member: ast.InstanceMember, node: InstanceNode): Group {
  const settle = (name: string, prefix: readonly number[]): void => {
    node.name = name;
    node.prefix = prefix;
  };
  return { member, path: member.name.name, node, shape: node.shape, settle };
}

/** Groups of the same member and path in all turns become one with a further dimension, if they are equal. */
function foldTurns(turns: readonly (readonly Group[])[]): readonly Group[] {
  const rows = new Map<string, (readonly [number, Group])[]>();
  const order = new Map<ast.InstanceMember, number>();
  for (const [turn, groups] of turns.entries()) {
    for (const group of groups) {
      const number = order.get(group.member) ?? order.size;
      order.set(group.member, number);
      const key = `${number} ${group.path}`;
      const row = rows.get(key);
      if (row === undefined) rows.set(key, [[turn, group]]);
      else row.push([turn, group]);
    }
  }
  return [...rows.values()].flatMap((row) => {
    const [first] = row;
    const whole =
      first !== undefined && row.length === turns.length && row.every(([, group]) => equalNodes(group, first[1]));
    return whole
      ? [
          folded(
            row.map(([, group]) => group),
            first[1],
          ),
        ]
      : row.map(([turn, group]) => ({ ...group, path: `${group.path}_${turn}` }));
  });
}

function folded(groups: readonly Group[], first: Group): Group {
  const settle = (name: string, prefix: readonly number[]): void => {
    for (const [turn, group] of groups.entries()) group.settle(name, [...prefix, turn]);
  };
  return { ...first, shape: [groups.length, ...first.shape], settle };
}

function equalNodes(a: Group, b: Group): boolean {
  if (a === b) return true;
  const [x, y] = [a.node, b.node];
  if (!equalChildren(x.child, y.child)) return false;
  // Turns often share the very same objects.
  if (a.shape === b.shape && x.clocks === y.clocks) return true;
  return formatFlat([a.shape, x.clocks]) === formatFlat([b.shape, y.clocks]);
}

/** Elaborated components are shared objects; blocks are compared by what they are. */
function equalChildren(a: Child | undefined, b: Child | undefined): boolean {
  if (a?.kind === 'module' && b?.kind === 'module') return a.module === b.module;
  if (a?.kind === 'block' && b?.kind === 'block')
    return a.declaration === b.declaration && formatFlat(a.block) === formatFlat(b.block);
  if (a?.kind === 'chip' && b?.kind === 'chip') return a === b || formatFlat(a.block) === formatFlat(b.block);
  return a === undefined && b === undefined;
}
