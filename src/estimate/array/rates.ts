import { dmaEnergy, type BlockModels } from '../../blocks/models.js';
import { arrayMachine, type ArrayMachine, type Hierarchy, type Space } from '../../mapping/index.js';
import type { Ranged } from '../../technology/index.js';
import { sum } from '../../technology/index.js';
import { idlePower, type IdlePower } from '../energy.js';
import { spreadEnergy } from '../floorplan.js';
import { clockAt, moverClock, type CostedDesign } from '../hardware.js';

/** J for each action of an array of one's own, and W for each second of the design around it. */
export interface ArrayRates {
  readonly machine: ArrayMachine;
  /** The hierarchies of the space at each end of the ranges. */
  readonly hierarchies: Readonly<Record<keyof Ranged, readonly Hierarchy[]>>;
  /** A bit through a mover. */
  readonly mover: Ranged;
  /** What the clock tree of a multiply-accumulator takes in a cycle of work. */
  readonly clock: Ranged;
  /** What that of a mover takes for a bit through it, by its path. */
  readonly moverClocks: ReadonlyMap<string, Ranged>;
  /** J of a bit over the wires between two levels, the inner one the multiply-accumulators for them, to so many of those inside. */
  readonly wire: (outer: string, inner: string, each: number) => Ranged;
  /** Leakage, background and clock of each block, W. */
  readonly idle: readonly IdlePower[];
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
    clock: clockAt(costed, space.mac).working,
    moverClocks: new Map(
      costed.blocks
        .filter(({ placed: { block } }) => block.name === 'Dma' && block.external === undefined)
        .map((mover) => [mover.placed.path, moverClock(mover)] as const),
    ),
    wire: (outer, inner, each) => spreadEnergy(costed, outer, inner, each),
    idle: idlePower(costed),
  };
}

/** What the design draws in a cycle, whatever is done in it, pJ. */
export function idleOfCycle({ idle, machine }: ArrayRates): number {
  return (sum(...idle.map(({ power }) => power)).value / machine.frequency) * 1e12;
}
