/** What hardware is after a reset that lasts, and as many idle cycles, whatever its registers and inputs held before. */
import { sourceExpr, type Grid, type Module, type Register } from '../../src/rtl/module.js';
import type { Expr } from '../../src/rtl/expression.js';
import { bitsOf, concat, either, exactly, slice, unknown, type Bits } from './three-valued.js';

type Known = ReadonlyMap<string, Bits>;

/** Registers of a module, and of all that is within: one state for an instance, one for each cell of a grid, row by row. */
export interface State {
  readonly registers: Known;
  readonly within: ReadonlyMap<string, readonly State[]>;
}

/** Cycles of the reset, and of rest behind it. */
const cycles = 40;

/** The state after a reset with any inputs, and a rest in which everything offered to the module (`_valid`) is low. Only bits that are sure are known. */
export function settled(top: Module): State {
  let state = anything(top);
  const resets = new Set(top.clocks.map(({ reset }) => reset));
  for (const reset of [1n, 0n]) {
    const inputs = new Map<string, Bits>();
    for (const { name, direction, type } of top.ports) {
      if (direction !== 'input') continue;
      if (resets.has(name)) inputs.set(name, exactly(1, reset));
      else if (reset === 0n && name.endsWith('_valid')) inputs.set(name, exactly(type.width, 0n));
    }
    for (let cycle = 0; cycle < cycles; cycle++) state = advance(evaluate(top, state, inputs), state);
  }
  return state;
}

/** Whether all that is sure of `original` is so of `changed` too: then what that holds, `original` may hold as well. */
export function isWithin(changed: State, original: State): boolean {
  for (const [name, bits] of original.registers) {
    const other = changed.registers.get(name);
    if (other === undefined || (bits.known & ~other.known) !== 0n || ((bits.value ^ other.value) & bits.known) !== 0n)
      return false;
  }
  return [...original.within].every(([name, states]) =>
    states.every((state, index) => {
      const other = changed.within.get(name)?.[index];
      return other !== undefined && isWithin(other, state);
    }),
  );
}

function anything(module: Module): State {
  const cells = module.grids.map(({ name, module: cell, rows, cols }): [string, State[]] => [
    name,
    Array.from({ length: rows * cols }, () => anything(cell)),
  ]);
  const instances = module.instances.map(({ name, module: inner }): [string, State[]] => [name, [anything(inner)]]);
  return {
    registers: new Map(module.registers.map(({ name, type }) => [name, unknown(type.width)])),
    within: new Map([...instances, ...cells]),
  };
}

/** All nets of a module in one cycle, and of all that is within. */
interface Nets {
  readonly module: Module;
  readonly nets: Map<string, Bits>;
  readonly within: Map<string, readonly Nets[]>;
}

function evaluate(module: Module, state: State, inputs: Known): Nets {
  const found: Nets = { module, nets: new Map([...state.registers, ...inputs]), within: new Map() };
  // What children give may depend on what they are given: each round knows more, or is the last.
  for (let before = -1, now = 0; now > before; before = now, now = countKnown(found.nets)) round(found, state);
  return found;
}

const countKnown = (nets: Known): number =>
  [...nets.values()].reduce((sum, { known }) => sum + known.toString(2).replaceAll('0', '').length, 0);

function round({ module, nets, within }: Nets, state: State): void {
  const of = reader(nets);
  for (const wire of module.wires) nets.set(wire.name, of(wire.value));
  for (const { name, module: inner, inputs, outputs } of module.instances) {
    const given = new Map(inputs.map(({ port, value }) => [port, of(value)]));
    const child = evaluate(inner, stateOf(state, name, 0), withReset(module, inner, nets, given));
    within.set(name, [child]);
    for (const { port, net } of outputs) nets.set(net, child.nets.get(port) ?? unknown(1));
  }
  for (const grid of module.grids) {
    const cells = evaluateGrid(grid, state, { module, nets, of, before: within.get(grid.name) });
    within.set(grid.name, cells);
    for (const { port, net, side } of grid.outputs) nets.set(net, gathered(grid, cells, port, side));
  }
}

