import { listNames, type Block, type External } from '../ir/index.js';
import { measuredChips, publicTechnology, type Technology, type TechnologyData } from '../technology/index.js';
import type { BlockAssurance, BlockCost, BlockModel } from './cost.js';
import { ddrCost } from './ddr-dram/cost.js';
import { ddrParameters } from './ddr-dram/parameters.js';
import type { DramParameters } from './dram.js';
import { ddrTiming } from './ddr-dram/timing.js';
import { dmaCost } from './dma/cost.js';
import { dmaParameters } from './dma/parameters.js';
import { hbmCost } from './hbm-stack/cost.js';
import { hbmParameters } from './hbm-stack/parameters.js';
import { hbmTiming } from './hbm-stack/timing.js';
import { l2SliceParameters } from './l2-slice/parameters.js';
import { lpddrCost } from './lpddr-dram/cost.js';
import { lpddrParameters } from './lpddr-dram/parameters.js';
import { lpddrTiming } from './lpddr-dram/timing.js';
import { macCost } from './mac/cost.js';
import { macParameters } from './mac/parameters.js';
import { matrixCoreCost } from './matrix-core/cost.js';
import { matrixCoreParameters } from './matrix-core/parameters.js';
import { matrixCoreUnsupported } from './matrix-core/unsupported.js';
import { ownOf, type Answer, type OwnBlock, type OwnMemory } from './own.js';
import { onePortMemoryCost } from './one-port-memory.js';
import { peArrayCost } from './pe-array/cost.js';
import { peArrayParameters } from './pe-array/parameters.js';
import { peArrayUnsupported } from './pe-array/unsupported.js';
import { registerFileCost } from './register-file/cost.js';
import { registerFileParameters } from './register-file/parameters.js';
import { sharedMemoryParameters } from './shared-memory/parameters.js';
import { statedModel } from './stated.js';
import { sramCost } from './sram/cost.js';
import { sramParameters, type SramParameters } from './sram/parameters.js';
import { sramUnsupported } from './sram/unsupported.js';
import { tensorCoreCost } from './tensor-core/cost.js';
import { tensorCoreParameters } from './tensor-core/parameters.js';
import type { MemoryTiming } from './timing.js';
import { vectorUnitCost } from './vector-unit/cost.js';
import { vectorUnitParameters } from './vector-unit/parameters.js';
import { vectorUnitUnsupported } from './vector-unit/unsupported.js';

/** Cost and timing of every block of the standard library: what the estimator may know of `src/blocks`. */
export type { BlockAssurance, BlockCost, BlockModel } from './cost.js';
export {
  defined,
  type Amount,
  type Defined,
  type DefinedCost,
  type DefinedMemory,
  type Definition,
  type HardwareModule,
} from './define.js';
export { dmaEnergy } from './dma/cost.js';
export { dmaParameters, type DmaParameters } from './dma/parameters.js';
export { dmaCycles, dmaStartCycles } from './dma/timing.js';
export { dramEnergy, type DramParameters } from './dram.js';
export { l2SliceParameters, type L2SliceParameters } from './l2-slice/parameters.js';
export { macEnergy } from './mac/cost.js';
export { macParameters, type MacParameters } from './mac/parameters.js';
export { gemmAccesses, matrixCoreEnergy, type MatrixCoreAccesses, type MatrixCoreEnergy } from './matrix-core/cost.js';
export {
  largestExtent,
  scaleWords,
  type Gemm,
  type LocalMemory,
  type MatrixCoreCommand,
  type Move,
} from './matrix-core/command.js';
export { operandsName } from './pe-array/parameters.js';
export {
  commandCycles,
  idleCore,
  issueNext,
  listCycles,
  timedCommand,
  type IssueState,
  type TimedCommand,
} from './matrix-core/issue.js';
export { beats, packing, wordBits } from './matrix-core/layout.js';
export { streamedOf } from './matrix-core/overlap.js';
export { windowMisfits, type Kernel, type Window } from './matrix-core/window.js';
export { matrixCoreParameters, type MatrixCoreParameters } from './matrix-core/parameters.js';
export {
  cycles,
  fits,
  footprint,
  greatestExactK,
  loadCycles,
  misfits,
  moveFits,
  requantisedStoreCycles,
  room,
  scalesBeats,
  scalesCycles,
  stagesOf,
  storeCycles,
  storedOperandBeats,
  tileWords,
} from './matrix-core/timing.js';
export { onePortMemoryEnergy } from './one-port-memory.js';
export { ownOf, type Answer, type Beat, type Beats, type OwnBlock, type OwnMemory, type StreamRun } from './own.js';
export { registerFileWordEnergy } from './register-file/cost.js';
export { registerFileParameters, type RegisterFileParameters } from './register-file/parameters.js';
export { sharedMemoryParameters, type SharedMemoryParameters } from './shared-memory/parameters.js';
export { sramEnergy } from './sram/cost.js';
export { sramParameters, type SramParameters } from './sram/parameters.js';
export { tensorCoreEnergy } from './tensor-core/cost.js';
export { tensorCoreParameters, type TensorCoreParameters } from './tensor-core/parameters.js';
export type { MemoryTiming } from './timing.js';
export { mostBeats, type VectorCommand, type VectorRun } from './vector-unit/command.js';
export { vectorUnitEnergy } from './vector-unit/cost.js';
export { vectorUnitParameters, type VectorUnitParameters } from './vector-unit/parameters.js';
export {
  gelu,
  layerNorm,
  rmsNorm,
  rotary,
  silu,
  softmax,
  type VectorProgram,
  type VectorStep,
} from './vector-unit/sequences.js';
export { vectorCycles } from './vector-unit/timing.js';
export { booleanParameter, caseParameter, dtypeParameter, integerParameter, quantityParameter } from './values.js';

