import type { MatrixCoreParameters } from '../blocks/models.js';
import type { Steps } from './pausing.js';
import { passesOf } from './plan.js';
import {
  besideOf,
  countsOf,
  gemmPass,
  leftPass,
  piecesOf,
  resultPass,
  rightPass,
  tileFits,
  type Extents,
  type Pass,
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
 * for which `hopeless` says that not even so many cycles of one product could win. In between comes undefined: a moment to pause.
 */
export function* tilings(
  parameters: MatrixCoreParameters,
  extents: Extents,
  latency: number,
  hopeless: (cycles: number) => boolean,
): Generator<Tiling | undefined, undefined, undefined> {
  const cuts = yield* fittingCuts(parameters, extents, latency);
  for (const [index, { loading, ...cut }] of cuts.entries()) {
    if (index % 8 === 7) yield;
    // Loads run beside multiplications at best; stores never do.
    const least = (multiplying: number): number => cut.results.cycles + Math.max(loading, multiplying);
    if (hopeless(least(leastGemmCycles(parameters, extents)))) continue;
    const gemm = gemmPass(parameters, cut.pieces);
    if (!hopeless(least(gemm.gemmCycles))) yield { ...cut, ...gemm };
  }
}

type Moves = Omit<Tiling, 'gemm' | 'gemmCycles'>;

/** A tiling without its multiplications, and the least cycles that loads take in any order of its tiles. */
type Cut = Moves & { readonly loading: number };

/** What depends on two dimensions is worked out once for each pair of sizes. */
function* fittingCuts(parameters: MatrixCoreParameters, extents: Extents, latency: number): Steps<readonly Cut[]> {
  const stationary = parameters.dataflow === 'weight_stationary';
  const sizesM = candidates(extents.m, stationary ? 1 : parameters.rows);
  const sizesK = candidates(extents.k, stationary ? parameters.rows : 1);
  const sizesN = candidates(extents.n, parameters.cols);
  const lefts = sizesK.map((k) =>
    sizesM.map((m) => fitting({ m, k, n: 1 }, (tile) => leftPass(parameters, extents, tile, latency))),
  );
  const stores = sizesN.map((n) =>
    sizesM.map((m) => fitting({ m, k: 1, n }, (tile) => resultPass(parameters, extents, tile))),
  );
  const found: Cut[] = [];
  for (const [indexK, k] of sizesK.entries()) {
    for (const [indexN, n] of sizesN.entries()) {
      yield;
      const right = fitting({ m: 1, k, n }, (tile) => rightPass(parameters, extents, tile, latency));
      if (right === null) continue;
      sizesM.forEach((m, indexM) => {
        const [left, results] = [lefts[indexK]?.[indexM] ?? null, stores[indexN]?.[indexM] ?? null];
        if (left === null || results === null) return;
        const tile = { m, k, n };
        const counts = countsOf(extents, tile);
        const beside = besideOf(parameters, tile, counts);
        const cut = { extents, tile, counts, left, right, results, pieces: piecesOf(extents, tile), beside };
        found.push({ ...cut, loading: leastLoading(cut) });
      });
    }
  }
  return found.toSorted((a, b) => a.results.cycles + a.loading - b.results.cycles - b.loading);

  function fitting(tile: Extents, make: (tile: Extents) => Pass): Pass | null {
    return tileFits(parameters, tile) ? make(tile) : null;
  }
}

/** Blocks of one tile and one block of all tiles are the ends between which all orders lie. */
function leastLoading(cut: Moves): number {
  const loading = (outer: 'm' | 'n', block: number): number => {
    const passes = passesOf(cut.counts, { outer, block, outerKept: 'tiles', innerKept: 'tiles' });
    return passes.left * cut.left.cycles + passes.right * cut.right.cycles;
  };
  const { m, n } = cut.counts;
  return Math.min(loading('m', 1), loading('m', m), loading('n', 1), loading('n', n));
}

/** No array multiplies faster than all its elements in every cycle. */
function leastGemmCycles({ rows, cols }: MatrixCoreParameters, { m, k, n }: Extents): number {
  return (m * k * n) / (rows * cols);
}
