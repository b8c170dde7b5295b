import { diagnostic, type Diagnostic, type Origin } from '../diagnostics/index.js';
import {
  endpointText,
  formatFlat,
  type Clock,
  type Connection,
  type DraftInstance,
  type DraftModule,
  type Endpoint,
  type Placed,
  type Port,
  type PortType,
  type Requirement,
  type Span1,
  type Workload,
} from '../ir/index.js';
import type { Component, PortSet } from './component.js';
import { isHandle, makeHandle, portsOf, whole, type Instance } from './handles.js';
import { isName } from './names.js';
import { handle, type Carried, type Picked, type PortArray, type Ports, type Role } from './ports.js';
import type { Condition } from './quantity.js';
import type { ReadVerilog } from './verilog.js';

/** A module while its body runs: what the methods of the builder write to. */
export interface Draft {
  readonly name: string;
  readonly depth: number;
  /** Reads the Verilog that extern components within name. */
  readonly read: ReadVerilog;
  /** Names of its clocks, and the frequencies of those that are known. */
  readonly clocks: readonly string[];
  readonly frequencies: ReadonlyMap<string, number>;
  /** The clock that an instance gets as `clk`. */
  readonly defaultClock: string;
  readonly ports: Placed<Port>[];
  readonly instances: DraftInstance[];
  readonly connections: Placed<Connection>[];
  readonly unused: Placed<Endpoint>[];
  readonly requirements: Placed<Requirement>[];
  readonly workloads: Map<string, Workload>;
  readonly broken: Set<string>;
  readonly diagnostics: Diagnostic[];
  /** Where each name was declared. */
  readonly names: Map<string, Origin | undefined>;
}

export function newDraft(
  name: string,
  clocks: readonly string[],
  frequencies: ReadonlyMap<string, number>,
  depth: number,
  read: ReadVerilog,
): Draft {
  return {
    name,
    depth,
    read,
    clocks,
    frequencies,
    defaultClock: clocks[0] ?? 'clk',
    ports: [],
    instances: [],
    connections: [],
    unused: [],
    requirements: [],
    workloads: new Map(),
    broken: new Set(),
    diagnostics: [],
    names: new Map(),
  };
}

/** The finished module. */
export function draftModule(draft: Draft, origin: Origin | undefined): DraftModule {
  const { name, clocks, ports, instances, connections, unused, requirements, broken } = draft;
  return { kind: 'module', name, origin, clocks, ports, instances, connections, unused, requirements, broken };
}

/** Enters a name; false where it is no name or stands already. */
export function declareName(draft: Draft, name: string, origin: Origin | undefined): boolean {
  if (!isName(name)) {
    draft.diagnostics.push(diagnostic('E433', origin, { name }));
    return false;
  }
  if (draft.names.has(name) || draft.clocks.includes(name)) {
    const first = draft.names.get(name);
    const related = first === undefined ? [] : [{ origin: first, message: 'first declared here' }];
    draft.diagnostics.push(diagnostic('E202', origin, { name }, { related }));
    return false;
  }
  draft.names.set(name, origin);
  return true;
}

/** Checks that a shape is whole numbers from 0 up. */
export function checkShape(draft: Draft, name: string, shape: readonly number[], origin: Origin | undefined): boolean {
  const wrong = shape.find((extent) => !Number.isSafeInteger(extent) || extent < 0);
  if (wrong === undefined) return true;
  draft.diagnostics.push(diagnostic('E450', origin, { name, value: String(wrong) }));
  return false;
}

/** Declares a port of the module. */
export function addPort(
  draft: Draft,
  direction: 'in' | 'out',
  name: string,
  type: PortType | undefined,
  shape: readonly number[],
  origin: Origin | undefined,
): void {
  const fine = declareName(draft, name, origin) && checkShape(draft, name, shape, origin);
  if (fine && type !== undefined) draft.ports.push({ part: { name, direction, type, shape }, origin });
  else draft.broken.add(name);
}

/** The handles of a module's own port, as its body sees them. */
export function ownHandle<R extends Role, C extends Carried>(
  draft: Draft,
  role: R,
  name: string,
  shape: readonly number[],
): PortArray<R, C> {
  return makeHandle(role, { owner: draft, instance: null, at: [], port: name, shape, lane: shape.map(whole) });
}

/** Declares a port that is one of an instance's, with that one's direction and type. */
export function passOn(draft: Draft, name: string, given: Ports, origin: Origin | undefined): readonly number[] {
  const inner = endpointOf(draft, given, origin);
  const port = inner === undefined ? undefined : portTypeOf(draft, inner);
  const spans = isHandle(given) ? [...given[handle].at, ...given[handle].lane] : [];
  const shape = spans.filter((span) => !span.single).map((span) => span.count);
  addPort(draft, port?.direction ?? 'in', name, port?.type, shape, origin);
  if (inner === undefined || port === undefined) return shape;
  const from: Endpoint = { instance: null, at: [], port: name, lane: shape.map(whole).map(plain) };
  draft.connections.push({ part: { kind: 'pass', from, to: inner }, origin });
  return shape;
}

function plain({ start, step, count }: Span1): Span1 {
  return { start, step, count };
}

