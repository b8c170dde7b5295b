import {
  dmaParameters,
  matrixCoreParameters,
  sramParameters,
  type BlockModels,
  type DmaParameters,
  type SramParameters,
} from '../blocks/models.js';
import type { Diagnostic } from '../diagnostics/index.js';
import type { Ranged } from '../technology/index.js';
import { clockOf, type PlacedBlock } from './instances.js';
import { ownPortBandwidth, passages, type Passage, type Passed } from './passage.js';
import type { Peer, Peers } from './peers.js';

/** The memory furthest out that a core reaches: external memory, or a port of the design behind which memory is taken to be. */
export interface FarMemory {
  readonly path: string;
  readonly kind: 'memory' | 'port';
  readonly placed: PlacedBlock | null;
  /** Bits a second, sustained: of the memory and of its port, whichever is less. */
  readonly bandwidth: number;
  /** Path of what sets `bandwidth`: the memory, or its port. */
  readonly bottleneck: string;
  /** Seconds to the first data. */
  readonly latency: number;
  /** J for each bit, where the code of a user's own memory says it. */
  readonly ownEnergy?: Ranged;
}

/** What memories are looked up in, and what was wrong with the code that was asked. */
export interface Lookup {
  readonly models: BlockModels;
  readonly problems: Diagnostic[];
}

/** An on-chip memory behind the core's `spill`, and what fills it. */
export interface NearMemory {
  readonly placed: PlacedBlock;
  readonly parameters: SramParameters;
  /** Words a second of one port. */
  readonly frequency: number;
  /** What fills it shares the core's port: a word a cycle, read or written. */
  readonly onePort: boolean;
}

export interface Mover {
  readonly placed: PlacedBlock;
  readonly parameters: DmaParameters;
  readonly frequency: number;
  /** Bits a second. */
  readonly bandwidth: number;
  /** The narrower of its two ports. */
  readonly bottleneck: string;
}

/** What lies behind a core, outward; null where there is none. */
export interface Memories {
  readonly near: NearMemory | null;
  readonly mover: Mover | null;
  readonly far: FarMemory | null;
  /** The user's own blocks on the way: between core and near memory, and beyond. */
  readonly passed: { readonly near: readonly Passed[]; readonly far: readonly Passed[] };
}

/** The way on from the core's `spill` to the block that it was found to lead to. */
export function memoriesBehind({ end, through }: Passage, peers: Peers, core: PlacedBlock, lookup: Lookup): Memories {
  const { models } = lookup;
  const near = nearMemory(end);
  if (near === null || end.kind === 'outside') {
    const far = narrowed(farMemory(end, spillBandwidth(core), `${core.path}.spill`, lookup), through);
    return { near, mover: null, far, passed: { near: [], far: through } };
  }
  const visited = new Set([core.path, end.placed.path]);
  const filler = fillerOf(near, end.port, peers, visited, models);
  const found = { ...near, onePort: filler?.onePort ?? false };
  if (filler === undefined) return { near: found, mover: null, far: null, passed: { near: through, far: [] } };
  const { way, from } = filler;
  const passed = { near: through, far: way.through };
  if (way.end.kind === 'outside' || !isStandard(way.end.placed, 'Dma')) {
    const bandwidth = near.parameters.wordBits * near.frequency;
    return {
      near: found,
      mover: null,
      far: narrowed(farMemory(way.end, bandwidth, from, lookup), way.through),
      passed,
    };
  }
  const mover = moverOf(way.end.placed);
  const outward = way.end.port === 'local' ? 'memory' : 'local';
  const source = preferred(
    passages(mover.placed, outward, peers, new Set([...visited, mover.placed.path])),
    [],
    models,
  );
  if (source === undefined) return { near: found, mover, far: null, passed };
  const far = narrowed(farMemory(source.end, mover.bandwidth, mover.bottleneck, lookup), source.through);
  return { near: found, mover, far, passed: { near: through, far: [...way.through, ...source.through] } };
}

/** What fills the near memory: through its other port, or, where that is left out, through the core's own. */
function fillerOf(
  near: NearMemory,
  port: string,
  peers: Peers,
  visited: ReadonlySet<string>,
  models: BlockModels,
): { readonly way: Passage; readonly onePort: boolean; readonly from: string } | undefined {
  const behind = (from: string): Passage | undefined =>
    preferred(
      passages(near.placed, from, peers, visited).filter(({ end }) => !isCore(end)),
      ['Dma'],
      models,
    );
  const other = port === 'serve' ? 'fill' : 'serve';
  const beside = behind(other);
  if (beside !== undefined) return { way: beside, onePort: false, from: `${near.placed.path}.${other}` };
  const shared = behind(port);
  return shared === undefined ? undefined : { way: shared, onePort: true, from: `${near.placed.path}.${port}` };
}

