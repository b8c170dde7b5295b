import { diagnostic, type Diagnostic, type Origin } from '../diagnostics/index.js';
import { checkModule } from './check/index.js';
import type { Expr } from './expression.js';
import { buildGrid, type GridHandle, type GridInput } from './grid.js';
import { InstanceHandle } from './instance.js';
import { buildMemory, type MemoryHandle, type MemoryOptions } from './memory.js';
import {
  childResets,
  memoryClocks,
  resetOf,
  type Assertion,
  type Clock,
  type Grid,
  type Instance,
  type Memory,
  type Module,
  type Port,
  type Register,
  type Reset,
  type Wire,
} from './module.js';
import { here } from './origin.js';
import { convert, HardwareError, literal, Signal, type Scope, type SignalLike } from './signal.js';
import { bit, type Type } from './types.js';

export interface RegisterOptions {
  /** The value after reset; a register without one keeps what it has (data that a valid bit masks). */
  readonly reset?: number | bigint;
  readonly resetKind?: Reset['kind'];
  /** The register changes only where this is high. */
  readonly enable?: SignalLike;
  readonly clock?: Clock;
  /** A stage of a synchroniser: what it takes may be of another clock. */
  readonly synchronises?: boolean | undefined;
}

export interface SynchroniserOptions extends Pick<RegisterOptions, 'reset' | 'resetKind'> {
  /** The clock that reads. */
  readonly clock: Clock;
  /** Registers in a row; 2 if not given. */
  readonly stages?: number;
  /** The bits are a Gray code. */
  readonly gray?: boolean;
}

/** A register under construction: a signal, its present value, whose `next` is to be given once. */
export class RegisterSignal extends Signal {
  private readonly assign: (value: SignalLike, enable: SignalLike | undefined) => void;
  constructor(expr: Expr, scope: Scope, assign: (value: SignalLike, enable: SignalLike | undefined) => void) {
    super(expr, scope);
    this.assign = assign;
  }
  /** What the register takes at the next edge; with `enable`, only where that is high. */
  next(value: SignalLike, enable?: SignalLike): void {
    this.assign(value, enable);
  }
}

/** A named signal whose value is given later, once: for what is used before it is known. */
export class WireSignal extends Signal {
  private readonly give: (value: SignalLike) => void;
  constructor(expr: Expr, scope: Scope, give: (value: SignalLike) => void) {
    super(expr, scope);
    this.give = give;
  }
  assign(value: SignalLike): void {
    this.give(value);
  }
}

export interface BuilderOptions {
  /** Name of the implicit clock; `clk` if not given. */
  readonly clock?: string;
  /** Name of the implicit reset, synchronous and active high; `rst` if not given. */
  readonly reset?: string;
  readonly description?: string;
  readonly origin?: Origin;
}

interface PendingRegister {
  readonly register: Omit<Register, 'next' | 'enable'>;
  enable: Expr | undefined;
  next: Expr | undefined;
}

interface PendingWire {
  readonly wire: Omit<Wire, 'value'>;
  value: Expr | undefined;
}

/** Starts the description of a module. See the example at the top of this folder's index. */
export function moduleBuilder(name: string, options: BuilderOptions = {}): ModuleBuilder {
  return new ModuleBuilder(name, options);
}

/** A module under construction. Each method makes one thing and gives its signals; `build` checks the whole. */
export class ModuleBuilder {
  readonly name: string;
  readonly clock: Clock;
  readonly scope: Scope;
  private readonly options: BuilderOptions;
  private readonly origin: Origin | undefined;
  private readonly clocks: Clock[];
  private readonly resets: Clock[] = [];
  private readonly ports: Port[] = [];
  private readonly wires: PendingWire[] = [];
  private readonly registers: PendingRegister[] = [];
  private readonly memories: (() => Memory | undefined)[] = [];
  private readonly instances: (() => Instance)[] = [];
  private readonly grids: (() => Grid)[] = [];
  private readonly assertions: Assertion[] = [];
  private readonly unusedSignals: Expr[] = [];
  private readonly names = new Set<string>();
  private place: Origin | undefined;

  constructor(name: string, options: BuilderOptions) {
    this.name = name;
    this.options = options;
    this.origin = options.origin ?? here();
    this.clock = { name: options.clock ?? 'clk', reset: options.reset ?? 'rst' };
    this.clocks = [this.clock];
    this.scope = { module: name, problems: [] };
  }

  /** What is described from here on is said to come from `origin`; `undefined` goes back to the calls' own lines. */
  at(origin: Origin | undefined): this {
    this.place = origin;
    return this;
  }

