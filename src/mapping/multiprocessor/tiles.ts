import type { Multiprocessors } from './machine.js';

/** How a product is cut: tiles of the result, each made by the warps of one multiprocessor, a slab of k after another. */
export interface Tile {
  readonly m: number;
  readonly n: number;
  /** Of k, brought in at once. */
  readonly k: number;
  /** Warps along m and along n, each with a part of the tile in the registers of a tensor core. */
  readonly warps: readonly [m: number, n: number];
  /** Slabs in the shared memory at once: all but one are on their way while that one is multiplied. */
  readonly stages: number;
  /** Tiles that a multiprocessor works on at once. */
  readonly resident: number;
}

const sides = [16, 32, 64, 128, 256];
const mostStages = 8;

/**
 * All tiles that fit registers and shared memory, of sides of 16 to 256: as many of them at once as fit, and as many stages. A warp has at most half of the
 * registers of its tensor core, so that two can take turns: sums, and two fragments of each operand, of which one is read while the other is multiplied.
 */
export function tilesOf(machine: Multiprocessors): readonly Tile[] {
  const { k: depth } = machine.parameters;
  return sides.flatMap((m) =>
    sides.flatMap((n) =>
      warpsOf(machine, m, n).flatMap((warps): readonly Tile[] => {
        const k = 4 * depth;
        const residentByRegisters = residentTiles(machine, m, n, warps);
        const slab = k * (m * machine.bits.left + n * machine.bits.right);
        const resident = Math.min(residentByRegisters, Math.floor(machine.memory.capacityBits / (2 * slab)));
        if (resident < 1) return [];
        const stages = Math.min(mostStages, Math.floor(machine.memory.capacityBits / (resident * slab)));
        return [{ m, n, k, warps, stages, resident }];
      }),
    ),
  );
}

/** Ways to divide a tile among one or two warps for each tensor core, each warp with whole instructions of twice the core's sides. */
function warpsOf(
  { coresEach, parameters }: Multiprocessors,
  m: number,
  n: number,
): readonly (readonly [number, number])[] {
  const divides = (count: number, side: number, least: number): boolean => side % count === 0 && side / count >= least;
  return [coresEach, 2 * coresEach].flatMap((warps) =>
    Array.from({ length: warps }, (_, at) => at + 1)
      .filter((along) => warps % along === 0)
      .map((along) => [along, warps / along] as const)
      .filter(
        ([along, across]) => divides(along, m, Math.min(m, 2 * parameters.m)) && divides(across, n, 2 * parameters.n),
      ),
  );
}

/** Tiles whose warps find registers in the tensor cores of a multiprocessor together. */
function residentTiles(
  machine: Multiprocessors,
  m: number,
  n: number,
  [along, across]: readonly [number, number],
): number {
  const { parameters, bits, coresEach } = machine;
  const sums = (m / along) * (n / across) * bits.sum;
  const fragments = 2 * 2 * parameters.k * ((m / along) * bits.left + (n / across) * bits.right);
  const warp = sums + fragments;
  if (2 * warp > parameters.registerBits) return 0;
  return Math.floor(parameters.registerBits / warp / ((along * across) / coresEach));
}
