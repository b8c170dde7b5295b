import { lookUp, type Arc, type CellLibrary, type LibraryCell } from './liberty/index.js';
import type { Net, NetlistCell, NetlistModule } from './netlist.js';

/** What is around a netlist: who drives its inputs, and what its outputs drive. */
export interface Boundary {
  /** A cell of the library, an instance of which drives each input; null: ideal sources. */
  readonly drivingCell: string | null;
  /** Capacitance at each output, fF. */
  readonly load: number;
}

/** The longest path of a netlist, from an input or a register to a register, memory or output. */
export interface LongestPath {
  /** From the clock's edge, or the input's, to the end; with the setup time where a register ends it. ps. */
  readonly delay: number;
  /** Names of wires: the register's or input's where it starts, the register's or output's where it ends. */
  readonly from: string;
  readonly to: string;
  /** Cells on it. */
  readonly levels: number;
}

type Edge = 'rise' | 'fall';
const edges: readonly Edge[] = ['rise', 'fall'];

/** When an edge comes to a wire at the latest, and how slow it is at the slowest. ps. */
interface Event {
  arrival: number;
  slew: number;
  levels: number;
  start: number;
}

interface Wire {
  readonly load: { rise: number; fall: number };
  readonly rise: Event;
  readonly fall: Event;
  readonly readers: Reader[];
}

interface Reader {
  readonly index: number;
  readonly pin: string;
}

/**
 * Finds the longest path as static timing analysers do: delays and slews from the library's tables, the latest arrival and the slowest slew of
 * each edge of each wire. The clock is ideal, wires have no capacitance or resistance, and ports of memories count as registers without delay.
 *
 * @param cellName what a register is called of which only the cell's name is known
 * @returns null where nothing is timed: no cell, or only constants
 */
export function longestPath(
  module: NetlistModule,
  library: CellLibrary,
  boundary: Boundary,
  cellName: (name: string) => string = (name) => name,
): LongestPath | null {
  const wires = wiresOf(module, library, boundary);
  const cells = module.cells.map((cell) => library.cells.get(cell.type));
  start(module, cells, wires, library, boundary);
  propagate(module, cells, wires);
  return latest(module, cells, wires, cellName);
}

function wiresOf(module: NetlistModule, library: CellLibrary, { load }: Boundary): Map<number, Wire> {
  const wires = new Map<number, Wire>();
  const wire = (net: Net | undefined): Wire | undefined => {
    if (typeof net !== 'number') return undefined;
    const found = wires.get(net) ?? { load: { rise: 0, fall: 0 }, rise: event(), fall: event(), readers: [] };
    wires.set(net, found);
    return found;
  };
  for (const [index, cell] of module.cells.entries()) {
    const pins = library.cells.get(cell.type)?.pins;
    for (const [pin, nets] of cell.connections) {
      for (const net of nets) {
        const joined = wire(net);
        const capacitance = pins?.get(pin)?.capacitance;
        if (joined === undefined) continue;
        if (capacitance !== undefined) {
          joined.load.rise += capacitance.rise;
          joined.load.fall += capacitance.fall;
        }
        if (pins?.get(pin)?.output !== true) joined.readers.push({ index, pin });
      }
    }
  }
  for (const { input, nets } of module.ports) {
    for (const net of nets) {
      const joined = wire(net);
      if (joined === undefined || input) continue;
      joined.load.rise += load;
      joined.load.fall += load;
    }
  }
  return wires;
}

const event = (): Event => ({ arrival: -Infinity, slew: 0, levels: 0, start: -1 });

/** Keeps the latest arrival and the slowest slew. */
function meet(at: Event, arrival: number, slew: number, levels: number, begun: number): void {
  at.slew = Math.max(at.slew, slew);
  if (arrival <= at.arrival) return;
  at.arrival = arrival;
  at.levels = levels;
  at.start = begun;
}