function reader(nets: Known): (expr: Expr) => Bits {
  const memo = new Map<Expr, Bits>();
  return (expr) => bitsOf(expr, (name, type) => nets.get(name) ?? unknown(type.width), memo);
}

function stateOf(state: State, name: string, index: number): State {
  const found = state.within.get(name)?.[index];
  if (found === undefined) throw new Error(`there is no ${name} ${index}`);
  return found;
}

/** A child's reset is that of the module around it: the subjects have one clock. */
function withReset(outer: Module, inner: Module, nets: Known, given: Map<string, Bits>): Known {
  const reset = outer.clocks[0]?.reset;
  const value = reset === undefined ? undefined : nets.get(reset);
  if (value !== undefined) for (const clock of inner.clocks) given.set(clock.reset, value);
  return given;
}

interface Around {
  readonly module: Module;
  readonly nets: Known;
  readonly of: (expr: Expr) => Bits;
  /** The cells as far as the last round knew them. */
  readonly before: readonly Nets[] | undefined;
}

function evaluateGrid(grid: Grid, state: State, { module, nets, of, before }: Around): readonly Nets[] {
  const { rows, cols } = grid;
  const cells: (Nets | undefined)[] = Array.from({ length: rows * cols }, (_, index) => before?.[index]);
  const widths = new Map(grid.module.ports.map(({ name, type }) => [name, type.width]));
  return cells.map((_, index) => {
    const [row, col] = [Math.floor(index / cols), index % cols];
    const given = grid.inputs.map(({ port, source }): [string, Bits] => {
      const width = widths.get(port) ?? 1;
      const vector = of(sourceExpr(source));
      const element = (at: number): Bits => slice(vector, at * width, width);
      switch (source.kind) {
        case 'broadcast':
          return [port, vector];
        case 'row':
          return [port, element(row)];
        case 'column':
          return [port, element(col)];
        case 'cell':
          return [port, element(index)];
        case 'neighbour': {
          const [down, right] = { north: [-1, 0], south: [1, 0], west: [0, -1], east: [0, 1] }[source.side];
          const [r, c] = [row + (down ?? 0), col + (right ?? 0)];
          if (r < 0 || c < 0 || r >= rows || c >= cols) return [port, element(right === 0 ? col : row)];
          return [port, cells[r * cols + c]?.nets.get(source.output) ?? unknown(width)];
        }
      }
    });
    const cell = evaluate(
      grid.module,
      stateOf(state, grid.name, index),
      withReset(module, grid.module, nets, new Map(given)),
    );
    cells[index] = cell;
    return cell;
  });
}

function gathered({ rows, cols }: Grid, cells: readonly Nets[], port: string, side: string): Bits {
  const taken = cells.filter((_, index) => {
    const [row, col] = [Math.floor(index / cols), index % cols];
    if (side === 'north') return row === 0;
    if (side === 'south') return row === rows - 1;
    if (side === 'west') return col === 0;
    return side === 'all' || col === cols - 1;
  });
  return concat(taken.toReversed().map(({ nets }) => nets.get(port) ?? unknown(1)));
}

/** The registers after the edge. */
function advance({ module, nets, within }: Nets, state: State): State {
  const of = reader(nets);
  const reset = nets.get(module.clocks[0]?.reset ?? '');
  return {
    registers: new Map(module.registers.map((register) => [register.name, next(register, of, nets, reset)])),
    within: new Map(
      [...within].map(([name, children]) => [
        name,
        children.map((child, index) => advance(child, stateOf(state, name, index))),
      ]),
    ),
  };
}

function next(register: Register, of: (expr: Expr) => Bits, nets: Known, reset: Bits | undefined): Bits {
  const { name, type, next: value, enable } = register;
  if (register.reset !== undefined && reset?.value === 1n) return exactly(type.width, register.reset.value);
  const now = nets.get(name) ?? unknown(type.width);
  const enabled = enable === undefined ? exactly(1, 1n) : of(enable);
  if (enabled.known === 0n) return either(now, of(value));
  return enabled.value === 1n ? of(value) : now;
}
