import type { Chain } from './chains.js';
import type { Order } from './plan.js';
import { scaleLoads } from './stores.js';
import type { Piece, Tiling } from './tiling.js';

/*
 * The time of a command list without writing it out. A step is one multiplication; between two steps come the loads of what the
 * core does not hold yet, and a store where the first of them ends a tile of the result. Steps differ only in whether their tile is a full
 * or a last one along each dimension, so a few kinds of neighbours, each counted, are the whole list. The search works this out for every
 * tiling it times, so nothing here makes an object: a place is the piece of a step's tile along m, k and n, 0 the full ones, or the last one.
 */

/**
 * Cycles of one core's command list when nothing keeps it waiting: what the hardware takes. The first tiles load; each multiplication
 * then takes its time or, where that is longer, that of the loads beside it, which begin a cycle after it; what cannot load beside it
 * follows, and so does a store. Nothing loads beside the last. Multiplications that overlap are one: those of a tile of the result.
 */
export function coreCycles(tiling: Tiling, order: Pick<Order, 'outer' | 'block'>): number {
  return insideCycles(tiling) + turningCycles(tiling, order);
}

/** What the order of the tiles does not change: a convolution's window, the first loads, the stores, the steps inside a tile of the result, the last multiplication. */
export function insideCycles(tiling: Tiling): number {
  const { left, right, results, gemm, pieces, image } = tiling;
  const { m, k, n } = pieces;
  // A window takes a cycle.
  let total = (image === null ? 0 : 1) + time(left.times, 0, 0) + time(right.times, 0, 0) + results.cycles;
  for (let i = 0; i < m.length; i++) {
    for (let j = 0; j < n.length; j++) {
      if (tiling.chains !== null) continue;
      const tiles = count(m, i) * count(n, j);
      const full = count(k, 0) - 1;
      if (full > 0) total += tiles * full * step(tiling, i, 0, j, i, 0, j, true, true);
      if (k.length > 1) total += tiles * step(tiling, i, 0, j, i, 1, j, true, true);
    }
  }
  return total + (chainAt(tiling, last(m), last(n))?.ended ?? time3(gemm, last(m), last(k), last(n)));
}

/** The steps from the last tile of k of one tile of the result to the first of another one, and the loads of scales, which run by themselves. */
export function turningCycles(tiling: Tiling, { outer, block }: Pick<Order, 'outer' | 'block'>): number {
  const { pieces, counts } = tiling;
  const [outerPieces, innerPieces] = outer === 'm' ? [pieces.m, pieces.n] : [pieces.n, pieces.m];
  const outerCount = counts[outer];
  const blocks = Math.ceil(outerCount / block);
  const several = block > 1;
  const lastOuter = last(outerPieces);
  const lastInner = last(innerPieces);
  // The last block's first tile is the last tile of all if it is alone there.
  const alone = (outerCount - 1) % block === 0;
  const lastFirst = alone ? lastOuter : 0;
  const raggedEnd = outerPieces.length > 1 && !alone ? 1 : 0;
  let total = tiling.scales === null ? 0 : scaleLoads(tiling.scales, counts, { outer, block }) * tiling.scales.cycles;
  // To the next tile of the block.
  for (let q = 0; q <= lastInner; q++) {
    const tiles = count(innerPieces, q);
    total += turns(tiling, outer, tiles * (outerCount - blocks - raggedEnd), 0, 0, q, q, true, false);
    total += turns(tiling, outer, tiles * raggedEnd, 0, lastOuter, q, q, true, false);
  }
  // Back to the block's first tile, along the inner dimension.
  for (let q = 0; q <= lastInner; q++) {
    const tiles = q === 0 ? count(innerPieces, 0) - 1 : 1;
    total += turns(tiling, outer, tiles * (blocks - 1), 0, 0, 0, q, several, true);
    total += turns(tiling, outer, tiles, lastOuter, lastFirst, 0, q, several, true);
  }
  // To the next block.
  const inner = lastInner > 0 || count(innerPieces, 0) > 1;
  total += turns(tiling, outer, Math.max(0, blocks - 2), 0, 0, lastInner, 0, true, inner);
  return total + turns(tiling, outer, Math.min(1, blocks - 1), 0, lastFirst, lastInner, 0, true, inner);
}

/**
 * `times` times from the last tile of k at outer piece `p` and inner piece `q` to the first one at `toP` and `toQ`; with k cut that
 * needs both operands.
 */
function turns(
  tiling: Tiling,
  outer: Order['outer'],
  times: number,
  p: number,
  toP: number,
  q: number,
  toQ: number,
  loadsOuter: boolean,
  loadsInner: boolean,
): number {
  if (times <= 0) return 0;
  const whole = tiling.counts.k === 1;
  const [needsOuter, needsInner] = [!whole || loadsOuter, !whole || loadsInner];
  const k = last(tiling.pieces.k);
  return outer === 'm'
    ? times * step(tiling, p, k, q, toP, 0, toQ, needsOuter, needsInner)
    : times * step(tiling, q, k, p, toQ, 0, toP, needsInner, needsOuter);
}

/** Cycles of the step at one place, which another follows that needs these operands loaded. */
function step(
  tiling: Tiling,
  m: number,
  k: number,
  n: number,
  toM: number,
  toK: number,
  toN: number,
  needsLeft: boolean,
  needsRight: boolean,
): number {
  const { left, right, gemm, beside } = tiling;
  const chain = chainAt(tiling, m, n);
  const leftLoad = needsLeft ? time(left.times, toM, toK) : 0;
  const rightLoad = needsRight ? time(right.times, toK, toN) : 0;
  const hidden = (beside.left ? leftLoad : 0) + (beside.right ? rightLoad : 0);
  const multiplied = chain?.ended ?? time3(gemm, m, k, n);
  return Math.max(multiplied, hidden + (chain?.loads ?? 1)) + leftLoad + rightLoad - hidden;
}

/** The multiplications of a tile of the result, where they overlap. */
function chainAt({ chains }: Tiling, m: number, n: number): Chain | undefined {
  return chains?.[m]?.[n];
}

function count(pieces: readonly Piece[], index: number): number {
  return pieces[index]?.count ?? 0;
}

function last(pieces: readonly Piece[]): number {
  return pieces.length - 1;
}

function time(times: readonly (readonly number[])[], first: number, second: number): number {
  const found = times[first]?.[second];
  if (found === undefined) throw new Error(`no time of a tile of pieces ${first} and ${second}`);
  return found;
}

function time3(times: Tiling['gemm'], m: number, k: number, n: number): number {
  const found = times[m]?.[k]?.[n];
  if (found === undefined) throw new Error(`no time of a tile of pieces ${m}, ${k} and ${n}`);
  return found;
}
