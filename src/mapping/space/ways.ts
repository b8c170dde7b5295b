import type { BlockModels } from '../../blocks/models.js';
import type { Port } from '../../ir/index.js';
import { join, type PlacedBlock } from '../instances.js';
import { isStandard } from '../memories.js';
import type { Mesh } from '../nest/index.js';
import type { Joined, Links } from './links.js';

/** What an operand is to a multiply-accumulator; the names of operands in a hierarchy. */
export type Role = 'input' | 'weight' | 'output';

export const roles: readonly Role[] = ['input', 'weight', 'output'];

/** The port of a `Mac` whose memories an operand's are. */
export const portOfRole: Readonly<Record<Role, string>> = {
  input: 'activations',
  weight: 'weights',
  output: 'results',
};

/** A memory on the way from a multiply-accumulator outward; or a port of the design, behind which one is taken to be. */
export interface Stop {
  /** Path of the block, or the name of the port. */
  readonly path: string;
  readonly placed: PlacedBlock | null;
  /** Whether what it has inside it is filled by a stream, so that one word reaches all who want it; else each asks for its own. */
  readonly streams: boolean;
  /** What words pass between what is inside it and it, from the inside out. */
  readonly through: readonly Through[];
}

/** A mover or a block of one's own on the way of an operand. */
export interface Through {
  readonly placed: PlacedBlock;
  /** Its ports toward the multiply-accumulators and away from them. */
  readonly inner: string;
  readonly outer: string;
}

/** The memories of an operand, innermost first, and the axes along which neighbours add up its sums. */
export interface Way {
  readonly stops: readonly Stop[];
  readonly reduces: ReadonlySet<keyof Mesh>;
}

interface Walker {
  readonly links: Links;
  readonly models: BlockModels;
  readonly role: Role;
  /** Axes of the chains of neighbours that sums were seen to go along. */
  readonly chains: Set<keyof Mesh>;
  /** Streams on which operands come, by path: sums do not leave on them. */
  readonly operands: Set<string>;
}

/** The ways of each operand from the ports of a `Mac`: operands backward to where they come from, results forward to where they go. Several are alternatives. */
export function waysOf(mac: PlacedBlock, links: Links, models: BlockModels): Readonly<Record<Role, readonly Way[]>> {
  const operands = new Set<string>();
  const of = (role: Role): readonly Way[] => {
    const walker: Walker = { links, models, role, chains: new Set(), operands };
    const found = onward(walker, mac, [portOfRole[role]], { visited: new Set([mac.path]), streams: true, through: [] });
    const different = new Map(found.map((stops) => [stops.map(({ path }) => path).join(), stops]));
    return [...different.values()].map((stops) => ({ stops, reduces: walker.chains }));
  };
  const [input, weight] = [of('input'), of('weight')];
  return { input, weight, output: of('output') };
}

/** How a way came to a port: the blocks that it came through, and since the last memory whether by streams alone, and through what. */
interface Behind {
  readonly visited: ReadonlySet<string>;
  readonly streams: boolean;
  readonly through: readonly Through[];
}

/** The ways on from ports of a block, over what they are joined to. */
function onward(
  walker: Walker,
  from: PlacedBlock,
  ports: readonly string[],
  behind: Behind,
): readonly (readonly Stop[])[] {
  return ports.flatMap((name) => {
    const own = from.block.ports.find((port) => port.name === name);
    if (own === undefined) return [];
    return walker.links(from, name).flatMap((end) => {
      if (!answers(own, end)) return [];
      const ways = beyond(walker, end, behind);
      if (ways.length > 0 && end.kind === 'block' && walker.role !== 'output')
        walker.operands.add(join(end.placed.path, end.port));
      return ways;
    });
  });
}

/** Whether the end is at the other side of the port: a source of its sink, a responder of its requester, and the reverse. */
function answers(own: Port, end: Joined): boolean {
  if (end.kind === 'outside') return true;
  return end.placed.block.ports.find(({ name }) => name === end.port)?.direction !== own.direction;
}

function beyond(walker: Walker, end: Joined, behind: Behind): readonly (readonly Stop[])[] {
  const { visited, streams, through } = behind;
  if (end.kind === 'outside') return [[{ path: end.port, placed: null, streams, through }]];
  const { placed, port, along } = end;
  if (visited.has(placed.path)) {
    // Sums that come back to where they left from, one element on.
    if (walker.role === 'output') for (const axis of along) walker.chains.add(axis);
    return [];
  }
  const seen = new Set([...visited, placed.path]);
  const stop: Stop = { path: placed.path, placed, streams, through };
  const stopped = (ports: readonly string[], fedByStream: boolean): readonly (readonly Stop[])[] => {
    const ways = onward(walker, placed, ports, { visited: seen, streams: fedByStream, through: [] });
    return ways.length === 0 ? [[stop]] : ways.map((way) => [stop, ...way]);
  };
  const passed = (ports: readonly string[]): readonly (readonly Stop[])[] =>
    ports.flatMap((outer) =>
      onward(walker, placed, [outer], {
        visited: seen,
        streams,
        through: [...through, { placed, inner: port, outer }],
      }),
    );
  if (isStandard(placed, 'RegisterFile')) {
    const [inner, outer] = walker.role === 'output' ? ['update', 'drain'] : ['read', 'fill'];
    return port === inner ? stopped([outer], true) : [];
  }
  if (isStandard(placed, 'Sram')) return stopped([port === 'serve' ? 'fill' : 'serve'], false);
  if (isStandard(placed, 'Dma')) return passed([port === 'local' ? 'memory' : 'local']);
  if (walker.models.isMemory(placed.block)) return [[stop]];
  if (placed.block.external === undefined) return [];
  const next = passedOn(placed, port, walker.role).filter(
    (name) => walker.role !== 'output' || asks(placed, name) || !walker.operands.has(join(placed.path, name)),
  );
  const ways = passed(next);
  // What has words or takes them, and nothing behind it, is itself the memory; what asks for them is not.
  return next.length === 0 && !asks(placed, port) ? [[stop]] : ways;
}

function asks({ block }: PlacedBlock, name: string): boolean {
  const port = block.ports.find((each) => each.name === name);
  return port?.direction === 'out' && port.type.kind !== 'stream';
}

/**
 * Ports by which a user's own block passes words on. Operands come to what it sends from the streams that it takes and the memories that it asks; sums go from
 * what it takes to the streams that it sends and the memories that it asks. Where it is asked, it asks others; where it asks, for somebody who asks it.
 */
function passedOn({ block }: PlacedBlock, from: string, role: Role): readonly string[] {
  const others = block.ports.filter(({ name }) => name !== from);
  const of = (direction: Port['direction'], kinds: readonly Port['type']['kind'][]): readonly string[] =>
    others.filter((port) => port.direction === direction && kinds.includes(port.type.kind)).map(({ name }) => name);
  const asks = of('out', ['memory', 'axi']);
  const streams = of(role === 'output' ? 'out' : 'in', ['stream']);
  const entry = block.ports.find(({ name }) => name === from);
  if (entry?.type.kind === 'stream') return [...streams, ...asks];
  return entry?.direction === 'in' ? asks : [...asks, ...of('in', ['memory', 'axi']), ...streams];
}
