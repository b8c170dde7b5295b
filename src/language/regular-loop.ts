import { visit } from '../syntax/index.js';
import type * as ast from '../syntax/index.js';
import type { ComponentEntity, LoopEntity } from './entities.js';
import { instanceOf } from './elaborate-members.js';
import { innerScope, isBroken, stop, type Elaborating, type InstanceNode, type Scope } from './frame.js';
import { rangeOf } from './pick.js';

/**
 * Loops that make equal instances and join ports, at indices that are affine in the loops' variables, as in
 *
 *     for r in 0 .. rows { for c in 1 .. cols { pe[r, c - 1].right -> pe[r, c].left; } }
 *
 * What such a loop makes follows from its first turn and from how one more turn moves each index, so it costs the same whatever its
 * length, and is one array and one connection from the start.
 */
export interface RegularLoop {
  readonly kind: 'RegularLoop';
  readonly member: ast.ForMember;
  readonly range: ast.Range;
  readonly body: readonly RegularMember[];
}

type RegularMember = ast.InstanceMember | ast.ConnectMember | ast.UnusedMember | RegularLoop;

/** Loops within each other: their corners are twice as many with each. */
const deepestNest = 4;

/** A loop as a regular one; undefined where its turns have to be worked out one by one. */
export function regularLoop(e: Elaborating, scope: Scope, member: ast.ForMember): RegularLoop | undefined {
  const known = e.regular.get(member);
  if (known !== undefined) return known.loop;
  const loop = isSeenInside(e, scope, member) ? undefined : readLoop(e, member, new Set());
  e.regular.set(member, { loop });
  return loop;
}

/** Whether something reads the label of a loop or of one within it: then its turns are looked into by themselves. */
function isSeenInside(e: Elaborating, { frame: { component } }: Scope, loop: ast.ForMember): boolean {
  const read = component === undefined ? undefined : namesRead(e, component);
  let seen = false;
  visit(loop, (node) => {
    if (node.kind === 'ForMember' && node.label !== undefined) seen ||= read?.has(node.label.name) ?? true;
    return !seen;
  });
  return seen;
}

/** The names that stand in expressions of a component. */
function namesRead(e: Elaborating, component: ComponentEntity): ReadonlySet<string> {
  const known = e.read.get(component);
  if (known !== undefined) return known;
  const names = new Set<string>();
  visit(component.node, (node) => {
    if (node.kind === 'NameExpression') names.add(node.name);
    if (node.kind === 'MemberExpression') names.add(node.name.name);
  });
  e.read.set(component, names);
  return names;
}

function readLoop(e: Elaborating, member: ast.ForMember, around: ReadonlySet<LoopEntity>): RegularLoop | undefined {
  const { over } = member;
  const variable = e.program.facts.bodies.get(member.body)?.names.get(member.variable.name);
  if (over.kind !== 'Range' || variable?.kind !== 'loop' || member.body.length === 0 || isBroken(e, member))
    return undefined;
  if (differs(e, over.from, around) || differs(e, over.to, around)) return undefined;
  const variables = new Set([...around, variable]);
  if (variables.size > deepestNest) return undefined;
  const body: RegularMember[] = [];
  for (const inner of member.body) {
    const read = readMember(e, inner, variables);
    if (read === undefined) return undefined;
    body.push(read);
  }
  return { kind: 'RegularLoop', member, range: over, body };
}

function readMember(e: Elaborating, member: ast.Member, variables: ReadonlySet<LoopEntity>): RegularMember | undefined {
  if (isBroken(e, member)) return undefined;
  switch (member.kind) {
    case 'ForMember':
      return readLoop(e, member, variables);
    case 'InstanceMember':
      return differs(e, member, variables) ? undefined : member;
    case 'ConnectMember':
      // A medium may be another one in each turn.
      if (member.medium !== undefined) return undefined;
      return isRegularPort(e, member.left, variables) && isRegularPort(e, member.right, variables) ? member : undefined;
    case 'UnusedMember':
      return isRegularPort(e, member.port, variables) ? member : undefined;
    default:
      return undefined;
  }
}

/** `instance[i].port[j]` or `port[i]`: of something outside the loops, with affine indices. */
function isRegularPort(e: Elaborating, node: ast.Expression, variables: ReadonlySet<LoopEntity>): boolean {
  if (isBroken(e, node)) return false;
  switch (node.kind) {
    case 'ParenthesizedExpression':
      return isRegularPort(e, node.inner, variables);
    case 'NameExpression': {
      const kind = e.program.facts.resolved.get(node)?.kind;
      return kind === 'instance' || kind === 'port';
    }
    case 'MemberExpression':
      return isRegularPort(e, node.object, variables);
    case 'IndexExpression':
      return (
        isRegularPort(e, node.object, variables) && node.indices.every((index) => isRegularIndex(e, index, variables))
      );
    default:
      return false;
  }
}

