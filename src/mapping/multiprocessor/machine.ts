import {
  l2SliceParameters,
  libraryModels,
  memoryEnergyParameters,
  sharedMemoryParameters,
  tensorCoreParameters,
  type BlockModels,
  type L2SliceParameters,
  type SharedMemoryParameters,
  type TensorCoreParameters,
} from '../../blocks/models.js';
import { diagnostic, type Diagnostic } from '../../diagnostics/index.js';
import { dtypeNamed, originKey, type Design, type Origins } from '../../ir/index.js';
import { measuredChips, type MeasuredChip } from '../../technology/index.js';
import { clockOf, placement, type PlacedBlock } from '../instances.js';
import { farMemory, isStandard, preferred, type FarMemory } from '../memories.js';
import { passages, type Passage, type Passed } from '../passage.js';
import { memoryPeers, type Peers } from '../peers.js';

/** Equal multiprocessors before a cache and external memory: what tiles of a product's result are shared among. */
export interface Multiprocessors {
  readonly core: PlacedBlock;
  readonly parameters: TensorCoreParameters;
  /** Tensor cores of one multiprocessor. */
  readonly coresEach: number;
  readonly shared: PlacedBlock;
  readonly memory: SharedMemoryParameters;
  readonly multiprocessors: number;
  /** Their clock, which cycles are those of, in Hz. */
  readonly frequency: number;
  /** Bits a second that one multiprocessor is given from outside. */
  readonly fill: number;
  /** Slices of cache that all share, `bandwidth` in bits a second of all together; null where there are none. */
  readonly cache: {
    readonly placed: PlacedBlock;
    readonly parameters: L2SliceParameters;
    readonly bandwidth: number;
  } | null;
  /** The external memory; `bandwidth` is that of all of its blocks together. */
  readonly far: FarMemory;
  /** Constants of a measured chip; null for none. */
  readonly measured: MeasuredChip | null;
  /** Bits of a number of each operand, and of a sum. */
  readonly bits: { readonly left: number; readonly right: number; readonly sum: number };
  /** The user's own blocks on the way outward. */
  readonly passed: readonly Passed[];
}

interface Surroundings {
  readonly peers: Peers;
  readonly models: BlockModels;
  /** What was wrong with the code of the user's own memory. */
  readonly problems: Diagnostic[];
  readonly measured: MeasuredChip | null;
}

/**
 * The multiprocessors of a design of `TensorCore`s: outward from their `shared` to the `SharedMemory`, the `L2Slice`s and the memory outside. Undefined
 * without problems where the design has no `TensorCore`, or a `MatrixCore`, which then does the work; error E733 where one leads to no memory.
 */
export function discoverMultiprocessors(
  design: Design,
  origins?: Origins,
  models: BlockModels = libraryModels,
): readonly [Multiprocessors | undefined, readonly Diagnostic[]] {
  const placed = placement(design);
  const core = placed.blocks
    .filter((block) => isStandard(block, 'TensorCore'))
    .toSorted((a, b) => peak(b) - peak(a))[0];
  if (core === undefined || placed.blocks.some((block) => isStandard(block, 'MatrixCore'))) return [undefined, []];
  const lost = (path: string, port: string): readonly [undefined, readonly Diagnostic[]] => [
    undefined,
    [
      diagnostic('E733', origins?.get(originKey(design.name, 'module', design.name)), {
        path,
        port: `${path}.${port}`,
      }),
    ],
  ];
  const parameters = tensorCoreParameters(core.block, measuredChips);
  const measured = parameters.measured === null ? null : (models.data.chip(parameters.measured) ?? null);
  const around: Surroundings = { peers: memoryPeers(placed), models, problems: [], measured };
  const shared = wayTo(core, 'shared', 'SharedMemory', around)?.end;
  if (shared?.kind !== 'block' || !isStandard(shared.placed, 'SharedMemory')) return lost(core.path, 'shared');
  const out = wayTo(shared.placed, 'fill', 'L2Slice', around);
  if (out === undefined) return lost(shared.placed.path, 'fill');
  const outward = behind(shared.placed, out, around);
  if (outward === undefined) return lost(out.end.kind === 'block' ? out.end.placed.path : '', 'fill');
  const machine: Multiprocessors = {
    core,
    parameters,
    coresEach: core.count / shared.placed.count,
    shared: shared.placed,
    memory: sharedMemoryParameters(shared.placed.block),
    multiprocessors: shared.placed.count,
    frequency: clockOf(core),
    measured,
    bits: {
      left: dtypeNamed(parameters.activation).width,
      right: dtypeNamed(parameters.weight).width,
      sum: dtypeNamed(parameters.accumulator).width,
    },
    ...outward,
  };
  return around.problems.length > 0 ? [undefined, around.problems] : [machine, []];
}

/** What lies behind a shared memory whose `fill` leads `out`: a cache or none, and the memory furthest out. */
function behind(
  shared: PlacedBlock,
  out: Passage,
  around: Surroundings,
): Pick<Multiprocessors, 'fill' | 'cache' | 'far' | 'passed'> | undefined {
  const line = sharedMemoryParameters(shared.block).lineBits * clockOf(shared);
  const fill = Math.min(line, ...out.through.map(({ entry }) => entry));
  const { end } = out;
  if (end.kind !== 'block' || !isStandard(end.placed, 'L2Slice')) {
    const far = allOf(out, fill * shared.count, `${shared.path}.fill`, around);
    return { fill, cache: null, far, passed: out.through };
  }
  const slice = end.placed;
  const source = wayTo(slice, 'fill', '', around);
  if (source === undefined) return undefined;
  const parameters = l2SliceParameters(slice.block);
  const words = parameters.wordBits * clockOf(slice) * slice.count;
  const bandwidth = together(words, out);
  return {
    fill,
    cache: { placed: slice, parameters, bandwidth },
    far: allOf(source, words, `${slice.path}.fill`, around),
    passed: [...out.through, ...source.through],
  };
}

function wayTo(from: PlacedBlock, port: string, name: string, { peers, models }: Surroundings): Passage | undefined {
  return preferred(passages(from, port, peers, new Set([from.path])), [name], models);
}

/** The memory at the end of a way, all of its blocks together: no faster than the share of its pins' rate that was measured of such a chip. */
function allOf(way: Passage, asked: number, asker: string, { models, problems, measured }: Surroundings): FarMemory {
  const far = farMemory(way.end, asked, asker, { models, problems });
  if (far.placed === null) return { ...far, bandwidth: together(far.bandwidth, way) };
  const dram = memoryEnergyParameters(far.placed.block, models.data);
  const most =
    measured === null || dram?.kind !== 'dram'
      ? Infinity
      : dram.parameters.pins * dram.parameters.rate * measured.memoryShare.value;
  return { ...far, bandwidth: together(Math.min(far.bandwidth, most) * far.placed.count, way) };
}

/** No more than the user's own blocks on the way carry, all of their ports together. */
const together = (bandwidth: number, { through }: Passage): number =>
  Math.min(bandwidth, ...through.map((each) => each.together));

function peak(placed: PlacedBlock): number {
  const { m, n, k } = tensorCoreParameters(placed.block, measuredChips);
  return m * n * k * placed.count * clockOf(placed);
}
