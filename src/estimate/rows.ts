import {
  mappingBounds,
  type Group,
  type Machine,
  type MatrixMapping,
  type Planned,
  type VectorMapping,
} from '../mapping/index.js';
import { times } from '../technology/index.js';
import { isMatrix, type MatrixOperation, type Operation, type VectorOperation } from '../workload/index.js';
import {
  componentEnergies,
  matrixEnergy,
  totalEnergy,
  vectorEnergy,
  type EnergyRates,
  type PartEnergy,
} from './energy.js';
import { assuranceOf } from './hardware.js';
import { interval } from './ranges.js';
import type { Assurance, MappingEstimate, OperationEstimate, TrafficEstimate } from './types.js';
import { elementsRow } from './elements.js';

/** The row of an operation that runs on the cores; all its repeats together. */
export function matrixRow(
  operation: MatrixOperation,
  rates: EnergyRates,
  mapping: MatrixMapping,
  considered: number,
): OperationEstimate {
  const { machine } = rates;
  const { batch, m, k, n, repeat } = operation;
  const macs = batch * m * k * n;
  const energy = repeated(matrixEnergy(rates, mapping, macs), repeat);
  const cycles = mapping.cycles * repeat;
  const { rows, cols, dot } = machine.parameters;
  return {
    name: operation.name,
    kind: operation.kind,
    shape: shapeOf(operation),
    repeat,
    macs: macs * repeat,
    cycles,
    compute_cycles: mapping.gemmCycles * repeat,
    core_cycles: mapping.coreCycles * repeat,
    latency_s: cycles / machine.frequency,
    utilization: (macs * repeat) / (cycles * rows * cols * dot * machine.cores),
    ...trafficOf(machine, mapping, repeat),
    ...energyOf(energy),
    limit: mapping.limit,
    bounds: mappingBounds(machine, operation, mapping).map(({ part, cycles: needed }) => ({
      limit: part,
      cycles: Math.ceil(needed) * repeat,
    })),
    assurance: matrixAssurance(operation, machine, mapping),
    unit: machine.core.path,
    no_unit: false,
    fused_into: null,
    group: null,
    mapping: mappingEstimate(machine, mapping, considered),
    loops: null,
    waves: null,
  };
}

/** The row of an operation on elements: on vector units, or without a unit what moving its operands takes, and no arithmetic. */
export function vectorRow(operation: VectorOperation, rates: EnergyRates, mapping: VectorMapping): OperationEstimate {
  const { machine } = rates;
  const { repeat } = operation;
  const energy = repeated(vectorEnergy(rates, mapping), repeat);
  return {
    ...elementsRow(operation, mapping.cycles, machine.frequency),
    ...(mapping.unit === null
      ? {}
      : { compute_cycles: Math.ceil(mapping.unit.cycles) * repeat, unit: mapping.unit.path, no_unit: false }),
    ...trafficOf(machine, mapping, repeat),
    ...energyOf(energy),
    limit: mapping.limit,
    bounds: mapping.bounds.map(({ part, cycles: needed }) => ({ limit: part, cycles: Math.ceil(needed) * repeat })),
  };
}

/** How an operation is planned: by itself, or in parts with the others of its group. */
export interface Plan {
  readonly planned: Planned;
  readonly group: Group;
}

/** Rows of one estimate that were made before. */
interface Made {
  readonly rows: Map<Planned['mapping'], Map<string, OperationEstimate>>;
  readonly groups: Map<Group, OperationEstimate['group']>;
}

/** Rates are those of one estimate. */
const made = new WeakMap<EnergyRates, Made>();

/** The row of an operation as it is planned; those that share a mapping and are alike but for names are worked out once. */
export function plannedRow(operation: Operation, rates: EnergyRates, plan: Plan | undefined): OperationEstimate {
  if (plan === undefined) throw new Error(`${operation.name} is not planned`);
  const { planned, group } = plan;
  const known: Made = made.get(rates) ?? { rows: new Map(), groups: new Map() };
  made.set(rates, known);
  const { rows, groups } = known;
  const alike = rows.get(planned.mapping) ?? new Map<string, OperationEstimate>();
  rows.set(planned.mapping, alike);
  const key = `${operation.kind} ${operation.repeat} ${group.parts} ${shapeOf(operation)}`;
  const row = alike.get(key) ?? rowAlone(operation, rates, plan);
  alike.set(key, row);
  const together = group.planned.length === 1 ? null : (groups.get(group) ?? groupEstimate(group));
  groups.set(group, together);
  return { ...row, name: operation.name, group: together };
}

function rowAlone(operation: Operation, rates: EnergyRates, { planned, group }: Plan): OperationEstimate {
  const repeat = operation.repeat * group.parts;
  const row =
    'chosen' in planned
      ? matrixRow({ ...planned.operation, repeat }, rates, planned.mapping, planned.chosen.considered)
      : vectorRow({ ...planned.operation, repeat }, rates, planned.mapping);
  // The shape is that of the whole operation, however many parts it is done in.
  return { ...row, shape: shapeOf(operation), repeat: operation.repeat };
}

function groupEstimate({ planned, stays, parts, buffer }: Group): OperationEstimate['group'] {
  return { operations: planned.map(({ operation }) => operation.name), stays, parts, buffer_bytes: buffer / 8 };
}

function shapeOf(operation: Operation): string {
  if (!isMatrix(operation)) return `${operation.elements} elements`;
  const { batch, m, k, n } = operation;
  return `${batch === 1 ? '' : `${batch} x `}M=${m} K=${k} N=${n}`;
}

