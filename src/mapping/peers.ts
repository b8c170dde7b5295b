import type { Endpoint } from '../ir/index.js';
import { instancePath, join, type PlacedBlock, type PlacedModule, type Placement } from './instances.js';

/** What a memory port is joined to, through any number of passed-on ports: another block's port, or a port of the design. */
export type Peer =
  | { readonly kind: 'block'; readonly placed: PlacedBlock; readonly port: string }
  | { readonly kind: 'outside'; readonly port: string };

/** Who talks to whom over memory ports; an array of ports has as many peers as it is joined to. */
export type Peers = (placed: PlacedBlock, port: string) => readonly Peer[];

/**
 * Follows memory connections and passed-on ports of a design. A memory port joins one requester and one responder, so the
 * ports that hang together have two ends: one port has at most one peer. Arrays are folded: all elements of an array of
 * instances are taken to be joined alike.
 */
export function memoryPeers(placement: Placement): Peers {
  const blocks = new Map(placement.blocks.map((placed) => [placed.path, placed]));
  const links = new Map<string, string[]>();
  const connect = (from: string, to: string): void => {
    links.set(from, [...(links.get(from) ?? []), to]);
    links.set(to, [...(links.get(to) ?? []), from]);
  };
  for (const placed of placement.modules) {
    for (const connection of placed.module.connections) {
      if (connection.kind !== 'stream') connect(portOf(placed, connection.from), portOf(placed, connection.to));
    }
  }
  return (placed, port) => {
    const start = join(placed.path, port);
    const seen = new Set([start]);
    const open = [start];
    const ends: Peer[] = [];
    for (let at = open.pop(); at !== undefined; at = open.pop()) {
      const found = at === start ? undefined : endAt(at, blocks);
      if (found !== undefined) {
        ends.push(found);
        continue;
      }
      for (const next of links.get(at) ?? []) {
        if (!seen.has(next)) {
          seen.add(next);
          open.push(next);
        }
      }
    }
    return ends;
  };
}

function portOf(placed: PlacedModule, endpoint: Endpoint): string {
  const instance = placed.module.instances.find(({ name }) => name === endpoint.instance);
  return join(instance === undefined ? placed.path : instancePath(placed.path, instance), endpoint.port);
}

function endAt(port: string, blocks: ReadonlyMap<string, PlacedBlock>): Peer | undefined {
  const dot = port.lastIndexOf('.');
  if (dot === -1) return { kind: 'outside', port };
  const placed = blocks.get(port.slice(0, dot));
  return placed === undefined ? undefined : { kind: 'block', placed, port: port.slice(dot + 1) };
}
