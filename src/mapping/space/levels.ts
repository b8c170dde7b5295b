import {
  dramEnergy,
  memoryEnergyParameters,
  registerFileParameters,
  registerFileWordEnergy,
  sramEnergy,
  sramParameters,
  type BlockModels,
} from '../../blocks/models.js';
import { times, zero, type Ranged, type Technology } from '../../technology/index.js';
import { clockOf, type PlacedBlock } from '../instances.js';
import { isStandard } from '../memories.js';
import { ownPortBandwidth } from '../passage.js';

/** One memory as its block says it: bits, and J for a bit or a word. */
export interface MemoryFigures {
  /** Bits of one instance; null: enough. */
  readonly capacityBits: number | null;
  /** Bits that one access reads or writes; null: a word, whatever its width. */
  readonly accessBits: number | null;
  /** Bits a second that one instance reads, and that it writes; null: enough. */
  readonly bandwidth: number | null;
  /** J for each bit. */
  readonly read: Ranged;
  readonly write: Ranged;
}

/** What a memory behind a port of the design is taken to be: it keeps up, and its energy is not counted. */
export const outsideFigures: MemoryFigures = {
  capacityBits: null,
  accessBits: null,
  bandwidth: null,
  read: zero,
  write: zero,
};

/** Figures of a block that keeps words. */
export function memoryFigures(placed: PlacedBlock, technology: Technology, models: BlockModels): MemoryFigures {
  const { block } = placed;
  if (isStandard(placed, 'RegisterFile')) {
    const parameters = registerFileParameters(block);
    const { words, wordBits, lanes } = parameters;
    const bit = times(registerFileWordEnergy(parameters, technology), 1 / wordBits);
    const bandwidth = lanes * wordBits * clockOf(placed);
    return { capacityBits: words * wordBits, accessBits: wordBits, bandwidth, read: bit, write: bit };
  }
  if (isStandard(placed, 'Sram')) {
    const parameters = sramParameters(block);
    const { capacityBits, wordBits } = parameters;
    const { read, write } = sramEnergy(parameters, technology);
    return { capacityBits, accessBits: wordBits, bandwidth: wordBits * clockOf(placed), read, write };
  }
  const memory = memoryEnergyParameters(block, models.data);
  const [timing] = models.memory(block);
  if (memory?.kind === 'dram') {
    const { capacityBits, beatBits } = memory.parameters;
    const energy = dramEnergy(memory.parameters);
    const bandwidth = Math.min(timing?.bandwidth ?? Infinity, beatBits * clockOf(placed));
    return { capacityBits, accessBits: beatBits, bandwidth, read: energy, write: energy };
  }
  const energy = timing !== null && timing !== undefined && 'energy' in timing ? timing.energy : zero;
  const ports = block.ports.map(({ name }) => ownPortBandwidth(placed, name)).filter((bits) => bits > 0);
  const own = timing?.bandwidth ?? (ports.length === 0 ? null : Math.max(...ports));
  return { capacityBits: null, accessBits: null, bandwidth: own, read: energy, write: energy };
}
