import { largestExtent, room, type LocalMemory, type MatrixCoreParameters } from '../blocks/models.js';
import type { Pinned } from './core-pins.js';
import type { Geometry } from './geometry.js';
import { leastLoading } from './plan.js';
import {
  chainedPass,
  fitsTwice,
  gemmPass,
  leftPass,
  pieces,
  resultPass,
  rightPass,
  storing,
  type Extents,
  type GemmPass,
  type Pass,
  type Piece,
  type Tiling,
} from './tiling.js';

/**
 * Tile sizes to try along a dimension of `extent`: multiples of `unit` that cut it into 1, 2, 3, 4, 6, 8, 12, ... nearly
 * equal parts, largest first.
 */
export function candidates(extent: number, unit: number): readonly number[] {
  const found = new Set<number>();
  for (let parts = 1; parts <= Math.ceil(extent / unit); parts = parts < 4 ? parts + 1 : nextParts(parts)) {
    found.add(Math.min(extent, Math.ceil(extent / parts / unit) * unit));
  }
  found.add(Math.min(extent, unit));
  return [...found];
}

/** 4, 6, 8, 12, 16, 24, ... */
function nextParts(parts: number): number {
  return (parts & (parts - 1)) === 0 ? parts * 1.5 : (parts / 3) * 4;
}

/**
 * All combinations of candidate sizes that fit the core, cut and costed, those with the least moving first; those left out
 * for which `hopeless` says that not even so many cycles of one product could win (nor then could more, or later). In between comes
 * undefined: a moment to pause.
 */
export function* tilings(
  geometry: Geometry,
  extents: Extents,
  latency: number,
  hopeless: (cycles: number) => boolean,
  { pinned = {}, known = knownTilings() }: TilingOptions = {},
): Generator<Tiling | undefined, undefined, undefined> {
  const multiplying = leastGemmCycles(geometry.parameters, extents);
  const cuts = known.cuts(() => fittingCuts(geometry, extents, latency, pinned));
  yield;
  for (const [index, cut] of cuts.entries()) {
    if (index % 64 === 63) yield;
    const stores = cut.results.cycles;
    if (hopeless(stores + cut.loading)) return;
    // Loads run beside multiplications at best; stores never do.
    if (hopeless(stores + Math.max(cut.loading, multiplying))) continue;
    const gemm = known.gemm(index, () => gemmPass(geometry, { m: cut.m.pieces, k: cut.k.pieces, n: cut.n.pieces }));
    if (!hopeless(stores + Math.max(cut.loading, gemm.leastCycles)))
      yield known.tiling(index, () => tilingOf(geometry, extents, cut, gemm, latency));
  }
}

export interface TilingOptions {
  readonly pinned?: Pinned['sizes'];
  /** What was worked out of the same core, product, latency and pins before. */
  readonly known?: KnownTilings;
}

/** The tilings of a product that were made before: they hang on the core, not on the memories around it, so that they outlast edits of those. */
export interface KnownTilings {
  readonly cuts: (make: () => readonly Cut[]) => readonly Cut[];
  readonly gemm: (index: number, make: () => GemmPass) => GemmPass;
  readonly tiling: (index: number, make: () => Tiling) => Tiling;
}

/** None yet. */
export function knownTilings(): KnownTilings {
  let cuts: readonly Cut[] | undefined;
  const gemms: GemmPass[] = [];
  const made: Tiling[] = [];
  return {
    cuts: (make) => (cuts ??= make()),
    gemm: (index, make) => (gemms[index] ??= make()),
    tiling: (index, make) => (made[index] ??= make()),
  };
}

/** A size to try along a dimension, and the tiles that it makes. */
interface Size {
  readonly size: number;
  readonly pieces: readonly Piece[];
  readonly count: number;
}

/** What one pass over an operand costs, and whether the core holds two of its tiles. */
interface Side {
  readonly pass: Pass;
  readonly twice: boolean;
}

/** A tile that fits the core, and the least cycles that loads take in any order of such tiles. */
interface Cut {
  readonly m: Size;
  readonly k: Size;
  readonly n: Size;
  readonly left: Side;
  readonly right: Side;
  readonly results: Pass;
  readonly loading: number;
}

