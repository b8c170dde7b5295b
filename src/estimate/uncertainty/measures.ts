import { blockModels, type BlockModels } from '../../blocks/models.js';
import type { Design } from '../../ir/index.js';
import {
  discoverMachine,
  mapAgain,
  mapVector,
  mapVectorResident,
  type MatrixMapping,
  type VectorResidence,
} from '../../mapping/index.js';
import type { TechnologyData } from '../../technology/index.js';
import type { MatrixOperation, VectorOperation } from '../../workload/index.js';
import { energyRates, matrixEnergy, totalEnergy, vectorEnergy, type EnergyRates } from '../energy.js';
import { costDesign, designEstimate, type CostedDesign } from '../hardware.js';
import type { Measures } from './spread.js';
import type { MeasureName } from './types.js';

/** An operation with the mapping that was chosen for it, or one that no unit does. */
export type MappedOperation =
  | { readonly operation: MatrixOperation; readonly mapping: MatrixMapping }
  | { readonly operation: VectorOperation; readonly mapping: null; readonly residence: VectorResidence | null };

/** Area and TDP of a design by the figures of technology. */
export function designMeasures(design: Design, models: BlockModels): Measures {
  return (data) => {
    const costed = costedWith(design, models, data);
    return costed === undefined ? undefined : new Map(hardwareMeasures(design, costed));
  };
}

/** Those of a design and a workload on it. Mappings stay as they were chosen; their time follows the memories' bandwidth and latency. */
export function workloadMeasures(
  design: Design,
  models: BlockModels,
  workload: string,
  operations: readonly MappedOperation[],
): Measures {
  return (data) => {
    const costed = costedWith(design, models, data);
    const [machine] = discoverMachine(design, workload, undefined, blockModels(models.own, data));
    if (costed === undefined || machine === undefined) return undefined;
    const rates = energyRates(machine, costed);
    let [cycles, energy] = [0, 0];
    for (const each of operations) {
      const [time, joule] = again(rates, each);
      cycles += time * each.operation.repeat;
      energy += joule * each.operation.repeat;
    }
    const latency = cycles / machine.frequency;
    return new Map<MeasureName, number>([
      ['latency', latency],
      ['energy', energy],
      ['power', energy / latency],
      ...hardwareMeasures(design, costed),
    ]);
  };
}

/** Cycles and J of one repeat. */
function again(rates: EnergyRates, mapped: MappedOperation): readonly [cycles: number, energy: number] {
  const { machine } = rates;
  if (mapped.mapping === null) {
    const { operation, residence } = mapped;
    const found =
      (residence === null ? undefined : mapVectorResident(machine, operation, residence)) ??
      mapVector(machine, operation);
    return [found.cycles, totalEnergy(vectorEnergy(rates, found)).value];
  }
  const { operation } = mapped;
  const found = mapAgain(machine, operation, mapped.mapping);
  const { batch, m, k, n } = operation;
  return [found.cycles, totalEnergy(matrixEnergy(rates, found, batch * m * k * n)).value];
}

export function costedWith(design: Design, models: BlockModels, data: TechnologyData): CostedDesign | undefined {
  return costDesign(design, undefined, blockModels(models.own, data))[0];
}

/** Area and TDP. */
export function hardwareMeasures(design: Design, costed: CostedDesign): readonly (readonly [MeasureName, number])[] {
  const { area_mm2, tdp_w, die } = designEstimate(design, costed);
  return [['area', area_mm2], ['tdp', tdp_w], ...(die === null ? [] : [['cost', die.cost_usd] as const])];
}
