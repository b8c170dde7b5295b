import type { Origin } from '../diagnostics/index.js';
import type { Expr } from './expression.js';
import type { Type } from './types.js';

/** A clock of a module and the active-high reset that belongs to it. */
export interface Clock {
  readonly name: string;
  readonly reset: string;
}

export interface Port {
  readonly name: string;
  readonly direction: 'input' | 'output';
  /** `test` is the input that lets all gated clocks run, hands resets on as they are, and puts registers in place of memories. */
  readonly role: 'clock' | 'reset' | 'data' | 'test';
  readonly type: Type;
  readonly origin?: Origin | undefined;
}

/** A named signal with its value; outputs of the module stand here too, under the port's name. */
export interface Wire {
  readonly name: string;
  readonly type: Type;
  readonly value: Expr;
  /** Why registers of any clock may read it, of whatever clock it is. */
  readonly crossing?: string | undefined;
  readonly origin?: Origin | undefined;
}

export interface Reset {
  readonly kind: 'synchronous' | 'asynchronous';
  readonly value: bigint;
  /** The reset input, where it is another than that of the clock. */
  readonly signal?: string | undefined;
}

/**
 * A register: at each edge of `clock`, the reset's value where reset is high, else `next` where `enable` is high. One with a `gate` sees only the
 * edges that the gate lets through, and has no `enable`.
 */
export interface Register {
  readonly name: string;
  readonly type: Type;
  readonly clock: string;
  readonly gate?: string | undefined;
  /** Of a synchroniser: its `next` may be of another clock, and may be sampled while it changes. */
  readonly synchronises?: boolean | undefined;
  readonly reset?: Reset | undefined;
  readonly enable?: Expr | undefined;
  readonly next: Expr;
  readonly origin?: Origin | undefined;
}

/** A gate of a clock: lets through the edges at which `enable` is high, which holds a synchronous reset too where its registers have one. */
export interface ClockGate {
  readonly name: string;
  readonly clock: string;
  readonly enable: Expr;
}

/** Of the reset of a clock's domain, made by `synchroniseResets`: `name` is high from the moment that the port `reset` rises, until two edges of `clock` after it has fallen. */
export interface ResetSynchroniser {
  readonly name: string;
  readonly clock: string;
  readonly reset: string;
}

/**
 * What a read gives that meets a write of the same word at the same edge: the `old` word, the `new` one, `undefined`: nobody knows, or `keep`: a port that
 * writes does not read (1rw and 2rw only).
 */
export type UnderWrite = 'old' | 'new' | 'keep' | 'undefined';

/** A port that reads: the word addressed at an edge of `clock` with `enable` is on `net` after it, and stays until the next read. */
export interface MemoryRead {
  readonly net: string;
  readonly clock: string;
  readonly address: Expr;
  readonly enable: Expr;
  readonly origin?: Origin | undefined;
}

/** A port that writes, at the edges of `clock` with `enable`, the lanes whose bit of `mask` is high. */
export interface MemoryWrite {
  readonly clock: string;
  readonly address: Expr;
  readonly enable: Expr;
  readonly data: Expr;
  readonly mask?: Expr | undefined;
  readonly origin?: Origin | undefined;
}

/** A synchronous memory. Addresses from `depth` on are not to be used. */
export interface Memory {
  readonly name: string;
  /** Type of a word. */
  readonly type: Type;
  readonly depth: number;
  /** Of `2rw` each port reads and writes: the first port is the first read and the first write, the second the second ones. */
  readonly ports: '1rw' | '1r1w' | '2rw';
  /** Under a write of the same port, where ports read and write: on 2rw a read that meets a write of the other port is `undefined`, and what two writes that meet leave too. */
  readonly underWrite: UnderWrite;
  /** Bits that one mask bit enables; absent where words are written whole. */
  readonly lane?: number | undefined;
  /** Contents at power-up; words not given are unknown. */
  readonly initial?: readonly bigint[] | undefined;
  /** Of the array in the printed Verilog, for synthesis: `ram_style`. */
  readonly attributes?: readonly { readonly name: string; readonly value: string }[] | undefined;
  readonly reads: readonly MemoryRead[];
  readonly writes: readonly MemoryWrite[];
  readonly origin?: Origin | undefined;
}

/** The clocks of a memory's ports, each once. */
export function memoryClocks({ reads, writes }: Pick<Memory, 'reads' | 'writes'>): readonly string[] {
  return [...new Set([...reads, ...writes].map(({ clock }) => clock))];
}

/** The writes (by number) under which nobody knows what a read gives: those of the other port of 2rw, of other clocks, and all where the rule says so. */
export function unknownUnder(memory: Memory, read: number): readonly number[] {
  const own = memory.reads[read];
  return memory.writes.flatMap((write, index) => {
    const others = memory.ports === '2rw' ? index !== read : write.clock !== own?.clock;
    return others || memory.underWrite === 'undefined' ? [index] : [];
  });
}

/** A binding of a child's output to a net of the parent. */
export interface OutputBinding {
  readonly port: string;
  readonly net: string;
}

export interface Instance {
  readonly name: string;
  readonly module: Module;
  /** Clock of the child to clock of the parent, for the clocks that the child has. */
  readonly clocks: ReadonlyMap<string, string>;
  /** Reset of the child to reset of the parent, where that is another than the one of the parent's clock. */
  readonly resets?: ReadonlyMap<string, string> | undefined;
  readonly inputs: readonly { readonly port: string; readonly value: Expr }[];
  readonly outputs: readonly OutputBinding[];
  readonly origin?: Origin | undefined;
}

