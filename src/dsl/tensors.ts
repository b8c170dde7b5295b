import type { Value } from '../ir/index.js';
import type { DTypeName } from './dtypes.js';

/** Extents of a tensor, outermost first. */
export type Extents = readonly number[];

/** The key under which a handle of a tensor keeps what it stands for. */
export const tensorKey = Symbol('tensor');

/** What an operator makes, before all names of the graph are known. */
export interface MadeBy {
  readonly operator: string;
  readonly operands: readonly TensorData[];
  readonly options: Readonly<Record<string, Value>>;
}

/** A tensor of a graph: what comes in, or what an operator makes. */
export interface TensorData {
  readonly element: string;
  readonly extents: Extents;
  /** Undefined for what comes in. */
  readonly made: MadeBy | undefined;
  /** How many operators without a name stand within each other here. */
  readonly depth: number;
  /** The name in the IR; what no statement names is named after what it is part of. */
  name: string | undefined;
}

/** What a handle stands for: a tensor, under the name it was given where the handle came from. */
export interface HandleOfTensor {
  readonly owner: object;
  /** Empty for what has none. */
  readonly shown: string;
  /** Undefined where a mistake has been reported. */
  readonly tensor: TensorData | undefined;
}

/** A tensor of a graph, of number type `E` and with extents `S` as far as tsc knows them. */
export interface TensorHandle<E extends DTypeName = DTypeName, S extends Extents = Extents> {
  readonly kind: 'tensor';
  readonly [tensorKey]: HandleOfTensor;
  /** Never there: what tsc checks operators by. */
  readonly shape?: { readonly element: E; readonly extents: S } | undefined;
}

type ElementOf<T> = T extends TensorHandle<infer E> ? E : DTypeName;
type ExtentsOf<T> = T extends TensorHandle<DTypeName, infer S> ? S : Extents;

/** Operators whose tensors are all of one number type. */
type OfOneType = 'matmul' | 'conv2d' | 'attention' | 'add' | 'sub' | 'mul' | 'divide' | 'concat' | 'conv_transpose2d';

/** Operators that give the shape they take. */
type Shapeless =
  | 'apply'
  | 'relu'
  | 'gelu'
  | 'silu'
  | 'sigmoid'
  | 'tanh'
  | 'rotary'
  | 'softmax'
  | 'layer_norm'
  | 'rms_norm'
  | 'batch_norm';

type IsOne<N extends number> = number extends N ? false : true;

/** Whether two extents are known to differ. */
type Differ<N extends number, M extends number> =
  IsOne<N> extends true ? (IsOne<M> extends true ? ([N] extends [M] ? false : true) : false) : false;

/** Number types are equal, or one is only known when the graph is built. */
type Agree<E extends DTypeName, F extends DTypeName> = DTypeName extends E | F ? true : [E] extends [F] ? true : false;

type Inner<S extends Extents> = S extends readonly [...Extents, infer K extends number] ? K : number;
type Rows<S extends Extents> = S extends readonly [...Extents, infer K extends number, number] ? K : number;

/** `unknown` where an operator takes `A` and `B` together, else an object whose field says why not. */
export type Together<Operator extends string, A, B> = Operator extends OfOneType
  ? Agree<ElementOf<A>, ElementOf<B>> extends true
    ? Operator extends 'matmul'
      ? Differ<Inner<ExtentsOf<A>>, Rows<ExtentsOf<B>>> extends true
        ? { readonly error: `matmul of inner extents ${Inner<ExtentsOf<A>>} and ${Rows<ExtentsOf<B>>}` }
        : unknown
      : unknown
    : { readonly error: `${Operator} of ${ElementOf<A>} and ${ElementOf<B>}` }
  : unknown;

type MatmulShape<A extends Extents, B extends Extents> = A extends readonly [infer M extends number, number]
  ? B extends readonly [number, infer N extends number]
    ? readonly [M, N]
    : Extents
  : Extents;

type TransposedShape<S extends Extents> = S extends readonly [infer M extends number, infer N extends number]
  ? readonly [N, M]
  : Extents;

type OptionOf<O, Wanted> = O extends Wanted ? O : Wanted;

/** What an operator makes of its first two operands and its option, as far as tsc can follow. */
export type Made<Operator extends string, A, B = undefined, O = undefined> = Operator extends Shapeless
  ? TensorHandle<ElementOf<A>, ExtentsOf<A>>
  : Operator extends 'matmul'
    ? TensorHandle<ElementOf<A>, MatmulShape<ExtentsOf<A>, ExtentsOf<B>>>
    : Operator extends 'transpose'
      ? TensorHandle<ElementOf<A>, TransposedShape<ExtentsOf<A>>>
      : Operator extends 'cast'
        ? TensorHandle<OptionOf<O, DTypeName>, ExtentsOf<A>>
        : Operator extends 'embedding'
          ? TensorHandle<ElementOf<B>>
          : TensorHandle<ElementOf<A>>;
