import type { MatrixCoreParameters } from '../blocks/models.js';
import { leastLoading } from './plan.js';
import {
  countsOf,
  fitsTwice,
  gemmPass,
  leftPass,
  pieces,
  resultPass,
  rightPass,
  tileFits,
  type Extents,
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
  parameters: MatrixCoreParameters,
  extents: Extents,
  latency: number,
  hopeless: (cycles: number) => boolean,
): Generator<Tiling | undefined, undefined, undefined> {
  const multiplying = leastGemmCycles(parameters, extents);
  const cuts = fittingCuts(parameters, extents, latency);
  yield;
  for (const [index, cut] of cuts.entries()) {
    if (index % 64 === 63) yield;
    const stores = cut.results.cycles;
    if (hopeless(stores + cut.loading)) return;
    // Loads run beside multiplications at best; stores never do.
    if (hopeless(stores + Math.max(cut.loading, multiplying))) continue;
    const sizes = { m: cut.m.pieces, k: cut.k.pieces, n: cut.n.pieces };
    const gemm = gemmPass(parameters, sizes);
    if (!hopeless(stores + Math.max(cut.loading, gemm.gemmCycles))) yield { ...tilingOf(extents, cut), ...gemm };
  }
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

function tilingOf(extents: Extents, { m, k, n, left, right, results }: Cut): Omit<Tiling, 'gemm' | 'gemmCycles'> {
  const tile = { m: m.size, k: k.size, n: n.size };
  const counts = countsOf(extents, tile);
  return {
    extents,
    tile,
    counts,
    left: left.pass,
    right: right.pass,
    results,
    pieces: { m: m.pieces, k: k.pieces, n: n.pieces },
    beside: { left: counts.m * counts.k > 1 && left.twice, right: counts.k * counts.n > 1 && right.twice },
  };
}

/** What depends on two dimensions is worked out once for each pair of sizes. */
function fittingCuts(parameters: MatrixCoreParameters, extents: Extents, latency: number): readonly Cut[] {
  const stationary = parameters.dataflow === 'weight_stationary';
  const sizesM = sizesOf(extents.m, stationary ? 1 : parameters.rows);
  const sizesK = sizesOf(extents.k, stationary ? parameters.rows : 1);
  const sizesN = sizesOf(extents.n, parameters.cols);
  const stores = sizesN.map((n) =>
    sizesM.map((m) =>
      tileFits(parameters, { m: m.size, k: 1, n: n.size }) ? resultPass(parameters, m.pieces, n.pieces) : null,
    ),
  );
  const found: Cut[] = [];
  for (const k of sizesK) {
    const lefts = sizesM.map((m) =>
      sideOf(parameters, 'activations', { m: m.size, k: k.size, n: 1 }, () =>
        leftPass(parameters, m.pieces, k.pieces, latency),
      ),
    );
    sizesN.forEach((n, indexN) => {
      const right = sideOf(parameters, 'weights', { m: 1, k: k.size, n: n.size }, () =>
        rightPass(parameters, k.pieces, n.pieces, latency),
      );
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

function sizesOf(extent: number, unit: number): readonly Size[] {
  return candidates(extent, unit).map((size) => ({
    size,
    pieces: pieces(extent, size),
    count: Math.ceil(extent / size),
  }));
}

function sideOf(
  parameters: MatrixCoreParameters,
  memory: 'activations' | 'weights',
  tile: Extents,
  pass: () => Pass,
): Side | null {
  return tileFits(parameters, tile) ? { pass: pass(), twice: fitsTwice(parameters, memory, tile) } : null;
}

/** No array multiplies faster than all its elements in every cycle. */
function leastGemmCycles({ rows, cols }: MatrixCoreParameters, { m, k, n }: Extents): number {
  return (m * k * n) / (rows * cols);
}