function tilingOf(
  geometry: Geometry,
  extents: Extents,
  { m, k, n, left, right, results }: Cut,
  gemm: GemmPass,
  latency: number,
): Tiling {
  const sides = {
    counts: { m: m.count, k: k.count, n: n.count },
    left: left.pass,
    right: right.pass,
    pieces: { m: m.pieces, k: k.pieces, n: n.pieces },
    beside: { left: m.count * k.count > 1 && left.twice, right: k.count * n.count > 1 && right.twice },
  };
  const tile = { m: m.size, k: k.size, n: n.size };
  return {
    extents,
    tile,
    ...sides,
    results,
    ...chainedPass(geometry, gemm, sides),
    ...storing(geometry, extents, tile, latency),
  };
}

/** What depends on two dimensions is worked out once for each pair of sizes. */
function fittingCuts(geometry: Geometry, extents: Extents, latency: number, pinned: Pinned['sizes']): readonly Cut[] {
  const { unit, image } = geometry;
  const sizesM = sizesOf(geometry, extents.m, unit.m, pinned.m);
  // All tiles of an image's channels lie alike, so that they have one window.
  const sizesK = sizesOf(geometry, extents.k, unit.k, pinned.k).filter(
    ({ size }) => image === null || extents.k % size === 0,
  );
  const sizesN = sizesOf(geometry, extents.n, unit.n, pinned.n);
  const stores = sizesN.map((n) =>
    sizesM.map((m) =>
      within(geometry, 'results', m.size, 1, n.size) ? resultPass(geometry, m.pieces, n.pieces) : null,
    ),
  );
  const found: Cut[] = [];
  for (const k of sizesK) {
    const lefts = sizesM.map((m) => leftSide(geometry, m, k, latency));
    sizesN.forEach((n, indexN) => {
      const right = rightSide(geometry, k, n, latency);
      if (right === null) return;
      sizesM.forEach((m, indexM) => {
        const [left, results] = [lefts[indexM] ?? null, stores[indexN]?.[indexM] ?? null];
        if (left === null || results === null) return;
        const loading = leastLoading(m.count, k.count, n.count, left.pass, right.pass);
        found.push({ m, k, n, left, right, results, loading });
      });
    });
  }
  return found.toSorted((a, b) => a.results.cycles + a.loading - b.results.cycles - b.loading);
}

/** All to try, or the one that is pinned: of images, and of results as operands, whole rows and columns of the array. */
function sizesOf(
  { image, requantised }: Geometry,
  extent: number,
  unit: number,
  pinned: number | undefined,
): readonly Size[] {
  const only = pinned === undefined ? undefined : Math.min(pinned, extent);
  const aligned = (image === null && requantised === null) || only === extent || (only ?? 0) % unit === 0;
  const sizes = only === undefined ? candidates(extent, unit) : aligned ? [only] : [];
  return sizes.map((size) => ({
    size,
    pieces: pieces(extent, size),
    count: Math.ceil(extent / size),
  }));
}

function leftSide(geometry: Geometry, m: Size, k: Size, latency: number): Side | null {
  if (!within(geometry, 'activations', m.size, k.size, 1)) return null;
  const twice = fitsTwice(geometry, 'activations', { m: m.size, k: k.size, n: 1 });
  return { pass: leftPass(geometry, m.pieces, k.pieces, latency), twice };
}

function rightSide(geometry: Geometry, k: Size, n: Size, latency: number): Side | null {
  if (!within(geometry, 'weights', 1, k.size, n.size)) return null;
  const twice = fitsTwice(geometry, 'weights', { m: 1, k: k.size, n: n.size });
  return { pass: rightPass(geometry, k.pieces, n.pieces, latency), twice };
}

/** Whether a tile fits one of the core's memories, and a command states its extents: a tile that fits all three fits the core (`tileFits`). */
function within(geometry: Geometry, memory: LocalMemory, m: number, k: number, n: number): boolean {
  return Math.max(m, k, n) <= largestExtent && geometry.words(memory, m, k, n) <= room(geometry.parameters, memory);
}

/** No array multiplies faster than all its elements in every cycle. */
function leastGemmCycles({ rows, cols }: MatrixCoreParameters, { m, k, n }: Extents): number {
  return (m * k * n) / (rows * cols);
}
