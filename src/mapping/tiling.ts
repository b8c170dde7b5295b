import type { ImageShape } from '../workload/index.js';
import {
  beats,
  fits,
  gemmAccesses,
  loadCycles,
  packing,
  room,
  stagesOf,
  storeCycles,
  wordBits,
  type LocalMemory,
  type MatrixCoreAccesses,
  type MatrixCoreParameters,
} from '../blocks/models.js';
import { chainsOf, type Chains } from './chains.js';
import type { Geometry } from './geometry.js';
import { operandPass, scalesOf, waits, type Scales } from './stores.js';

/** Extents of a matrix product, or of one tile of it. */
export interface Extents {
  readonly m: number;
  readonly k: number;
  readonly n: number;
}

/** `count` tiles of the same extent along a dimension. */
export interface Piece {
  readonly extent: number;
  readonly count: number;
}

/** The tiles of a dimension: all of `size` but a smaller last one. */
export function pieces(extent: number, size: number): readonly Piece[] {
  const count = Math.floor(extent / size);
  const rest = extent - count * size;
  return [...(count > 0 ? [{ extent: size, count }] : []), ...(rest > 0 ? [{ extent: rest, count: 1 }] : [])];
}

/** What one pass over all tiles of an operand, or over all multiplications, costs the core. */
export interface Pass {
  /** Commands. */
  readonly count: number;
  readonly cycles: number;
  /** Beats through `spill`. */
  readonly beats: number;
  /** Bits of the core's memory written (loads) or read (stores), padding included. */
  readonly bits: number;
  /** Bits that the largest tile takes behind `spill`: whole beats. */
  readonly largest: number;
  /** Cycles of one command, by the piece of the tile's first dimension, then of its second. */
  readonly times: readonly (readonly number[])[];
}

/** Whether the core holds two tiles of an operand, so that the next one loads beside the multiplication of the one before. */
export interface Beside {
  readonly left: boolean;
  readonly right: boolean;
}

/** The pieces of each dimension. */
export type Pieces = Readonly<Record<'m' | 'k' | 'n', readonly Piece[]>>;

/** Cycles of one multiplication, by the piece of m, of k, of n. */
export type GemmTimes = readonly (readonly (readonly number[])[])[];

/** A product cut into tiles that fit the core, with the cost of each kind of command: independent of the order of the loops. */
export interface Tiling {
  readonly extents: Extents;
  readonly tile: Extents;
  /** Tiles along each dimension. */
  readonly counts: Extents;
  /** Loading every tile of the left operand once; of the right; storing every tile of the result once. */
  readonly left: Pass;
  readonly right: Pass;
  readonly results: Pass;
  readonly pieces: Pieces;
  readonly beside: Beside;
  readonly gemm: GemmTimes;
  /** Cycles in which a multiplication runs. */
  readonly gemmCycles: number;
  readonly chains: Chains;
  /** The convolution that it is, done by the core's address generator. */
  readonly image: ImageShape | null;
  /** Results are stored as operands, and the loads of scales that this takes; null: as sums. */
  readonly requantised: Geometry['requantised'];
  readonly scales: Scales | null;
}

export function tileFits(parameters: MatrixCoreParameters, tile: Extents): boolean {
  return fits(parameters, tile);
}

/** Cuts a product into tiles of a size, with the cost of each kind of command. `latency` is that of a load, in cycles. */
export function tiling(geometry: Geometry, extents: Extents, tile: Extents, latency: number): Tiling {
  const counts = countsOf(extents, tile);
  const pieces = piecesOf(extents, tile);
  const sides = {
    left: leftPass(geometry, pieces.m, pieces.k, latency),
    right: rightPass(geometry, pieces.k, pieces.n, latency),
    pieces,
    counts,
    beside: besideOf(geometry, tile, counts),
  };
  return {
    extents,
    tile,
    ...sides,
    results: resultPass(geometry, pieces.m, pieces.n),
    ...chainedPass(geometry, gemmPass(geometry, pieces), sides),
    ...storing(geometry, extents, tile, latency),
  };
}

