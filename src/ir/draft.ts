import type { Origin } from '../diagnostics/index.js';
import type { BlockDraft } from './blocks.js';
import type {
  AddressRange,
  Clock,
  Connection,
  Design,
  Endpoint,
  Port,
  Process,
  Requirement,
  Workload,
} from './types.js';

/** A part of a module and where it was written. */
export interface Placed<T> {
  readonly part: T;
  readonly origin: Origin | undefined;
}

/**
 * What either face hands over: an elaborated design whose modules are a graph of objects and whose blocks have no names yet.
 * `canonicalise` makes the `Design` of it, so that text and builder need to agree on structure only, not on names or order.
 */
export interface DraftDesign {
  readonly name: string;
  readonly process: Process;
  /** The first is the default. */
  readonly clocks: readonly Placed<Clock>[];
  readonly top: DraftModule;
  readonly workloads: readonly Workload[];
}

/** A system in the same form: the designs that it is made of stand as blocks, made by `designBlock`. */
export interface DraftSystem {
  readonly name: string;
  readonly top: DraftModule;
  readonly designs: readonly Design[];
  readonly workloads: readonly Workload[];
}

/** A connection, of a system perhaps through a medium. */
export interface DraftConnection extends Connection {
  readonly through?: BlockDraft;
}

/** One elaboration of a component. Share the object among its instances: work is done once for each object. */
export interface DraftModule {
  readonly kind: 'module';
  /** The component's name; modules that differ in structure get a suffix. */
  readonly name: string;
  readonly origin: Origin | undefined;
  /** `clk` and those of `clock in`; for the design the names of its clocks. */
  readonly clocks: readonly string[];
  readonly ports: readonly Placed<Port>[];
  readonly instances: readonly DraftInstance[];
  /** As written: `from` left of the arrow, `kind` `stream` for `->`, `memory` for `<->`, `pass` for `port x = inner.y;`. */
  readonly connections: readonly Placed<DraftConnection>[];
  readonly unused: readonly Placed<Endpoint>[];
  readonly requirements: readonly Placed<Requirement>[];
  readonly addresses?: readonly Placed<AddressRange>[];
  /**
   * What could not be worked out and has been reported: `port`, `instance` or `instance.port`. Nothing is said about the
   * connections of these, and no design comes of a draft that has any.
   */
  readonly broken: ReadonlySet<string>;
}

export interface DraftInstance {
  readonly name: string;
  readonly of: DraftModule | DraftBlock;
  readonly shape: readonly number[];
  /** From clocks of what is instantiated to clocks of the module it stands in; every one must be given. */
  readonly clocks: Readonly<Record<string, string>>;
  readonly origin: Origin | undefined;
  /** Where each argument was written. */
  readonly arguments: ReadonlyMap<string, Origin>;
}

export interface DraftBlock {
  readonly kind: 'block';
  readonly block: BlockDraft;
}
