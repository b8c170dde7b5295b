import type { Dimension } from '../units/index.js';
import type { Expr, Value, ValueType } from './values.js';
import type { VerilogModule } from './verilog-head.js';

/**
 * The design IR: one elaborated design, the only meeting point of language, builder, estimator and hardware.
 *
 * Immutable and serializable; SI units; equal instances are one node with a shape; each distinct elaboration of a
 * component is one module and each distinct parameterisation of a block one block. Origins stand in `Origins`, not here,
 * so that text and builder give equal bytes.
 */
export interface Design {
  readonly schema: 'accel-design/1';
  readonly name: string;
  readonly process: Process;
  /** The first is the default. */
  readonly clocks: readonly Clock[];
  /** Used before users; the last is the design itself, named as `name`. Names are unique. */
  readonly modules: readonly Module[];
  /** Sorted by name, then by parameters. */
  readonly blocks: readonly Block[];
  /** Those that requirements speak of. */
  readonly workloads: readonly Workload[];
}

export interface Process {
  /** A key of the technology data: `tsmc_n7`. */
  readonly node: string;
  /** Supply in volt; null: the node's nominal one. */
  readonly voltage_v: number | null;
}

export interface Clock {
  readonly name: string;
  readonly frequency_hz: number;
  readonly reset: 'sync' | 'async';
}

export interface Module {
  readonly name: string;
  /** `clk` and the clocks declared by `clock in`; the design's own module has the design's clocks. */
  readonly clocks: readonly string[];
  readonly ports: readonly Port[];
  readonly instances: readonly Instance[];
  readonly connections: readonly Connection[];
  readonly unused: readonly Endpoint[];
  readonly requirements: readonly Requirement[];
  /** Where the registers of its instances lie, by address; absent: not stated. */
  readonly address_map?: readonly AddressRange[];
}

/** Registers behind a register port: the ports of `registers`, in their order, lie one behind the other from `base_bytes` on. */
export interface AddressRange {
  readonly registers: Endpoint;
  readonly base_bytes: number;
  /** What one of the ports takes: a power of two, of which `base_bytes` is a multiple. */
  readonly size_bytes: number;
}

/** An extern component with every parameter bound: of the standard library, or the user's own, which says what it costs. */
export interface Block {
  /** Unique among the blocks: the declaration's name, with a suffix where parameters differ (`Sram`, `Sram_2`). */
  readonly id: string;
  /** The declaration's name: the key of `src/blocks`. */
  readonly name: string;
  readonly parameters: Readonly<Record<string, Value>>;
  readonly clocks: readonly string[];
  readonly ports: readonly Port[];
  /** The declaration's `let`s, evaluated (those that do not depend on a clock's frequency). */
  readonly derived: Readonly<Record<string, Value>>;
  /** Of the user's own only. */
  readonly external?: External;
}

/** What is stated of a user's own block. */
export interface External {
  /** Its Verilog; null: it has none, and ports of the top stand in its place. */
  readonly verilog: ExternalVerilog | null;
  /** Its TypeScript, which only the program runs and only where it is trusted; null: it has none. */
  readonly code: BlockCode | null;
  /** Null: not stated. */
  readonly area_m2: number | null;
  /** Dynamic power at full rate. */
  readonly power_w: number | null;
  readonly leakage_w: number | null;
}

/** Where the code of a user's own block is: its cost, timing, golden model and hardware. */
export interface BlockCode {
  /** The package that it comes with; null: the project itself. */
  readonly package: string | null;
  /** Path as the language has it. */
  readonly file: string;
}

/** How a block is tied to a module of the user's Verilog. */
export interface ExternalVerilog {
  /** Paths as the language has them, the module's own among them. */
  readonly files: readonly string[];
  readonly module: string;
  /** Parameters of the module that are set: whole numbers and texts. */
  readonly parameters: Readonly<Record<string, number | string>>;
  /** Those of the clocks' wires (`clk`, `rst`, ...) that it has. */
  readonly clock_ports: readonly string[];
  /** Width of the command words of each `commands` port. */
  readonly command_bits: Readonly<Record<string, number>>;
}

export interface Port {
  readonly name: string;
  /** `in`: the sink or responder; `out`: the source or requester. */
  readonly direction: 'in' | 'out';
  readonly type: PortType;
  /** Empty: one port; `[k]`: k ports. */
  readonly shape: readonly number[];
}