/** What a tiling says of its images and its stores. */
export function storing(
  { parameters, image, requantised, pace }: Geometry,
  extents: Extents,
  tile: Extents,
  latency: number,
): Pick<Tiling, 'image' | 'requantised' | 'scales'> {
  return {
    image,
    requantised,
    scales: requantised === null ? null : scalesOf(parameters, extents, tile, latency, pace),
  };
}

export function piecesOf(extents: Extents, tile: Extents): Pieces {
  return { m: pieces(extents.m, tile.m), k: pieces(extents.k, tile.k), n: pieces(extents.n, tile.n) };
}

/** Where the second tile of an operand begins in the core's memory: at a whole beat beyond the first. */
export function secondHalf(geometry: Geometry, memory: 'activations' | 'weights', tile: Extents): number {
  const { wordsPerBeat } = packing(geometry.parameters, memory);
  return Math.ceil(geometry.words(memory, tile.m, tile.k, tile.n) / wordsPerBeat) * wordsPerBeat;
}

/** An operand of several tiles loads beside multiplications if two of them fit: that never takes longer than one after another. */
export function besideOf(geometry: Geometry, tile: Extents, { m, k, n }: Extents): Beside {
  return {
    left: m * k > 1 && fitsTwice(geometry, 'activations', tile),
    right: k * n > 1 && fitsTwice(geometry, 'weights', tile),
  };
}

/** Whether two tiles of an operand fit: of the left one whatever the extent of n, of the right one whatever that of m. */
export function fitsTwice(geometry: Geometry, memory: 'activations' | 'weights', tile: Extents): boolean {
  const words = geometry.words(memory, tile.m, tile.k, tile.n);
  return secondHalf(geometry, memory, tile) + words <= room(geometry.parameters, memory);
}

/** Tiles along each dimension. */
export function countsOf(extents: Extents, tile: Extents): Extents {
  return {
    m: Math.ceil(extents.m / tile.m),
    k: Math.ceil(extents.k / tile.k),
    n: Math.ceil(extents.n / tile.n),
  };
}

/**
 * Cycles of all multiplications: the core's formula over at most eight different tiles (a full and a last one along each
 * dimension), so that the cost does not depend on the number of tiles.
 */
export function gemmPass(geometry: Geometry, { m, k, n }: Pieces): GemmPass {
  const { parameters } = geometry;
  let [gemmCycles, streamed] = [0, 0];
  const gemm = m.map((a) =>
    k.map((b) =>
      n.map((c) => {
        const count = a.count * b.count * c.count;
        const time = geometry.cycles(a.extent, b.extent, c.extent);
        gemmCycles += count * time;
        if (parameters.overlapCommands) {
          const { ahead, vectors } = stagesOf(parameters, geometry.gemm(a.extent, b.extent, c.extent));
          streamed += count * (ahead + vectors);
        }
        return time;
      }),
    ),
  );
  return { gemm, gemmCycles, leastCycles: parameters.overlapCommands ? streamed : gemmCycles };
}

export interface GemmPass extends Pick<Tiling, 'gemm' | 'gemmCycles'> {
  /** They take at least so many cycles, overlapping or not: no two of them stream at a time. */
  readonly leastCycles: number;
}

/** The same, where multiplications may overlap. */
export function chainedPass(
  geometry: Geometry,
  { gemm, gemmCycles }: GemmPass,
  sides: Pick<Tiling, 'pieces' | 'counts' | 'beside' | 'left' | 'right'>,
): Pick<Tiling, 'gemm' | 'gemmCycles' | 'chains'> {
  const chains = chainsOf(geometry, sides);
  if (chains === null) return { gemm, gemmCycles, chains };
  const { m, n } = sides.pieces;
  let multiplying = 0;
  for (const [i, row] of chains.entries())
    for (const [j, chain] of row.entries()) multiplying += (m[i]?.count ?? 0) * (n[j]?.count ?? 0) * chain.multiplying;
  return { gemm, gemmCycles: multiplying, chains };
}