export type Side = 'north' | 'south' | 'east' | 'west';

/**
 * Where the cells of a grid take an input from. `edge` is a vector whose element r (west, east) or c (north, south) enters at that side; element 0 has the low bits.
 * `row`, `column`, `cell` give each row, column or cell (row major) its own element of a vector.
 */
export type GridSource =
  | { readonly kind: 'neighbour'; readonly side: Side; readonly output: string; readonly edge: Expr }
  | { readonly kind: 'broadcast' | 'row' | 'column' | 'cell'; readonly value: Expr };

/** Which cells' outputs a vector of the module gathers: those of one side, or all (row major). */
export interface GridOutput extends OutputBinding {
  readonly side: Side | 'all';
}

/** rows x cols instances of one module; in memory, in Verilog and in the simulator one node, never unrolled. */
export interface Grid {
  readonly name: string;
  readonly module: Module;
  readonly rows: number;
  readonly cols: number;
  /** Declared with one dimension; it has one row then. */
  readonly linear: boolean;
  readonly clocks: ReadonlyMap<string, string>;
  readonly resets?: ReadonlyMap<string, string> | undefined;
  readonly inputs: readonly { readonly port: string; readonly source: GridSource }[];
  readonly outputs: readonly GridOutput[];
  readonly origin?: Origin | undefined;
}

/** Looked at at each edge of its clock outside of reset. */
export interface Assertion {
  readonly name: string;
  /** Whether `condition` shall be high at some edge, a cover point, and not at every one. */
  readonly cover?: true;
  readonly clock: string;
  readonly condition: Expr;
  readonly message: string;
  /** The reset resets registers at once, of this module or of others. */
  readonly resetsAtOnce?: boolean | undefined;
  readonly origin?: Origin | undefined;
}

/** A hardware module: immutable, checked when it was built. */
export interface Module {
  readonly kind: 'module';
  readonly name: string;
  /** Sentences for the reader of the printed module. */
  readonly description?: string | undefined;
  readonly clocks: readonly Clock[];
  readonly ports: readonly Port[];
  readonly wires: readonly Wire[];
  /** Of clocks, made by `gateClocks`. */
  readonly gates: readonly ClockGate[];
  /** Of the top, made by `synchroniseResets`: the resets of its clocks are these then, and no ports. */
  readonly resetSynchronisers?: readonly ResetSynchroniser[] | undefined;
  readonly registers: readonly Register[];
  readonly memories: readonly Memory[];
  readonly instances: readonly Instance[];
  readonly grids: readonly Grid[];
  readonly assertions: readonly Assertion[];
  /** Signals that stay unread on purpose. */
  readonly unused: readonly Expr[];
  /** Of a module that is written elsewhere: known by its ports, printed only where it is instantiated, and not simulated. */
  readonly external?: ExternalModule | undefined;
  readonly origin?: Origin | undefined;
}

/** How a module that is written elsewhere is instantiated: its name there is that of the module. */
export interface ExternalModule {
  readonly parameters: readonly { readonly name: string; readonly value: number | string }[];
}

/** A module of that name that is written elsewhere, in Verilog. */
export function externalModule(
  name: string,
  clocks: readonly Clock[],
  ports: readonly Port[],
  parameters: ExternalModule['parameters'],
): Module {
  const parts = { wires: [], gates: [], registers: [], memories: [], instances: [], grids: [], assertions: [] };
  return { kind: 'module', name, clocks, ports, ...parts, unused: [], external: { parameters } };
}

/** The module and all below it, each once, children before parents. */
export function modulesOf(top: Module): readonly Module[] {
  const found = new Set<Module>();
  const visit = (module: Module): void => {
    if (found.has(module)) return;
    for (const child of [...module.instances, ...module.grids]) visit(child.module);
    found.add(module);
  };
  visit(top);
  return [...found];
}

/** When a register of the module takes a new value: its own enable or its gate's; undefined: always. */
export function enableOf(module: Module, register: Register): Expr | undefined {
  return register.gate === undefined
    ? register.enable
    : module.gates.find(({ name }) => name === register.gate)?.enable;
}

/** The net of the module that resets a register; undefined where nothing does. */
export function resetOf({ clocks }: Pick<Module, 'clocks'>, { reset, clock }: Register): string | undefined {
  return reset === undefined ? undefined : (reset.signal ?? clocks.find(({ name }) => name === clock)?.reset);
}

/** The reset ports of a child, each with the net of the parent that it is joined to. */
export function childResets(
  { clocks }: Pick<Module, 'clocks'>,
  child: Pick<Instance, 'module' | 'clocks' | 'resets'>,
): ReadonlyMap<string, string> {
  const joined = child.module.clocks.flatMap((clock) => {
    const outer = clocks.find(({ name }) => name === child.clocks.get(clock.name));
    return outer === undefined ? [] : [[clock.reset, outer.reset] as const];
  });
  const all = new Map([...joined, ...(child.resets ?? [])]);
  const ports = child.module.ports.filter(({ role }) => role === 'reset');
  return new Map(
    ports.flatMap(({ name }) => {
      const net = all.get(name);
      return net === undefined ? [] : [[name, net] as const];
    }),
  );
}

/** The data ports of one direction. */
export function dataPorts(module: Module, direction: 'input' | 'output'): readonly Port[] {
  return module.ports.filter((port) => port.direction === direction && port.role === 'data');
}

/** The inputs of a grid's source and the vectors it reads. */
export function sourceExpr(source: GridSource): Expr {
  return source.kind === 'neighbour' ? source.edge : source.value;
}
