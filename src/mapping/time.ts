import { dmaStartCycles } from '../blocks/models.js';
import type { Machine } from './machine.js';
import type { FarMemory, Mover, NearMemory } from './memories.js';
import type { Passes } from './plan.js';
import type { Tiling } from './tiling.js';

/** What limits an operation: a core's multiplications, or a memory, port or mover by its path. */
export interface Bottleneck {
  readonly kind: 'compute' | 'memory' | 'port';
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
  readonly gemmCycles: number;
  /** Beats through `spill` for one product. */
  readonly beats: { readonly loads: number; readonly stores: number };
  /** Bits over the far memory's boundary. */
  readonly bits: Bits;
  readonly products: number;
  readonly cut: Tiling;
  readonly passes: Passes;
}

export interface Duration {
  /** Of the core's clock. */
  readonly cycles: number;
  readonly limit: Bottleneck;
}

/**
 * Time of a mapping. Core, mover, far and near memory work side by side on different tiles, so the busiest of them sets the
 * time; before it the first tiles come in, after it the last results go out. Without a far memory the time is the core's
 * list, which the hardware equals exactly. Without a near memory the core waits for each load itself.
 */
export function slowest(machine: Machine, demands: Demands): Duration {
  const { far, near, mover } = machine;
  if (far === null) return { cycles: demands.list, limit: coreLimit(machine, demands) };
  if (near === null) return withoutNear(machine, far, demands);
  const { frequency } = machine;
  const total = demands.bits.read + demands.bits.written;
  const parts: readonly Duration[] = [
    { cycles: demands.list, limit: coreLimit(machine, demands) },
    { cycles: (total / far.bandwidth) * frequency, limit: farLimit(far) },
    { cycles: nearSeconds(near, machine, demands) * frequency, limit: { kind: 'memory', path: near.placed.path } },
    ...(mover === null ? [] : [moverTime(mover, frequency, total, demands)]),
  ];
  const busiest = parts.reduce((most, part) => (part.cycles > most.cycles ? part : most));
  const { left, right, results } = demands.cut;
  const bandwidth = Math.min(far.bandwidth, mover?.bandwidth ?? Infinity);
  const ends = (left.largest + right.largest + results.largest) / bandwidth + far.latency;
  return { cycles: Math.ceil(busiest.cycles + ends * frequency), limit: busiest.limit };
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

/** The core waits for each load itself: a far memory slower than the port makes the list longer, at most by as much as it is slower. */
function withoutNear(machine: Machine, far: FarMemory, demands: Demands): Duration {
  const beats = (demands.beats.loads + demands.beats.stores) * demands.products;
  const farCycles = ((demands.bits.read + demands.bits.written) / far.bandwidth) * machine.frequency;
  const cycles = Math.ceil(demands.list + Math.max(0, farCycles - beats));
  return { cycles, limit: farCycles > beats && 2 * farCycles > cycles ? farLimit(far) : coreLimit(machine, demands) };
}

/** A word a cycle through each physical port: with one port all accesses in turn, with two reads beside writes. */
function nearSeconds(near: NearMemory, machine: Machine, demands: Demands): number {
  const { wordBits, ports } = near.parameters;
  const words = machine.parameters.spillBits / wordBits;
  const reads = demands.beats.loads * demands.products * words + demands.bits.written / wordBits;
  const writes = demands.beats.stores * demands.products * words + demands.bits.read / wordBits;
  return (ports === 'one_rw' || near.onePort ? reads + writes : Math.max(reads, writes)) / near.frequency;
}

/** All bits through the narrower port, and a start for each tile that moves. */
function moverTime(mover: Mover, frequency: number, bits: number, demands: Demands): Duration {
  const { cut, passes, products } = demands;
  const moves = (passes.farLeft * cut.left.count + passes.farRight * cut.right.count + cut.results.count) * products;
  const seconds = bits / mover.bandwidth + (moves * dmaStartCycles) / mover.frequency;
  return { cycles: seconds * frequency, limit: { kind: 'port', path: mover.bottleneck } };
}
