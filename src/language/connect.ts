import { diagnostic, type Origin } from '../diagnostics/index.js';
import type { AddressRange, BlockDraft, DraftConnection, Endpoint, Placed, Requirement, Span1 } from '../ir/index.js';
import type * as ast from '../syntax/index.js';
import { addressesOf } from './address-map.js';
import { connectLoop } from './connect-loop.js';
import { spanOf } from './declare.js';
import { boundComponent, withArguments } from './elaborate-arguments.js';
import { blockOf } from './elaborate-instance.js';
import type { Body, Elaborating, Scope } from './frame.js';
import { isBroken, mistaken, stop } from './frame.js';
import type { NamedInstance } from './name-instances.js';
import { countOf, pick, textOf, type PickedPort } from './pick.js';
import { lowerRequirement } from './requirement.js';
import { nearest } from './suggest.js';

/** What is gathered from the members of a component once its instances have names. */
export interface Wiring {
  readonly connections: Placed<DraftConnection>[];
  readonly unused: Placed<Endpoint>[];
  readonly requirements: Placed<Requirement>[];
  readonly addresses: Placed<AddressRange>[];
  /** Ports and instances that a mistake touches: nothing is said of their connections. */
  readonly broken: Set<string>;
}

/** Gathers connections, unused ports and late requirements of a body and of the turns and branches within. */
export function connectBody(e: Elaborating, body: Body, wiring: Wiring, instances: readonly NamedInstance[]): void {
  const { scope } = body;
  for (const member of body.members) {
    if (e.work.stopped) return;
    if (member.kind === 'ErrorMember' || isBroken(e, member)) {
      excuseWords(e, scope, member, wiring, instances);
      continue;
    }
    switch (member.kind) {
      case 'ConnectMember':
        connect(e, scope, member, wiring, instances);
        break;
      case 'UnusedMember':
        for (const port of portsAt(e, scope, member.port, wiring, instances) ?? []) {
          if (countOf(port) > 0)
            wiring.unused.push({ part: endpointOf(port), origin: spanOf(scope.names.file, member.port) });
        }
        break;
      case 'PassPortMember':
        pass(e, scope, member, wiring, instances);
        break;
      case 'AddressMapMember':
        wiring.addresses.push(...addressesOf(e, scope, member));
        break;
      case 'RequireMember': {
        const requirement = lowerRequirement(e, scope, member);
        if (requirement !== undefined)
          wiring.requirements.push({ part: requirement, origin: spanOf(scope.names.file, member) });
        break;
      }
      case 'ForMember':
      case 'IfMember': {
        const regular = scope.loops.get(member);
        if (regular !== undefined) {
          connectLoop(e, regular, wiring, instances);
          break;
        }
        const block = scope.blocks.get(member);
        if (block === undefined) excuseWords(e, scope, member, wiring, instances);
        for (const turn of block?.turns ?? [])
          connectBody(e, { scope: turn, members: block?.members ?? [] }, wiring, instances);
        break;
      }
      default:
        break;
    }
  }
}

/** The ports that an expression names; where it is wrong, what it may have meant is excused. */
export function portsAt(
  e: Elaborating,
  scope: Scope,
  node: ast.Expression,
  wiring: Wiring,
  instances: readonly NamedInstance[],
): readonly PickedPort[] | undefined {
  const picked = pick(e, scope, node);
  const ports = picked?.filter((each) => each.kind === 'port');
  if (ports !== undefined && ports.length === picked?.length) return ports;
  scope.frame.failed = true;
  excusePort(e, scope, node, wiring, instances);
  return undefined;
}

/** The words of a piece of source. */
function wordsOf(e: Elaborating, scope: Scope, node: ast.NodeBase): readonly string[] {
  const text = e.program.texts.get(scope.names.file)?.slice(node.start, node.end) ?? '';
  return [...new Set(text.match(/[A-Za-z_][A-Za-z0-9_]*/g) ?? [])];
}

/**
 * Marks the instances and ports whose names stand in a piece of source that could not be understood, or are near to one that
 * does: what was written there may have connected them.
 */
