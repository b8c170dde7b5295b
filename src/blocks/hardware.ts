import type { Block } from '../ir/index.js';
import type { Module } from '../rtl/index.js';
import { commandBits, commandFields } from './matrix-core/command.js';
import { matrixCoreParameters } from './matrix-core/parameters.js';
import { matrixCore } from './matrix-core/rtl.js';
import { matrixCoreUnsupported } from './matrix-core/unsupported.js';
import type { Answer, OwnBlock } from './own.js';
import { peArrayParameters } from './pe-array/parameters.js';
import { peArray } from './pe-array/rtl.js';
import { peArrayUnsupported } from './pe-array/unsupported.js';
import { sramParameters } from './sram/parameters.js';
import { sram } from './sram/rtl.js';
import { sramUnsupported } from './sram/unsupported.js';
import { vectorCommandBits, vectorFields } from './vector-unit/command.js';
import { vectorUnitParameters } from './vector-unit/parameters.js';
import { vectorUnit } from './vector-unit/rtl.js';
import { vectorUnitUnsupported } from './vector-unit/unsupported.js';

/** Golden model and hardware of every block that has hardware: loaded only where hardware is asked for. */
export * from './matrix-core/command.js';
export { noCounts, type Counters, type Ran } from './matrix-core/counters.js';
export { decodeCommand, encodeCommand } from './matrix-core/command-word.js';
export { pixelOf, windowMisfits, type Kernel, type Window } from './matrix-core/window.js';
export { exchangedGemm, weightView } from './matrix-core/exchange.js';
export {
  convolutionIndex,
  execute,
  kernelPositions,
  operandIndex,
  type KernelPosition,
  type OperandIndex,
} from './matrix-core/golden.js';
export {
  commandCycles,
  issueCommands,
  listCycles,
  mayRunBeside,
  type IssuedCommand,
  type OfferedCommand,
} from './matrix-core/issue.js';
export { beats, elementPlaces, packing, type Packing } from './matrix-core/layout.js';
export {
  elementReader,
  entryReader,
  forEachElement,
  initialState,
  writeBits,
  type Elements,
  type MatrixCoreState,
} from './matrix-core/memory.js';
export { matrixCoreParameters, type MatrixCoreParameters } from './matrix-core/parameters.js';
export { matrixCore } from './matrix-core/rtl.js';
export {
  countersBeats,
  cycles,
  cyclesUnder,
  emittedBeats,
  fits,
  footprint,
  greatestExactK,
  loadCycles,
  misfits,
  moveFits,
  storeCycles,
  storedOperandBeats,
  tilesOf,
  type Footprint,
  type Tiles,
} from './matrix-core/timing.js';

export { multiplyAddOf, sums as peArraySums } from './pe-array/golden.js';
export { entryBits, groupWidth, type Group } from './pe-array/group.js';
export { groupsOf, peArrayParameters, type ArrayOperands, type PEArrayParameters } from './pe-array/parameters.js';
export { cycles as peArrayCycles, cyclesUnder as peArrayCyclesUnder } from './pe-array/timing.js';
export { cycle as sramCycle, type SramCycle, type SramRequest } from './sram/golden.js';
export { sramParameters, type SramParameters } from './sram/parameters.js';
export { cycles as sramCycles, readLatency as sramReadLatency, type SramLoad } from './sram/timing.js';

export * from './vector-unit/command.js';
export {
  executeVector,
  vectorReset,
  type VectorBeat,
  type VectorOutcome,
  type VectorState,
} from './vector-unit/golden.js';
export { executeProgram, type VectorRows } from './vector-unit/golden-program.js';
export {
  gelu,
  layerNorm,
  programCycles,
  rmsNorm,
  rotary,
  silu,
  softmax,
  type VectorProgram,
  type VectorStep,
} from './vector-unit/sequences.js';
export { vectorFunctions, type VectorFunction } from './vector-unit/functions.js';
export { vectorUnitParameters, type VectorUnitParameters } from './vector-unit/parameters.js';
export { vectorCycles, vectorInterval, vectorLatency, vectorSpans, type VectorSpan } from './vector-unit/timing.js';

export { ownOf, type Answer, type Beat, type Beats, type OwnBlock, type StreamRun } from './own.js';

/** A user's own block whose code is trusted, with its hardware. */
export interface OwnHardware extends OwnBlock {
  /** Its hardware, for parameters that it covers, as `BlockHardware.module`. */
  readonly module: (block: Block, name: string) => Answer<Module>;
}

/** A field of a command word. */
export interface CommandWordField {
  readonly name: string;
  /** Its lowest bit. */
  readonly low: number;
  readonly width: number;
  readonly meaning: string;
}

/** A block with hardware. */
export interface BlockHardware {
  /** Its declaration's name. */
  readonly name: string;
  /** Why its hardware does not cover these parameters; empty where it does. */
  readonly unsupported: (block: Block) => readonly string[];
  /** Its hardware, for parameters that it covers; `name` is the module's name and begins those of the modules within. */
  readonly module: (block: Block, name: string) => Module;
  /** What the words of its `commands` port are; null for a block without one. */
  readonly commands: { readonly bits: number; readonly fields: readonly CommandWordField[] } | null;
}

const blocks: readonly BlockHardware[] = [
  {
    name: 'MatrixCore',
    unsupported: (block) => matrixCoreUnsupported(matrixCoreParameters(block)),
    module: (block, name) => matrixCore(name, matrixCoreParameters(block)),
    commands: { bits: commandBits, fields: Object.values(commandFields) },
  },
  {
    name: 'PEArray',
    unsupported: (block) => peArrayUnsupported(peArrayParameters(block)),
    module: (block, name) => peArray(name, peArrayParameters(block)),
    commands: null,
  },
  {
    name: 'Sram',
    unsupported: (block) => sramUnsupported(sramParameters(block)),
    module: (block, name) => sram(name, sramParameters(block)),
    commands: null,
  },
  {
    name: 'VectorUnit',
    unsupported: (block) => vectorUnitUnsupported(vectorUnitParameters(block)),
    module: (block, name) => vectorUnit(name, vectorUnitParameters(block)),
    commands: { bits: vectorCommandBits, fields: Object.values(vectorFields) },
  },
];

/** The blocks with hardware, by their declarations' names. */
export const blockHardware: ReadonlyMap<string, BlockHardware> = new Map(blocks.map((block) => [block.name, block]));
