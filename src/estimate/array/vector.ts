import { outermostOf, widthOf, type ArrayMachine, type Hierarchy } from '../../mapping/index.js';
import { sum, times, type Ranged } from '../../technology/index.js';
import type { VectorOperation } from '../../workload/index.js';
import type { PartEnergy } from '../energy.js';
import { energyOf, repeated } from '../rows.js';
import type { Limit, OperationEstimate, TrafficEstimate } from '../types.js';
import type { ArrayRates } from './rates.js';
import { elementsRow } from '../elements.js';

/** What an operation without a unit moves, one repeat. */
export interface Moved {
  readonly cycles: number;
  readonly limit: Limit;
  /** Bits read and written, by level. */
  readonly traffic: readonly { readonly level: number; readonly read: number; readonly written: number }[];
}

/**
 * The traffic of an operation that no unit of the design does: its inputs from the level furthest out that keeps activations, results to the one that keeps sums, at the
 * bandwidth of each. A lower bound, since the arithmetic takes no time.
 */
export function moved({ machine, hierarchies }: ArrayRates, operation: VectorOperation): Moved {
  const [hierarchy] = hierarchies.value;
  if (hierarchy === undefined) throw new Error('a space has a hierarchy');
  const { readsResults, readsOperands, writesOperands } = operation;
  const { input, output } = machine.width;
  const read = readsResults * output + readsOperands * input;
  const [from, to] = [outermostOf(hierarchy, 'input'), outermostOf(hierarchy, 'output')];
  const traffic =
    from === to
      ? [{ level: from, read, written: writesOperands * input }]
      : [
          { level: from, read, written: 0 },
          { level: to, read: 0, written: writesOperands * input },
        ];
  const times = traffic.map(({ level, read: bits, written }) => ({
    path: hierarchy.levels[level]?.name ?? '',
    cycles: (bits + written) / bitsOfCycle(machine, hierarchy, level),
  }));
  const slowest = times.reduce((a, b) => (b.cycles > a.cycles ? b : a));
  const latency = (machine.latency.get(hierarchy.levels[from]?.name ?? '') ?? 0) * machine.frequency;
  return { cycles: Math.ceil(slowest.cycles + latency), limit: { kind: 'memory', path: slowest.path }, traffic };
}

/** Bits of a cycle of a level; of one that keeps up, those of the first inside it that does not, or of the multiply-accumulators. */
function bitsOfCycle(machine: ArrayMachine, { levels, macs }: Hierarchy, from: number): number {
  for (const { readBandwidth, keeps, instances } of levels.slice(from))
    if (readBandwidth !== null)
      return readBandwidth * instances * Math.max(...[...keeps].map((operand) => widthOf(machine, operand)));
  return macs.instances * machine.width.input;
}

/** Energy of what is moved, and of what all parts draw for its time; one repeat. */
export function movedEnergy(rates: ArrayRates, { cycles, traffic }: Moved): readonly PartEnergy[] {
  const seconds = cycles / rates.machine.frequency;
  return [
    ...traffic.map(({ level, read, written }): PartEnergy => {
      const [bitRead, bitWritten] = bitEnergy(rates, level);
      const path = rates.hierarchies.value[0]?.levels[level]?.name ?? '';
      return { path, part: 'access', energy: sum(times(bitRead, read), times(bitWritten, written)) };
    }),
    ...rates.idle.map(({ path, part, power }) => ({ path, part, energy: times(power, seconds) })),
  ];
}

/** J of a bit read and of one written at a level. */
function bitEnergy({ machine, hierarchies }: ArrayRates, at: number): readonly [read: Ranged, written: Ranged] {
  const of = (action: 'read' | 'update'): Ranged => {
    const end = (which: keyof Ranged): number => {
      const level = hierarchies[which][0]?.levels[at];
      if (level === undefined) return 0;
      const width = Math.max(...[...level.keeps].map((operand) => widthOf(machine, operand)));
      return (level.energy_pj[action] * 1e-12) / (level.block * width);
    };
    return { value: end('value'), least: end('least'), greatest: end('greatest') };
  };
  return [of('read'), of('update')];
}

/** The row of an operation without a unit; all its repeats together. */
export function movedRow(operation: VectorOperation, rates: ArrayRates): OperationEstimate {
  const found = moved(rates, operation);
  const { repeat } = operation;
  const cycles = found.cycles * repeat;
  const traffic = found.traffic.map(({ level, read, written }): TrafficEstimate => ({
    path: rates.hierarchies.value[0]?.levels[level]?.name ?? '',
    read_bytes: (read * repeat) / 8,
    write_bytes: (written * repeat) / 8,
  }));
  return {
    ...elementsRow(operation, found.cycles, rates.machine.frequency),
    traffic,
    traffic_bytes: traffic.reduce((bytes, each) => bytes + each.read_bytes + each.write_bytes, 0),
    ...energyOf(repeated(movedEnergy(rates, found), repeat)),
    limit: found.limit,
    bounds: [{ limit: found.limit, cycles }],
  };
}
