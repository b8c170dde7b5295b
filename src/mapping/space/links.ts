import type { Endpoint, Module } from '../../ir/index.js';
import { instancePath, join, type PlacedBlock, type Placement } from '../instances.js';
import type { Mesh } from '../nest/index.js';

/** What a port is joined to, and over which links between neighbours of an array: those along x, along y, or none. */
export type Joined =
  | { readonly kind: 'block'; readonly placed: PlacedBlock; readonly port: string; readonly along: Axes }
  | { readonly kind: 'outside'; readonly port: string };

export type Axes = ReadonlySet<keyof Mesh>;

/** All ends that hang together with a port of a block, of streams and of memories, through any number of passed-on ports. */
export type Links = (placed: PlacedBlock, port: string) => readonly Joined[];

interface Edge {
  readonly to: string;
  /** Along which axis it joins an element to its neighbour; null: it joins none. */
  readonly along: keyof Mesh | null;
}

/**
 * Follows the connections of a design. Arrays are folded: all elements of an array of instances are taken to be joined alike, so a chain of neighbours is one
 * link from an element to itself, with its axis.
 */
export function linksOf(placement: Placement): Links {
  const blocks = new Map(placement.blocks.map((placed) => [placed.path, placed]));
  const edges = new Map<string, Edge[]>();
  const add = (from: string, edge: Edge): void => {
    const known = edges.get(from) ?? [];
    // Loops that were written out join the same folded ports many times.
    if (!known.some(({ to, along }) => to === edge.to && along === edge.along)) edges.set(from, [...known, edge]);
  };
  for (const { path, module } of placement.modules)
    for (const { from, to } of module.connections) {
      const [left, right] = [portPath(path, module, from), portPath(path, module, to)];
      const along = neighbours(from, to);
      add(left, { to: right, along });
      add(right, { to: left, along });
    }
  return (placed, port) => walk(join(placed.path, port), edges, blocks);
}

function walk(
  start: string,
  edges: ReadonlyMap<string, readonly Edge[]>,
  blocks: ReadonlyMap<string, PlacedBlock>,
): readonly Joined[] {
  const seen = new Set([start]);
  const ends: Joined[] = [];
  let open: readonly { readonly at: string; readonly along: Axes }[] = [{ at: start, along: new Set() }];
  while (open.length > 0) {
    const next: { readonly at: string; readonly along: Axes }[] = [];
    for (const { at, along } of open) {
      const end = at === start ? undefined : endAt(at, along, blocks);
      if (end !== undefined) {
        ends.push(end);
        continue;
      }
      for (const edge of edges.get(at) ?? []) {
        if (seen.has(edge.to)) continue;
        seen.add(edge.to);
        next.push({ at: edge.to, along: edge.along === null ? along : new Set([...along, edge.along]) });
      }
    }
    open = next;
  }
  return ends;
}

function endAt(port: string, along: Axes, blocks: ReadonlyMap<string, PlacedBlock>): Joined | undefined {
  const dot = port.lastIndexOf('.');
  if (dot === -1) return { kind: 'outside', port };
  const placed = blocks.get(port.slice(0, dot));
  return placed === undefined ? undefined : { kind: 'block', placed, port: port.slice(dot + 1), along };
}

function portPath(path: string, module: Module, { instance, port }: Endpoint): string {
  const found = module.instances.find(({ name }) => name === instance);
  return join(found === undefined ? path : instancePath(path, found), port);
}

/** The axis along which two elements of one array are joined: the last dimension is x, those before it y. */
function neighbours(from: Endpoint, to: Endpoint): keyof Mesh | null {
  if (from.instance === null || from.instance !== to.instance) return null;
  const moved = from.at.findIndex((span, dimension) => span.start !== to.at[dimension]?.start);
  return moved === -1 ? null : moved === from.at.length - 1 ? 'x' : 'y';
}
