import { dmaStartCycles } from '../blocks/models.js';
import type { Machine } from './machine.js';
import type { FarMemory, Mover, NearMemory } from './memories.js';
import type { Passes } from './plan.js';
import type { Residence } from './residence.js';
import type { Tiling } from './tiling.js';

/** What limits an operation: a core's multiplications, a memory, port or mover by its path, or the launch of its cores. */
export interface Bottleneck {
  readonly kind: 'compute' | 'memory' | 'port' | 'launch';
  readonly path: string;
}

/** Bits read and written. */
export interface Bits {
  readonly read: number;
  readonly written: number;
}

/** What one core asks of the machine for all its products. */
export interface Demands {
  /** Cycles of its command list, and of the multiplications in it. */
  readonly list: number;
  /** Of the list, where each beat waits for a memory that is slower than the core's port. */
  readonly paced: number;
  readonly gemmCycles: number;
  /** Beats through `spill` for one product. */
  readonly beats: { readonly loads: number; readonly stores: number };
  /** Bits over the far memory's boundary, of one product and of all. */
  readonly far: Bits;
  readonly bits: Bits;
  /** Bits that come in before anything runs, the first tiles, and that leave behind all else, the last one. */
  readonly ends: { readonly first: number; readonly last: number };
  readonly products: number;
  readonly cut: Tiling;
  readonly passes: Passes;
  readonly residence: Residence;
}

/**
 * Time of a mapping, in cycles of the core's clock. Core, mover, far and near memory work side by side on different tiles, so the busiest
 * of them sets the time: the core's list with the first tiles that come in before it and the last results that leave behind it, or all moves with the last step of
 * the core, for which they wait. Without a far memory the time is the core's
 * list, which the hardware equals exactly. Without a near memory the core waits for each beat itself: the time is that of its list, every move of which is as
 * slow as the far memory gives and takes beats.
 */
export function mappedCycles(machine: Machine, demands: Demands): number {
  const { far, near, mover, frequency } = machine;
  if (far === null) return demands.list;
  const ofFar = farCycles(far, machine, demands);
  if (near === null) return Math.ceil(demands.paced);
  const ofMover = mover === null ? 0 : moverCycles(mover, machine, demands);
  const others = Math.max(ofFar, nearCycles(near, machine, demands), ofMover);
  const { bits, cut } = demands;
  const bandwidth = Math.min(far.bandwidth, mover?.bandwidth ?? Infinity);
  const { first, last } = demands.ends;
  const latency = bits.read + bits.written === 0 ? 0 : far.latency * frequency;
  const ends = ((first + last) / bandwidth) * frequency;
  return Math.ceil(latency + Math.max(demands.list + ends, others + lastStep(cut)));
}

/** The last load, multiplication and store: what the memories wait for, where the core is not what takes longest. */
function lastStep({ gemm, results, left, right }: Tiling): number {
  const load = Math.max(left.times.at(-1)?.at(-1) ?? 0, right.times.at(-1)?.at(-1) ?? 0);
  return load + (gemm.at(-1)?.at(-1)?.at(-1) ?? 0) + (results.times.at(-1)?.at(-1) ?? 0);
}

/** A part of the machine that works beside the others, and the cycles that it needs by itself. */
export interface Bound {
  readonly part: Bottleneck;
  readonly cycles: number;
}

/** What each part of the machine needs for a mapping, the most first: what limits it, and what would if that were faster. */
export function boundsOf(machine: Machine, demands: Demands): readonly Bound[] {
  const { core, far, near, mover } = machine;
  const list = { part: coreLimit(machine, demands), cycles: demands.list };
  const array: Bound = { part: { kind: 'compute', path: core.path }, cycles: demands.gemmCycles };
  const bounds = [
    list,
    ...(list.part.kind === 'compute' ? [] : [array]),
    ...(far === null ? [] : [{ part: farLimit(far), cycles: farCycles(far, machine, demands) }]),
    ...(far === null || near === null
      ? []
      : [{ part: { kind: 'memory' as const, path: near.placed.path }, cycles: nearCycles(near, machine, demands) }]),
    ...(far === null || mover === null
      ? []
      : [{ part: { kind: 'port' as const, path: mover.bottleneck }, cycles: moverCycles(mover, machine, demands) }]),
  ];
  const first = limitOf(machine, demands);
  const limits = ({ part }: Bound): boolean => part.kind === first.kind && part.path === first.path;
  return bounds.toSorted((a, b) => Number(limits(b)) - Number(limits(a)) || b.cycles - a.cycles);
}

/** What limits a mapping: the part that sets its time, the first of equal ones from the core outward to the mover. */
export function limitOf(machine: Machine, demands: Demands): Bottleneck {
  const { far, near, mover } = machine;
  if (far === null) return coreLimit(machine, demands);
  const ofFar = farCycles(far, machine, demands);
  if (near === null) {
    const slow = ofFar > beatsOf(demands) && 2 * ofFar > mappedCycles(machine, demands);
    return slow ? farLimit(far) : coreLimit(machine, demands);
  }
  const ofNear = nearCycles(near, machine, demands);
  const ofMover = mover === null ? 0 : moverCycles(mover, machine, demands);
  if (demands.list >= Math.max(ofFar, ofNear, ofMover)) return coreLimit(machine, demands);
  if (ofFar >= Math.max(ofNear, ofMover)) return farLimit(far);
  if (mover === null || ofNear >= ofMover) return { kind: 'memory', path: near.placed.path };
  return { kind: 'port', path: mover.bottleneck };
}

/** The core itself: its multiplications, or, where they take less than half of its list, the port that feeds it. */
function coreLimit(machine: Machine, demands: Demands): Bottleneck {
  return 2 * demands.gemmCycles >= demands.list
    ? { kind: 'compute', path: machine.core.path }
    : { kind: 'port', path: `${machine.core.path}.spill` };
}

function farLimit(far: FarMemory): Bottleneck {
  return { kind: far.bottleneck === far.path ? 'memory' : 'port', path: far.bottleneck };
}

/** All bits at the far memory's bandwidth. */
function farCycles(far: FarMemory, { frequency }: Machine, { bits }: Demands): number {
  return ((bits.read + bits.written) / far.bandwidth) * frequency;
}

function beatsOf({ beats, products }: Demands): number {
  return (beats.loads + beats.stores) * products;
}

/** A word a cycle through each physical port: with one port all accesses in turn, with two reads beside writes. */
function nearCycles(near: NearMemory, machine: Machine, { beats, bits, products }: Demands): number {
  const { wordBits, ports } = near.parameters;
  const wordsPerBeat = machine.parameters.spillBits / wordBits;
  const reads = beats.loads * products * wordsPerBeat + bits.written / wordBits;
  const writes = beats.stores * products * wordsPerBeat + bits.read / wordBits;
  const words = ports === 'one_rw' || near.onePort ? reads + writes : Math.max(reads, writes);
  return (words / near.frequency) * machine.frequency;
}

/** All bits through the narrower port, and a start for each tile that moves. */
function moverCycles(
  mover: Mover,
  { frequency }: Machine,
  { cut, passes, products, bits, residence }: Demands,
): number {
  const stores = residence.results ? 0 : cut.results.count;
  const moves =
    (passes.farLeft * cut.left.count + passes.farRight * cut.right.count + stores + passes.scales) * products;
  return ((bits.read + bits.written) / mover.bandwidth + (moves * dmaStartCycles) / mover.frequency) * frequency;
}