export function excuseWords(
  e: Elaborating,
  scope: Scope,
  node: ast.NodeBase,
  wiring: Wiring,
  instances: readonly NamedInstance[],
): void {
  scope.frame.failed = true;
  const own = [...scope.frame.ports.keys()].map((port) => port.name);
  const known = new Set([...instances.map(({ name }) => name), ...own]);
  for (const word of wordsOf(e, scope, node)) {
    const meant = known.has(word) ? word : nearest(word, known);
    if (meant !== undefined) wiring.broken.add(meant);
    // Instances of loops carry labels and turns in their names.
    for (const { name, node: instance } of instances) if (instance.entity.name === word) wiring.broken.add(name);
  }
}

/** Marks the port that a wrong expression may have meant: of an instance it names, one it names or nearly does. */
function excusePort(
  e: Elaborating,
  scope: Scope,
  node: ast.NodeBase,
  wiring: Wiring,
  instances: readonly NamedInstance[],
): void {
  const words = wordsOf(e, scope, node);
  const named = instances.filter(({ node: instance }) => words.includes(instance.entity.name));
  for (const { name, node: instance } of named) {
    const ports = [...(instance.child?.ports.keys() ?? [])];
    const meant =
      ports.find((port) => words.includes(port)) ??
      words.map((word) => nearest(word, ports)).find((port) => port !== undefined);
    wiring.broken.add(meant === undefined ? name : `${name}.${meant}`);
  }
  if (named.length === 0) excuseWords(e, scope, node, wiring, instances);
}

/** Marks the ports that lines with syntax errors may have meant: a connection there may have been lost. */
export function excuseUnreadLines(
  e: Elaborating,
  scope: Scope,
  component: ast.NodeBase,
  wiring: Wiring,
  instances: readonly NamedInstance[],
): void {
  const module = e.program.modules.get(scope.names.file);
  for (const { start, end } of module?.unread.spans ?? []) {
    if (module === undefined || end < component.start || start > component.end) continue;
    const lineEnd = module.text.indexOf('\n', end);
    const line = {
      start: module.text.lastIndexOf('\n', Math.max(0, start - 1)) + 1,
      end: lineEnd < 0 ? module.text.length : lineEnd,
    };
    excusePort(e, scope, line, wiring, instances);
  }
}

/** Ports of one side of a connection that is not made are excused. */
export function excusePorts(ports: readonly PickedPort[] | undefined, wiring: Wiring): void {
  for (const { node, port } of ports ?? [])
    wiring.broken.add(node === undefined ? port.name : `${node.name}.${port.name}`);
}

export function connect(
  e: Elaborating,
  scope: Scope,
  member: ast.ConnectMember,
  wiring: Wiring,
  instances: readonly NamedInstance[],
): void {
  const left = portsAt(e, scope, member.left, wiring, instances);
  const right = portsAt(e, scope, member.right, wiring, instances);
  if (left === undefined || right === undefined) {
    excusePorts(left, wiring);
    excusePorts(right, wiring);
    return;
  }
  const origin = spanOf(scope.names.file, member);
  const kind = member.operator === '->' ? 'stream' : 'memory';
  const through = member.medium === undefined ? undefined : mediumOf(e, scope, member.medium);
  const means: Means = { kind, ...(through === undefined ? {} : { through }) };
  join(e, scope, means, { ports: left, node: member.left }, { ports: right, node: member.right }, origin, wiring);
}

/** The medium of a link, with its arguments; undefined where a mistake has been reported. */
function mediumOf(e: Elaborating, scope: Scope, medium: ast.Medium): BlockDraft | undefined {
  const named = isBroken(e, medium) ? undefined : boundComponent(e, scope, medium.component);
  const bound = named === undefined ? undefined : withArguments(e, scope, named, medium.arguments);
  const block = bound === undefined ? undefined : blockOf(e, scope, medium, bound.component, bound.values)?.block;
  if (block === undefined) scope.frame.failed = true;
  return block;
}

/** What a connection is beside its ends. */
type Means = Pick<DraftConnection, 'kind' | 'through'>;