const modelled = (): BlockAssurance => 'modelled';

/** Proved where the block's hardware covers its parameters. */
function provedUnless(unsupported: (block: Block) => readonly string[]): BlockModel['assurance'] {
  return (block) => (unsupported(block).length === 0 ? 'proved' : 'modelled');
}

/** The model of a block of the library: its cost is always known. */
function libraryModel(
  name: string,
  assurance: BlockModel['assurance'],
  cost: (block: Block, technology: Technology) => BlockCost,
): BlockModel {
  return { name, assurance, cost: (block, technology) => [cost(block, technology), []] };
}

const library = (data: TechnologyData): readonly BlockModel[] => [
  libraryModel(
    'MatrixCore',
    provedUnless((block) => matrixCoreUnsupported(matrixCoreParameters(block))),
    (block, technology) => matrixCoreCost(matrixCoreParameters(block), technology),
  ),
  libraryModel(
    'PEArray',
    provedUnless((block) => peArrayUnsupported(peArrayParameters(block))),
    (block, technology) => peArrayCost(peArrayParameters(block), technology),
  ),
  libraryModel(
    'Sram',
    provedUnless((block) => sramUnsupported(sramParameters(block))),
    (block, technology) => sramCost(sramParameters(block), technology),
  ),
  libraryModel(
    'VectorUnit',
    provedUnless((block) => vectorUnitUnsupported(vectorUnitParameters(block))),
    (block, technology) => vectorUnitCost(vectorUnitParameters(block), technology),
  ),
  libraryModel('Mac', modelled, (block, technology) => macCost(macParameters(block), technology)),
  libraryModel('RegisterFile', modelled, (block, technology) =>
    registerFileCost(registerFileParameters(block), technology),
  ),
  libraryModel('TensorCore', modelled, (block, technology) => withConstants(block, technology, data)),
  libraryModel('SharedMemory', modelled, (block, technology) =>
    onePortMemoryCost(sharedMemoryParameters(block), technology),
  ),
  libraryModel('L2Slice', modelled, (block, technology) => onePortMemoryCost(l2SliceParameters(block), technology)),
  libraryModel('Dma', modelled, (block, technology) => dmaCost(dmaParameters(block), technology)),
  libraryModel('LpddrDram', modelled, (block) => lpddrCost(block, data)),
  libraryModel('DdrDram', modelled, (block) => ddrCost(block, data)),
  libraryModel('HbmStack', modelled, (block) => hbmCost(block, data)),
];

