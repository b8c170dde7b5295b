/** What a reset that lasts leaves in registers, whatever they and the inputs held. */
import { sourceExpr, type Grid, type Module, type Register } from '../../src/rtl/module.js';
import type { Expr } from '../../src/rtl/expression.js';
import { bitsOf, concat, either, exactly, isKnown, slice, unknown, type Bits } from './three-valued.js';

type Known = ReadonlyMap<string, Bits>;

/**
 * Whether a register of `module`, somewhere under `top`, has its value `wanted` after a reset of enough cycles, wherever the module stands: only what
 * resets and constants make sure of is known, memories and inputs may hold anything.
 */
export function isFlushed(top: Module, module: Module, register: string, wanted: bigint): boolean {
  let all = true;
  const seen = (at: Module, registers: Known): void => {
    if (at !== module) return;
    const bits = registers.get(register);
    all &&= bits !== undefined && isKnown(bits) && bits.value === BigInt.asUintN(bits.width, wanted);
  };
  settle(top, new Map(), seen);
  return all;
}

/** The outputs of a module whose inputs stay as they are known while all resets are high; `seen` is told the registers of each module. */
function settle(module: Module, inputs: Known, seen: (module: Module, registers: Known) => void): Known {
  const resets = new Set(module.clocks.map(({ reset }) => reset));
  const nets = new Map<string, Bits>(inputs);
  for (const reset of resets) nets.set(reset, exactly(1, 1n));
  for (const { name, reset, type } of module.registers)
    nets.set(name, reset === undefined ? unknown(type.width) : exactly(type.width, reset.value));
  // Every round makes more known, or is the last.
  for (let more = true; more;) {
    const before = countKnown(nets);
    round(module, nets, () => undefined);
    more = countKnown(nets) > before;
  }
  round(module, nets, seen);
  seen(module, nets);
  return nets;
}

const countKnown = (nets: Known): number =>
  [...nets.values()].reduce((sum, { known }) => sum + known.toString(2).replaceAll('0', '').length, 0);

/** One step of all that a module holds. */
function round(module: Module, nets: Map<string, Bits>, seen: (module: Module, registers: Known) => void): void {
  const memo = new Map<Expr, Bits>();
  const of = (expr: Expr): Bits => bitsOf(expr, (name, type) => nets.get(name) ?? unknown(type.width), memo);
  for (const wire of module.wires) nets.set(wire.name, of(wire.value));
  for (const instance of module.instances) {
    const given = new Map(instance.inputs.map(({ port, value }) => [port, of(value)]));
    const outputs = settle(instance.module, given, seen);
    for (const { port, net } of instance.outputs) put(nets, net, outputs.get(port));
  }
  for (const grid of module.grids) settleGrid(grid, nets, of, seen);
  for (const register of module.registers)
    if (register.reset === undefined) nets.set(register.name, next(register, of, nets));
}

function next({ name, type, next: value, enable }: Register, of: (expr: Expr) => Bits, nets: Known): Bits {
  const now = nets.get(name) ?? unknown(type.width);
  const enabled = enable === undefined ? exactly(1, 1n) : of(enable);
  if (enabled.known === 0n) return either(now, of(value));
  return enabled.value === 1n ? of(value) : now;
}

const put = (nets: Map<string, Bits>, name: string, bits: Bits | undefined): void => {
  if (bits !== undefined) nets.set(name, bits);
};

/**
 * All cells as one, which knows what all of them do. What a cell takes from a neighbour is what enters at that edge, as far as a cell that is given this
 * gives it on: so it is of every cell, one after another from the edge.
 */
function settleGrid(
  grid: Grid,
  nets: Map<string, Bits>,
  of: (expr: Expr) => Bits,
  seen: (module: Module, registers: Known) => void,
): void {
  const widths = new Map(grid.module.ports.map(({ name, type }) => [name, type.width]));
  const given = new Map(
    grid.inputs.map(({ port, source }) => {
      const vector = of(sourceExpr(source));
      return [port, source.kind === 'broadcast' ? vector : every(vector, widths.get(port) ?? 1)];
    }),
  );
  const sides = new Set(grid.inputs.flatMap(({ source }) => (source.kind === 'neighbour' ? [source.side] : [])));
  const turns = (sides.has('west') && sides.has('east')) || (sides.has('north') && sides.has('south'));
  let outputs: Known = new Map();
  for (let agreed = false; !agreed;) {
    outputs = settle(grid.module, given, () => undefined);
    agreed = true;
    for (const { port, source } of grid.inputs) {
      const [edge, output] = [given.get(port), source.kind === 'neighbour' ? outputs.get(source.output) : undefined];
      if (source.kind !== 'neighbour' || edge === undefined) continue;
      const both = turns || output === undefined ? unknown(edge.width) : either(edge, output);
      agreed &&= both.known === edge.known;
      given.set(port, both);
    }
  }
  settle(grid.module, given, seen);
  for (const { port, net, side } of grid.outputs) {
    const { rows, cols } = grid;
    const count = side === 'all' ? rows * cols : side === 'north' || side === 'south' ? cols : rows;
    const bits = outputs.get(port) ?? unknown(widths.get(port) ?? 1);
    nets.set(net, concat(Array.from({ length: count }, () => bits)));
  }
}

/** What all elements of a vector are. */
function every(vector: Bits, width: number): Bits {
  return Array.from({ length: vector.width / width }, (_, i) => slice(vector, i * width, width)).reduce(either);
}
