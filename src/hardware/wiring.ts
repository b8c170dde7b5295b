import { endpointPaths, flatten, unique, type Connection, type Element, type Module, type Port } from '../ir/index.js';
import {
  below,
  type End,
  type ModelledPort,
  type PlannedModule,
  type PlannedPart,
  type PlannedPort,
  type Socket,
} from './planned.js';

type HardwareEnd = Extract<End, { kind: 'hardware' }>;

/** One of the two ends of a joined pair: the module's own port, or a part's. */
type Side =
  | { readonly kind: 'own'; readonly port: Element<Port> }
  | { readonly kind: 'inner'; readonly path: string; readonly end: End };

interface Pair {
  readonly source: Side;
  readonly sink: Side;
}

/** A module while it is wired. */
interface Wiring {
  readonly ports: Map<string, PlannedPort>;
  readonly links: Map<string, { readonly source: Socket; readonly sinks: Socket[] }>;
  readonly linked: Set<string>;
  readonly taken: Set<string>;
}

/**
 * Wires the parts of one module.
 *
 * @param ends what each port of each instance is, by the path `instance.port`
 */
export function wireModule(
  module: Module,
  parts: readonly PlannedPart[],
  ends: ReadonlyMap<string, End>,
): PlannedModule {
  const own = flatten(module.ports);
  const pairs = module.connections.flatMap((connection) => pairsOf(module, connection, own, ends));
  const wiring: Wiring = {
    ports: new Map(),
    links: new Map(),
    linked: new Set(),
    taken: new Set([...parts.map((part) => part.name), ...[...own.values()].map((port) => port.name)]),
  };
  const left = ownPorts(wiring, own, pairs);
  const exposed = new Map<string, Socket>();
  for (const pair of pairs) join(wiring, pair, exposed);
  handUp(wiring, parts);
  const used = new Set([...parts.flatMap(clocksUsed), ...[...wiring.ports.values()].map((port) => port.clock)]);
  return {
    name: module.name,
    firstClock: module.clocks[0] ?? 'clk',
    clocks: module.clocks.filter((clock) => used.has(clock)),
    ports: [...wiring.ports.values()],
    parts,
    links: [...wiring.links.values()],
    unused: parts
      .flatMap((part) => part.ports.map((port): Socket => ({ part: part.name, port: port.name })))
      .filter((socket) => !wiring.linked.has(key(socket))),
    leftOut: left,
  };
}

/** The pairs of ports that a connection joins, each with the source (or requester) first. */
function pairsOf(
  module: Module,
  connection: Connection,
  own: ReadonlyMap<string, Element<Port>>,
  ends: ReadonlyMap<string, End>,
): readonly Pair[] {
  const side = ({ instance, port }: { readonly instance: string | null; readonly port: string }): Side => {
    if (instance === null) return { kind: 'own', port: known(own.get(port), `${module.name} has no port ${port}`) };
    const path = `${instance}.${port}`;
    return { kind: 'inner', path, end: known(ends.get(path), `${module.name} has no ${path}`) };
  };
  const to = endpointPaths(connection.to);
  return endpointPaths(connection.from).map((path, index): Pair => {
    const from = side(path);
    const other = side(known(to[index], `a connection of ${module.name} joins different numbers of ports`));
    const passedOut = connection.kind === 'pass' && from.kind === 'own' && from.port.of.direction === 'out';
    return passedOut ? { source: other, sink: from } : { source: from, sink: other };
  });
}

/** Makes the module's own ports that lead to hardware; gives those that do not. */
function ownPorts(
  wiring: Wiring,
  own: ReadonlyMap<string, Element<Port>>,
  pairs: readonly Pair[],
): ReadonlyMap<string, readonly ModelledPort[]> {
  const left = new Map<string, readonly ModelledPort[]>();
  for (const [path, port] of own) {
    const inner = pairs.flatMap(({ source, sink }) => {
      if (source.kind === 'own' && source.port === port) return sink.kind === 'inner' ? [sink.end] : [];
      return sink.kind === 'own' && sink.port === port && source.kind === 'inner' ? [source.end] : [];
    });
    const end = inner.find((candidate) => candidate.kind === 'hardware');
    if (end === undefined) {
      left.set(
        path,
        inner.flatMap((candidate) => (candidate.kind === 'left_out' ? candidate.modelled : [])),
      );
      continue;
    }
    const { direction, type } = port.of;
    const { commandBits } = end.port;
    wiring.ports.set(path, { name: port.name, path, direction, type, commandBits, clock: end.clock, modelled: [] });
  }
  return left;
}