function isRegularIndex(e: Elaborating, index: ast.Index, variables: ReadonlySet<LoopEntity>): boolean {
  if (index.kind === 'Wildcard') return true;
  if (index.kind === 'Range') return !differs(e, index.from, variables) && !differs(e, index.to, variables);
  return isAffine(e, index, variables);
}

function isAffine(e: Elaborating, node: ast.Expression, variables: ReadonlySet<LoopEntity>): boolean {
  if (isBroken(e, node)) return false;
  if (!differs(e, node, variables)) return true;
  switch (node.kind) {
    case 'NameExpression':
      return true;
    case 'ParenthesizedExpression':
      return isAffine(e, node.inner, variables);
    case 'UnaryExpression':
      return node.operator === '-' && isAffine(e, node.operand, variables);
    case 'BinaryExpression': {
      const { left, right, operator } = node;
      if (!isAffine(e, left, variables) || !isAffine(e, right, variables)) return false;
      if (operator === '*') return !differs(e, left, variables) || !differs(e, right, variables);
      return operator === '+' || operator === '-';
    }
    default:
      return false;
  }
}

/** Whether a piece of source may differ from turn to turn. */
function differs(e: Elaborating, node: Parameters<typeof visit>[0], variables: ReadonlySet<LoopEntity>): boolean {
  let found = false;
  visit(node, (inner) => {
    const entity = e.program.facts.resolved.get(inner);
    found ||= entity?.kind === 'loop' && variables.has(entity);
    return !found;
  });
  return found;
}

/** A regular loop whose range and instances are worked out, in the one scope that stands for all its turns. */
export interface OpenLoop {
  readonly start: number;
  readonly count: number;
  readonly scope: Scope;
  readonly variable: LoopEntity;
  /** Nothing where there are no turns. */
  readonly body: readonly (ast.ConnectMember | ast.UnusedMember | OpenLoop)[];
  /** The instances within, each with the place of this loop's turn among its indices; known when they have names. */
  readonly placed: { readonly node: InstanceNode; readonly index: number }[];
}

/** Works out a regular loop of `scope`; undefined where a mistake has been reported. `around`: turns of the loops around it. */
export function openLoop(e: Elaborating, scope: Scope, loop: RegularLoop, around = 1): OpenLoop | undefined {
  const open = openBody(e, scope, loop, around);
  scope.loops.set(loop.member, open);
  if (open === undefined) scope.frame.failed = true;
  return open;
}

function openBody(
  e: Elaborating,
  scope: Scope,
  { member, range, body }: RegularLoop,
  around: number,
): OpenLoop | undefined {
  const names = e.program.facts.bodies.get(member.body);
  const variable = names?.names.get(member.variable.name);
  const turns = rangeOf(e, scope, range);
  if (names === undefined || variable?.kind !== 'loop' || turns === undefined) return undefined;
  const inner = innerScope(scope, names);
  inner.values.set(variable, { kind: 'int', value: turns.start });
  const opened: (ast.ConnectMember | ast.UnusedMember | OpenLoop)[] = [];
  for (const each of turns.count === 0 ? [] : body) {
    if (e.work.stopped) return undefined;
    if (each.kind === 'RegularLoop') {
      const within = openLoop(e, inner, each, around * turns.count);
      if (within === undefined) return undefined;
      opened.push(within);
    } else if (each.kind === 'InstanceMember') openInstance(e, inner, each, around * turns.count);
    else opened.push(each);
  }
  return { ...turns, scope: inner, variable, body: opened, placed: [] };
}

/** The one instance that stands for those of all turns. */
function openInstance(e: Elaborating, scope: Scope, member: ast.InstanceMember, turns: number): void {
  const entity = scope.names.names.get(member.name.name);
  const node =
    entity?.kind === 'instance' && entity.node === member ? instanceOf(e, scope, member.name, entity) : undefined;
  if (node === undefined) scope.frame.failed = true;
  const { instances } = e.program.limits;
  const count = (node?.shape ?? []).reduce((product, extent) => product * extent, turns);
  if (count > instances) stop(e, scope, member, 'the number of instances', instances);
}

/** Puts each loop at one of its turns, counted from 0. */
export function setTurns(loops: readonly OpenLoop[], at: readonly number[]): void {
  for (const [k, { scope, variable, start, placed }] of loops.entries()) {
    const turn = at[k] ?? 0;
    scope.values.set(variable, { kind: 'int', value: start + turn });
    for (const { node, index } of placed) node.prefix = node.prefix.map((before, i) => (i === index ? turn : before));
  }
}

/** The first and last turns of all loops, the very first ones leading: an affine index is within bounds if it is there. */
export function corners(loops: readonly OpenLoop[]): readonly (readonly number[])[] {
  return loops.reduce<readonly (readonly number[])[]>(
    (all, { count }) =>
      count === 1 ? all.map((at) => [...at, 0]) : [0, count - 1].flatMap((end) => all.map((at) => [...at, end])),
    [[]],
  );
}
