import type { Design } from '../ir/index.js';
import type { WorkloadGraph } from '../workload/index.js';
import { designEstimate, usedFigures, type CostedDesign } from './hardware.js';
import { totals, type Working } from './total.js';
import type { Estimate, Objective, OperationEstimate } from './types.js';

/** What an estimate is put together from. */
export interface Parts {
  readonly design: Design;
  readonly graph: WorkloadGraph;
  readonly objective: Objective;
  readonly costed: CostedDesign;
  readonly working: Working;
  readonly operations: readonly OperationEstimate[];
  readonly notes: readonly string[];
}

/** The rows of a workload's operations with their totals, the hardware and the figures that they rest on. */
export function assembled(parts: Parts): Omit<Estimate, 'uncertainty'> {
  const { design, graph, objective, costed, working, operations, notes } = parts;
  const hardware = designEstimate(design, costed);
  const { node, voltage, voltageNominal } = costed.technology;
  return {
    schema: 'accel-estimate/1',
    design: design.name,
    workload: graph.name,
    objective,
    process: { node, voltage_v: voltage, voltage_nominal_v: voltageNominal },
    clock_hz: working.frequency,
    operations,
    total: totals(operations, graph, working, hardware),
    hardware,
    figures: usedFigures(costed),
    notes,
  };
}

/** Names the kinds of operations that no unit of the design does. */
export function withoutUnit(rows: readonly OperationEstimate[]): readonly string[] {
  const without = new Set(rows.filter((row) => row.no_unit).map((row) => row.kind));
  return without.size === 0
    ? []
    : [`no unit for ${[...without].join(', ')}: only the traffic of their operands is counted`];
}
