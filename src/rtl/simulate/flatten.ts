import { references } from '../nets.js';
import {
  childResets,
  dataPorts,
  enableOf,
  resetOf,
  type Assertion,
  type Grid,
  type GridSource,
  type Instance,
  type Memory,
  type Module,
  type Register,
  type ResetSynchroniser,
} from '../module.js';
import type { Expr } from '../expression.js';
import { netsOf } from '../nets.js';
import { testPortOf } from '../passes/gate-clocks.js';
import { bit, type Type } from '../types.js';

/** A grid that is being looped over; `cells` counts those of the loops around it too. */
export interface Loop {
  readonly id: number;
  readonly rows: number;
  readonly cols: number;
  readonly cells: number;
  readonly parent: Loop | undefined;
}

/** An instance of a module in the flattened design; one for all cells of a grid. */
export interface Space {
  readonly path: string;
  readonly module: Module;
  readonly loop: Loop | undefined;
  readonly nets: Map<string, FlatNet>;
  /** Clock of the module to clock of the top. */
  readonly clocks: ReadonlyMap<string, string>;
}

/** A net of the flattened design; in a loop it has a value for each cell. */
export interface FlatNet {
  readonly id: number;
  readonly path: string;
  readonly type: Type;
  readonly loop: Loop | undefined;
  /** States change at clock edges, inputs from outside, the others by their jobs. */
  readonly kind: 'input' | 'state' | 'value';
}

/** Work of one evaluation, giving one net its value. */
export type Job =
  | { readonly kind: 'value'; readonly target: FlatNet; readonly space: Space; readonly expr: Expr }
  /** The value of a register after the next edge, into a net of its own. */
  | {
      readonly kind: 'next';
      readonly target: FlatNet;
      readonly state: FlatNet;
      readonly space: Space;
      readonly register: Register;
      readonly reset: FlatNet | undefined;
    }
  /** An input of a grid's cells. */
  | {
      readonly kind: 'source';
      readonly target: FlatNet;
      readonly source: GridSource;
      readonly loop: Loop;
      readonly vector: FlatNet;
      readonly neighbour: FlatNet | undefined;
    }
  /** A vector of a grid's outputs. */
  | {
      readonly kind: 'gather';
      readonly target: FlatNet;
      readonly element: FlatNet;
      readonly loop: Loop;
      readonly side: Grid['outputs'][number]['side'];
    };

export interface FlatRegister {
  readonly register: Register;
  readonly state: FlatNet;
  readonly next: FlatNet;
  readonly reset: FlatNet | undefined;
  readonly clock: string;
}

/** A port of a memory that reads into `data`. */
export interface FlatRead {
  readonly clock: string;
  readonly data: FlatNet;
  readonly enable: FlatNet;
  readonly address: FlatNet;
}

export interface FlatWrite {
  readonly clock: string;
  readonly enable: FlatNet;
  readonly address: FlatNet;
  readonly data: FlatNet;
  readonly mask: FlatNet | undefined;
}

export interface FlatMemory {
  readonly memory: Memory;
  readonly path: string;
  readonly id: number;
  readonly loop: Loop | undefined;
  readonly reads: readonly FlatRead[];
  readonly writes: readonly FlatWrite[];
}

export interface FlatAssertion {
  readonly assertion: Assertion;
  readonly path: string;
  readonly loop: Loop | undefined;
  readonly clock: string;
  readonly condition: FlatNet;
  readonly reset: FlatNet;
}

/** A design without hierarchy, but with its grids still folded. */
export interface Flat {
  readonly top: Space;
  readonly nets: readonly FlatNet[];
  readonly jobs: readonly Job[];
  readonly registers: readonly FlatRegister[];
  readonly memories: readonly FlatMemory[];
  readonly assertions: readonly FlatAssertion[];
  readonly spaces: readonly Space[];
}

interface Building {
  readonly nets: FlatNet[];
  readonly jobs: Job[];
  readonly registers: FlatRegister[];
  readonly memories: FlatMemory[];
  readonly assertions: FlatAssertion[];
  readonly spaces: Space[];
  loops: number;
}

/** Takes the hierarchy out of a module: nets get one storage for all cells of a grid, plain connections become the same net. */
export function flatten(module: Module): Flat {
  const building: Building = { nets: [], jobs: [], registers: [], memories: [], assertions: [], spaces: [], loops: 0 };
  const clocks = new Map(module.clocks.map((clock) => [clock.name, clock.name]));
  const top: Space = { path: '', module, loop: undefined, nets: new Map(), clocks };
  for (const port of module.ports)
    if (port.direction === 'input') top.nets.set(port.name, newNet(building, top, port.name, port.type, 'input'));
  fill(building, top);
  return { top, ...building };
}