/** The row of an operation that the cores of products do as they store: all of it is in the rows of those, of which one is `with`. */
export function fusedRow(
  operation: VectorOperation & { readonly fusedInto: readonly string[] },
  product: Pick<OperationEstimate, 'limit' | 'assurance'>,
): OperationEstimate {
  return {
    name: operation.name,
    kind: operation.kind,
    shape: `${operation.elements} elements`,
    repeat: operation.repeat,
    ...{ macs: 0, cycles: 0, compute_cycles: null, core_cycles: null, latency_s: 0, utilization: null },
    ...{ traffic_bytes: 0, traffic: [], energy_j: 0, energy_j_range: [0, 0], energy: [] },
    limit: product.limit,
    bounds: [],
    assurance: product.assurance,
    unit: null,
    no_unit: false,
    fused_into: operation.fusedInto,
    group: null,
    mapping: null,
    loops: null,
    waves: null,
  };
}

/** Rows of operations, equal ones but for their names and what they use worked out once. */
export function rowsAlike(row: (operation: Operation) => OperationEstimate): typeof row {
  const known = new Map<string, OperationEstimate>();
  return (operation) => {
    const key = JSON.stringify({ ...operation, name: '', uses: [], leaves: 0 });
    const found = known.get(key);
    if (found !== undefined) return { ...found, name: operation.name };
    const made = row(operation);
    known.set(key, made);
    return made;
  };
}

/** Energies of one operation for all its repeats. */
export function repeated(parts: readonly PartEnergy[], repeat: number): readonly PartEnergy[] {
  return parts.map((part) => ({ ...part, energy: times(part.energy, repeat) }));
}

/** What a row says of its energy. */
export function energyOf(
  parts: readonly PartEnergy[],
): Pick<OperationEstimate, 'energy_j' | 'energy_j_range' | 'energy'> {
  const total = totalEnergy(parts);
  return { energy_j: total.value, energy_j_range: interval(total), energy: componentEnergies(parts) };
}

/** Traffic of each memory outward from the core's own, in bytes; `traffic_bytes` is that of the outermost one. */
function trafficOf(
  machine: Machine,
  mapping: Pick<MatrixMapping, 'far' | 'near'>,
  repeat: number,
): Pick<OperationEstimate, 'traffic' | 'traffic_bytes'> {
  const bytes = (path: string, bits: MatrixMapping['far']): TrafficEstimate => ({
    path,
    read_bytes: (bits.read * repeat) / 8,
    write_bytes: (bits.written * repeat) / 8,
  });
  const traffic = [
    ...(machine.far === null ? [] : [bytes(machine.far.path, mapping.far)]),
    ...(machine.near === null ? [] : [bytes(machine.near.placed.path, mapping.near)]),
  ];
  const [outermost] = traffic;
  return { traffic, traffic_bytes: outermost === undefined ? 0 : outermost.read_bytes + outermost.write_bytes };
}

/**
 * A multiplication between the core and its SRAM is proved: the hardware's cycles equal it. Through a modelled memory it is
 * modelled, and so it is on a core whose parameters no hardware covers. A convolution is a multiplication where the core has an address generator that
 * does it; else it lacks one, and operands that the SRAM cannot hold lack their way in: those are bounded.
 */
function matrixAssurance(operation: MatrixOperation, machine: Machine, mapping: MatrixMapping): Assurance {
  const windowed = mapping.tiling.image !== null;
  // What a store leaves lies in another order than the next load takes, and nothing on the chip arranges it.
  if (mapping.residence.left || mapping.residence.right) return 'bounded';
  if (operation.kind === 'convolution' && !windowed) return 'bounded';
  const { core, near, far } = machine;
  const proved = [core, ...(near === null ? [] : [near.placed])].every(({ block }) => assuranceOf(block) === 'proved');
  if (far !== null || !proved) return 'modelled';
  return heldNear(machine, mapping) ? 'proved' : 'bounded';
}

/** Whether operands and results of all products of a core lie in the near memory together. */
export function heldNear(machine: Machine, mapping: MatrixMapping): boolean {
  const { left, right, results } = mapping.tiling;
  // Of what is stored as operands, the bits behind `spill` are fewer than those of the accumulators.
  const stored = Math.min(results.bits, results.beats * machine.parameters.spillBits);
  const bits = (left.bits + right.bits + stored) * mapping.products;
  return machine.near !== null && bits <= machine.near.parameters.capacityBits;
}

function mappingEstimate(machine: Machine, mapping: MatrixMapping, considered: number): MappingEstimate {
  const { order, split, tiling } = mapping;
  const [activations, weights] =
    order.outer === 'm' ? [order.outerKept, order.innerKept] : [order.innerKept, order.outerKept];
  const inner = order.outer === 'm' ? 'n' : 'm';
  const block = order.block === 1 ? order.outer : `${order.outer} by ${order.block} tiles, ${inner}, ${order.outer}`;
  const near = machine.near === null ? 'nothing' : null;
  return {
    cores: mapping.cores,
    core_tile: tiling.tile,
    order: `${split === 'none' ? '' : `${split} over ${mapping.cores} cores, `}${order.block === 1 ? `${block}, ${inner}` : block}, k`,
    kept: {
      activations: near ?? (mapping.residence.left ? 'resident' : activations),
      weights: near ?? (mapping.residence.right ? 'resident' : weights),
      results: near ?? (mapping.residence.results ? 'resident' : 'tiles'),
    },
    commands: mapping.commands,
    considered,
    folded: foldedEstimate(tiling),
  };
}

function foldedEstimate({ image }: MatrixMapping['tiling']): MappingEstimate['folded'] {
  return image?.folded === undefined ? null : { ...image.folded, channels: image.channels };
}
