import { diagnostic, type Diagnostic, type Origin } from '../diagnostics/index.js';
import { libraryModels, matrixCoreParameters, type BlockModels, type MatrixCoreParameters } from '../blocks/models.js';
import { originKey, type Design, type Origins } from '../ir/index.js';
import { clockOf, placement, type PlacedBlock } from './instances.js';
import { isStandard, memoriesBehind, preferred, type Memories } from './memories.js';
import { passages } from './passage.js';
import { memoryPeers } from './peers.js';
import { vectorEngine, type VectorEngine } from './vector-engine.js';

/** Equal cores, each with its own memories: what a workload is mapped onto. */
export interface Machine extends Memories {
  readonly core: PlacedBlock;
  readonly parameters: MatrixCoreParameters;
  readonly cores: number;
  /** Clock of the cores, in Hz. */
  readonly frequency: number;
  /** What operations on elements run on; null where the design has no vector unit. */
  readonly vector: VectorEngine | null;
}

/**
 * The machine that a design is: its matrix cores (of several kinds, the ones with most peak), and outward from their
 * `spill` the memories, each with the bandwidth of its ports. Errors E732 (no core), E738 (an array of one's own, which takes no commands) and E733 (a core that reaches no memory).
 */
export function discoverMachine(
  design: Design,
  workload: string,
  origins?: Origins,
  models: BlockModels = libraryModels,
): [Machine | undefined, readonly Diagnostic[], readonly string[]] {
  const placed = placement(design);
  const cores = placed.blocks.filter((block) => isStandard(block, 'MatrixCore')).toSorted((a, b) => peak(b) - peak(a));
  const [core] = cores;
  if (core === undefined) return [undefined, [withoutCore(design, workload, placed.blocks, origins)], []];
  const peers = memoryPeers(placed);
  const ways = passages(core, 'spill', peers, new Set([core.path]));
  const way = preferred(ways, ['Sram'], models);
  if (way === undefined) {
    return [
      undefined,
      [diagnostic('E733', designOrigin(design, origins), { path: core.path, port: `${core.path}.spill` })],
      [],
    ];
  }
  const problems: Diagnostic[] = [];
  const vector = vectorEngine(placed.blocks);
  const machine = { ...coreOf(core), vector, ...memoriesBehind(way, peers, core, { models, problems }) };
  if (problems.length > 0) return [undefined, problems, []];
  return [machine, [], [...idleNotes(cores), ...mixedNotes(machine), ...passedNotes(machine)]];
}

/** The error that says where the work of a design's own blocks stays: nobody here knows what they compute. */
function withoutCore(
  design: Design,
  workload: string,
  blocks: readonly PlacedBlock[],
  origins: Origins | undefined,
): Diagnostic {
  const origin = designOrigin(design, origins);
  const mac = blocks.find((placed) => isStandard(placed, 'Mac'));
  if (mac !== undefined) {
    const help = `"accel estimate" maps loops onto it, and "accel ir --stage loops" shows them`;
    return diagnostic('E738', origin, { mac: mac.path, workload }, { help });
  }
  const tensor = blocks.find((placed) => isStandard(placed, 'TensorCore'));
  if (tensor !== undefined) {
    const help = `${tensor.path} works without a list of commands; "accel estimate --explain" shows the tiles that multiprocessors share`;
    return diagnostic('E732', origin, { design: design.name, workload }, { help });
  }
  const own = [...new Set(blocks.filter(({ block }) => block.external !== undefined).map(({ block }) => block.name))];
  const help = `of blocks of your own, such as ${own[0] ?? ''}, only area, power and ports are known, not what they compute; without --workload the design itself is estimated`;
  return diagnostic('E732', origin, { design: design.name, workload }, own.length === 0 ? {} : { help });
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

function passedNotes({ passed }: Machine): readonly string[] {
  const paths = [...new Set([...passed.near, ...passed.far].map(({ placed }) => placed.path))];
  return paths.length === 0
    ? []
    : [`words pass ${paths.join(' and ')}: a beat a cycle, and nobody else is taken to ask at the same time`];
}

function coreOf(core: PlacedBlock): Pick<Machine, 'core' | 'parameters' | 'cores' | 'frequency'> {
  return { core, parameters: matrixCoreParameters(core.block), cores: core.count, frequency: clockOf(core) };
}

function peak(placed: PlacedBlock): number {
  const { rows, cols, dot } = matrixCoreParameters(placed.block);
  return rows * cols * dot * placed.count * clockOf(placed);
}

function designOrigin(design: Design, origins: Origins | undefined): Origin | undefined {
  return origins?.get(originKey(design.name, 'module', design.name));
}