function newNet(building: Building, space: Space, name: string, type: Type, kind: FlatNet['kind']): FlatNet {
  const net: FlatNet = { id: building.nets.length, path: space.path + name, type, loop: space.loop, kind };
  building.nets.push(net);
  return net;
}

/** The net of a space; inputs and children's outputs are there before they are asked for. */
export function netOf(space: Space, name: string): FlatNet {
  const net = space.nets.get(name);
  if (net === undefined) throw new Error(`no net ${name} in ${space.module.name}`);
  return net;
}

function fill(building: Building, space: Space): void {
  const { module } = space;
  building.spaces.push(space);
  const kinds = netsOf(module);
  for (const net of kinds.values()) {
    if (net.kind === 'wire' || net.kind === 'grid' || net.kind === 'reset')
      space.nets.set(net.name, newNet(building, space, net.name, net.type, 'value'));
    if (net.kind === 'register' || net.kind === 'read')
      space.nets.set(net.name, newNet(building, space, net.name, net.type, 'state'));
  }
  // Children come first in two rounds, because an output of one may be an input of another.
  const children = module.instances.map((instance) => openInstance(building, space, instance));
  const grids = module.grids.map((grid) => openGrid(building, space, grid));
  for (const wire of module.wires)
    building.jobs.push({ kind: 'value', target: netOf(space, wire.name), space, expr: wire.value });
  for (const synchroniser of module.resetSynchronisers ?? []) fillSynchroniser(building, space, synchroniser);
  for (const register of module.registers) fillRegister(building, space, register);
  for (const memory of module.memories) fillMemory(building, space, memory);
  for (const assertion of module.assertions) fillAssertion(building, space, assertion);
  for (const finish of [...children, ...grids]) finish();
}

function valueNet(building: Building, space: Space, name: string, expr: Expr): FlatNet {
  const target = newNet(building, space, name, expr.type, 'value');
  building.jobs.push({ kind: 'value', target, space, expr });
  return target;
}

function fillRegister(building: Building, space: Space, described: Register): void {
  // A gate that lets an edge through is an enable here.
  const register = { ...described, enable: enableOf(space.module, described) };
  const reset = resetOf(space.module, register);
  addRegister(building, space, register, reset === undefined ? undefined : netOf(space, reset));
}

function addRegister(building: Building, space: Space, register: Register, reset: FlatNet | undefined): void {
  const state = netOf(space, register.name);
  const next = newNet(building, space, `${register.name}'next`, register.type, 'value');
  building.jobs.push({ kind: 'next', target: next, state, space, register, reset });
  building.registers.push({ register, state, next, reset, clock: rootClock(space, register.clock) });
}

/** Two registers that the reset clears at once, and the reset that is high until both are set. */
function fillSynchroniser(building: Building, space: Space, { name, clock, reset }: ResetSynchroniser): void {
  const high: Expr = { kind: 'constant', type: bit, value: 1n };
  const stage = (stageName: string, next: Expr): Expr => {
    const register: Register = { name: stageName, type: bit, clock, next, reset: { kind: 'asynchronous', value: 0n } };
    space.nets.set(stageName, newNet(building, space, stageName, bit, 'state'));
    addRegister(building, space, register, netOf(space, reset));
    return { kind: 'reference', type: bit, name: stageName };
  };
  const released = stage(`${name}'released`, stage(`${name}'first`, high));
  const held: Expr = { kind: 'unary', type: bit, operator: 'not', operand: released };
  const test = testPortOf(space.module);
  const through: Expr = { kind: 'reference', type: bit, name: reset };
  const condition: Expr = { kind: 'reference', type: bit, name: test ?? reset };
  const expr: Expr = test === undefined ? held : { kind: 'mux', type: bit, condition, then: through, else: held };
  building.jobs.push({ kind: 'value', target: netOf(space, name), space, expr });
}

function fillMemory(building: Building, space: Space, memory: Memory): void {
  const value = (name: string, expr: Expr): FlatNet => valueNet(building, space, `${memory.name}'${name}`, expr);
  building.memories.push({
    memory,
    path: space.path + memory.name,
    id: building.memories.length,
    loop: space.loop,
    reads: memory.reads.map(({ net, clock, enable, address }, index) => ({
      clock: rootClock(space, clock),
      data: netOf(space, net),
      enable: value(`readEnable${index}`, enable),
      address: value(`readAddress${index}`, address),
    })),
    writes: memory.writes.map(({ clock, enable, address, data, mask }, index) => ({
      clock: rootClock(space, clock),
      enable: value(`writeEnable${index}`, enable),
      address: value(`writeAddress${index}`, address),
      data: value(`writeData${index}`, data),
      mask: mask === undefined ? undefined : value(`mask${index}`, mask),
    })),
  });
}