/** A tensor core's cost, with the constants of the measured chip that its timing rests on among its figures. */
function withConstants(block: Block, technology: Technology, data: TechnologyData): BlockCost {
  const parameters = tensorCoreParameters(block, measuredChips);
  const chip = parameters.measured === null ? undefined : data.chip(parameters.measured);
  const cost = tensorCoreCost(parameters, technology);
  if (chip === undefined) return cost;
  const { name, launch, multiplierShare, memoryShare } = chip;
  const figures = new Map([
    [`${name}.launch`, launch],
    [`${name}.multiplier_share`, multiplierShare],
    [`${name}.memory_share`, memoryShare],
  ]);
  return { ...cost, figures };
}

const byName: ReadonlyMap<string, BlockModel> = new Map(library(publicTechnology).map((model) => [model.name, model]));

/** Cost and timing of blocks, as whoever estimates is given them: the library's, and those of the user whose code is trusted. */
export interface BlockModels {
  /** The figures that cost and timing rest on. */
  readonly data: TechnologyData;
  /** By the declaration's name; of a user's own by its code, and without that by what is stated of it. */
  readonly model: (block: Pick<Block, 'name' | 'external'>) => BlockModel | undefined;
  /** Whether the block is a memory outside the die. */
  readonly isMemory: (block: Block) => boolean;
  /** Timing of a memory outside the die; null for any other block. */
  readonly memory: (block: Block) => Answer<MemoryTiming | OwnMemory | null>;
  /** The user's own blocks whose code is trusted. */
  readonly own: readonly OwnBlock[];
}

/** The models of the library and of `own` blocks beside it, by the figures of `data`. */
export function blockModels(own: readonly OwnBlock[], data: TechnologyData = publicTechnology): BlockModels {
  const ofLibrary =
    data === publicTechnology ? byName : new Map(library(data).map((model) => [model.name, model] as const));
  return {
    data,
    own,
    model: (block) => {
      if (block.external === undefined) return ofLibrary.get(block.name);
      const known = ownOf(own, block);
      return known === undefined ? statedModel(block.name, block.external) : ownModel(known, block.external);
    },
    isMemory: (block) =>
      block.external === undefined ? memories[block.name] !== undefined : (ownOf(own, block)?.memory ?? null) !== null,
    memory: (block) => {
      if (block.external === undefined) return [memories[block.name]?.(block, data) ?? null, []];
      return ownOf(own, block)?.memory?.(block) ?? [null, []];
    },
  };
}

/** The models of the library alone. */
export const libraryModels: BlockModels = blockModels([]);

/** A block whose code says nothing of its cost has the cost that its declaration states. */
function ownModel(own: OwnBlock, external: External): BlockModel {
  const { component, proved } = own;
  return {
    name: component,
    assurance: (block) => (proved && own.unsupported(block)[0]?.length === 0 ? 'proved' : 'modelled'),
    cost: own.cost ?? statedModel(component, external).cost,
  };
}

/** The model of a block of the library. */
export function libraryBlock(name: string): BlockModel | undefined {
  return byName.get(name);
}

/** `MatrixCore, PEArray, ... and HbmStack` */
export function knownBlocks(): string {
  return listNames(byName.keys());
}

const memories: Readonly<Record<string, (block: Block, data: TechnologyData) => MemoryTiming>> = {
  LpddrDram: lpddrTiming,
  DdrDram: ddrTiming,
  HbmStack: hbmTiming,
};

/** What the energy of a memory at the end of a way depends on. */
export type MemoryEnergyParameters =
  | { readonly kind: 'dram'; readonly parameters: DramParameters }
  | { readonly kind: 'sram'; readonly parameters: SramParameters };

const drams: Readonly<Record<string, (block: Block, data: TechnologyData) => DramParameters>> = {
  LpddrDram: lpddrParameters,
  DdrDram: ddrParameters,
  HbmStack: hbmParameters,
};

/** The energy model of a memory block, on or off the die, by the figures of `data`; undefined for any other block. */
export function memoryEnergyParameters(block: Block, data: TechnologyData): MemoryEnergyParameters | undefined {
  if (block.external !== undefined) return undefined;
  const dram = drams[block.name];
  if (dram !== undefined) return { kind: 'dram', parameters: dram(block, data) };
  return block.name === 'Sram' ? { kind: 'sram', parameters: sramParameters(block) } : undefined;
}