/** The way to a block of the library that is looked for, else to an external memory, else the first. */
export function preferred(
  ways: readonly Passage[],
  names: readonly string[],
  models: BlockModels,
): Passage | undefined {
  const ends = (test: (placed: PlacedBlock) => boolean): Passage | undefined =>
    ways.find(({ end }) => end.kind === 'block' && test(end.placed));
  return (
    ends((placed) => names.some((name) => isStandard(placed, name))) ??
    ends(({ block }) => models.isMemory(block)) ??
    ways[0]
  );
}

/** Is this the block of the library, and not one of the user's own with its name? */
export function isStandard({ block }: PlacedBlock, name: string): boolean {
  return block.name === name && block.external === undefined;
}

function isCore(peer: Peer): boolean {
  return peer.kind === 'block' && isStandard(peer.placed, 'MatrixCore');
}

function nearMemory(peer: Peer): NearMemory | null {
  if (peer.kind === 'outside' || !isStandard(peer.placed, 'Sram')) return null;
  const { placed } = peer;
  return { placed, parameters: sramParameters(placed.block), frequency: clockOf(placed), onePort: false };
}

/** A far memory behind the user's own blocks is no faster than the narrowest port on the way. */
function narrowed(far: FarMemory, through: readonly Passed[]): FarMemory {
  return through.reduce(
    (slowest, { bandwidth, bottleneck }) =>
      bandwidth < slowest.bandwidth ? { ...slowest, bandwidth, bottleneck } : slowest,
    far,
  );
}

function spillBandwidth(core: PlacedBlock): number {
  return matrixCoreParameters(core.block).spillBits * clockOf(core);
}

function moverOf(placed: PlacedBlock): Mover {
  const parameters = dmaParameters(placed.block);
  const { widthBits, beatBits } = parameters;
  return {
    placed,
    parameters,
    frequency: clockOf(placed),
    bandwidth: Math.min(widthBits, beatBits) * clockOf(placed),
    bottleneck: `${placed.path}.${widthBits < beatBits ? 'local' : 'memory'}`,
  };
}

/** A memory at the end of the way, or the port of the design behind which one is taken to keep up with what asks it. */
export function farMemory(peer: Peer, asked: number, asker: string, { models, problems }: Lookup): FarMemory {
  if (peer.kind === 'outside') {
    return { path: peer.port, kind: 'port', placed: null, bandwidth: asked, bottleneck: asker, latency: 0 };
  }
  const { placed } = peer;
  const [timing, found] = models.memory(placed.block);
  problems.push(...found);
  if (timing === null || timing === undefined) return onChipMemory(placed, peer.port);
  const isOwn = 'energy' in timing;
  const port = isOwn ? ownPortBandwidth(placed, peer.port) : portBandwidth(placed, peer.port);
  const slowPort = port < timing.bandwidth;
  return {
    path: placed.path,
    kind: 'memory',
    placed,
    bandwidth: Math.min(port, timing.bandwidth),
    bottleneck: slowPort ? `${placed.path}.${peer.port}` : placed.path,
    latency: timing.latency,
    ...(isOwn ? { ownEnergy: timing.energy } : {}),
  };
}

/** An SRAM, or a block of the user's own that holds data, as nothing lies behind it: a word a cycle, the next cycle. */
function onChipMemory(placed: PlacedBlock, port: string): FarMemory {
  const frequency = clockOf(placed);
  const bandwidth = isStandard(placed, 'Sram')
    ? sramParameters(placed.block).wordBits * frequency
    : ownPortBandwidth(placed, port);
  return { path: placed.path, kind: 'memory', placed, bandwidth, bottleneck: placed.path, latency: 1 / frequency };
}

/** Bits a second through a memory's port: a beat each cycle. */
function portBandwidth(placed: PlacedBlock, name: string): number {
  const beat = placed.block.parameters['beat'];
  if (beat?.kind !== 'quantity') throw new Error(`${placed.path}.${name} has no beat`);
  return beat.value * clockOf(placed);
}
