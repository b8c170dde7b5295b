import { dtypeWidth, type Port } from '../ir/index.js';
import { clockOf, type PlacedBlock } from './instances.js';
import type { Peer, Peers } from './peers.js';

/** A user's own block that words pass on their way: an arbiter, a crossbar, a network, a mover without a model here. */
export interface Passed {
  readonly placed: PlacedBlock;
  /** Bits a second of the narrowest port on the way through it. */
  readonly bandwidth: number;
  /** That port. */
  readonly bottleneck: string;
  /** Bits a second of one port on the side that words come by, and of all ports of either side of all such blocks together. */
  readonly entry: number;
  readonly together: number;
}

/** Where a way ends, and what it led through. */
export interface Passage {
  readonly end: Peer;
  readonly through: readonly Passed[];
}

/**
 * All ends of the ways from a port outward. Nobody here knows what a user's own block does, but its ports tell where it
 * passes words on: from a responder to its requesters; from a requester, which asks for somebody, to its other requesters
 * and then to its responders. One without such ports is itself the end. `visited` holds the paths of the blocks that the way came from.
 */
export function passages(
  start: PlacedBlock,
  port: string,
  peers: Peers,
  visited: ReadonlySet<string>,
): readonly Passage[] {
  return peers(start, port).flatMap((peer): readonly Passage[] => {
    if (peer.kind === 'outside') return [{ end: peer, through: [] }];
    const { placed } = peer;
    if (visited.has(placed.path)) return [];
    if (placed.block.external === undefined) return [{ end: peer, through: [] }];
    const seen = new Set([...visited, placed.path]);
    const onward = onwardPorts(placed, peer.port).flatMap((next) =>
      passages(placed, next.name, peers, seen).map(({ end, through }) => ({
        end,
        through: [passed(placed, peer.port, next.name), ...through],
      })),
    );
    return onward.length > 0 ? onward : [{ end: peer, through: [] }];
  });
}

function onwardPorts(placed: PlacedBlock, from: string): readonly Port[] {
  const others = placed.block.ports.filter((port) => port.name !== from && portBits(port) !== undefined);
  const requesters = others.filter(({ direction }) => direction === 'out');
  const asked = placed.block.ports.find(({ name }) => name === from)?.direction === 'in';
  return asked ? requesters : [...requesters, ...others.filter(({ direction }) => direction === 'in')];
}

function passed(placed: PlacedBlock, from: string, to: string): Passed {
  const [entry, exit] = [ownPortBandwidth(placed, from), ownPortBandwidth(placed, to)];
  return {
    placed,
    bandwidth: Math.min(entry, exit),
    bottleneck: `${placed.path}.${exit < entry ? to : from}`,
    entry,
    together: placed.count * Math.min(entry * portsOf(placed, from), exit * portsOf(placed, to)),
  };
}

function portsOf(placed: PlacedBlock, name: string): number {
  const shape = placed.block.ports.find((each) => each.name === name)?.shape ?? [];
  return shape.reduce((product, extent) => product * extent, 1);
}

/** Bits a second through a port of a user's own block: a beat each cycle. */
export function ownPortBandwidth(placed: PlacedBlock, name: string): number {
  const port = placed.block.ports.find((each) => each.name === name);
  return (port === undefined ? 0 : (portBits(port) ?? 0)) * clockOf(placed);
}

/** Bits of a beat of a port over which words are asked for; undefined for any other. */
function portBits({ type }: Port): number | undefined {
  switch (type.kind) {
    case 'memory':
      return type.count * (dtypeWidth(type.element) ?? 1);
    case 'axi':
      return type.data_bits;
    default:
      return undefined;
  }
}
