import { dmaEnergy, type BlockModels } from '../../blocks/models.js';
import { arrayMachine, type ArrayMachine, type Hierarchy, type Space } from '../../mapping/index.js';
import type { Ranged } from '../../technology/index.js';
import { sum } from '../../technology/index.js';
import type { CostedDesign } from '../hardware.js';

/** J for each action of an array of one's own, and W for each second of the design around it. */
export interface ArrayRates {
  readonly machine: ArrayMachine;
  /** The hierarchies of the space at each end of the ranges. */
  readonly hierarchies: Readonly<Record<keyof Ranged, readonly Hierarchy[]>>;
  /** A bit through a mover. */
  readonly mover: Ranged;
  /** Leakage and background of each block, W. */
  readonly idle: readonly { readonly path: string; readonly part: string; readonly power: Ranged }[];
}

export function arrayRates(space: Space, costed: CostedDesign, models: BlockModels): ArrayRates {
  return {
    machine: arrayMachine(space, models),
    hierarchies: {
      value: space.at('value', models),
      least: space.at('least', models),
      greatest: space.at('greatest', models),
    },
    mover: dmaEnergy(costed.technology),
    idle: costed.blocks.flatMap(({ placed, leakage, background }) => [
      { path: placed.path, part: 'leakage', power: leakage },
      ...(background.value > 0 ? [{ path: placed.path, part: 'background', power: background }] : []),
    ]),
  };
}

/** What the design draws in a cycle, whatever is done in it, pJ. */
export function idleOfCycle({ idle, machine }: ArrayRates): number {
  return (sum(...idle.map(({ power }) => power)).value / machine.frequency) * 1e12;
}
