import type { Mapping } from '../ir/index.js';
import {
  conflicting,
  corePins,
  finish,
  knownTilings,
  fuse,
  mapMatrix,
  mapMatrixSteps,
  type Chosen,
  type CorePin,
  type Cost,
  type Group,
  type KnownTilings,
  type Machine,
  type MatrixMapping,
  type Planned,
  type Score,
  type Steps,
} from '../mapping/index.js';
import { type MatrixOperation, type Operation } from '../workload/index.js';
import { sharedCache, type MappingCache } from './cache.js';
import { idleEnergy, matrixEnergy, totalEnergy, vectorEnergy, type EnergyRates } from './energy.js';
import type { Plan } from './rows.js';
import type { Objective } from './types.js';

/** Finds the best mappings of operations, equal shapes once. */
export interface Mapper {
  /** `choose` in steps. */
  readonly prepare: (operation: MatrixOperation) => Steps<Chosen | undefined>;
  readonly choose: (operation: MatrixOperation) => Chosen | undefined;
  /** Of an operation without a mapping: the fewest of what mapping blocks pin of it that cannot be met together. */
  readonly unmet: (operation: MatrixOperation) => readonly CorePin[];
  /** How operations that have been prepared are done: in groups where that is better, unless `fuses` is false. */
  readonly plan: (operations: readonly Operation[], fuses: boolean) => Steps<readonly Group[]>;
}

export function createMapper(
  machine: Machine,
  rates: EnergyRates,
  objective: Objective,
  cache: MappingCache = sharedCache,
  written: readonly Mapping[] = [],
  folds = true,
): Mapper {
  const known = new Map<string, Chosen | undefined>();
  // By time alone no figures of energy count.
  const name = cache.nameOf([machine, objective, objective === 'latency' ? null : rates, written, folds]);
  const core = cache.nameOf(machine.parameters);
  const tilings = (contents: string): KnownTilings => cache.ofTilings.of(`${core} ${contents}`, knownTilings);
  const score = ({ batch, m, k, n }: MatrixOperation): Score => scoreOf(rates, objective, batch * m * k * n);
  const prepare = function* (operation: MatrixOperation): Steps<Chosen | undefined> {
    const { batch, m, k, n, leftElements, rightElements, image, requantised } = operation;
    const others = image === undefined && requantised === undefined ? '' : JSON.stringify([image, requantised]);
    const pins = written.length === 0 ? [] : corePins(machine, operation, written);
    const pinned = pins.length === 0 ? '' : JSON.stringify(pins);
    const key = `${batch} ${m} ${k} ${n} ${leftElements} ${rightElements} ${others}${pinned}`;
    const before = known.has(key) ? { value: known.get(key) } : cache.ofCores.known(`${name} ${key}`);
    const chosen =
      before === undefined
        ? yield* mapMatrixSteps(machine, operation, score(operation), pins, { known: tilings, folds })
        : before.value;
    known.set(key, chosen);
    return before === undefined ? cache.ofCores.keep(`${name} ${key}`, chosen) : chosen;
  };
  return {
    prepare,
    choose: (operation) => finish(prepare(operation)),
    unmet: (operation) =>
      conflicting(
        corePins(machine, operation, written),
        (pins) => mapMatrix(machine, operation, score(operation), pins) !== undefined,
      ),
    plan: function* (operations, fuses) {
      const key = `${name} ${String(fuses)} ${JSON.stringify(operations)}`;
      const before = cache.ofPlans.known(key);
      if (before !== undefined) return before.value;
      const ways = { machine, choose: prepare, score, cost: costOf(rates, objective) };
      return cache.ofPlans.keep(key, yield* fuse(operations, ways, fuses));
    },
  };
}

/** What a mapping is judged by: time and then traffic; energy and then time; their product and then time. */
function scoreOf(rates: EnergyRates, objective: Objective, macs: number): Score {
  const energy = (mapping: MatrixMapping): number => totalEnergy(matrixEnergy(rates, mapping, macs)).value;
  const leastEnergy = (cycles: number): number =>
    totalEnergy(idleEnergy(rates, cycles / rates.machine.frequency)).value + rates.core.mac.value * macs;
  switch (objective) {
    case 'latency':
      return {
        of: ({ cycles, far, near }) => [cycles, far.read + far.written + near.read + near.written],
        atLeast: (cycles) => cycles,
      };
    case 'energy':
      return { of: (mapping) => [energy(mapping), mapping.cycles], atLeast: leastEnergy };
    case 'edp':
      return {
        of: (mapping) => [energy(mapping) * mapping.cycles, mapping.cycles],
        atLeast: (cycles) => leastEnergy(cycles) * cycles,
      };
  }
}

/** What an operation that is done in so many equal parts costs, by the same measure: of a product of energy and time, the operation's own. */
function costOf(rates: EnergyRates, objective: Objective): (planned: Planned, times: number) => Cost {
  return (planned, times) => {
    const { cycles, far, near } = planned.mapping;
    const time = cycles * times;
    if (objective === 'latency') return [time, (far.read + far.written + near.read + near.written) * times];
    const energy = times * energyOf(rates, planned);
    return [objective === 'energy' ? energy : energy * time, time];
  };
}

function energyOf(rates: EnergyRates, planned: Planned): number {
  if (!('chosen' in planned)) return totalEnergy(vectorEnergy(rates, planned.mapping)).value;
  const { batch, m, k, n } = planned.operation;
  return totalEnergy(matrixEnergy(rates, planned.mapping, batch * m * k * n)).value;
}

/** The plan of each operation by its name, with its group. */
export function plansOf(groups: readonly Group[]): ReadonlyMap<string, Plan> {
  return new Map(
    groups.flatMap((group) => group.planned.map((planned) => [planned.operation.name, { planned, group }] as const)),
  );
}

/** The products among what is planned. */
export function productPlans(groups: readonly Group[]): readonly Extract<Planned, { chosen: Chosen }>[] {
  return groups.flatMap(({ planned }) => planned.flatMap((each) => ('chosen' in each ? [each] : [])));
}