  /** A further clock, with the reset of its domain. */
  addClock(name: string, reset: string): Clock {
    const clock = { name, reset };
    this.clocks.push(clock);
    return clock;
  }

  /**
   * A further reset of a clock: what is given the result as its clock is reset by it. What an asynchronous reset changes at any time must not reach a
   * register of another asynchronous reset without a synchroniser (E617).
   */
  addReset(name: string, clock: Clock = this.clock): Clock {
    const domain = { name: clock.name, reset: name };
    this.resets.push(domain);
    return domain;
  }

  input(name: string, type: Type = bit): Signal {
    this.claim(name);
    this.ports.push({ name, direction: 'input', role: 'data', type, origin: this.line() });
    return this.reference(name, type);
  }

  /** An output port with its value, of the value's type or of a wider one. */
  output(name: string, value: Signal, type: Type = value.type): Signal {
    return this.declareOutput(name, type, convert(value, type, `output ${name}`, this.scope).expr);
  }

  /** An output port whose value is given later by `assign`. */
  outputLater(name: string, type: Type = bit): WireSignal {
    const pending = this.declareWire(name, type);
    this.ports.push({ name, direction: 'output', role: 'data', type, origin: pending.wire.origin });
    return this.wireSignal(pending);
  }

  private declareOutput(name: string, type: Type, value: Expr): Signal {
    const pending = this.declareWire(name, type);
    pending.value = value;
    this.ports.push({ name, direction: 'output', role: 'data', type, origin: pending.wire.origin });
    return this.reference(name, type);
  }

  /** A named signal: of a type, its value given later by `assign`. */
  wire(name: string, type: Type = bit): WireSignal {
    return this.wireSignal(this.declareWire(name, type));
  }

  /** Gives a value a name, which the printed Verilog keeps. */
  named(name: string, value: Signal): Signal {
    const pending = this.declareWire(name, value.type);
    pending.value = value.expr;
    return this.reference(name, value.type);
  }

  private declareWire(name: string, type: Type, crossing?: string): PendingWire {
    this.claim(name);
    const pending: PendingWire = { wire: { name, type, crossing, origin: this.line() }, value: undefined };
    this.wires.push(pending);
    return pending;
  }

  private wireSignal(pending: PendingWire): WireSignal {
    const { name, type } = pending.wire;
    return new WireSignal({ kind: 'reference', type, name }, this.scope, (value) => {
      if (pending.value !== undefined) this.report('E604', { module: this.name, signal: name });
      pending.value = convert(value, type, `wire ${name}`, this.scope).expr;
    });
  }

  register(name: string, type: Type = bit, options: RegisterOptions = {}): RegisterSignal {
    this.claim(name);
    const target = `register ${name}`;
    const { reset, enable, clock = this.clock } = options;
    const resetValue =
      reset === undefined ? undefined : convert(reset, type, `the reset of ${target}`, this.scope).expr;
    const pending: PendingRegister = {
      register: {
        name,
        type,
        clock: clock.name,
        synchronises: options.synchronises,
        reset:
          resetValue?.kind === 'constant'
            ? { kind: options.resetKind ?? 'synchronous', value: resetValue.value, ...this.resetSignal(clock) }
            : undefined,
        origin: this.line(),
      },
      enable: enable === undefined ? undefined : convert(enable, bit, `the enable of ${target}`, this.scope).expr,
      next: undefined,
    };
    this.registers.push(pending);
    return new RegisterSignal({ kind: 'reference', type, name }, this.scope, (value, when) => {
      if (pending.next !== undefined) this.report('E604', { module: this.name, signal: name });
      pending.next = convert(value, type, target, this.scope).expr;
      if (when === undefined) return;
      const more = convert(when, bit, `the enable of ${target}`, this.scope);
      pending.enable = pending.enable === undefined ? more.expr : new Signal(pending.enable, this.scope).and(more).expr;
    });
  }

  /**
   * `value`, which changes with another clock, as registers of `clock` may read it: `stages` registers later. One bit; or a Gray code, of which one bit
   * changes at a time (E616).
   */
  synchronise(name: string, value: Signal, options: SynchroniserOptions): Signal {
    const { stages = 2, gray = false, ...registers } = options;
    if (value.width > 1 && !gray) this.report('E616', { module: this.name, signal: name, width: value.width });
    let last = value;
    for (let i = 1; i <= stages; i++) {
      const stage = this.register(i === stages ? name : `${name}_${i}`, value.type, {
        ...registers,
        synchronises: true,
      });
      stage.next(last);
      last = stage;
    }
    return last;
  }

