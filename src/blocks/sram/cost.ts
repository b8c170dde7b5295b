import {
  sramArea,
  sramReadEnergy,
  sramWriteEnergy,
  sum,
  times,
  zero,
  type Ranged,
  type Technology,
} from '../../technology/index.js';
import type { BlockCost } from '../cost.js';
import type { SramParameters } from './parameters.js';

/** Energy of reading and writing one bit, in J, from the capacity (see `technology`). */
export function sramEnergy(
  parameters: SramParameters,
  technology: Technology,
): { readonly read: Ranged; readonly write: Ranged } {
  return {
    read: sramReadEnergy(technology, parameters.capacityBits),
    write: sramWriteEnergy(technology, parameters.capacityBits),
  };
}

/** Area by macro density, with the two-port factor for one read and one write port; peak: a word each cycle through each port. */
export function sramCost(parameters: SramParameters, technology: Technology): BlockCost {
  const twoPorts = parameters.ports === 'one_r_one_w';
  const { read, write } = sramEnergy(parameters, technology);
  const perCycle = twoPorts ? sum(read, write) : write;
  return {
    parts: [{ name: 'cells', area: sramArea(technology, parameters.capacityBits, twoPorts) }],
    background: zero,
    peakPower: (frequency) => times(perCycle, parameters.wordBits * frequency),
    figures: new Map(),
  };
}
