import type { Span1 } from '../ir/index.js';

/** Elements with valid and ready; `n` elements a beat. */
export interface Stream<E extends string = string, N extends number = number> {
  readonly kind: 'stream';
  readonly element: E;
  readonly count: N;
}

/** Reads and writes of a memory; `n` elements a beat. */
export interface Memory<E extends string = string, N extends number = number> {
  readonly kind: 'memory';
  readonly element: E;
  readonly count: N;
}

export interface Wires<N extends number = number> {
  readonly kind: 'wires';
  readonly count: N;
}

export interface Lanes<N extends number = number> {
  readonly kind: 'lanes';
  readonly count: N;
}

/** Kinds of ports that have no parameters, and `axi` whose numbers are checked when the design is built. */
export interface Plain<K extends 'axi' | 'axi_lite' | 'commands' | 'link' | 'interrupt'> {
  readonly kind: K;
}

/** What a port carries, as tsc knows it. */
export type Carried =
  | Stream
  | Memory
  | Wires
  | Lanes
  | Plain<'axi'>
  | Plain<'axi_lite'>
  | Plain<'commands'>
  | Plain<'link'>
  | Plain<'interrupt'>;

/** Who drives a port: sources feed sinks, requesters (sources) ask responders (sinks). */
export type Role = 'source' | 'sink';

/** The key under which a handle keeps what it stands for. */
export const handle = Symbol('handle');

/** Indices of one dimension; a range of one index is not the same as a single index: it keeps the dimension. */
export interface Picked extends Span1 {
  readonly single: boolean;
}

/** What a handle of ports stands for. */
export interface HandleData {
  /** The body it belongs to: a handle is of no use in another. */
  readonly owner: object;
  readonly instance: string | null;
  readonly at: readonly Picked[];
  readonly port: string;
  /** The port's shape; the lanes picked from it. */
  readonly shape: readonly number[];
  readonly lane: readonly Picked[];
}

/** Some ports, all of one kind and role: one, or those of several instances or lanes in row-major order. */
export interface Ports<R extends Role = Role, C extends Carried = Carried> {
  readonly role: R;
  readonly [handle]: HandleData;
  /** Never there: what tsc checks connections by. */
  readonly carried?: C | undefined;
}

/** A port array: its elements can be picked. */
export interface PortArray<R extends Role = Role, C extends Carried = Carried> extends Ports<R, C> {
  /** One of them, by as many indices as the array has dimensions. */
  at(...indices: readonly number[]): Ports<R, C>;
  /** Those from `from` up to, not including, `to`, of each dimension, or at one index of it. */
  slice(...ranges: readonly (number | readonly [from: number, to: number])[]): Ports<R, C>;
}

export type Source<C extends Carried = Carried> = Ports<'source', C>;
export type Sink<C extends Carried = Carried> = Ports<'sink', C>;

/** A port as its user sees it from what the component's own body sees, where the roles are the other way round. */
export type Outside<P> =
  P extends PortArray<infer R, infer C>
    ? PortArray<Other<R>, C>
    : P extends Ports<infer R, infer C>
      ? Ports<Other<R>, C>
      : never;

export type Other<R extends Role> = R extends 'source' ? 'sink' : 'source';

// --------------------------------------------------------------------------------------------------------- do two ports agree

type IsOne<N extends number> = number extends N ? false : true;
type IsElement<E extends string> = string extends E ? false : true;

/** Literal counts must be equal; a count that is only a `number` to tsc is checked when the design is built. */
type CountsAgree<N extends number, M extends number> =
  IsOne<N> extends true ? (IsOne<M> extends true ? ([N] extends [M] ? true : false) : true) : true;

/** Raw bits agree with every element (the widths are checked when the design is built). */
type Agree<E extends string, N extends number, F extends string, M extends number> =
  IsElement<E> extends false
    ? true
    : IsElement<F> extends false
      ? true
      : [E] extends [F]
        ? CountsAgree<N, M>
        : 'bit' extends E | F
          ? true
          : false;

type Describe<C extends Carried> = C extends Stream | Memory
  ? `${C['kind']}<${C['element']}, ${C['count']}>`
  : C['kind'];

/** `unknown` where ports that carry `A` and `B` can be joined, else an object whose field says why not. */
export type Fits<A extends Carried, B extends Carried> = Carried extends A | B
  ? unknown
  : A extends { readonly kind: B['kind'] }
    ? A extends { readonly element: infer E extends string; readonly count: infer N extends number }
      ? B extends { readonly element: infer F extends string; readonly count: infer M extends number }
        ? Agree<E, N, F, M> extends true
          ? unknown
          : { readonly error: `${Describe<A>} does not fit ${Describe<B>}` }
        : unknown
      : A extends { readonly count: infer N extends number }
        ? B extends { readonly count: infer M extends number }
          ? CountsAgree<N, M> extends true
            ? unknown
            : { readonly error: `${A['kind']}<${N}> does not fit ${B['kind']}<${M}>` }
          : unknown
        : unknown
    : { readonly error: `a ${A['kind']} port does not fit a ${B['kind']} port` };