/** Links the pair; where one end of it is modelled, the other becomes a port of the module, named as the modelled one. */
function join(wiring: Wiring, { source, sink }: Pair, exposed: Map<string, Socket>): void {
  const from = hardwareEnd(wiring, source);
  const to = hardwareEnd(wiring, sink);
  if (from !== null && to !== null) {
    link(wiring, from.socket, to.socket);
  } else if (from !== null && sink.kind === 'inner') {
    const port = expose(wiring, sink, from, 'out');
    if (port !== null) link(wiring, from.socket, port);
  } else if (to !== null && source.kind === 'inner') {
    // One modelled source that feeds several sinks is one port.
    const port = exposed.get(source.path) ?? expose(wiring, source, to, 'in');
    if (port === null) return;
    exposed.set(source.path, port);
    link(wiring, port, to.socket);
  }
}

function hardwareEnd(wiring: Wiring, side: Side): HardwareEnd | null {
  if (side.kind === 'inner') return side.end.kind === 'hardware' ? side.end : null;
  const port = wiring.ports.get(side.port.path);
  if (port === undefined) return null;
  return { kind: 'hardware', socket: { part: null, port: port.name }, port, clock: port.clock };
}

/** A new port of the module in place of a modelled one; null where nothing stands behind it (a port unused inside). */
function expose(
  wiring: Wiring,
  side: Extract<Side, { kind: 'inner' }>,
  end: HardwareEnd,
  direction: 'in' | 'out',
): Socket | null {
  if (side.end.kind === 'hardware' || side.end.modelled.length === 0) return null;
  return addPort(
    wiring,
    side.path.replaceAll(/[^A-Za-z0-9_]+/g, '_').replace(/_$/, ''),
    direction,
    end,
    side.end.modelled,
  );
}

/** Ports that parts have handed up go on up. */
function handUp(wiring: Wiring, parts: readonly PlannedPart[]): void {
  for (const part of parts) {
    for (const port of part.ports) {
      if (port.modelled.length === 0) continue;
      const socket: Socket = { part: part.name, port: port.name };
      const end: HardwareEnd = { kind: 'hardware', socket, port, clock: part.clocks[port.clock] ?? port.clock };
      const modelled = port.modelled.map((behind) => below(part.path, behind));
      const own = addPort(wiring, `${part.name}_${port.name}`, port.direction, end, modelled);
      if (port.direction === 'in') link(wiring, own, socket);
      else link(wiring, socket, own);
    }
  }
}

function addPort(
  wiring: Wiring,
  wanted: string,
  direction: 'in' | 'out',
  end: HardwareEnd,
  modelled: readonly ModelledPort[],
): Socket {
  const name = unique(wanted, wiring.taken);
  wiring.taken.add(name);
  wiring.ports.set(name, { ...end.port, name, path: name, direction, clock: end.clock, modelled });
  return { part: null, port: name };
}

function link(wiring: Wiring, source: Socket, sink: Socket): void {
  const existing = wiring.links.get(key(source));
  if (existing === undefined) wiring.links.set(key(source), { source, sinks: [sink] });
  else existing.sinks.push(sink);
  wiring.linked.add(key(source)).add(key(sink));
}

function clocksUsed(part: PlannedPart): readonly string[] {
  const inner = part.of.kind === 'module' ? part.of.module.clocks : part.of.block.clocks;
  return inner.map((clock) => part.clocks[clock] ?? clock);
}

function key(socket: Socket): string {
  return `${socket.part ?? ''}.${socket.port}`;
}

function known<T>(value: T | undefined, otherwise: string): T {
  if (value === undefined) throw new Error(otherwise);
  return value;
}
