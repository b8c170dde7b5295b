import {
  dmaEnergy,
  dramEnergy,
  matrixCoreEnergy,
  memoryEnergyParameters,
  sramEnergy,
  vectorUnitEnergy,
  type MatrixCoreEnergy,
} from '../blocks/models.js';
import {
  tilingAccesses,
  type Bits,
  type FarMemory,
  type Machine,
  type MatrixMapping,
  type Passed,
  type PlacedBlock,
  type VectorMapping,
} from '../mapping/index.js';
import { exactly, sum, times, zero, type Ranged } from '../technology/index.js';
import { linkEnergy } from './floorplan.js';
import { clockAt, moverClock, type CostedDesign } from './hardware.js';
import { interval } from './ranges.js';
import type { ComponentEnergy } from './types.js';

/** Energy of part of the machine, with its range, in J. */
export interface PartEnergy {
  readonly path: string;
  readonly part: string;
  readonly energy: Ranged;
}

/** J for each action of a machine, and W for each second of a design. */
export interface EnergyRates {
  readonly machine: Machine;
  readonly core: MatrixCoreEnergy;
  /** A beat of a vector unit; zero without one. */
  readonly vector: Ranged;
  readonly near: { readonly read: Ranged; readonly write: Ranged };
  readonly mover: Ranged;
  /** What clock trees take beyond `idle`: a cycle of gemm commands, a beat of a vector unit, a bit through the mover. */
  readonly clock: { readonly core: Ranged; readonly vector: Ranged; readonly mover: Ranged };
  /** A bit over wires: between core or vector unit and near memory, from there to the mover and on to the far memory. */
  readonly wires: { readonly core: Ranged; readonly vector: Ranged; readonly far: Ranged };
  /** A bit of the far memory, read or written; zero for a port of the design. */
  readonly far: Ranged;
  /** Leakage, background and clock of each block, W. */
  readonly idle: readonly IdlePower[];
}

export function energyRates(machine: Machine, costed: CostedDesign): EnergyRates {
  const { technology } = costed;
  return {
    machine,
    core: matrixCoreEnergy(machine.parameters, technology),
    vector: machine.vector === null ? zero : vectorUnitEnergy(machine.vector.parameters, technology),
    near: machine.near === null ? { read: zero, write: zero } : sramEnergy(machine.near.parameters, technology),
    mover: machine.mover === null ? zero : dmaEnergy(technology),
    clock: {
      core: clockAt(costed, machine.core.path).working,
      vector: clockAt(costed, machine.vector?.placed.path).working,
      mover: sum(...costed.blocks.filter(({ placed }) => placed.path === machine.mover?.placed.path).map(moverClock)),
    },
    wires: wiresOf(machine, costed),
    far: farEnergy(machine.far, costed),
    idle: idlePower(costed),
  };
}

/** What a bit takes over the wires of each way, by the floorplan; nothing more where a user's own block on the way states its power. */
function wiresOf(machine: Machine, costed: CostedDesign): EnergyRates['wires'] {
  const near = machine.near?.placed.path;
  const mover = machine.mover?.placed.path;
  const far = machine.far?.placed?.path;
  const unless = (passed: readonly Passed[], energy: Ranged): Ranged =>
    passed.some(({ placed, bandwidth }) => statedEnergy(placed, bandwidth).value > 0) ? zero : energy;
  const first = near ?? machine.core.path;
  const outward =
    mover === undefined
      ? linkEnergy(costed, first, far)
      : sum(linkEnergy(costed, first, mover), linkEnergy(costed, mover, far));
  return {
    core: unless(machine.passed.near, linkEnergy(costed, near, machine.core.path)),
    vector: linkEnergy(costed, near, machine.vector?.placed.path),
    far: unless(machine.passed.far, outward),
  };
}

/** Power that a part of the design draws whatever it does, W. */
export interface IdlePower {
  readonly path: string;
  readonly part: string;
  readonly power: Ranged;
}

/** Leakage, background, and what the clock always reaches, of each block of a design; what draws nothing is left out. */
export function idlePower({ blocks }: CostedDesign): readonly IdlePower[] {
  return blocks.flatMap(({ placed, leakage, background, clock }) =>
    [
      { path: placed.path, part: 'leakage', power: leakage },
      { path: placed.path, part: 'background', power: background },
      { path: placed.path, part: 'clock', power: clock.always },
    ].filter(({ power }) => power.value > 0),
  );
}

/** J for a bit of the memory furthest out, read or written. */
export function farEnergy(far: FarMemory | null, costed: CostedDesign): Ranged {
  if (far === null || far.placed === null) return zero;
  if (far.ownEnergy !== undefined) return far.ownEnergy;
  const memory = memoryEnergyParameters(far.placed.block, costed.data);
  if (memory === undefined) return statedEnergy(far.placed, far.bandwidth);
  if (memory.kind === 'dram') return dramEnergy(memory.parameters);
  const { read, write } = sramEnergy(memory.parameters, costed.technology);
  return times(sum(read, write), 1 / 2);
}

/** A bit through a user's own block: the power that is stated at full rate, over the bits of that rate. */
export function statedEnergy({ block }: PlacedBlock, bandwidth: number): Ranged {
  const power = block.external?.power_w ?? 0;
  return power === 0 || bandwidth === 0 ? zero : exactly(power / bandwidth);
}

