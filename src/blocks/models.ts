import { listNames, type Block } from '../ir/index.js';
import type { BlockAssurance, BlockModel } from './cost.js';
import { ddrCost } from './ddr-dram/cost.js';
import { ddrParameters } from './ddr-dram/parameters.js';
import type { DramParameters } from './dram.js';
import { ddrTiming } from './ddr-dram/timing.js';
import { dmaCost } from './dma/cost.js';
import { dmaParameters } from './dma/parameters.js';
import { hbmCost } from './hbm-stack/cost.js';
import { hbmParameters } from './hbm-stack/parameters.js';
import { hbmTiming } from './hbm-stack/timing.js';
import { lpddrCost } from './lpddr-dram/cost.js';
import { lpddrParameters } from './lpddr-dram/parameters.js';
import { lpddrTiming } from './lpddr-dram/timing.js';
import { matrixCoreCost } from './matrix-core/cost.js';
import { matrixCoreParameters } from './matrix-core/parameters.js';
import { matrixCoreUnsupported } from './matrix-core/unsupported.js';
import { peArrayCost } from './pe-array/cost.js';
import { peArrayParameters } from './pe-array/parameters.js';
import { peArrayUnsupported } from './pe-array/unsupported.js';
import { statedModel } from './stated.js';
import { sramCost } from './sram/cost.js';
import { sramParameters, type SramParameters } from './sram/parameters.js';
import { sramUnsupported } from './sram/unsupported.js';
import type { MemoryTiming } from './timing.js';

/** Cost and timing of every block of the standard library: what the estimator may know of `src/blocks`. */
export type { BlockAssurance, BlockCost, BlockModel } from './cost.js';
export { dmaEnergy } from './dma/cost.js';
export { dmaParameters, type DmaParameters } from './dma/parameters.js';
export { dmaCycles, dmaStartCycles } from './dma/timing.js';
export { dramEnergy, type DramParameters } from './dram.js';
export { gemmAccesses, matrixCoreEnergy, type MatrixCoreAccesses, type MatrixCoreEnergy } from './matrix-core/cost.js';
export {
  largestExtent,
  type Gemm,
  type LocalMemory,
  type MatrixCoreCommand,
  type Move,
} from './matrix-core/command.js';
export { commandCycles, listCycles } from './matrix-core/issue.js';
export { beats, packing, wordBits } from './matrix-core/layout.js';
export { matrixCoreParameters, type MatrixCoreParameters } from './matrix-core/parameters.js';
export {
  cycles,
  fits,
  footprint,
  greatestExactK,
  loadCycles,
  misfits,
  moveFits,
  room,
  storeCycles,
  tileWords,
} from './matrix-core/timing.js';
export { sramEnergy } from './sram/cost.js';
export { sramParameters, type SramParameters } from './sram/parameters.js';
export type { MemoryTiming } from './timing.js';

const modelled = (): BlockAssurance => 'modelled';

/** Proved where the block's hardware covers its parameters. */
function provedUnless(unsupported: (block: Block) => readonly string[]): BlockModel['assurance'] {
  return (block) => (unsupported(block).length === 0 ? 'proved' : 'modelled');
}

const models: readonly BlockModel[] = [
  {
    name: 'MatrixCore',
    assurance: provedUnless((block) => matrixCoreUnsupported(matrixCoreParameters(block))),
    cost: (block, technology) => matrixCoreCost(matrixCoreParameters(block), technology),
  },
  {
    name: 'PEArray',
    assurance: provedUnless((block) => peArrayUnsupported(peArrayParameters(block))),
    cost: (block, technology) => peArrayCost(peArrayParameters(block), technology),
  },
  {
    name: 'Sram',
    assurance: provedUnless((block) => sramUnsupported(sramParameters(block))),
    cost: (block, technology) => sramCost(sramParameters(block), technology),
  },
  { name: 'Dma', assurance: modelled, cost: (block, technology) => dmaCost(dmaParameters(block), technology) },
  { name: 'LpddrDram', assurance: modelled, cost: lpddrCost },
  { name: 'DdrDram', assurance: modelled, cost: ddrCost },
  { name: 'HbmStack', assurance: modelled, cost: hbmCost },
];

const byName: ReadonlyMap<string, BlockModel> = new Map(models.map((model) => [model.name, model]));

/** The model of a block: by its declaration's name, or by what is stated of a user's own. */
export function blockModel({ name, external }: Pick<Block, 'name' | 'external'>): BlockModel | undefined {
  return external === undefined ? byName.get(name) : statedModel(name, external);
}

/** `MatrixCore, PEArray, ... and HbmStack` */
export function knownBlocks(): string {
  return listNames(byName.keys());
}

const memories: Readonly<Record<string, (block: Block) => MemoryTiming>> = {
  LpddrDram: lpddrTiming,
  DdrDram: ddrTiming,
  HbmStack: hbmTiming,
};

/** Timing of a memory outside the die; undefined for any other block. */
export function memoryTiming(block: Block): MemoryTiming | undefined {
  return block.external === undefined ? memories[block.name]?.(block) : undefined;
}

/** What the energy of a memory at the end of a way depends on. */
export type MemoryEnergyParameters =
  | { readonly kind: 'dram'; readonly parameters: DramParameters }
  | { readonly kind: 'sram'; readonly parameters: SramParameters };

const drams: Readonly<Record<string, (block: Block) => DramParameters>> = {
  LpddrDram: lpddrParameters,
  DdrDram: ddrParameters,
  HbmStack: hbmParameters,
};

/** The energy model of a memory block, on or off the die; undefined for any other block. */
export function memoryEnergyParameters(block: Block): MemoryEnergyParameters | undefined {
  if (block.external !== undefined) return undefined;
  const dram = drams[block.name];
  if (dram !== undefined) return { kind: 'dram', parameters: dram(block) };
  return block.name === 'Sram' ? { kind: 'sram', parameters: sramParameters(block) } : undefined;
}
