import { diagnostic, type Diagnostic, type Origin } from '../diagnostics/index.js';
import {
  dmaParameters,
  matrixCoreParameters,
  memoryTiming,
  sramParameters,
  type DmaParameters,
  type MatrixCoreParameters,
  type SramParameters,
} from '../blocks/models.js';
import { originKey, type Design, type Origins } from '../ir/index.js';
import { clockOf, placement, type PlacedBlock } from './instances.js';
import { memoryPeers, type Peer, type Peers } from './peers.js';

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
}

/** An on-chip memory behind the core's `spill`, and what fills it. */
export interface NearMemory {
  readonly placed: PlacedBlock;
  readonly parameters: SramParameters;
  /** Words a second of one port. */
  readonly frequency: number;
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

/** Equal cores, each with its own memories: what a workload is mapped onto. */
export interface Machine {
  readonly core: PlacedBlock;
  readonly parameters: MatrixCoreParameters;
  readonly cores: number;
  /** Clock of the cores, in Hz. */
  readonly frequency: number;
  readonly near: NearMemory | null;
  readonly mover: Mover | null;
  readonly far: FarMemory | null;
}

/**
 * The machine that a design is: its matrix cores (of several kinds, the ones with most peak), and outward from their
 * `spill` the memories, each with the bandwidth of its ports. Errors E732 (no core) and E733 (a core that reaches no memory).
 */
export function discoverMachine(
  design: Design,
  workload: string,
  origins?: Origins,
): [Machine | undefined, readonly Diagnostic[], readonly string[]] {
  const placed = placement(design);
  const cores = placed.blocks
    .filter(({ block }) => block.name === 'MatrixCore' && block.external === undefined)
    .toSorted((a, b) => peak(b) - peak(a));
  const [core] = cores;
  if (core === undefined)
    return [undefined, [diagnostic('E732', designOrigin(design, origins), { design: design.name, workload })], []];
  const peers = memoryPeers(placed);
  const behind = peers(core, 'spill');
  if (behind === undefined) {
    return [
      undefined,
      [diagnostic('E733', designOrigin(design, origins), { path: core.path, port: `${core.path}.spill` })],
      [],
    ];
  }
  const machine = { ...coreOf(core), ...memoriesBehind(behind, peers, core) };
  return [machine, [], [...idleNotes(cores), ...mixedNotes(machine)]];
}

function idleNotes([core, ...others]: readonly PlacedBlock[]): readonly string[] {
  return others.map(
    ({ path }) => `${path} is left idle: work is split over equal cores only, and ${core?.path ?? ''} has most peak`,
  );
}

/** Elements of an array that are joined to different blocks are taken to be joined as the first of them. */
function mixedNotes({ core, cores, near, mover, far }: Machine): readonly string[] {
  return [near?.placed, mover?.placed, far?.placed ?? undefined].flatMap((placed) =>
    placed === undefined || placed.count === cores
      ? []
      : [
          `${placed.path} serves ${placed.count} of ${cores} ${core.path}: the memories of the others are taken to be like it`,
        ],
  );
}

function coreOf(core: PlacedBlock): Pick<Machine, 'core' | 'parameters' | 'cores' | 'frequency'> {
  return { core, parameters: matrixCoreParameters(core.block), cores: core.count, frequency: clockOf(core) };
}

function peak(placed: PlacedBlock): number {
  const { rows, cols } = matrixCoreParameters(placed.block);
  return rows * cols * placed.count * clockOf(placed);
}

type Memories = Pick<Machine, 'near' | 'mover' | 'far'>;

function memoriesBehind(behind: Peer, peers: Peers, core: PlacedBlock): Memories {
  if (behind.kind === 'outside' || behind.placed.block.name !== 'Sram') {
    return { near: null, mover: null, far: farMemory(behind, spillBandwidth(core), `${core.path}.spill`) };
  }
  const near: NearMemory = {
    placed: behind.placed,
    parameters: sramParameters(behind.placed.block),
    frequency: clockOf(behind.placed),
  };
  const other = behind.port === 'serve' ? 'fill' : 'serve';
  const filler = peers(behind.placed, other);
  const bandwidth = near.parameters.wordBits * near.frequency;
  if (filler === undefined) return { near, mover: null, far: null };
  if (filler.kind === 'outside' || filler.placed.block.name !== 'Dma') {
    return { near, mover: null, far: farMemory(filler, bandwidth, `${behind.placed.path}.${other}`) };
  }
  const mover = moverOf(filler.placed);
  const source = peers(filler.placed, filler.port === 'local' ? 'memory' : 'local');
  if (source === undefined) return { near, mover, far: null };
  return { near, mover, far: farMemory(source, mover.bandwidth, mover.bottleneck) };
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
function farMemory(peer: Peer, asked: number, asker: string): FarMemory {
  if (peer.kind === 'outside') {
    return { path: peer.port, kind: 'port', placed: null, bandwidth: asked, bottleneck: asker, latency: 0 };
  }
  const { placed } = peer;
  const timing = memoryTiming(placed.block);
  if (timing === undefined) {
    const { wordBits } = sramParameters(placed.block);
    const bandwidth = wordBits * clockOf(placed);
    return {
      path: placed.path,
      kind: 'memory',
      placed,
      bandwidth,
      bottleneck: placed.path,
      latency: 1 / clockOf(placed),
    };
  }
  const port = portBandwidth(placed, peer.port);
  const slowPort = port < timing.bandwidth;
  return {
    path: placed.path,
    kind: 'memory',
    placed,
    bandwidth: Math.min(port, timing.bandwidth),
    bottleneck: slowPort ? `${placed.path}.${peer.port}` : placed.path,
    latency: timing.latency,
  };
}

/** Bits a second through a memory's port: a beat each cycle. */
function portBandwidth(placed: PlacedBlock, name: string): number {
  const beat = placed.block.parameters['beat'];
  if (beat?.kind !== 'quantity') throw new Error(`${placed.path}.${name} has no beat`);
  return beat.value * clockOf(placed);
}

function designOrigin(design: Design, origins: Origins | undefined): Origin | undefined {
  return origins?.get(originKey(design.name, 'module', design.name));
}
