import { sramArea, sramReadEnergy, sramWriteEnergy, times, zero, type Technology } from '../technology/index.js';
import type { BlockCost } from './cost.js';

/** Cells by macro density, of one port; peak: a word written in each cycle, which takes more than one read. Tags and what decides on hits are not in it. */
export function onePortMemoryCost(
  { capacityBits, wordBits }: { readonly capacityBits: number; readonly wordBits: number },
  technology: Technology,
): BlockCost {
  const write = sramWriteEnergy(technology, capacityBits);
  return {
    parts: [{ name: 'cells', area: sramArea(technology, capacityBits, false) }],
    background: zero,
    peakPower: (frequency) => times(write, wordBits * frequency),
    figures: new Map(),
  };
}

/** J of reading and of writing a bit, by the capacity. */
export function onePortMemoryEnergy(
  capacityBits: number,
  technology: Technology,
): { readonly read: ReturnType<typeof sramReadEnergy>; readonly write: ReturnType<typeof sramWriteEnergy> } {
  return { read: sramReadEnergy(technology, capacityBits), write: sramWriteEnergy(technology, capacityBits) };
}
