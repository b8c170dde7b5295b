import type { Block, PortType } from '../ir/index.js';

/** A port of a part of a module, or of the module itself where `part` is null. */
export interface Socket {
  readonly part: string | null;
  readonly port: string;
}

/** A port of a modelled block, which has no hardware: `instance` is its path in the design, as `tile[0].dma`. */
export interface ModelledPort {
  readonly instance: string;
  readonly block: string;
  readonly port: string;
}

/** One port (an element of a port array is one) of a module in hardware. */
export interface PlannedPort {
  readonly name: string;
  /** As people write it: `in[2]`. */
  readonly path: string;
  readonly direction: 'in' | 'out';
  readonly type: PortType;
  /** Width of a command word; null for other kinds. */
  readonly commandBits: number | null;
  /** The module's clock that it belongs to. */
  readonly clock: string;
  /** The modelled blocks' ports that would stand at the other end; empty for a port of the design. */
  readonly modelled: readonly ModelledPort[];
}

/** One instance; an element of an array of instances is one. */
export interface PlannedPart {
  readonly name: string;
  /** As people write it: `tile[0]`. */
  readonly path: string;
  readonly of:
    { readonly kind: 'block'; readonly block: Block } | { readonly kind: 'module'; readonly module: PlannedModule };
  readonly ports: readonly PlannedPort[];
  /** From each clock of what is instantiated to a clock of the module. */
  readonly clocks: Readonly<Record<string, string>>;
}

/** A source (or requester) and the sinks it feeds; several: a stream that is broadcast. */
export interface Link {
  readonly source: Socket;
  readonly sinks: readonly Socket[];
}

/** A module of the design as hardware. */
export interface PlannedModule {
  readonly name: string;
  /** The module's first clock, in use or not: its port is `clk`. */
  readonly firstClock: string;
  /** The clocks in use, in the module's order. */
  readonly clocks: readonly string[];
  readonly ports: readonly PlannedPort[];
  readonly parts: readonly PlannedPart[];
  readonly links: readonly Link[];
  /** Ports of parts that are not connected. */
  readonly unused: readonly Socket[];
  /** Ports of the module that lead to no hardware, by path, with the modelled ports behind them (none: unused inside). */
  readonly leftOut: ReadonlyMap<string, readonly ModelledPort[]>;
}

/** What the plan must know of blocks. */
export interface BlockFacts {
  /** Whether the block has a model but no hardware. */
  readonly isModelled: (block: Block) => boolean;
  /** Width of the command words that a port of the block takes. */
  readonly commandBits: (block: Block, port: string) => number;
}

/** What a port of an instance is in hardware: a port of a part, on a clock of the module; or left out, with the modelled ports behind it. */
export type End =
  | { readonly kind: 'hardware'; readonly socket: Socket; readonly port: PlannedPort; readonly clock: string }
  | { readonly kind: 'left_out'; readonly modelled: readonly ModelledPort[] };

/** The modelled port as seen from the module in which `path` stands. */
export function below(path: string, end: ModelledPort): ModelledPort {
  return { ...end, instance: `${path}.${end.instance}` };
}