export type PortType =
  /** valid/ready; `count` elements a beat. */
  | { readonly kind: 'stream'; readonly element: string; readonly count: number }
  /** `count` elements a beat; `size_bits` is the requester's address space, at most the responder's. */
  | { readonly kind: 'memory'; readonly element: string; readonly count: number; readonly size_bits: number }
  | { readonly kind: 'axi'; readonly data_bits: number; readonly address_bits: number }
  | { readonly kind: 'axi_lite' }
  | { readonly kind: 'commands' }
  | { readonly kind: 'lanes'; readonly count: number }
  | { readonly kind: 'link' }
  | { readonly kind: 'wires'; readonly count: number }
  | { readonly kind: 'interrupt' };

export interface Instance {
  readonly name: string;
  readonly of: { readonly kind: 'module'; readonly name: string } | { readonly kind: 'block'; readonly id: string };
  /** Empty: one; `[n]`, `[r, c]`: an array. */
  readonly shape: readonly number[];
  /** From each clock of what is instantiated to a clock of the module it stands in. */
  readonly clocks: Readonly<Record<string, string>>;
}

/** One index dimension: `count` indices from `start` on, `step` apart. A single index has count 1 (step 1). */
export interface Span1 {
  readonly start: number;
  readonly step: number;
  readonly count: number;
}

/** Ports of an instance, or of the module itself where `instance` is null; enumerated in row-major order of the indices. */
export interface Endpoint {
  readonly instance: string | null;
  /** As many as the instance's shape has dimensions. */
  readonly at: readonly Span1[];
  readonly port: string;
  /** As many as the port's shape has dimensions. */
  readonly lane: readonly Span1[];
}

/**
 * `from` and `to` enumerate equally many ports, joined one to one. For `->` `from` is the source; for `<->` the requester.
 * Whatever way it was written, a join of the module's own port and a port of an instance with the same direction is of kind
 * `pass`: `from` is the module's own, `to` the inner one. An own `in` joined to an own `out` is a `stream` or `memory`.
 * Where one source feeds several sinks there are several connections with that source (a broadcast).
 */
export interface Connection {
  readonly kind: 'stream' | 'memory' | 'pass';
  readonly from: Endpoint;
  readonly to: Endpoint;
  /** While a system is made: the id of the block that a link runs through. Never of a design. */
  readonly medium?: string;
}

/** A requirement that only the estimate can judge; early ones held, or there were no design. */
export interface Requirement {
  readonly condition: Expr;
  readonly message: string | null;
}

export type Workload =
  /** A built-in model (`resnet50`) with settings, as in `model "llama-3.1-8b"; phase = .decode;`. */
  | {
      readonly kind: 'model';
      readonly name: string;
      readonly model: string;
      readonly settings: Readonly<Record<string, Value>>;
    }
  | { readonly kind: 'einsums'; readonly name: string; readonly einsums: readonly Einsum[] }
  | GraphWorkload;

/** A graph of operators: what comes in, what is made of it in order, and what is wanted. Every node leads to an output. */
export interface GraphWorkload {
  readonly kind: 'graph';
  readonly name: string;
  readonly tensors: readonly GraphTensor[];
  readonly nodes: readonly GraphNode[];
  readonly outputs: readonly { readonly name: string; readonly tensor: string }[];
}

export interface GraphTensor {
  readonly name: string;
  readonly role: 'input' | 'weight';
  readonly element: string;
  readonly extents: readonly number[];
}

/** One operator at work. */
export interface GraphNode {
  readonly name: string;
  readonly operator: string;
  /** Tensors and nodes before this one. */
  readonly operands: readonly string[];
  /** All options of the operator, those left out at their defaults. */
  readonly options: Readonly<Record<string, Value>>;
  readonly element: string;
  readonly extents: readonly number[];
}

/**
 * What a `mapping` of a source pins of how a workload runs on a design; everything else is the mapper's choice. It is no part of a design:
 * the mapper takes it beside one. Paths lead from the design through its instances: `tile.l1`.
 */
export interface Mapping {
  readonly schema: 'accel-mapping/1';
  readonly name: string;
  readonly workload: string;
  readonly design: string;
  /** A dimension is spread over an axis: a parameter of a block, `core.cols`, or an array of instances, `tile`. */
  readonly spatial: readonly { readonly dimension: string; readonly axis: string }[];
  /** The loops over the tiles of a memory, outermost first; dimensions that are not named stand within. */
  readonly orders: readonly { readonly dimensions: readonly string[]; readonly level: string }[];
  /** How much of a dimension a memory holds at once; the last tile may be smaller. */
  readonly tiles: readonly { readonly dimension: string; readonly size: number; readonly level: string }[];
  /** Tensors, or operand classes `input`, `weight` and `output`, that a memory does not hold. */
  readonly bypasses: readonly { readonly tensors: readonly string[]; readonly level: string }[];
}