interface Side {
  readonly ports: readonly PickedPort[];
  readonly node: ast.NodeBase;
}

/** Joins two sides port by port. One choice on either side is one connection; several are taken apart and paired. */
function join(
  e: Elaborating,
  scope: Scope,
  means: Means,
  left: Side,
  right: Side,
  origin: Origin,
  wiring: Wiring,
): void {
  const [leftCount, rightCount] = [left, right].map(({ ports }) => ports.reduce((sum, port) => sum + countOf(port), 0));
  if (leftCount === 0 && rightCount === 0) return;
  const [from, to] = [left.ports[0], right.ports[0]];
  if (
    left.ports.length === 1 &&
    right.ports.length === 1 &&
    from !== undefined &&
    to !== undefined &&
    leftCount !== 0 &&
    rightCount !== 0
  ) {
    wiring.connections.push({ part: { ...means, from: endpointOf(from), to: endpointOf(to) }, origin });
    return;
  }
  if (leftCount !== rightCount) {
    const texts = { left: textOf(e, scope, left.node), right: textOf(e, scope, right.node) };
    mistaken(
      e,
      scope,
      diagnostic('E414', origin, { ...texts, leftCount: leftCount ?? 0, rightCount: rightCount ?? 0 }),
    );
    excusePorts(left.ports, wiring);
    excusePorts(right.ports, wiring);
    return;
  }
  if ((leftCount ?? 0) > e.program.limits.instances) {
    stop(e, scope, left.node, 'the number of connections', e.program.limits.instances);
    return;
  }
  const sinks = right.ports.flatMap(singlesOf);
  for (const [i, source] of left.ports.flatMap(singlesOf).entries()) {
    const sink = sinks[i];
    if (sink !== undefined) wiring.connections.push({ part: { ...means, from: source, to: sink }, origin });
  }
}

function pass(
  e: Elaborating,
  scope: Scope,
  member: ast.PassPortMember,
  wiring: Wiring,
  instances: readonly NamedInstance[],
): void {
  const inner = portsAt(e, scope, member.target, wiring, instances);
  const entity = scope.names.names.get(member.name.name);
  const own = entity?.kind === 'port' ? scope.frame.ports.get(entity) : undefined;
  if (inner === undefined || own === undefined) {
    excusePorts(inner, wiring);
    wiring.broken.add(member.name.name);
    return;
  }
  const lane = own.shape.map((count) => ({ start: 0, step: 1, count, single: false }));
  const outer: PickedPort = { kind: 'port', node: undefined, at: [], port: own, lane };
  join(
    e,
    scope,
    { kind: 'pass' },
    { ports: [outer], node: member.name },
    { ports: inner, node: member.target },
    spanOf(scope.names.file, member),
    wiring,
  );
}

function plain({ start, step, count }: Span1): Span1 {
  return { start, step: count === 1 ? 1 : step, count };
}

/** The ports of a choice as an endpoint of the IR. */
export function endpointOf({ node, at, port, lane }: PickedPort): Endpoint {
  const turns = (node?.prefix ?? []).map((start) => ({ start, step: 1, count: 1 }));
  return { instance: node?.name ?? null, at: [...turns, ...at.map(plain)], port: port.name, lane: lane.map(plain) };
}

/** Its ports one by one, in row-major order. */
function singlesOf(picked: PickedPort): readonly Endpoint[] {
  const whole = endpointOf(picked);
  const dimensions = [...whole.at, ...whole.lane];
  return indicesOf(dimensions).map((indices) => {
    const spans = indices.map((start) => ({ start, step: 1, count: 1 }));
    return { ...whole, at: spans.slice(0, whole.at.length), lane: spans.slice(whole.at.length) };
  });
}

function indicesOf(spans: readonly Span1[]): readonly (readonly number[])[] {
  const [first, ...rest] = spans;
  if (first === undefined) return [[]];
  const inner = indicesOf(rest);
  return Array.from({ length: first.count }, (_, i) =>
    inner.map((indices) => [first.start + i * first.step, ...indices]),
  ).flat();
}