  /** `value` under a name, which registers of any clock may read: `why` it stands still when they do. */
  crossing(name: string, value: Signal, why: string): Signal {
    const pending = this.declareWire(name, value.type, why);
    pending.value = value.expr;
    return this.reference(name, value.type);
  }

  /** `value` delayed by `cycles` registers, named `name` (`name_1`, ... but the last). */
  delay(name: string, value: Signal, cycles = 1, options: RegisterOptions = {}): Signal {
    let last = value;
    for (let i = 1; i <= cycles; i++) {
      const stage = this.register(i === cycles ? name : `${name}_${i}`, value.type, options);
      stage.next(last);
      last = stage;
    }
    return last;
  }

  memory(name: string, options: MemoryOptions): MemoryHandle {
    this.claim(name);
    const [handle, finish] = buildMemory(this, name, options, this.line());
    this.memories.push(finish);
    return handle;
  }

  /** A module inside this one. Inputs not given here are to be given by `connect`. */
  instance(
    name: string,
    module: Module,
    inputs: Readonly<Record<string, SignalLike>> = {},
    clocks: Readonly<Record<string, Clock>> = {},
  ): InstanceHandle {
    this.claim(name);
    const handle = new InstanceHandle(this, name, module, this.clockMap(module, clocks), this.line());
    for (const [port, value] of Object.entries(inputs)) handle.connect(port, value);
    const resets = this.resetMap(module, clocks);
    this.instances.push(() => ({ ...handle.finish(), ...resets }));
    return handle;
  }

  /** rows x cols (or a row of n) instances of `cell`, its inputs taken from neighbours, from vectors, or from one signal. */
  grid(
    name: string,
    dimensions: readonly [number] | readonly [number, number],
    cell: Module,
    inputs: Readonly<Record<string, GridInput>>,
    clocks: Readonly<Record<string, Clock>> = {},
  ): GridHandle {
    this.claim(name);
    const [handle, finish] = buildGrid(this, name, dimensions, cell, inputs, this.clockMap(cell, clocks), this.line());
    const resets = this.resetMap(cell, clocks);
    this.grids.push(() => ({ ...finish(), ...resets }));
    return handle;
  }

  /** `condition` holds at every edge outside of reset. */
  assert(name: string, condition: Signal, message: string, clock: Clock = this.clock): void {
    this.claim(name);
    const { expr } = convert(condition, bit, `assertion ${name}`, this.scope);
    this.assertions.push({ name, clock: clock.name, condition: expr, message, origin: this.line() });
  }

  /** A cover point: tests are to make `condition` high at some edge outside of reset. What they made so is among `covered` of a simulator. */
  cover(name: string, condition: Signal, message: string, clock: Clock = this.clock): void {
    this.claim(name);
    const { expr } = convert(condition, bit, `cover point ${name}`, this.scope);
    this.assertions.push({ name, cover: true, clock: clock.name, condition: expr, message, origin: this.line() });
  }

  /** Says that these signals, or these bits of an input, stay unread on purpose. */
  unused(...signals: readonly Signal[]): void {
    this.unusedSignals.push(...signals.map((signal) => signal.expr));
  }

  /** The module and what is wrong with it. A module with errors is not to be printed or simulated. */
  finish(): readonly [Module, readonly Diagnostic[]] {
    const memories = this.memories.map((finish) => finish()).filter((memory) => memory !== undefined);
    const instances = this.instances.map((finish) => finish());
    const grids = this.grids.map((finish) => finish());
    const registers = this.registers.map((pending) => ({
      ...pending.register,
      enable: pending.enable,
      next: this.driven(pending.next, pending.register),
    }));
    const wires = this.wires.map((pending) => ({ ...pending.wire, value: this.driven(pending.value, pending.wire) }));
    const assertions = this.assertions;
    const clocks = this.clocks;
    const clocked = { clocks, registers, memories, instances, grids, assertions };
    const ports = [...clockPorts(clocked, this.resets), ...this.ports];
    const { name, options } = this;
    const module: Module = {
      kind: 'module',
      name,
      description: options.description,
      clocks,
      ports,
      wires,
      gates: [],
      registers,
      memories,
      instances,
      grids,
      assertions,
      unused: this.unusedSignals,
      origin: this.origin,
    };
    const problems = this.scope.problems;
    return [module, problems.length > 0 ? problems : checkModule(module)];
  }