/** Energy of a mapped product, one repeat: what each part does, and what all parts draw for its time. */
export function matrixEnergy(rates: EnergyRates, mapping: MatrixMapping, macs: number): readonly PartEnergy[] {
  const { core, machine } = rates;
  const { tiling, passes, allProducts } = mapping;
  const accesses = tilingAccesses(machine.parameters, tiling);
  const path = machine.core.path;
  const memories = sum(
    times(core.activations.read, accesses.activationReads),
    times(core.activations.write, passes.left * tiling.left.bits),
    times(core.weights.read, accesses.weightReads),
    times(core.weights.write, passes.right * tiling.right.bits),
    times(core.accumulators.read, accesses.accumulatorReads + tiling.results.bits),
    times(core.accumulators.write, accesses.accumulatorWrites),
  );
  const { extents, requantised } = tiling;
  const stored = requantised?.adds === true ? sum(core.requantise, core.addend) : core.requantise;
  const requantising = requantised === null ? zero : times(stored, allProducts * extents.m * extents.n);
  const joined = (allProducts * accesses.accumulatorWrites) / machine.parameters.accumulatorBits;
  return [
    { path, part: 'mac', energy: sum(times(core.mac, macs), times(core.joins, joined)) },
    { path, part: 'register', energy: times(core.registers, tiling.gemmCycles * allProducts) },
    { path, part: 'clock', energy: times(rates.clock.core, tiling.gemmCycles * allProducts) },
    { path, part: 'sram', energy: times(memories, allProducts) },
    ...(requantised === null ? [] : [{ path, part: 'requantise', energy: requantising }]),
    ...trafficEnergy(rates, mapping.far, mapping.near, rates.wires.core),
    ...idleEnergy(rates, mapping.cycles / machine.frequency),
  ];
}

/** Energy of moving bits between the memories, and over `inner` wires between the near one and what works. */
function trafficEnergy(rates: EnergyRates, far: Bits, near: Bits, inner: Ranged): readonly PartEnergy[] {
  const { machine } = rates;
  const farBits = far.read + far.written;
  const found: PartEnergy[] = [];
  if (machine.near !== null) {
    const energy = sum(times(rates.near.read, near.read), times(rates.near.write, near.written));
    const { path } = machine.near.placed;
    found.push({ path, part: 'access', energy });
    wired(found, path, inner, near.read + near.written - farBits);
  }
  if (machine.mover !== null) {
    const { path } = machine.mover.placed;
    found.push({ path, part: 'access', energy: times(rates.mover, farBits) });
    found.push({ path, part: 'clock', energy: times(rates.clock.mover, farBits) });
  }
  if (machine.far !== null) {
    const { path } = machine.far;
    found.push({ path, part: 'access', energy: times(rates.far, farBits) });
    wired(found, path, rates.wires.far, farBits);
  }
  const passed = (blocks: readonly Passed[], bits: number): void => {
    for (const { placed, bandwidth } of blocks)
      found.push({ path: placed.path, part: 'stated', energy: times(statedEnergy(placed, bandwidth), bits) });
  };
  passed(machine.passed.near, near.read + near.written - farBits);
  passed(machine.passed.far, farBits);
  return found;
}

function wired(found: PartEnergy[], path: string, bit: Ranged, bits: number): void {
  if (bits > 0 && bit.value > 0) found.push({ path, part: 'wires', energy: times(bit, bits) });
}

/** Energy of an operation on elements, one repeat: of the lanes where a unit does it, of its operands' traffic, and what all parts draw for its time. */
export function vectorEnergy(rates: EnergyRates, { cycles, far, near, unit }: VectorMapping): readonly PartEnergy[] {
  const lanes =
    unit === null
      ? []
      : [
          { path: unit.path, part: 'lanes', energy: times(rates.vector, unit.beats) },
          { path: unit.path, part: 'clock', energy: times(rates.clock.vector, unit.beats) },
        ];
  return [
    ...lanes,
    ...trafficEnergy(rates, far, near, rates.wires.vector),
    ...idleEnergy(rates, cycles / rates.machine.frequency),
  ];
}

/** What all blocks draw whatever they do, over `seconds`. */
export function idleEnergy(rates: Pick<EnergyRates, 'idle'>, seconds: number): readonly PartEnergy[] {
  return rates.idle.map(({ path, part, power }) => ({ path, part, energy: times(power, seconds) }));
}

export function totalEnergy(parts: readonly PartEnergy[]): Ranged {
  return sum(...parts.map((part) => part.energy));
}

/** Parts as the estimate shows them, those of the same path and name added, largest first. */
export function componentEnergies(parts: readonly PartEnergy[]): readonly ComponentEnergy[] {
  const merged = new Map<string, PartEnergy>();
  for (const part of parts) {
    const key = `${part.path} ${part.part}`;
    const before = merged.get(key);
    merged.set(key, before === undefined ? part : { ...part, energy: sum(before.energy, part.energy) });
  }
  return [...merged.values()]
    .map(({ path, part, energy }) => ({ path, part, energy_j: energy.value, energy_j_range: interval(energy) }))
    .toSorted((a, b) => b.energy_j - a.energy_j);
}
