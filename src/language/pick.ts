import { portWidth, type Port, type Span1, type Value } from '../ir/index.js';
import type * as ast from '../syntax/index.js';
import { blockOf, instanceOf, ownPort } from './elaborate-members.js';
import { evaluate, frequencyMember, letValue } from './evaluate.js';
import { childLet, childFrequency } from './elaborate-instance.js';
import { isBroken, mistake, scopeOf, stop, type Elaborating, type InstanceNode, type Scope } from './frame.js';

/** One index dimension of a choice; `single`: one index was written, so the dimension does not show in a passed-on port. */
export interface Pick extends Span1 {
  readonly single: boolean;
}

/** Elements of an instance. */
export interface PickedInstance {
  readonly kind: 'instance';
  readonly node: InstanceNode;
  readonly at: readonly Pick[];
}

/** Ports: of elements of an instance, or of the component itself where `node` is undefined. */
export interface PickedPort {
  readonly kind: 'port';
  readonly node: InstanceNode | undefined;
  readonly at: readonly Pick[];
  readonly port: Port;
  readonly lane: readonly Pick[];
}

/** One turn of a labelled loop, or the branch of a labelled `if`. */
interface PickedBody {
  readonly kind: 'body';
  readonly scope: Scope;
}

/** A labelled loop before an index says which of its turns are meant. */
interface PickedLoop {
  readonly kind: 'loop';
  readonly turns: readonly Scope[];
}

/** What an expression of instances, ports and blocks picks out; several where a label is indexed by a range. */
export type Picked = PickedInstance | PickedPort | PickedBody | PickedLoop;

/** The parts that an expression picks out; undefined where a mistake has been reported. */
export function pick(e: Elaborating, scope: Scope, node: ast.Expression): readonly Picked[] | undefined {
  if (isBroken(e, node) || e.work.stopped) return undefined;
  switch (node.kind) {
    case 'ParenthesizedExpression':
      return pick(e, scope, node.inner);
    case 'NameExpression': {
      const entity = e.program.facts.resolved.get(node);
      return entity === undefined ? undefined : pickNamed(e, scope, node, entity);
    }
    case 'MemberExpression':
      return pickMember(e, scope, node);
    case 'IndexExpression':
      return pickIndex(e, scope, node);
    default:
      return undefined;
  }
}

type Named = NonNullable<ReturnType<Elaborating['program']['facts']['resolved']['get']>>;

function pickNamed(e: Elaborating, scope: Scope, node: ast.NodeBase, entity: Named): readonly Picked[] | undefined {
  const home = 'home' in entity ? scopeOf(scope, entity.home) : undefined;
  if (home === undefined) return undefined;
  switch (entity.kind) {
    case 'instance': {
      const found = instanceOf(e, home, node, entity);
      return found === undefined ? undefined : [{ kind: 'instance', node: found, at: found.shape.map(whole) }];
    }
    case 'port': {
      const port = ownPort(e, home, node, entity);
      return port === undefined
        ? undefined
        : [{ kind: 'port', node: undefined, at: [], port, lane: port.shape.map(whole) }];
    }
    case 'label': {
      const block = blockOf(e, home, entity.node);
      if (block === undefined) return undefined;
      if (block.member.kind === 'ForMember') return [{ kind: 'loop', turns: block.turns }];
      const [branch] = block.turns;
      return branch === undefined
        ? mistake(e, scope, node, 'E454', { name: entity.name })
        : [{ kind: 'body', scope: branch }];
    }
    default:
      return undefined;
  }
}

/** The span of a whole dimension. */
function whole(extent: number): Pick {
  return { start: 0, step: 1, count: extent, single: false };
}

function pickMember(e: Elaborating, scope: Scope, node: ast.MemberExpression): readonly Picked[] | undefined {
  const objects = pick(e, scope, node.object);
  if (objects === undefined) return undefined;
  const all: Picked[] = [];
  for (const object of objects) {
    const found = memberOf(e, scope, node, object);
    if (found === undefined) return undefined;
    all.push(...found);
  }
  return all;
}

function memberOf(
  e: Elaborating,
  scope: Scope,
  node: ast.MemberExpression,
  object: Picked,
): readonly Picked[] | undefined {
  const { name } = node.name;
  if (object.kind === 'body') {
    const entity = object.scope.names.names.get(name);
    // The other branch of an `if` has it.
    if (entity === undefined) return mistake(e, scope, node.name, 'E454', { name });
    return pickNamed(e, object.scope, node, entity);
  }
  if (object.kind !== 'instance') return undefined;
  const port = object.node.child?.ports.get(name);
  return port === undefined
    ? undefined
    : [{ kind: 'port', node: object.node, at: object.at, port, lane: port.shape.map(whole) }];
}

function pickIndex(e: Elaborating, scope: Scope, node: ast.IndexExpression): readonly Picked[] | undefined {
  const objects = pick(e, scope, node.object);
  if (objects === undefined) return undefined;
  const all: Picked[] = [];
  for (const object of objects) {
    const found = elementsOf(e, scope, node, object);
    if (found === undefined) return undefined;
    all.push(...found);
  }
  return all;
}

/** What the index picks of one instance, port or labelled loop: `row[*].col[1]` is column 1 of each row. */
function elementsOf(
  e: Elaborating,
  scope: Scope,
  node: ast.IndexExpression,
  object: Picked,
): readonly Picked[] | undefined {
  switch (object.kind) {
    case 'body':
      return undefined;
    case 'loop': {
      const [span] = picksOf(e, scope, node, [object.turns.length]) ?? [];
      if (span === undefined) return undefined;
      return object.turns.slice(span.start, span.start + span.count).map((turn) => ({ kind: 'body', scope: turn }));
    }
    default: {
      const before = object.kind === 'instance' ? object.at : object.lane;
      const counts = before.map(({ count }) => count);
      const picks = picksOf(e, scope, node, counts)?.map((each, i) => ({
        ...each,
        start: each.start + (before[i]?.start ?? 0),
      }));
      if (picks === undefined) return undefined;
      return [object.kind === 'instance' ? { ...object, at: picks } : { ...object, lane: picks }];
    }
  }
}

