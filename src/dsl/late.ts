import { type Expr, type Measure, type Run, type Value } from '../ir/index.js';
import { namedDimensions } from '../units/index.js';
import type { DTypeName } from './dtypes.js';
import { make, type Amount } from './quantity.js';
import type { WorkloadDefinition } from './workload.js';

/** What only the estimate tells of a design or an instance. */
export interface Measures {
  readonly area: Amount<'area'>;
  /** Thermal design power. */
  readonly tdp: Amount<'power'>;
  readonly power_peak: Amount<'power'>;
  readonly leakage: Amount<'power'>;
  readonly cost: Amount<'money'>;
  /** Peak rate of operations on a number type. */
  readonly peak: (dtype: DTypeName) => Amount<'op_rate'>;
}

function late<D extends string>(dimension: D, expr: Expr): Amount<D> {
  const sample: Value = { kind: 'quantity', value: 1, dimension: namedDimensions.get(dimension) ?? {} };
  return make(dimension, 'late', { expr, sample, faults: [], workloads: [] });
}

/** The measures of what `path` names; none: of the component itself. */
export function measuresAt(path: readonly string[]): Measures {
  const measure = (name: Measure, args: readonly Value[] = []): Expr => ({
    kind: 'measure',
    path,
    measure: name,
    arguments: args,
  });
  return {
    area: late('area', measure('area')),
    tdp: late('power', measure('tdp')),
    power_peak: late('power', measure('power_peak')),
    leakage: late('power', measure('leakage')),
    cost: late('money', measure('cost')),
    peak: (dtype) => late('op_rate', measure('peak', [{ kind: 'dtype', name: dtype }])),
  };
}

/** The measures of the component in whose body a requirement stands. */
export const { area, tdp, power_peak, leakage, cost, peak } = measuresAt([]);

function runOf<D extends string>(dimension: D, run: Run, workload: WorkloadDefinition): Amount<D> {
  const amount = late(dimension, { kind: 'run', run, workload: workload.name });
  const [made, faults] = workload.elaborate();
  return make(dimension, 'late', { ...amount, faults, workloads: made === undefined ? [] : [made] });
}

/** How much of a workload is done in a second: tokens, samples or whole runs, as the workload counts. */
export function throughput<D extends 'token_rate' | 'sample_rate' | 'frequency'>(
  workload: WorkloadDefinition<D>,
): Amount<D> {
  return runOf(workload.rate, 'throughput', workload);
}

export function latency(workload: WorkloadDefinition): Amount<'time'> {
  return runOf('time', 'latency', workload);
}

export function energy(workload: WorkloadDefinition): Amount<'energy'> {
  return runOf('energy', 'energy', workload);
}

export function energy_per_token(workload: WorkloadDefinition): Amount<'energy_per_token'> {
  return runOf('energy_per_token', 'energy_per_token', workload);
}

/** From 0 to 1. */
export function utilization(workload: WorkloadDefinition): Amount<'number'> {
  return runOf('number', 'utilization', workload);
}

export function cycles(workload: WorkloadDefinition): Amount<'number'> {
  return runOf('number', 'cycles', workload);
}