/**
 * A system: designs and other systems whose pins are joined, by links through media. Kept as data: nothing is estimated or built
 * of it yet. What is equal is there once, as in a design.
 */
export interface System {
  readonly schema: 'accel-system/1';
  readonly name: string;
  /** Each design that it is made of, whole. Ids are unique. */
  readonly designs: readonly { readonly id: string; readonly design: Design }[];
  /** Extern components: other parts, and the media of links. */
  readonly blocks: readonly Block[];
  /** Used before users; the last is the system itself. */
  readonly modules: readonly SystemModule[];
  /** Those that requirements speak of. */
  readonly workloads: readonly Workload[];
}

/** One elaboration of a `system`. */
export interface SystemModule {
  readonly name: string;
  readonly ports: readonly Port[];
  readonly instances: readonly SystemInstance[];
  readonly connections: readonly SystemConnection[];
  readonly unused: readonly Endpoint[];
  /** Kept, and judged when systems are estimated. */
  readonly requirements: readonly Requirement[];
}

export interface SystemInstance {
  readonly name: string;
  readonly of:
    | { readonly kind: 'design'; readonly id: string }
    | { readonly kind: 'system'; readonly name: string }
    | { readonly kind: 'block'; readonly id: string };
  readonly shape: readonly number[];
}

/** As in a design; `link` joins two ends of `link` or `lanes`, which have no direction, through a medium where one is named. */
export interface SystemConnection {
  readonly kind: 'stream' | 'memory' | 'link' | 'pass';
  readonly from: Endpoint;
  readonly to: Endpoint;
  /** The id of a block. */
  readonly medium: string | null;
}

/** `output[...] += product of operands[...]` over all indices. */
export interface Einsum {
  readonly indices: readonly { readonly name: string; readonly extent: number }[];
  readonly output: Tensor;
  readonly operands: readonly Tensor[];
}

export interface Tensor {
  readonly name: string;
  readonly element: string;
  /** Extent of each rank. */
  readonly extents: readonly number[];
  /** The affine index of each rank: `2 * p + r - 1` is `{ terms: { p: 2, r: 1 }, offset: -1 }`. */
  readonly access: readonly Affine[];
}

export interface Affine {
  readonly terms: Readonly<Record<string, number>>;
  readonly offset: number;
}

// ---------------------------------------------------------------------------------------- declarations of the standard library

/** An extern component as data: what language and builder instantiate blocks from. Made from `stdlib/*.accel`. */
export interface BlockDeclaration {
  readonly name: string;
  /** `std/compute` */
  readonly module: string;
  readonly doc: string;
  readonly parameters: readonly ParameterDeclaration[];
  /** `clk` and those declared by `clock in`. */
  readonly clocks: readonly string[];
  readonly ports: readonly PortDeclaration[];
  readonly lets: readonly LetDeclaration[];
  readonly requires: readonly { readonly condition: Expr; readonly message: string | null }[];
  /** Of the user's own only. */
  readonly external?: ExternalDeclaration;
}

/** What a user's own extern component states, over its parameters. */
export interface ExternalDeclaration {
  readonly verilog: { readonly files: readonly string[]; readonly module: VerilogModule } | null;
  readonly code: BlockCode | null;
  readonly area: Expr | null;
  readonly power: Expr | null;
  readonly leakage: Expr | null;
}

export interface ParameterDeclaration {
  readonly name: string;
  readonly doc: string;
  readonly type: ValueType;
  /** Inclusive `[least, greatest]`. */
  readonly bounds: { readonly least: Expr; readonly greatest: Expr } | null;
  readonly default: Expr | null;
}

export interface PortDeclaration {
  readonly name: string;
  readonly doc: string;
  readonly direction: 'in' | 'out';
  readonly type: { readonly kind: PortType['kind']; readonly arguments: readonly Expr[] };
  readonly shape: readonly Expr[];
}

export interface LetDeclaration {
  readonly name: string;
  readonly doc: string;
  readonly value: Expr;
}

/** A number type: `int8`, `fp8_e4m3`. `bit` is raw bits: a port of `bit`s agrees with any element type of the same width. */
export interface DType {
  readonly name: string;
  readonly width: number;
  readonly exponent_bits: number;
  readonly mantissa_bits: number;
  readonly bias: number;
}

export type { Dimension };
