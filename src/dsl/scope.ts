import type { Component, PortSet } from './component.js';
import { addInstance, addPort, addRequirement, connect, endpointOf, ownHandle, passOn, type Draft } from './body.js';
import { oneOrRange, single, whole, type Instance } from './handles.js';
import { callerOf } from './origin.js';
import type { Carried, Fits, Other, PortArray, Ports, Role, Sink, Source } from './ports.js';
import type { PortSpec } from './port-types.js';
import type { Condition, Quantity } from './quantity.js';

/** A clock of the body: its name for `clocks` arguments, and how fast it is. */
export interface ClockHandle {
  readonly name: string;
  readonly frequency: Quantity<'frequency'>;
  readonly period: Quantity<'time'>;
}

/** An array of instances: pick elements, then their ports. */
export interface InstanceArray<P extends PortSet, L = unknown> {
  /** Every element, in row-major order. */
  readonly all: Instance<P, L>;
  /** One element, by as many indices as the array has dimensions. */
  at(...indices: readonly number[]): Instance<P, L>;
  /** The elements from `from` up to, not including, `to`, of each dimension, or at one index of it. */
  slice(...ranges: readonly (number | readonly [from: number, to: number])[]): P;
}

type Shape = number | readonly number[];

/** From clocks of what is added to clocks of the body it is added to. */
export type ClockBindings<K extends string> = Readonly<Record<string, K>>;

/**
 * The body of a component or design: what the function given to `component` or `design` writes to. Names are as in `.accel`; every
 * mistake that tsc does not see becomes a diagnostic at the line of the call.
 */
export interface Scope<K extends string = string> {
  /** `port in name: type;` Seen from inside it is a source (or asks). */
  in<C extends Carried>(name: string, type: PortSpec<C>): Source<C>;
  in<C extends Carried>(name: string, type: PortSpec<C>, shape: Shape): PortArray<'source', C>;
  /** `port out name: type;` Seen from inside it is a sink (or answers). */
  out<C extends Carried>(name: string, type: PortSpec<C>): Sink<C>;
  out<C extends Carried>(name: string, type: PortSpec<C>, shape: Shape): PortArray<'sink', C>;
  /** `port name = inner;`: passes a port of an instance on. */
  pass<C extends Carried, R extends 'source' | 'sink'>(name: string, inner: Ports<R, C>): PortArray<Other<R>, C>;
  /** `name: Component { ... };` */
  add<P extends PortSet, L>(name: string, component: Component<P, L>, clocks?: ClockBindings<K>): Instance<P, L>;
  /** `name: Component[shape] { ... };` */
  array<P extends PortSet, L>(
    name: string,
    shape: Shape,
    component: Component<P, L>,
    clocks?: ClockBindings<K>,
  ): InstanceArray<P, L>;
  /** `source -> sink;` or `requester <-> responder;` as the kind of port wants. Equally many ports are joined one to one. */
  connect<A extends Carried, B extends Carried>(source: Ports<'source', A>, sink: Ports<'sink', B> & Fits<A, B>): void;
  /** `unused port;` */
  unused(...ports: readonly Ports[]): void;
  /** `require condition, "message";` */
  require(condition: Condition | boolean, message?: string): void;
  /** The clock that instances get unless told otherwise. */
  readonly clock: ClockHandle;
  readonly clocks: Readonly<Record<K, ClockHandle>>;
}

function shapeOf(shape: Shape): readonly number[] {
  return typeof shape === 'number' ? [shape] : shape;
}

type Caller = (...args: never) => unknown;

function otherRole<R extends Role>(role: R): Other<R>;
function otherRole(role: Role): Role {
  return role === 'source' ? 'sink' : 'source';
}

/** The methods of a body that write to `draft`. */
export function makeScope<K extends string>(
  draft: Draft,
  clocks: Readonly<Record<K, ClockHandle>>,
  clock: ClockHandle,
): Scope<K> {
  const declarePort = (
    direction: 'in' | 'out',
    name: string,
    spec: PortSpec,
    shape: readonly number[],
    caller: Caller,
  ): void => {
    const origin = callerOf(caller);
    const [type, diagnostics] = spec.make();
    draft.diagnostics.push(
      ...diagnostics.map((each) => (origin === undefined || each.origin !== undefined ? each : { ...each, origin })),
    );
    addPort(draft, direction, name, type, shape, origin);
  };
  const scope: Scope<K> = {
    in: (name: string, type: PortSpec, shape: Shape = []) => {
      declarePort('in', name, type, shapeOf(shape), scope.in);
      return ownHandle(draft, 'source', name, shapeOf(shape));
    },
    out: (name: string, type: PortSpec, shape: Shape = []) => {
      declarePort('out', name, type, shapeOf(shape), scope.out);
      return ownHandle(draft, 'sink', name, shapeOf(shape));
    },
    pass: <C extends Carried, R extends Role>(name: string, inner: Ports<R, C>) => {
      const shape = passOn(draft, name, inner, callerOf(scope.pass));
      return ownHandle(draft, otherRole(inner.role), name, shape);
    },
    add: (name, component, bindings = {}) => addInstance(draft, name, [], component, bindings, callerOf(scope.add))([]),
    array: (name, shape, component, bindings = {}) => {
      const extents = shapeOf(shape);
      const pick = addInstance(draft, name, extents, component, bindings, callerOf(scope.array));
      return {
        all: pick(extents.map(whole)),
        at: (...indices) => pick(indices.map(single)),
        slice: (...ranges) => pick(ranges.map(oneOrRange)),
      };
    },
    connect: (source, sink) => connect(draft, source, sink, callerOf(scope.connect)),
    unused: (...ports) => {
      const origin = callerOf(scope.unused);
      for (const each of ports) {
        const endpoint = endpointOf(draft, each, origin);
        if (endpoint !== undefined) draft.unused.push({ part: endpoint, origin });
      }
    },
    require: (condition, message) => addRequirement(draft, condition, message ?? null, callerOf(scope.require)),
    clock,
    clocks,
  };
  return scope;
}
