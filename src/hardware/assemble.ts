import type { Diagnostic, Origin } from '../diagnostics/index.js';
import { clockWires, portWires, type Block } from '../ir/index.js';
import {
  combinationalPaths,
  dataPorts,
  moduleBuilder,
  unsigned,
  type ModuleBuilder,
  type Clock,
  type Module as RtlModule,
  type Signal,
} from '../rtl/index.js';
import type { PlannedModule, PlannedPart, PlannedPort, Socket } from './planned.js';
import { joinStream, type Terminal } from './streams.js';

/** The port names of a clock: the first clock of a module is `clk` with `rst`, another `name` with `name_rst`. */
export function clockPorts(clock: string, isFirst: boolean): Clock {
  return clockWires(clock, isFirst);
}

/** What one module of the plan is made from. */
export interface Materials {
  /** The hardware of a block. */
  readonly block: (block: Block) => RtlModule;
  /** The hardware of a module that is instantiated. */
  readonly module: (module: PlannedModule) => RtlModule;
  /** Where a part of the module was written, for messages and comments. */
  readonly origin: (instancePath: string | null) => Origin | undefined;
  /** Where a port of the module was written; undefined for one in whose place a modelled block stands. */
  readonly portOrigin: (path: string) => Origin | undefined;
}

/** Makes one module of the plan: its ports, its parts, and the wires between them. */
export function assemble(plan: PlannedModule, materials: Materials): readonly [RtlModule, readonly Diagnostic[]] {
  const first = plan.firstClock;
  const origin = materials.origin(null);
  const builder = moduleBuilder(plan.name, { clock: 'clk', reset: 'rst', ...(origin === undefined ? {} : { origin }) });
  const clocks = new Map<string, Clock>([[first, builder.clock]]);
  for (const clock of plan.clocks) {
    if (clock === first) continue;
    const { name, reset } = clockPorts(clock, false);
    clocks.set(clock, builder.addClock(name, reset));
  }
  const sockets = new Map<string, Terminal>();
  for (const port of plan.ports) {
    builder.at(materials.portOrigin(port.path) ?? origin);
    sockets.set(key({ part: null, port: port.name }), ownPort(builder, port));
  }
  addParts(builder, plan, materials, clocks, sockets);
  builder.at(origin);
  const terminal = (socket: Socket): Terminal => known(sockets.get(key(socket)));
  for (const { source, sinks } of plan.links) wireLink(builder, terminal(source), sinks.map(terminal), clocks);
  for (const socket of plan.unused) tieOff(builder, terminal(socket));
  return builder.finish();
}

/** Declares the wires of one of the module's own ports. Seen from inside, an `in` port is a source. */
function ownPort(builder: ModuleBuilder, port: PlannedPort): Terminal {
  const role = port.direction === 'in' ? 'source' : 'sink';
  const wires = portWires(port.type, port.commandBits);
  const inputs = new Map<string, Signal>();
  const outputs = new Map<string, ReturnType<ModuleBuilder['outputLater']>>();
  for (const wire of wires) {
    const name = `${port.name}${wire.suffix}`;
    if (wire.driver === role) inputs.set(wire.suffix, builder.input(name, unsigned(wire.width)));
    else outputs.set(wire.suffix, builder.outputLater(name, unsigned(wire.width)));
  }
  return {
    name: port.name,
    clock: port.clock,
    role,
    isStream: port.type.kind === 'stream',
    waits: false,
    wires,
    get: (wire) => known(inputs.get(wire.suffix)),
    set: (wire, value) => known(outputs.get(wire.suffix)).assign(fit(value, wire.width)),
  };
}

