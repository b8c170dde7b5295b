import {
  recostOf,
  timeOf,
  widthOf,
  type ArrayTime,
  type Certificate,
  type ChosenLoops,
  type Nest,
} from '../../mapping/index.js';
import type { MatrixOperation } from '../../workload/index.js';
import { energyOf, repeated } from '../rows.js';
import type {
  LevelEstimate,
  LoopsCertificate,
  LoopsEstimate,
  Objective,
  OperationEstimate,
  TrafficEstimate,
} from '../types.js';
import { endsOf, loopsEnergy, type Ends, type Looped } from './energy.js';
import type { ArrayRates } from './rates.js';

/** An operation's loops with all that follows from them, of one repeat. */
export interface Run {
  readonly looped: Looped;
  readonly chosen: ChosenLoops;
  readonly ends: Ends;
  readonly time: ArrayTime;
}

export function runOf(rates: ArrayRates, nest: Nest, chosen: ChosenLoops): Run {
  const { choice, found } = chosen;
  const { hierarchy, mapping, cost } = found;
  const looped: Looped = { nest, choice, hierarchy, mapping, cost };
  const ends = endsOf(rates, looped);
  const { machine } = rates;
  const passings = machine.space.passings[choice] ?? [];
  return { looped, chosen, ends, time: timeOf(machine, found.hierarchy, passings, ends.value) };
}

/** The row of an operation that an array of one's own does; all its repeats together. */
export function loopsRow(
  operation: MatrixOperation,
  rates: ArrayRates,
  run: Run,
  objective: Objective,
): OperationEstimate {
  const { machine } = rates;
  const { repeat } = operation;
  const { looped, ends, time } = run;
  const seconds = time.cycles / machine.frequency;
  const cycles = time.cycles * repeat;
  const { macs, steps } = ends.value;
  const [first] = time.bounds;
  return {
    name: operation.name,
    kind: operation.kind,
    shape: shapeOf(looped.nest),
    repeat,
    macs: macs * repeat,
    cycles,
    compute_cycles: steps * repeat,
    core_cycles: null,
    latency_s: seconds * repeat,
    utilization: macs / (time.cycles * machine.space.macs.count),
    ...trafficOf(rates, run, repeat),
    ...energyOf(repeated(loopsEnergy(rates, looped, ends, time, seconds), repeat)),
    limit: first?.part ?? { kind: 'compute', path: machine.space.mac },
    bounds: time.bounds
      .filter(({ cycles: needed }) => needed > 0)
      .map(({ part, cycles: needed }) => ({ limit: part, cycles: Math.ceil(needed) * repeat })),
    assurance: 'modelled',
    unit: machine.space.mac,
    no_unit: false,
    fused_into: null,
    group: null,
    mapping: null,
    loops: loopsEstimate(run, objective, repeat),
    waves: null,
  };
}

/** `k=64 c=3 p=112 q=112 r=7 s=7`: the extents that are more than 1. */
function shapeOf({ dimensions }: Nest): string {
  const wide = [...dimensions].filter(([, extent]) => extent > 1);
  return (wide.length === 0 ? [...dimensions] : wide).map(([name, extent]) => `${name}=${extent}`).join(' ');
}

/** Bytes of every level from the outermost in; `traffic_bytes` are those that each operand exchanges with the level furthest out that keeps it. */
function trafficOf(
  { machine }: ArrayRates,
  { looped, ends }: Run,
  repeat: number,
): Pick<OperationEstimate, 'traffic' | 'traffic_bytes'> {
  const { flows, levels } = ends.value;
  const all = levels.map(() => ({ read: 0, written: 0 }));
  let outermost = 0;
  for (const { operand, levels: counts } of flows) {
    const furthest = counts.findIndex((each) => each !== undefined);
    for (const [at, each] of counts.entries()) {
      const [own, level] = [all[at], levels[at]];
      if (each === undefined || own === undefined || level === undefined) continue;
      const scale = (level.instances * repeat * widthOf(machine, operand.name)) / 8;
      own.read += each.reads * scale;
      own.written += (each.fills + each.updates) * scale;
      if (at === furthest) outermost += (each.reads + each.fills + each.updates) * scale;
    }
  }
  const traffic = looped.hierarchy.levels.map(({ name }, at): TrafficEstimate => ({
    path: name,
    read_bytes: all[at]?.read ?? 0,
    write_bytes: all[at]?.written ?? 0,
  }));
  return { traffic, traffic_bytes: outermost };
}

/** Cycles as an independent tool counts them: with nothing between the levels. */
function idealCycles({ nest, hierarchy: { levels, macs }, cost }: Looped): number {
  const bare = levels.map((level) => ({ ...level, links: new Map<string, number>() }));
  return recostOf(nest, { levels: bare, macs }, cost).cycles;
}

function loopsEstimate({ looped, chosen, ends, time }: Run, objective: Objective, repeat: number): LoopsEstimate {
  const { hierarchy, mapping } = looped;
  const of = { latency: 'cycles', energy: 'energy_pj', edp: 'energy_pj_cycles' } as const;
  return {
    ideal_cycles: idealCycles(looped) * repeat,
    fill_cycles: time.fill,
    drain_cycles: time.drain,
    levels: hierarchy.levels.map(({ name, keeps }, at): LevelEstimate => ({
      name,
      keeps: [...keeps],
      temporal: mapping[at]?.temporal ?? [],
      spatial: mapping[at]?.spatial ?? [],
      accesses: Object.fromEntries(
        ends.value.flows.flatMap(({ operand, levels }) => {
          const counts = levels[at];
          return counts === undefined
            ? []
            : [[operand.name, { reads: counts.reads, fills: counts.fills, updates: counts.updates }]];
        }),
      ),
    })),
    certificate: certificateOf(chosen.certificate, of[objective], chosen.value),
    certificate_of_energy:
      chosen.ofAsFast === null ? null : certificateOf(chosen.ofAsFast, 'energy_pj', chosen.found.value),
  };
}

function certificateOf(known: Certificate, of: LoopsCertificate['of'], value: number): LoopsCertificate {
  const { status, lowerBound, gap, evaluated, enumerated, pruned } = known;
  return { of, status, value, lower_bound: lowerBound, gap, evaluated, enumerated, pruned };
}