/** Adds an instance of a component, with the clocks given for it; gives the ports of the elements picked. */
export function addInstance<P extends PortSet, L>(
  draft: Draft,
  name: string,
  shape: readonly number[],
  component: Component<P, L>,
  given: Readonly<Record<string, string | undefined>>,
  origin: Origin | undefined,
): (at: readonly Picked[]) => Instance<P, L> {
  const outer = (clock: string): string | undefined =>
    given[clock] ?? (clock === 'clk' ? draft.defaultClock : undefined);
  const frequencies = new Map<string, number>();
  for (const clock of new Set(['clk', ...Object.keys(given)])) {
    const frequency = draft.frequencies.get(outer(clock) ?? '');
    if (frequency !== undefined) frequencies.set(clock, frequency);
  }
  const made = component.instantiate(frequencies, draft.depth + 1, draft.read);
  draft.diagnostics.push(...made.diagnostics);
  for (const each of made.workloads.values()) addWorkload(draft, each, origin);
  const fine = declareName(draft, name, origin) && checkShape(draft, name, shape, origin);
  if (fine && made.of !== undefined) {
    const all = [...made.clocks, ...Object.keys(given).filter((clock) => !made.clocks.includes(clock))];
    const clocks = Object.fromEntries(
      all.flatMap((clock) => {
        const name = outer(clock);
        return name === undefined ? [] : [[clock, name] as const];
      }),
    );
    draft.instances.push({ name, of: made.of, shape, clocks, origin, arguments: made.arguments });
  } else draft.broken.add(name);
  const data = { owner: draft, name, lets: made.lets };
  return (at) => portsOf(at, made.ports, data);
}

/** The endpoint a handle stands for; undefined (and reported) where it is no handle of this body. */
export function endpointOf(draft: Draft, given: unknown, origin: Origin | undefined): Endpoint | undefined {
  if (!isHandle(given)) {
    draft.diagnostics.push(diagnostic('E451', origin, { what: given === undefined ? 'undefined' : 'this' }));
    return undefined;
  }
  const { owner, instance, at, port, lane } = given[handle];
  const endpoint: Endpoint = { instance, at: at.map(plain), port, lane: lane.map(plain) };
  if (owner === draft) return endpoint;
  draft.diagnostics.push(diagnostic('E434', origin, { port: endpointText(endpoint), component: draft.name }));
  return undefined;
}

/** The type of the port that an endpoint speaks of, where it is known. */
export function portTypeOf(draft: Draft, endpoint: Endpoint): Port | undefined {
  if (endpoint.instance === null) return draft.ports.find(({ part }) => part.name === endpoint.port)?.part;
  const of = draft.instances.find(({ name }) => name === endpoint.instance)?.of;
  if (of === undefined) return undefined;
  const ports = of.kind === 'block' ? of.block.ports : of.ports.map(({ part }) => part);
  return ports.find(({ name }) => name === endpoint.port);
}

const requesting: ReadonlySet<string> = new Set(['memory', 'axi', 'axi_lite']);

/** Joins two handles, with the arrow that the kind of port wants. */
export function connect(draft: Draft, left: unknown, right: unknown, origin: Origin | undefined): void {
  const [from, to] = [endpointOf(draft, left, origin), endpointOf(draft, right, origin)];
  for (const [end, other] of [
    [from, to],
    [to, from],
  ]) {
    // What the other end would have been joined to has been reported.
    if (end !== undefined && other === undefined)
      draft.broken.add(end.instance === null ? end.port : `${end.instance}.${end.port}`);
  }
  if (from === undefined || to === undefined) return;
  const kind = portTypeOf(draft, from)?.type.kind ?? portTypeOf(draft, to)?.type.kind ?? 'stream';
  draft.connections.push({ part: { kind: requesting.has(kind) ? 'memory' : 'stream', from, to }, origin });
}

/** Demands a condition: judged at once where it is known, else kept for the estimate. */
export function addRequirement(
  draft: Draft,
  demanded: Condition | boolean,
  message: string | null,
  origin: Origin | undefined,
): void {
  const early = typeof demanded === 'boolean' ? demanded : earlyValue(demanded);
  const faults = typeof demanded === 'boolean' ? [] : demanded.faults;
  draft.diagnostics.push(...faults);
  if (faults.some(({ severity }) => severity === 'error') || early === true) return;
  if (early === false) {
    draft.diagnostics.push(
      diagnostic('E501', origin, { component: draft.name, condition: null, message, values: null }),
    );
    return;
  }
  if (typeof demanded === 'boolean') return;
  for (const each of demanded.workloads) addWorkload(draft, each, origin);
  draft.requirements.push({ part: { condition: demanded.expr, message }, origin });
}

/** Takes up a workload that a requirement speaks of; E202 where there is another of its name. */
function addWorkload(draft: Draft, workload: Workload, origin: Origin | undefined): void {
  const before = draft.workloads.get(workload.name);
  if (before === undefined) draft.workloads.set(workload.name, workload);
  else if (formatFlat(before) !== formatFlat(workload))
    draft.diagnostics.push(diagnostic('E202', origin, { name: workload.name }));
}

function earlyValue({ expr }: Condition): boolean | undefined {
  return expr.kind === 'literal' && expr.value.kind === 'bool' ? expr.value.value : undefined;
}

/** A clock as the design declares it. */
export type PlacedClock = Placed<Clock>;