/** Edges at inputs, at outputs of registers and of what is not in the library. */
function start(
  module: NetlistModule,
  cells: readonly (LibraryCell | undefined)[],
  wires: ReadonlyMap<number, Wire>,
  library: CellLibrary,
  { drivingCell }: Boundary,
): void {
  const driver = drivingCell === null ? undefined : library.cells.get(drivingCell);
  const arc = [...(driver?.pins.values() ?? [])].find(({ output }) => output)?.arcs[0];
  const clocks = clockNets(module, cells);
  for (const { input, nets } of module.ports) {
    if (!input) continue;
    for (const net of nets) {
      const wire = typeof net === 'number' && !clocks.has(net) ? wires.get(net) : undefined;
      if (wire === undefined || typeof net !== 'number') continue;
      for (const edge of edges) {
        const [delay, slew] = driven(arc, edge, 0, wire.load[edge]);
        meet(wire[edge], delay - driven(arc, edge, 0, 0)[0], slew, 0, net);
      }
    }
  }
  for (const [index, cell] of module.cells.entries()) {
    const known = cells[index];
    for (const [pin, nets] of cell.connections) {
      const clocked = known?.pins.get(pin)?.arcs.filter(({ kind }) => kind === 'clocked') ?? [];
      for (const net of nets) {
        const wire = typeof net === 'number' ? wires.get(net) : undefined;
        if (wire === undefined || typeof net !== 'number') continue;
        for (const each of clocked)
          for (const edge of edges) {
            const [delay, slew] = driven(each, edge, 0, wire.load[edge]);
            meet(wire[edge], delay, slew, 1, net);
          }
        if (known === undefined && isMemoryRead(cell, pin)) for (const edge of edges) meet(wire[edge], 0, 0, 0, net);
      }
    }
  }
}

function driven(arc: Arc | undefined, edge: Edge, slew: number, load: number): readonly [number, number] {
  const [delay, transition] = [arc?.delay[edge], arc?.slew[edge]];
  return [
    delay === undefined ? 0 : lookUp(delay, slew, load),
    transition === undefined ? 0 : lookUp(transition, slew, load),
  ];
}

/** Wires that clock registers: ideal, so no path begins there. */
function clockNets(module: NetlistModule, cells: readonly (LibraryCell | undefined)[]): ReadonlySet<Net> {
  const found = new Set<Net>();
  for (const [index, cell] of module.cells.entries()) {
    const pins = [...(cells[index]?.pins.values() ?? [])];
    const clocks = pins.flatMap(({ arcs }) => arcs.filter(({ kind }) => kind === 'clocked').map(({ from }) => from));
    for (const pin of clocks) for (const net of cell.connections.get(pin) ?? []) found.add(net);
  }
  return found;
}

function isMemoryRead(cell: NetlistCell, pin: string): boolean {
  return cell.type.startsWith('$mem') && pin === 'RD_DATA';
}

/** Carries edges through the cells, each after all that drive it. */
function propagate(
  module: NetlistModule,
  cells: readonly (LibraryCell | undefined)[],
  wires: ReadonlyMap<number, Wire>,
): void {
  const waiting = module.cells.map(() => 0);
  const drivers = new Set<Net>();
  const logic = (index: number): boolean => hasLogic(cells[index]);
  for (const [index, cell] of module.cells.entries())
    if (logic(index)) for (const net of outputs(cell, cells[index])) drivers.add(net);
  for (const [net, wire] of wires)
    if (drivers.has(net))
      for (const { index } of wire.readers) if (logic(index)) waiting[index] = (waiting[index] ?? 0) + 1;
  const ready = module.cells.flatMap((_, index) => (logic(index) && waiting[index] === 0 ? [index] : []));
  for (let next = ready.pop(); next !== undefined; next = ready.pop()) {
    const [cell, known] = [module.cells[next], cells[next]];
    if (cell === undefined || known === undefined) continue;
    pass(cell, known, wires);
    for (const net of outputs(cell, known)) {
      for (const { index } of typeof net === 'number' ? (wires.get(net)?.readers ?? []) : []) {
        if (!logic(index)) continue;
        waiting[index] = (waiting[index] ?? 0) - 1;
        if (waiting[index] === 0) ready.push(index);
      }
    }
  }
}

