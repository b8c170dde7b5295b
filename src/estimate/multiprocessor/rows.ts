import type { Bits, Run } from '../../mapping/index.js';
import type { MatrixOperation, VectorOperation } from '../../workload/index.js';
import { elementEnergy, runEnergy, type MultiprocessorRates } from './energy.js';
import { energyOf, repeated } from '../rows.js';
import type { OperationEstimate, TrafficEstimate, WavesEstimate } from '../types.js';
import { elementsRow } from '../elements.js';

/** The row of a product that multiprocessors share; all its repeats together. */
export function runRow(
  operation: MatrixOperation,
  rates: MultiprocessorRates,
  run: Run,
  considered: number,
): OperationEstimate {
  const { machine } = rates;
  const { batch, m, k, n, repeat } = operation;
  const macs = batch * m * k * n;
  const cycles = run.cycles * repeat;
  const [limit] = run.bounds;
  if (limit === undefined) throw new Error('a run has bounds');
  const { m: rows, n: cols, k: depth } = machine.parameters;
  return {
    name: operation.name,
    kind: operation.kind,
    shape: `${batch === 1 ? '' : `${batch} x `}M=${m} K=${k} N=${n}`,
    repeat,
    macs: macs * repeat,
    cycles,
    compute_cycles: run.multiplyCycles * repeat,
    core_cycles: null,
    latency_s: cycles / machine.frequency,
    utilization: (macs * repeat) / (cycles * rows * cols * depth * machine.core.count),
    ...trafficOf(rates, run.tiles, run.far, repeat),
    ...energyOf(repeated(runEnergy(rates, run), repeat)),
    limit: limit.part,
    bounds: run.bounds.map(({ part, cycles: needed }) => ({ limit: part, cycles: Math.ceil(needed) * repeat })),
    assurance: machine.measured === null ? 'bounded' : 'modelled',
    unit: machine.core.path,
    no_unit: false,
    fused_into: null,
    group: null,
    mapping: null,
    loops: null,
    waves: wavesEstimate(machine.multiprocessors, run, considered),
  };
}

/** The row of an operation without a unit: a launch, and its operands over the memory. */
export function elementRow(
  operation: VectorOperation,
  rates: MultiprocessorRates,
  run: { readonly cycles: number; readonly far: Bits },
): OperationEstimate {
  const { machine } = rates;
  const { repeat } = operation;
  const cycles = run.cycles * repeat;
  const launch = (machine.measured?.launch.value ?? 0) * 1e-6 * machine.frequency * repeat;
  const { far, core } = machine;
  const moving = { kind: far.path === far.bottleneck ? 'memory' : 'port', path: far.bottleneck } as const;
  const bounds = [
    { limit: moving, cycles: Math.ceil(cycles - launch) },
    ...(launch === 0 ? [] : [{ limit: { kind: 'launch', path: core.path } as const, cycles: Math.ceil(launch) }]),
  ].toSorted((a, b) => b.cycles - a.cycles);
  return {
    ...elementsRow(operation, run.cycles, machine.frequency),
    ...trafficOf(rates, run.far, run.far, repeat),
    ...energyOf(repeated(elementEnergy(rates, run.cycles, run.far), repeat)),
    limit: bounds[0]?.limit ?? moving,
    bounds,
  };
}

function trafficOf(
  { machine }: MultiprocessorRates,
  tiles: Bits,
  far: Bits,
  repeat: number,
): Pick<OperationEstimate, 'traffic' | 'traffic_bytes'> {
  const bytes = (path: string, { read, written }: Bits): TrafficEstimate => ({
    path,
    read_bytes: (read * repeat) / 8,
    write_bytes: (written * repeat) / 8,
  });
  return {
    traffic: [
      bytes(machine.far.path, far),
      ...(machine.cache === null ? [] : [bytes(machine.cache.placed.path, tiles)]),
    ],
    traffic_bytes: ((far.read + far.written) * repeat) / 8,
  };
}

function wavesEstimate(multiprocessors: number, { cut, waves }: Run, considered: number): WavesEstimate {
  const { tile, splits, tiles } = cut;
  return {
    multiprocessors,
    tile: { m: tile.m, k: tile.k, n: tile.n },
    stages: tile.stages,
    resident: tile.resident,
    splits,
    tiles,
    waves,
    considered,
  };
}