function addParts(
  builder: ModuleBuilder,
  plan: PlannedModule,
  materials: Materials,
  clocks: ReadonlyMap<string, Clock>,
  sockets: Map<string, Terminal>,
): void {
  const taken = new Set([
    ...[...clocks.values()].flatMap(({ name, reset }) => [name, reset]),
    ...plan.ports.flatMap((port) => portWires(port.type, port.commandBits).map((wire) => `${port.name}${wire.suffix}`)),
  ]);
  for (const part of plan.parts) {
    builder.at(materials.origin(part.path));
    const { of } = part;
    const module = of.kind === 'block' ? materials.block(of.block) : materials.module(of.module);
    const inner = of.kind === 'block' ? of.block.clocks : of.module.clocks;
    const innerFirst = of.kind === 'block' ? of.block.clocks[0] : of.module.firstClock;
    const clockMap = Object.fromEntries(
      inner.map((clock) => [
        clockPorts(clock, clock === innerFirst).name,
        known(clocks.get(part.clocks[clock] ?? clock)),
      ]),
    );
    const instance = builder.instance(instanceName(part.name, module, taken), module, {}, clockMap);
    for (const port of part.ports) {
      sockets.set(key({ part: part.name, port: port.name }), {
        name: `${part.name}_${port.name}`,
        clock: part.clocks[port.clock] ?? port.clock,
        role: port.direction === 'out' ? 'source' : 'sink',
        isStream: port.type.kind === 'stream',
        waits: waits(module, part, port),
        wires: portWires(port.type, port.commandBits),
        get: (wire) => instance.port(`${port.name}${wire.suffix}`),
        set: (wire, value) => instance.connect(`${port.name}${wire.suffix}`, fit(value, wire.width)),
      });
    }
  }
}

/** A name under which neither the instance nor the nets of its outputs, `name_port`, meet another name. */
function instanceName(wanted: string, module: RtlModule, taken: Set<string>): string {
  const namesOf = (name: string): readonly string[] => [
    name,
    ...dataPorts(module, 'output').map((port) => `${name}_${port.name}`),
  ];
  const isFree = (candidate: string): boolean => !namesOf(candidate).some((each) => taken.has(each));
  let name = wanted;
  for (let i = 1; !isFree(name); i++) name = i === 1 ? `u_${wanted}` : `u_${wanted}_${i}`;
  for (const each of namesOf(name)) taken.add(each);
  return name;
}

/** Joins a source or requester to what it feeds. */
function wireLink(
  builder: ModuleBuilder,
  source: Terminal,
  sinks: readonly Terminal[],
  clocks: ReadonlyMap<string, Clock>,
): void {
  if (source.isStream) return joinStream(builder, source, sinks, clocks);
  for (const sink of sinks) {
    for (const wire of sink.wires) {
      const other = known(source.wires.find((candidate) => candidate.suffix === wire.suffix));
      if (wire.driver === 'source') sink.set(wire, source.get(other));
      else source.set(other, sink.get(wire));
    }
  }
}

/** Whether the valid of a part's source depends on a ready within a cycle, or the ready of its sink on a valid. */
function waits(module: RtlModule, part: PlannedPart, port: PlannedPort): boolean {
  // What a user's Verilog does within a cycle is not known.
  if (module.external !== undefined) return true;
  const [output, input] = port.direction === 'out' ? ['_valid', '_ready'] : ['_ready', '_valid'];
  const reached = combinationalPaths(module).get(`${port.name}${output}`);
  return reached !== undefined && part.ports.some((other) => reached.has(`${other.name}${input}`));
}

/** Holds the inputs of a port that is not connected at their idle values and leaves its outputs open. */
function tieOff(builder: ModuleBuilder, terminal: Terminal): void {
  for (const wire of terminal.wires) {
    if (wire.driver === terminal.role) builder.unused(terminal.get(wire));
    else terminal.set(wire, wire.idle);
  }
}

/** The value in `width` bits: the address of a smaller space is filled up with zeros. */
function fit(value: Signal | number, width: number): Signal | number {
  return typeof value === 'number' ? value : value.asUnsigned().extend(width);
}

function key(socket: Socket): string {
  return `${socket.part ?? ''}.${socket.port}`;
}

function known<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('the plan names a wire, clock or port that does not stand in it');
  return value;
}
