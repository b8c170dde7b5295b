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

/** The different ones of what rows say, and how many rows say it: equal operations share theirs. */
function alike<T>(
  rows: readonly OperationEstimate[],
  of: (row: OperationEstimate) => T,
): readonly (readonly [T, number])[] {
  const counts = new Map<T, number>();
  for (const row of rows) counts.set(of(row), (counts.get(of(row)) ?? 0) + 1);
  return [...counts];
}

function mergeTraffic(rows: readonly OperationEstimate[]): readonly TrafficEstimate[] {
  const merged = new Map<string, { path: string; read_bytes: number; write_bytes: number }>();
  for (const [parts, count] of alike(rows, ({ traffic }) => traffic))
    for (const { path, read_bytes, write_bytes } of parts) {
      const own = merged.get(path) ?? { path, read_bytes: 0, write_bytes: 0 };
      own.read_bytes += count * read_bytes;
      own.write_bytes += count * write_bytes;
      merged.set(path, own);
    }
  return [...merged.values()];
}

function mergeEnergy(rows: readonly OperationEstimate[]): readonly ComponentEnergy[] {
  const merged = new Map<string, { path: string; part: string; energy_j: number; energy_j_range: [number, number] }>();
  for (const [parts, count] of alike(rows, ({ energy }) => energy))
    for (const { path, part, energy_j, energy_j_range } of parts) {
      const key = `${path} ${part}`;
      const own = merged.get(key) ?? { path, part, energy_j: 0, energy_j_range: [0, 0] };
      own.energy_j += count * energy_j;
      own.energy_j_range[0] += count * energy_j_range[0];
      own.energy_j_range[1] += count * energy_j_range[1];
      merged.set(key, own);
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
