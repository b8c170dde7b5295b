import type { VectorOperation } from '../workload/index.js';
import type { OperationEstimate } from './types.js';

/** What a row of an operation on elements says wherever it is done: here without a unit, which is for the caller to say otherwise. */
export type ElementsRow = Omit<
  OperationEstimate,
  'traffic' | 'traffic_bytes' | 'energy_j' | 'energy_j_range' | 'energy' | 'limit' | 'bounds'
>;

/** The row of an operation that takes `cycles` at `frequency` Hz each time; all its repeats together. */
export function elementsRow(operation: VectorOperation, cycles: number, frequency: number): ElementsRow {
  const { name, kind, elements, repeat } = operation;
  return {
    name,
    kind,
    shape: `${elements} elements`,
    repeat,
    macs: 0,
    cycles: cycles * repeat,
    compute_cycles: null,
    core_cycles: null,
    latency_s: (cycles * repeat) / frequency,
    utilization: null,
    assurance: 'bounded',
    unit: null,
    no_unit: true,
    fused_into: null,
    group: null,
    mapping: null,
    loops: null,
    waves: null,
  };
}
