import type { Port, Value } from '../ir/index.js';
import type { PortSet } from './component.js';
import { handle, type Carried, type HandleData, type Picked, type PortArray, type Ports, type Role } from './ports.js';

/** A handle as it is at run time: every handle can be indexed, and the checks say where that is wrong. */
export function makeHandle<R extends Role, C extends Carried>(role: R, data: HandleData): PortArray<R, C> {
  const pick = (lane: readonly Picked[]): PortArray<R, C> => makeHandle(role, { ...data, lane });
  return {
    role,
    [handle]: data,
    at: (...indices) => pick(indices.map(single)),
    slice: (...ranges) => pick(ranges.map(oneOrRange)),
  };
}

export function single(start: number): Picked {
  return { start, step: 1, count: 1, single: true };
}

/** One index, which is no dimension of what is picked, or a range, which is one. */
export function oneOrRange(given: number | readonly [number, number]): Picked {
  return typeof given === 'number' ? single(given) : range(given);
}

export function range([from, to]: readonly [number, number]): Picked {
  return { start: from, step: 1, count: to - from, single: false };
}

export function whole(extent: number): Picked {
  return { start: 0, step: 1, count: extent, single: false };
}

/** Whether something given to the builder is a handle of ports. */
export function isHandle(value: unknown): value is Ports {
  return typeof value === 'object' && value !== null && handle in value;
}

/** The key under which the handle of an instance keeps what it is. */
export const instanceKey = Symbol('instance');

/** What an instance is; `L` are the values that follow from its parameters. */
export interface InstanceData<L = unknown> {
  readonly owner: object;
  readonly name: string;
  /** The elements picked of an array. */
  readonly at: readonly Picked[];
  readonly lets: ReadonlyMap<string, Value>;
  /** Never there: what tsc knows of `lets`. */
  readonly values?: L | undefined;
}

/** Something that was added to a body. */
export interface Added<L = unknown> {
  readonly [instanceKey]: InstanceData<L>;
}

/** Ports of an instance, or of elements of an array, by name. */
export type Instance<P extends PortSet, L = unknown> = P & Added<L>;

/**
 * The ports of some elements of an instance by name. A name that is no port gives a handle too: the checks of the design then say
 * what is there instead.
 */
export function portsOf<P extends PortSet, L>(
  at: readonly Picked[],
  ports: readonly Port[],
  instance: Omit<InstanceData, 'at'>,
): Instance<P, L> {
  const data: InstanceData = { ...instance, at };
  const known = new Map(ports.map((port) => [port.name, port]));
  const target: object = { [instanceKey]: data };
  const proxy = new Proxy(target, {
    get: (_, name) => {
      if (name === instanceKey) return data;
      if (typeof name !== 'string') return undefined;
      const port = known.get(name);
      const shape = port?.shape ?? [];
      const role = port?.direction === 'in' ? 'sink' : 'source';
      return makeHandle(role, {
        owner: data.owner,
        instance: data.name,
        at,
        port: name,
        shape,
        lane: shape.map(whole),
      });
    },
  });
  // A proxy has the ports that its component declares; `P` was made from the same declaration, or is what the body returned.
  return proxy as Instance<P, L>;
}