/** Loading every tile of the left operand once: depends on the tiles of m and k alone. */
export function leftPass(geometry: Geometry, m: readonly Piece[], k: readonly Piece[], latency: number): Pass {
  return pass(geometry, 'activations', m, k, (a, b) => geometry.words('activations', a, b, 1), latency);
}

/** Loading every tile of the right operand once: depends on the tiles of k and n alone. */
export function rightPass(geometry: Geometry, k: readonly Piece[], n: readonly Piece[], latency: number): Pass {
  return pass(geometry, 'weights', k, n, (a, b) => geometry.words('weights', 1, a, b), latency);
}

/** Storing every tile of the result once: depends on the tiles of m and n alone. */
export function resultPass(geometry: Geometry, m: readonly Piece[], n: readonly Piece[]): Pass {
  const { parameters, requantised, pace } = geometry;
  if (requantised !== null) return operandPass(parameters, m, n, pace, requantised.adds === true);
  return pass(geometry, 'results', m, n, (a, b) => geometry.words('results', a, 1, b), 0);
}

/** Bits that the multiplications of a tiling move through the core's own memories. */
export function tilingAccesses(
  parameters: MatrixCoreParameters,
  { extents, tile, image }: Pick<Tiling, 'extents' | 'tile' | 'image'>,
): MatrixCoreAccesses {
  // A convolution has K tiles of its own at each position of the kernel.
  const positions = image === null ? 1 : image.kernelHeight * image.kernelWidth;
  const depth = (k: number): number =>
    image === null ? k : positions * Math.ceil(k / positions / parameters.rows) * parameters.rows;
  const total = { activationReads: 0, weightReads: 0, accumulatorReads: 0, accumulatorWrites: 0 };
  const add = (part: MatrixCoreAccesses, count: number): void => {
    total.activationReads += count * part.activationReads;
    total.weightReads += count * part.weightReads;
    total.accumulatorReads += count * part.accumulatorReads;
    total.accumulatorWrites += count * part.accumulatorWrites;
  };
  for (const m of pieces(extents.m, tile.m)) {
    for (const n of pieces(extents.n, tile.n)) {
      pieces(extents.k, tile.k).forEach((k, index) => {
        const gemm = { m: m.extent, k: depth(k.extent), n: n.extent };
        // The first tile of k starts its results afresh.
        const fresh = index === 0 ? m.count * n.count : 0;
        add(gemmAccesses(parameters, { ...gemm, accumulate: false }), fresh);
        add(gemmAccesses(parameters, { ...gemm, accumulate: true }), m.count * k.count * n.count - fresh);
      });
    }
  }
  return total;
}

function pass(
  { parameters, pace }: Geometry,
  memory: LocalMemory,
  first: readonly Piece[],
  second: readonly Piece[],
  wordsOf: (first: number, second: number) => number,
  latency: number,
): Pass {
  const bits = wordBits(parameters, memory);
  const times: number[][] = [];
  const total = { count: 0, cycles: 0, beats: 0, bits: 0, largest: 0, times };
  for (const a of first) {
    const row: number[] = [];
    for (const b of second) {
      const count = a.count * b.count;
      const words = wordsOf(a.extent, b.extent);
      const ready =
        memory === 'results' ? storeCycles(parameters, words) : loadCycles(parameters, memory, words, latency);
      const time = ready + waits(beats(parameters, memory, words), pace, 1);
      total.count += count;
      total.cycles += count * time;
      total.beats += count * beats(parameters, memory, words);
      total.bits += count * words * bits;
      total.largest = Math.max(total.largest, beats(parameters, memory, words) * parameters.spillBits);
      row.push(time);
    }
    times.push(row);
  }
  return total;
}
