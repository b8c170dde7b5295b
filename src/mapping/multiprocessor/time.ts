import type { MatrixOperation } from '../../workload/index.js';
import type { Bits, Bottleneck, Bound } from '../time.js';
import type { Multiprocessors } from './machine.js';
import { memoryTraffic, tileTraffic, type Cut } from './traffic.js';

/** What a product of all multiprocessors takes, one repeat. */
export interface Run {
  readonly cut: Cut;
  /** From the call to the return. */
  readonly cycles: number;
  /** Of the multiprocessor with most tiles: those in which its tensor cores multiply, at the share of their peak that was measured. */
  readonly multiplyCycles: number;
  /** Tiles that the busiest multiprocessor makes, one after another. */
  readonly waves: number;
  readonly bounds: readonly Bound[];
  readonly far: Bits;
  /** Between the multiprocessors and the cache. */
  readonly tiles: Bits;
  /** Read from and written to shared memories. */
  readonly shared: Bits;
}

/**
 * Time of a product cut in such a way. Tiles are dealt out evenly, so the busiest multiprocessor makes `waves` of them, also where the last wave has but one
 * tile. A slab of a tile takes as long as its multiplications, as its words through the shared memory, as its way in, or as waiting for it, with all stages
 * but one under way, whichever is longest; the first slab's way in and the last results' way out come on top. Beside that work the cache and the external
 * memory, each with its own traffic.
 */
export function runOf(machine: Multiprocessors, operation: MatrixOperation, cut: Cut): Run {
  const { frequency, cache, far, measured, bits } = machine;
  const { tile, slabs, tiles } = cut;
  const waves = Math.ceil(tiles / machine.multiprocessors);
  const resident = Math.min(tile.resident, waves);
  const slab = slabCycles(machine, cut);
  const waiting = (far.latency * frequency) / ((tile.stages - 1) * resident);
  const perSlab = Math.max(slab.multiply, slab.shared, slab.fill, waiting);
  const out = ((tile.m * tile.n * (cut.splits === 1 ? bits.left : 2 * bits.sum)) / machine.fill) * frequency;
  // Tiles side by side fill each other's gaps; one alone waits for its first slab, and for its results to leave.
  const gaps = resident === 1 ? waves : 1;
  const edges = gaps * (far.latency * frequency + slab.fill + out);
  const traffic = tileTraffic(machine, operation, cut);
  const outside = memoryTraffic(machine, operation, cut);
  const cycles = (amount: Bits, bandwidth: number): number => ((amount.read + amount.written) / bandwidth) * frequency;
  const steps = waves * slabs;
  const launch = (measured?.launch.value ?? 0) * 1e-6 * frequency;
  const ofCache = cache === null ? 0 : cycles(traffic, cache.bandwidth);
  const ofFar = cycles(outside, far.bandwidth) + far.latency * frequency;
  const bound = (kind: Bottleneck['kind'], path: string, needed: number): Bound => ({
    part: { kind, path },
    cycles: needed,
  });
  const ofMultiprocessor = steps * perSlab + edges;
  const bounds = [
    bound('compute', machine.core.path, steps * slab.multiply + edges),
    bound('memory', machine.shared.path, steps * slab.shared),
    bound('port', `${machine.shared.path}.fill`, steps * Math.max(slab.fill, waiting)),
    ...(cache === null ? [] : [bound('memory', cache.placed.path, ofCache)]),
    bound(far.path === far.bottleneck ? 'memory' : 'port', far.bottleneck, ofFar),
    ...(launch === 0 ? [] : [bound('launch', machine.core.path, launch)]),
  ].toSorted((a, b) => b.cycles - a.cycles);
  return {
    cut,
    cycles: Math.ceil(launch + Math.max(ofMultiprocessor, ofCache, ofFar)),
    multiplyCycles: Math.ceil(steps * slab.multiply),
    waves,
    bounds,
    far: outside,
    tiles: traffic,
    shared: {
      read: slab.sharedRead * slabs * tiles,
      written: slab.sharedWritten * slabs * tiles,
    },
  };
}

/** What a slab of one tile asks of its multiprocessor, in cycles, and of the shared memory, in bits. */
function slabCycles(machine: Multiprocessors, { tile }: Cut): Slab {
  const { bits, parameters, coresEach, memory, measured } = machine;
  const [left, right] = [tile.k * tile.m * bits.left, tile.k * tile.n * bits.right];
  const macs = parameters.m * parameters.n * parameters.k * coresEach;
  // Every warp reads the rows and columns of its part: a row of the tile is read by all warps along n.
  const sharedRead = left * tile.warps[1] + right * tile.warps[0];
  const sharedWritten = left + right;
  return {
    multiply: (tile.m * tile.n * tile.k) / macs / (measured?.multiplierShare.value ?? 1),
    shared: (sharedRead + sharedWritten) / memory.wordBits,
    fill: (sharedWritten / machine.fill) * machine.frequency,
    sharedRead,
    sharedWritten,
  };
}

interface Slab {
  readonly multiply: number;
  readonly shared: number;
  readonly fill: number;
  readonly sharedRead: number;
  readonly sharedWritten: number;
}
