import { onePortMemoryEnergy, tensorCoreEnergy } from '../../blocks/models.js';
import type { Bits, Multiprocessors, Run } from '../../mapping/index.js';
import { sum, times, zero, type Ranged } from '../../technology/index.js';
import { farEnergy, idleEnergy, idlePower, statedEnergy, type IdlePower, type PartEnergy } from '../energy.js';
import { linkEnergy } from '../floorplan.js';
import type { CostedDesign } from '../hardware.js';

interface ReadWrite {
  readonly read: Ranged;
  readonly write: Ranged;
}

/** J for each action of multiprocessors: a multiply-accumulate, and a bit of each memory. */
export interface MultiprocessorRates {
  readonly machine: Multiprocessors;
  readonly mac: Ranged;
  readonly shared: ReadWrite;
  readonly cache: ReadWrite | null;
  readonly far: Ranged;
  /** A bit over wires: between tensor cores and their shared memory, from there to all slices of cache, and on to the memory outside. */
  readonly wires: { readonly core: Ranged; readonly cache: Ranged; readonly far: Ranged };
  readonly idle: readonly IdlePower[];
}

export function multiprocessorRates(machine: Multiprocessors, costed: CostedDesign): MultiprocessorRates {
  const { technology } = costed;
  const { cache } = machine;
  return {
    machine,
    mac: tensorCoreEnergy(machine.parameters, technology),
    shared: onePortMemoryEnergy(machine.memory.capacityBits, technology),
    cache: cache === null ? null : onePortMemoryEnergy(cache.parameters.capacityBits, technology),
    far: farEnergy(machine.far, costed),
    wires: wiresOf(machine, costed),
    idle: idlePower(costed),
  };
}

function wiresOf(
  { core, shared, cache, far, passed }: Multiprocessors,
  costed: CostedDesign,
): MultiprocessorRates['wires'] {
  const stated = passed.some(({ placed, bandwidth }) => statedEnergy(placed, bandwidth).value > 0);
  const outer = cache?.placed.path;
  const outside = far.placed?.path;
  return {
    core: linkEnergy(costed, core.path, shared.path),
    cache: stated ? zero : linkEnergy(costed, shared.path, outer, true),
    far: outer === undefined ? linkEnergy(costed, shared.path, outside, true) : linkEnergy(costed, outer, outside),
  };
}

/** Energy of a product, one repeat. What tiles have beyond the result is multiplied too. */
export function runEnergy(rates: MultiprocessorRates, run: Run): readonly PartEnergy[] {
  const { machine } = rates;
  const { tile, slabs, tiles } = run.cut;
  const macs = tiles * slabs * tile.m * tile.n * tile.k;
  return [
    { path: machine.core.path, part: 'mac', energy: times(rates.mac, macs) },
    { path: machine.shared.path, part: 'access', energy: accessed(rates.shared, run.shared) },
    ...wired(machine.shared.path, rates.wires.core, run.shared),
    ...outwardEnergy(rates, run.tiles, run.far),
    ...idleEnergy(rates, run.cycles / machine.frequency),
  ];
}

/** Energy of an operation without a unit, one repeat: its operands' traffic, and what all parts draw for its time. */
export function elementEnergy(rates: MultiprocessorRates, cycles: number, far: Bits): readonly PartEnergy[] {
  return [...outwardEnergy(rates, far, far), ...idleEnergy(rates, cycles / rates.machine.frequency)];
}

/** What `tiles` bits to and from the multiprocessors take, and `far` of them at the memory outside: what comes from there is written to the cache first. */
function outwardEnergy(
  { machine, cache, wires, far: bit }: MultiprocessorRates,
  tiles: Bits,
  far: Bits,
): readonly PartEnergy[] {
  const found: PartEnergy[] = [];
  if (machine.cache !== null && cache !== null) {
    const bits = { read: tiles.read + far.written, written: tiles.written + far.read };
    found.push({ path: machine.cache.placed.path, part: 'access', energy: accessed(cache, bits) });
    found.push(...wired(machine.cache.placed.path, wires.cache, tiles));
  }
  const farBits = far.read + far.written;
  found.push({ path: machine.far.path, part: 'access', energy: times(bit, farBits) });
  found.push(...wired(machine.far.path, wires.far, far));
  // What nobody states is left out rather than told as nothing.
  for (const { placed, bandwidth } of machine.passed) {
    const stated = statedEnergy(placed, bandwidth);
    if (stated.value > 0) found.push({ path: placed.path, part: 'stated', energy: times(stated, farBits) });
  }
  return found;
}

function wired(path: string, bit: Ranged, { read, written }: Bits): readonly PartEnergy[] {
  const energy = times(bit, read + written);
  return energy.value > 0 ? [{ path, part: 'wires', energy }] : [];
}

function accessed(each: ReadWrite, { read, written }: Bits): Ranged {
  return sum(times(each.read, read), times(each.write, written));
}