/** The indices in brackets as spans of an array of `shape`. */
function picksOf(
  e: Elaborating,
  scope: Scope,
  node: ast.IndexExpression,
  shape: readonly number[],
): readonly Pick[] | undefined {
  const what = textOf(e, scope, node.object);
  if (shape.length !== node.indices.length) {
    return mistake(e, scope, node, 'E413', { what, expected: shape.length, found: node.indices.length });
  }
  const picks: Pick[] = [];
  for (const [i, index] of node.indices.entries()) {
    const found = pickOf(e, scope, index, shape[i] ?? 0, what);
    if (found === undefined) return undefined;
    picks.push(found);
  }
  return picks;
}

function pickOf(e: Elaborating, scope: Scope, index: ast.Index, length: number, what: string): Pick | undefined {
  if (index.kind === 'Wildcard') return whole(length);
  if (index.kind !== 'Range') {
    const value = evaluate(e, scope, index);
    if (value?.kind !== 'int') return undefined;
    if (value.value >= 0 && value.value < length) return { start: value.value, step: 1, count: 1, single: true };
    return mistake(e, scope, index, 'E412', { what, index: value.value, length });
  }
  const range = rangeOf(e, scope, index);
  if (range === undefined) return undefined;
  const { start, count } = range;
  if (count === 0) return { start: 0, step: 1, count: 0, single: false };
  if (start < 0) return mistake(e, scope, index.from, 'E412', { what, index: start, length });
  if (start + count > length) return mistake(e, scope, index.to, 'E412', { what, index: start + count - 1, length });
  return { start, step: 1, count, single: false };
}

/** First index and number of a range; reports one that runs backwards. */
export function rangeOf(
  e: Elaborating,
  scope: Scope,
  range: ast.Range,
): { readonly start: number; readonly count: number } | undefined {
  const from = evaluate(e, scope, range.from);
  const to = evaluate(e, scope, range.to);
  if (from?.kind !== 'int' || to?.kind !== 'int') return undefined;
  const end = range.inclusive ? to.value + 1 : to.value;
  if (end < from.value) return mistake(e, scope, range, 'E457', { from: from.value, to: to.value });
  return { start: from.value, count: end - from.value };
}

/** How many ports a pick has. */
export function countOf({ at, lane }: PickedPort): number {
  return [...at, ...lane].reduce((product, { count }) => product * count, 1);
}

/** An expression as it is written, for messages. */
export function textOf(e: Elaborating, scope: Scope, node: ast.NodeBase): string {
  return e.program.texts.get(scope.names.file)?.slice(node.start, node.end).replaceAll(/\s+/g, ' ') ?? 'this';
}

/** The value of `instance.name`, `port.name` or `label.name`; a list where several are picked. */
export function memberOfPicked(e: Elaborating, scope: Scope, node: ast.MemberExpression): Value | undefined {
  const objects = pick(e, scope, node.object);
  if (objects === undefined) {
    scope.frame.failed = true;
    return undefined;
  }
  const values: Value[] = [];
  for (const object of objects) {
    const value = pickedValue(e, scope, node, object);
    if (value === undefined) {
      scope.frame.failed = true;
      return undefined;
    }
    const count =
      object.kind === 'instance'
        ? object.at.reduce((n, each) => n * each.count, 1)
        : object.kind === 'port'
          ? countOf(object)
          : 1;
    if (values.length + count > e.program.limits.instances)
      return stop(e, scope, node, 'a list', e.program.limits.instances);
    for (let i = 0; i < count; i++) values.push(value);
  }
  const type = e.program.facts.checked.get(node.object)?.type;
  const several = type !== undefined && 'many' in type && type.many;
  const [first] = values;
  return several || first === undefined ? { kind: 'list', elements: values } : first;
}

function pickedValue(e: Elaborating, scope: Scope, node: ast.MemberExpression, object: Picked): Value | undefined {
  const { name } = node.name;
  switch (object.kind) {
    case 'instance':
      return object.node.child === undefined ? undefined : childLet(e, scope, object.node, name);
    case 'body': {
      const entity = object.scope.names.names.get(name);
      return entity?.kind === 'let'
        ? letValue(e, object.scope, node, entity)
        : mistake(e, scope, node.name, 'E454', { name });
    }
    case 'port':
      return portValue(e, scope, node, object);
    case 'loop':
      return undefined;
  }
}

/** `.width` and `.bandwidth` of a port: bits a beat, and that times the frequency of its clock. */
function portValue(
  e: Elaborating,
  scope: Scope,
  node: ast.MemberExpression,
  { node: instance, port }: PickedPort,
): Value | undefined {
  const bits = portWidth(port.type);
  if (bits === undefined)
    return mistake(e, scope, node.name, 'E313', {
      name: node.name.name,
      of: `a ${port.type.kind} port`,
      known: 'none',
    });
  if (node.name.name === 'width') return { kind: 'quantity', value: bits, dimension: { b: 1 } };
  const frequency =
    instance === undefined ? frequencyMember(scope, 'clk', 'frequency') : childFrequency(scope, instance, 'clk');
  return frequency?.kind === 'quantity'
    ? { kind: 'quantity', value: bits * frequency.value, dimension: { b: 1, s: -1 } }
    : undefined;
}
