import { blockModels, type BlockModels } from '../../blocks/models.js';
import type { Design } from '../../ir/index.js';
import { spaceOf, timeOf, type Space } from '../../mapping/index.js';
import type { MatrixOperation, VectorOperation } from '../../workload/index.js';
import { totalEnergy } from '../energy.js';
import { costDesign } from '../hardware.js';
import { hardwareMeasures, type MeasureName, type Measures } from '../uncertainty/index.js';
import { endsOf, loopsEnergy, type Looped } from './energy.js';
import { arrayRates, type ArrayRates } from './rates.js';
import { moved, movedEnergy } from './vector.js';

/** An operation with its loops, or one that no unit does. */
export type LoopedOperation =
  | { readonly operation: MatrixOperation; readonly looped: Looped }
  | { readonly operation: VectorOperation; readonly looped: null };

/** Latency, energy, power, area and TDP by the figures of technology, loops as they were chosen; their time follows the memories' bandwidth and latency. */
export function loopsMeasures(
  design: Design,
  models: BlockModels,
  { passings }: Space,
  operations: readonly LoopedOperation[],
): Measures {
  const different = new Map<Looped | VectorOperation, LoopedOperation & { repeats: number }>();
  for (const each of operations) {
    const key = each.looped ?? each.operation;
    const before = different.get(key)?.repeats ?? 0;
    different.set(key, { ...each, repeats: before + each.operation.repeat });
  }
  return (data) => {
    const by = blockModels(models.own, data);
    const [costed] = costDesign(design, undefined, by);
    const [space] = spaceOf(design, { models: by });
    if (costed === undefined || space === undefined) return undefined;
    const rates = arrayRates(space, costed, by);
    let [cycles, energy] = [0, 0];
    for (const each of different.values()) {
      const [time, joule] = again(rates, each, passings);
      cycles += time * each.repeats;
      energy += joule * each.repeats;
    }
    const latency = cycles / rates.machine.frequency;
    return new Map<MeasureName, number>([
      ['latency', latency],
      ['energy', energy],
      ['power', energy / latency],
      ...hardwareMeasures(design, costed),
    ]);
  };
}

/** Cycles and J of one repeat. */
function again(
  rates: ArrayRates,
  { operation, looped }: LoopedOperation,
  passings: Space['passings'],
): readonly [cycles: number, energy: number] {
  const { machine } = rates;
  if (looped === null) {
    const found = moved(rates, operation);
    return [found.cycles, totalEnergy(movedEnergy(rates, found)).value];
  }
  const ends = endsOf(rates, looped);
  const hierarchy = rates.hierarchies.value[looped.choice] ?? looped.hierarchy;
  const time = timeOf(machine, hierarchy, passings[looped.choice] ?? [], ends.value);
  return [time.cycles, totalEnergy(loopsEnergy(rates, looped, ends, time, time.cycles / machine.frequency)).value];
}
