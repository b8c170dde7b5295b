import type { Diagnostic, Origin } from '../diagnostics/index.js';
import {
  blockLets,
  instantiateBlock,
  locate,
  type BlockDeclaration,
  type DraftBlock,
  type DraftModule,
  type ParameterDeclaration,
  type Port,
  type Value,
  type Workload,
} from '../ir/index.js';
import { argumentValue, type Argument } from './arguments.js';
import { callerOf } from './origin.js';
import type { Ports } from './ports.js';
import type { ReadVerilog } from './verilog.js';

/** Ports by name. */
export type PortSet = Readonly<Record<string, Ports>>;

/** What comes of a component where it is added. */
export interface Instantiated {
  /** Undefined where there were errors: nothing more is said of its ports. */
  readonly of: DraftModule | DraftBlock | undefined;
  readonly clocks: readonly string[];
  readonly ports: readonly Port[];
  readonly lets: ReadonlyMap<string, Value>;
  /** Those that its requirements speak of. */
  readonly workloads: ReadonlyMap<string, Workload>;
  readonly diagnostics: readonly Diagnostic[];
  readonly arguments: ReadonlyMap<string, Origin>;
}

/** A component with its parameters given, not yet part of anything: `MatrixCore({ rows: 16 })`. Pass it to `add` or `array`. */
export interface Component<P extends PortSet = PortSet, L = unknown> {
  readonly kind: 'component';
  readonly name: string;
  /** Makes it, with the frequency of each of its clocks where that is given, and what reads the Verilog it names. */
  readonly instantiate: (frequencies: ReadonlyMap<string, number>, depth: number, read: ReadVerilog) => Instantiated;
  /** Never there: what tsc knows of ports and values. */
  readonly outside?: { readonly ports: P; readonly lets: L } | undefined;
}

/** The arguments a component was called with. */
export type Arguments = Readonly<Record<string, Argument | undefined>>;

/** No arguments. */
export type Nothing = Readonly<Record<never, never>>;

/** Forbids names that are none of the known ones, also where the type of the arguments is inferred. */
export type Only<P, Known> = P & { readonly [K in Exclude<keyof P, keyof Known>]: never };

/** The type of argument `K`, or of its default where it is not given. */
export type Given<P, K extends string, Default> = K extends keyof P
  ? P[K] extends undefined
    ? Default
    : Exclude<P[K], undefined>
  : Default;

/** A product of which one factor is one; of other factors it is known only when the design is built. */
export type Times<A, B> = A extends 1 ? B : B extends 1 ? A : number;

/** A block of the standard library; `caller` is the function that the user called. */
export function block<P extends PortSet, L>(
  declaration: BlockDeclaration,
  given: object,
  caller: (...args: never) => unknown,
): Component<P, L> {
  const origin = callerOf(caller);
  return {
    kind: 'component',
    name: declaration.name,
    instantiate: (frequencies) => {
      const { values, diagnostics, places } = argumentValues(declaration.parameters, given, caller, origin);
      const broken: Instantiated = {
        of: undefined,
        clocks: declaration.clocks,
        ports: [],
        lets: new Map(),
        workloads: new Map(),
        diagnostics,
        arguments: places,
      };
      if (diagnostics.length > 0) return broken;
      const [made, problems] = instantiateBlock(declaration, values);
      if (made === undefined) return { ...broken, diagnostics: problems.map((each) => locate(each, origin)) };
      const lets = blockLets(declaration, made, frequencies);
      return {
        of: { kind: 'block', block: made },
        clocks: made.clocks,
        ports: made.ports,
        lets,
        workloads: new Map(),
        diagnostics: [],
        arguments: places,
      };
    },
  };
}

/** The arguments of a call as values, what is wrong with them, and where each was written. */
export function argumentValues(
  parameters: readonly Pick<ParameterDeclaration, 'name' | 'type'>[],
  given: object,
  caller: (...args: never) => unknown,
  origin: Origin | undefined,
): {
  readonly values: ReadonlyMap<string, Value>;
  readonly diagnostics: readonly Diagnostic[];
  readonly places: ReadonlyMap<string, Origin>;
} {
  const values = new Map<string, Value>();
  const diagnostics: Diagnostic[] = [];
  const places = new Map<string, Origin>();
  for (const [name, argument] of Object.entries<Argument | undefined>({ ...given })) {
    if (argument === undefined) continue;
    const type = parameters.find((parameter) => parameter.name === name)?.type;
    const [value, found] = argumentValue(argument, type, caller);
    diagnostics.push(
      ...found.map((each) => (each.origin === undefined && origin !== undefined ? { ...each, origin } : each)),
    );
    if (value !== undefined) values.set(name, value);
    if (origin !== undefined) places.set(name, origin);
  }
  return { values, diagnostics, places };
}