  /** The module; for blocks whose description is known to be right. @throws HardwareError with every diagnostic. */
  build(): Module {
    const [module, problems] = this.finish();
    if (problems.length > 0) throw new HardwareError(problems);
    return module;
  }

  /** The signal of a net of this module. */
  reference(name: string, type: Type): Signal {
    return new Signal({ kind: 'reference', type, name }, this.scope);
  }

  /** Takes a name of this module, once. */
  claim(name: string): void {
    if (this.names.has(name)) this.report('E607', { module: this.name, name });
    this.names.add(name);
  }

  /** The origin of what is being described. */
  line(): Origin | undefined {
    return this.place ?? here();
  }

  /** Reports a mistake at the present line. */
  report<C extends 'E603' | 'E604' | 'E607' | 'E608' | 'E611' | 'E613' | 'E614' | 'E616'>(
    code: C,
    parameters: Parameters<typeof diagnostic<C>>[2],
    origin: Origin | undefined = this.line(),
  ): void {
    this.scope.problems.push(diagnostic(code, origin, parameters));
  }

  private driven(
    value: Expr | undefined,
    net: { readonly name: string; readonly type: Type; readonly origin?: Origin | undefined },
  ): Expr {
    if (value !== undefined) return value;
    this.report('E603', { module: this.name, signal: net.name }, net.origin);
    return literal(0n, net.type).expr;
  }

  private clockMap(child: Module, given: Readonly<Record<string, Clock>>): ReadonlyMap<string, string> {
    return new Map(
      child.clocks
        .filter((clock) => child.ports.some((port) => port.name === clock.name))
        .map((clock) => [clock.name, (given[clock.name] ?? this.sameClock(clock)).name]),
    );
  }

  /** The reset of a domain, where it is not that of its clock. */
  private resetSignal({ name, reset }: Clock): { readonly signal?: string } {
    return this.clockOf(name).reset === reset ? {} : { signal: reset };
  }

  /** Resets of a child that are not those of the clocks that it is given: by the clock, or by the name of a further reset. */
  private resetMap(
    { clocks, ports }: Module,
    given: Readonly<Record<string, Clock>>,
  ): { readonly resets?: ReadonlyMap<string, string> } {
    const resets = ports.flatMap(({ name, role }) => {
      if (role !== 'reset') return [];
      const clock = clocks.find(({ reset }) => reset === name);
      const domain = given[clock?.name ?? name];
      if (clock !== undefined && (domain === undefined || this.clockOf(domain.name).reset === domain.reset)) return [];
      return [[name, (domain ?? this.resets.find(({ reset }) => reset === name) ?? this.clock).reset] as const];
    });
    return resets.length === 0 ? {} : { resets: new Map(resets) };
  }

  private sameClock(clock: Clock): Clock {
    return this.clockOf(clock.name);
  }

  /** The module's clock of that name, else its first one. */
  clockOf(name: string): Clock {
    return this.clocks.find((own) => own.name === name) ?? this.clock;
  }
}

type Clocked = Pick<Module, 'clocks' | 'registers' | 'memories' | 'instances' | 'grids' | 'assertions'>;

/** The clock and reset ports that the contents of a module ask for. */
function clockPorts(module: Clocked, further: readonly Clock[]): readonly Port[] {
  const clocks = new Set<string>();
  const resets = new Set<string>();
  for (const { clock } of [...module.registers, ...module.assertions]) clocks.add(clock);
  for (const memory of module.memories) for (const clock of memoryClocks(memory)) clocks.add(clock);
  const ofClock = (clock: string): string => module.clocks.find(({ name }) => name === clock)?.reset ?? '';
  for (const register of module.registers) resets.add(resetOf(module, register) ?? '');
  for (const { clock } of module.assertions) resets.add(ofClock(clock));
  for (const child of [...module.instances, ...module.grids]) {
    for (const outer of child.clocks.values()) clocks.add(outer);
    for (const reset of childResets(module, child).values()) resets.add(reset);
  }
  const resetPort = (name: string): readonly Port[] =>
    resets.has(name) ? [{ name, direction: 'input', role: 'reset', type: bit }] : [];
  return module.clocks.flatMap((clock) => [
    ...(clocks.has(clock.name) ? [{ name: clock.name, direction: 'input', role: 'clock', type: bit } as const] : []),
    ...resetPort(clock.reset),
    ...further.filter(({ name }) => name === clock.name).flatMap(({ reset }) => resetPort(reset)),
  ]);
}
