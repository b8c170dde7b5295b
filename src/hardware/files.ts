/** A file of a build: path relative to the output folder. */
export interface BuiltFile {
  readonly path: string;
  readonly text: string;
}

/** A clock of the top module. */
export interface TopClock {
  /** As the design calls it. */
  readonly name: string;
  readonly port: string;
  /** Active high; null where nothing needs it. */
  readonly reset_port: string | null;
  /** The reset may rise at any time, and a synchroniser lets go of it two edges after it has fallen; absent: it is synchronous. */
  readonly reset_kind?: 'asynchronous';
  readonly frequency_hz: number;
}

/** One Verilog port of the top module. */
export interface TopSignal {
  readonly name: string;
  readonly direction: 'input' | 'output';
  readonly width: number;
}

/** A port of the top module as the design knows it: a bundle of Verilog ports. */
export interface TopPort {
  readonly name: string;
  readonly kind: string;
  readonly direction: 'in' | 'out';
  /** The design's clock that it belongs to. */
  readonly clock: string;
  /** The ports of modelled blocks in whose place it stands; empty for a port of the design. */
  readonly modelled: readonly { readonly instance: string; readonly block: string; readonly port: string }[];
  readonly signals: readonly TopSignal[];
}

/** The top module as integrators see it. */
export interface Top {
  readonly name: string;
  readonly clocks: readonly TopClock[];
  readonly ports: readonly TopPort[];
}
