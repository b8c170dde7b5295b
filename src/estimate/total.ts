import type { WorkloadGraph } from '../workload/index.js';
import type {
  Assurance,
  ComponentEnergy,
  DesignEstimate,
  Interval,
  Limit,
  OperationEstimate,
  TotalEstimate,
  TrafficEstimate,
} from './types.js';

const weakness: Readonly<Record<Assurance, number>> = { proved: 0, modelled: 1, bounded: 2 };

/** What the totals need to know of what does the work: its clock, what it multiplies in a cycle at most, and the bits of a parameter. */
export interface Working {
  readonly frequency: number;
  readonly macsPerCycle: number;
  readonly parameterBits: number;
}

/** The sums of all rows, what limits the run by share of its time, and the weakest assurance. Operations run one after another. */
export function totals(
  rows: readonly OperationEstimate[],
  graph: WorkloadGraph,
  working: Working,
  hardware: DesignEstimate,
): TotalEstimate {
  const cycles = add(rows, (row) => row.cycles);
  const macs = add(rows, (row) => row.macs);
  const latency = cycles / working.frequency;
  const energy = add(rows, (row) => row.energy_j);
  const perSecond = graph.yields.count / latency;
  return {
    operations: rows.length,
    macs,
    cycles,
    latency_s: latency,
    throughput_per_s: perSecond,
    throughput_of: graph.yields.of,
    utilization: macs === 0 ? null : macs / (cycles * working.macsPerCycle),
    traffic_bytes: add(rows, (row) => row.traffic_bytes),
    traffic: mergeTraffic(rows),
    energy_j: energy,
    energy_j_range: addRanges(rows.map((row) => row.energy_j_range)),
    energy: mergeEnergy(rows),
    energy_per_token_j: graph.yields.of === 'token' ? energy / graph.yields.count : null,
    power_w: energy / latency,
    parameters: graph.parameters,
    parameter_bytes: (graph.parameters * working.parameterBits) / 8,
    area_mm2: hardware.area_mm2,
    area_mm2_range: hardware.area_mm2_range,
    limits: limitShares(rows, cycles),
    assurance: rows.reduce<Assurance>(
      (worst, row) => (weakness[row.assurance] > weakness[worst] ? row.assurance : worst),
      'proved',
    ),
    operations_without_unit: rows.filter((row) => row.no_unit).length,
  };
}

function add(rows: readonly OperationEstimate[], of: (row: OperationEstimate) => number): number {
  return rows.reduce((total, row) => total + of(row), 0);
}

function addRanges(ranges: readonly Interval[]): Interval {
  return ranges.reduce<Interval>(([least, greatest], range) => [least + range[0], greatest + range[1]], [0, 0]);
}

function mergeTraffic(rows: readonly OperationEstimate[]): readonly TrafficEstimate[] {
  const merged = new Map<string, TrafficEstimate>();
  for (const part of rows.flatMap((row) => row.traffic)) {
    const before = merged.get(part.path);
    merged.set(part.path, {
      path: part.path,
      read_bytes: (before?.read_bytes ?? 0) + part.read_bytes,
      write_bytes: (before?.write_bytes ?? 0) + part.write_bytes,
    });
  }
  return [...merged.values()];
}

function mergeEnergy(rows: readonly OperationEstimate[]): readonly ComponentEnergy[] {
  const merged = new Map<string, ComponentEnergy>();
  for (const part of rows.flatMap((row) => row.energy)) {
    const key = `${part.path} ${part.part}`;
    const before = merged.get(key);
    merged.set(key, {
      path: part.path,
      part: part.part,
      energy_j: (before?.energy_j ?? 0) + part.energy_j,
      energy_j_range: addRanges([...(before === undefined ? [] : [before.energy_j_range]), part.energy_j_range]),
    });
  }
  return [...merged.values()].toSorted((a, b) => b.energy_j - a.energy_j);
}

function limitShares(rows: readonly OperationEstimate[], cycles: number): TotalEstimate['limits'] {
  const merged = new Map<string, { limit: Limit; cycles: number }>();
  for (const row of rows) {
    const key = `${row.limit.kind} ${row.limit.path}`;
    merged.set(key, { limit: row.limit, cycles: (merged.get(key)?.cycles ?? 0) + row.cycles });
  }
  return [...merged.values()]
    .map((entry) => ({ ...entry, share: entry.cycles / cycles }))
    .toSorted((a, b) => b.cycles - a.cycles);
}