function hasLogic(cell: LibraryCell | undefined): boolean {
  return cell !== undefined && [...cell.pins.values()].some(({ arcs }) => arcs.some(({ kind }) => kind === 'logic'));
}

function outputs(cell: NetlistCell, known: LibraryCell | undefined): readonly Net[] {
  return [...cell.connections].flatMap(([pin, nets]) => (known?.pins.get(pin)?.output === true ? nets : []));
}

function pass(cell: NetlistCell, known: LibraryCell, wires: ReadonlyMap<number, Wire>): void {
  const wireAt = (pin: string): Wire | undefined => {
    const [net] = cell.connections.get(pin) ?? [];
    return typeof net === 'number' ? wires.get(net) : undefined;
  };
  for (const [pin, { output, arcs }] of known.pins) {
    const out = output ? wireAt(pin) : undefined;
    if (out === undefined) continue;
    for (const arc of arcs) {
      const source = arc.kind === 'logic' ? wireAt(arc.from) : undefined;
      if (source === undefined) continue;
      for (const edge of edges) {
        for (const cause of causes(arc, edge)) {
          const before = source[cause];
          if (before.arrival === -Infinity || arc.delay[edge] === undefined) continue;
          const [delay, slew] = driven(arc, edge, before.slew, out.load[edge]);
          meet(out[edge], before.arrival + delay, slew, before.levels + 1, before.start);
        }
      }
    }
  }
}

/** Edges of the input that cause this edge of the output. */
function causes({ sense }: Arc, edge: Edge): readonly Edge[] {
  if (sense === 'either') return edges;
  return [sense === 'positive' ? edge : edge === 'rise' ? 'fall' : 'rise'];
}

/** The latest of all ends. */
function latest(
  module: NetlistModule,
  cells: readonly (LibraryCell | undefined)[],
  wires: ReadonlyMap<number, Wire>,
  cellName: (name: string) => string,
): LongestPath | null {
  let found: LongestPath | null = null;
  /** A wire's name, or where it has none that of the register that drives it: some are inverted, and then their wires are lost. */
  const nameOf = (net: Net): string => {
    const named = typeof net === 'number' ? module.names.get(net) : undefined;
    const driver = (): NetlistCell | undefined =>
      module.cells.find((cell, index) => outputs(cell, cells[index]).includes(net));
    return named ?? cellName(driver()?.name ?? '');
  };
  const end = (net: Net, edge: Edge, setup: number, into?: Net): void => {
    const at = typeof net === 'number' ? wires.get(net)?.[edge] : undefined;
    if (at === undefined || typeof net !== 'number' || at.arrival === -Infinity) return;
    if (found !== null && at.arrival + setup <= found.delay) return;
    found = { delay: at.arrival + setup, from: nameOf(at.start), to: nameOf(into ?? net), levels: at.levels };
  };
  for (const { input, nets } of module.ports)
    if (!input) for (const net of nets) for (const edge of edges) end(net, edge, 0);
  for (const [index, cell] of module.cells.entries()) {
    for (const [pin, nets] of cell.connections) {
      const arcs = cells[index]?.pins.get(pin)?.arcs.filter(({ kind }) => kind === 'setup') ?? [];
      for (const net of nets) {
        const memory = cells[index] === undefined && cell.type.startsWith('$mem') && pin !== 'RD_DATA';
        for (const edge of edges) {
          if (memory) end(net, edge, 0);
          const slew = typeof net === 'number' ? (wires.get(net)?.[edge].slew ?? 0) : 0;
          for (const arc of arcs) {
            const table = arc.delay[edge];
            if (table !== undefined) end(net, edge, lookUp(table, slew, 0), outputs(cell, cells[index])[0]);
          }
        }
      }
    }
  }
  return found;
}