/** The nets that the ports of a memory take at an edge. */
export function memoryNets({ reads, writes }: FlatMemory): readonly FlatNet[] {
  return [
    ...reads.flatMap(({ enable, address }) => [enable, address]),
    ...writes.flatMap(({ enable, address, data, mask }) => [
      enable,
      address,
      data,
      ...(mask === undefined ? [] : [mask]),
    ]),
  ];
}

function fillAssertion(building: Building, space: Space, assertion: Assertion): void {
  const condition = valueNet(building, space, `${assertion.name}'condition`, assertion.condition);
  building.assertions.push({
    assertion,
    path: space.path + assertion.name,
    loop: space.loop,
    clock: rootClock(space, assertion.clock),
    condition,
    reset: clockReset(space, assertion.clock),
  });
}

function rootClock(space: Space, name: string): string {
  const root = space.clocks.get(name);
  if (root === undefined) throw new Error(`clock ${name} of ${space.module.name} is not connected`);
  return root;
}

function clockReset(space: Space, clock: string): FlatNet {
  const reset = space.module.clocks.find((candidate) => candidate.name === clock)?.reset;
  if (reset === undefined) throw new Error(`clock ${clock} of ${space.module.name} has no reset`);
  return netOf(space, reset);
}

function childSpace(space: Space, child: Instance | Grid, loop: Loop | undefined): Space {
  const clocks = new Map([...child.clocks].map(([inner, outer]) => [inner, rootClock(space, outer)]));
  const nets = new Map<string, FlatNet>();
  for (const [port, outer] of childResets(space.module, child)) {
    const reset = space.nets.get(outer);
    if (reset !== undefined) nets.set(port, reset);
  }
  const [test, own] = [testPortOf(child.module), testPortOf(space.module)];
  if (test !== undefined && own !== undefined) nets.set(test, netOf(space, own));
  return { path: `${space.path}${child.name}.`, module: child.module, loop, nets, clocks };
}

function openInstance(building: Building, space: Space, instance: Instance): () => void {
  const inner = childSpace(space, instance, space.loop);
  const late: (() => void)[] = [];
  for (const { port, value } of instance.inputs) {
    const target = newNet(building, inner, port, value.type, 'value');
    inner.nets.set(port, target);
    late.push(() => building.jobs.push({ kind: 'value', target, space, expr: value }));
  }
  fill(building, inner);
  for (const { port, net } of instance.outputs) space.nets.set(net, netOf(inner, port));
  return () => {
    for (const finish of late) finish();
  };
}

function openGrid(building: Building, space: Space, grid: Grid): () => void {
  const { rows, cols } = grid;
  const loop: Loop = {
    id: building.loops++,
    rows,
    cols,
    cells: (space.loop?.cells ?? 1) * rows * cols,
    parent: space.loop,
  };
  const inner = childSpace(space, grid, loop);
  for (const port of dataPorts(grid.module, 'input'))
    inner.nets.set(port.name, newNet(building, inner, port.name, port.type, 'value'));
  fill(building, inner);
  return () => {
    for (const { port, source } of grid.inputs) fillSource(building, space, grid, loop, inner, port, source);
    for (const { port, net, side } of grid.outputs)
      building.jobs.push({ kind: 'gather', target: netOf(space, net), element: netOf(inner, port), loop, side });
  };
}

function fillSource(
  building: Building,
  space: Space,
  grid: Grid,
  loop: Loop,
  inner: Space,
  port: string,
  source: GridSource,
): void {
  const expr = source.kind === 'neighbour' ? source.edge : source.value;
  const vector = valueNet(building, space, `${grid.name}.${port}'${source.kind}`, expr);
  const neighbour = source.kind === 'neighbour' ? netOf(inner, source.output) : undefined;
  building.jobs.push({ kind: 'source', target: netOf(inner, port), source, loop, vector, neighbour });
}

/** The nets that a job reads within the cycle; `neighbour` ones are read in another cell. */
export function readsOf(job: Job): readonly FlatNet[] {
  switch (job.kind) {
    case 'value':
      return references([job.expr]).map((name) => netOf(job.space, name));
    case 'next': {
      const { next, enable } = job.register;
      const named = references(enable === undefined ? [next] : [next, enable]).map((name) => netOf(job.space, name));
      return [...named, job.state, ...(job.reset === undefined ? [] : [job.reset])];
    }
    case 'source':
      return job.neighbour === undefined ? [job.vector] : [job.vector, job.neighbour];
    case 'gather':
      return [job.element];
  }
}

/** The loop that a job runs in. */
export function loopOf(job: Job): Loop | undefined {
  return job.kind === 'value' || job.kind === 'next' ? job.space.loop : job.target.loop;
}
