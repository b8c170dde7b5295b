import type { Block } from '../ir/index.js';
import {
  ranged,
  times,
  type Figure,
  type MemoryGeneration,
  type Ranged,
  type TechnologyData,
} from '../technology/index.js';
import type { BlockCost } from './cost.js';
import { caseParameter, integerParameter, quantityParameter } from './values.js';

/** What the models of all external memories share: pins of a generation at a rate. */
export interface DramParameters {
  readonly generation: MemoryGeneration;
  readonly capacityBits: number;
  readonly pins: number;
  /** Bits a second and pin. */
  readonly rate: number;
  /** Bits of one beat of `data`. */
  readonly beatBits: number;
}

/** The typed view of an external memory's block, its generation one of `generations`, with the figures of `data`. */
export function dramParameters(block: Block, data: TechnologyData, generations: readonly string[]): DramParameters {
  const name = caseParameter(block, 'generation', generations);
  const generation = data.memory(name);
  if (generation === undefined) throw new Error(`no figures for the memory generation ${name}`);
  return {
    generation,
    capacityBits: quantityParameter(block, 'capacity'),
    pins: integerParameter(block, 'pins'),
    rate: quantityParameter(block, 'rate'),
    beatBits: quantityParameter(block, 'beat'),
  };
}

/**
 * Bits a second that the memory sustains on long transfers: pins x rate, less the share of time that refresh takes. Row
 * misses and turnaround between reads and writes are not in it.
 */
export function dramBandwidth(parameters: DramParameters): number {
  return parameters.pins * parameters.rate * (1 - parameters.generation.refresh.value);
}

/** Seconds from a request to its first data. */
export function dramLatency(parameters: DramParameters): number {
  return parameters.generation.latency.value * 1e-9;
}

/** J for each bit read or written. */
export function dramEnergy(parameters: DramParameters): Ranged {
  return ranged(parameters.generation.energy, 1e-12);
}

/** PHY and controller on the die by pins; standby and refresh as background; the memory's own dies are not on this die. */
export function dramCost(parameters: DramParameters): BlockCost {
  const { generation, pins, rate } = parameters;
  return {
    parts: [{ name: 'PHY and controller', area: times(ranged(generation.phyArea), pins) }],
    background: times(ranged(generation.background), pins),
    peakPower: () => times(dramEnergy(parameters), pins * rate),
    figures: generationFigures(generation),
  };
}

function generationFigures(generation: MemoryGeneration): ReadonlyMap<string, Figure> {
  const { name, energy, background, latency, refresh, phyArea } = generation;
  return new Map([
    [`${name}.energy`, energy],
    [`${name}.background`, background],
    [`${name}.latency`, latency],
    [`${name}.refresh`, refresh],
    [`${name}.phy_area`, phyArea],
  ]);
}
