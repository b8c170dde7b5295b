import type { Order } from './plan.js';
import type { Piece, Tiling } from './tiling.js';

/*
 * The time of a command list without writing it out. A step is one multiplication; between two steps come the loads of what the
 * core does not hold yet, and a store where the first of them ends a tile of the result. Steps differ only in whether their tile is a full
 * or a last one along each dimension, so a few kinds of neighbours, each counted, are the whole list.
 */

/** Along each dimension the piece of a step's tile: 0 the full ones, or the last one. */
interface Place {
  readonly m: number;
  readonly k: number;
  readonly n: number;
}

/** `count` times a step is followed by another, which needs these operands loaded. */
interface Neighbours {
  readonly count: number;
  readonly from: Place;
  readonly to: Place;
  readonly left: boolean;
  readonly right: boolean;
}

/**
 * Cycles of one core's command list when nothing keeps it waiting: what the hardware takes. The first tiles load; each multiplication
 * then takes its time or, where that is longer, that of the loads beside it, which begin a cycle after it; what cannot load beside it
 * follows, and so does a store. Nothing loads beside the last.
 */
export function coreCycles(tiling: Tiling, order: Order): number {
  const { left, right, results, gemm, pieces } = tiling;
  let total = time(left.times, 0, 0) + time(right.times, 0, 0) + results.cycles;
  for (const neighbours of allNeighbours(tiling, order)) {
    if (neighbours.count > 0) total += neighbours.count * stepCycles(tiling, neighbours);
  }
  return total + time3(gemm, { m: last(pieces.m), k: last(pieces.k), n: last(pieces.n) });
}

function stepCycles({ left, right, gemm, beside }: Tiling, { from, to, ...needs }: Neighbours): number {
  const leftLoad = needs.left ? time(left.times, to.m, to.k) : 0;
  const rightLoad = needs.right ? time(right.times, to.k, to.n) : 0;
  const hidden = (beside.left ? leftLoad : 0) + (beside.right ? rightLoad : 0);
  return Math.max(time3(gemm, from), hidden + 1) + leftLoad + rightLoad - hidden;
}

/** All steps but the last, each with the one that follows it. */
function allNeighbours({ pieces, counts }: Tiling, order: Order): readonly Neighbours[] {
  const [outer, inner] = order.outer === 'm' ? [pieces.m, pieces.n] : [pieces.n, pieces.m];
  const place = (p: number, q: number, k: number): Place =>
    order.outer === 'm' ? { m: p, k, n: q } : { m: q, k, n: p };
  const whole = counts.k === 1;
  /** From the last tile of k to the first of another tile of the result; with k cut that needs both operands. */
  const turn = (
    count: number,
    [p, toP]: readonly [number, number],
    [q, toQ]: readonly [number, number],
    loadsOuter: boolean,
    loadsInner: boolean,
  ): Neighbours => {
    const needs = { outer: !whole || loadsOuter, inner: !whole || loadsInner };
    const [left, right] = order.outer === 'm' ? [needs.outer, needs.inner] : [needs.inner, needs.outer];
    return { count, from: place(p, q, last(pieces.k)), to: place(toP, toQ, 0), left, right };
  };
  const outerCount = counts[order.outer];
  const innerCount = total(inner);
  const blocks = Math.ceil(outerCount / order.block);
  const several = order.block > 1;
  // The last block's first tile is the last tile of all if it is alone there.
  const alone = (outerCount - 1) % order.block === 0;
  const lastFirst = alone ? last(outer) : 0;
  const raggedEnd = outer.length > 1 && !alone ? 1 : 0;
  const { m, n } = pieces;
  return [
    ...m.flatMap((a, i) =>
      n.flatMap((b, j) =>
        consecutive(pieces.k).map(({ count, from, to }) => ({
          count: a.count * b.count * count,
          from: { m: i, k: from, n: j },
          to: { m: i, k: to, n: j },
          left: true,
          right: true,
        })),
      ),
    ),
    // To the next tile of the block.
    ...inner.flatMap(({ count }, q) => [
      turn(count * (outerCount - blocks - raggedEnd), [0, 0], [q, q], true, false),
      turn(count * raggedEnd, [0, last(outer)], [q, q], true, false),
    ]),
    // Back to the block's first tile, along the inner dimension.
    ...consecutive(inner).flatMap(({ count, from, to }) => [
      turn(count * (blocks - 1), [0, 0], [from, to], several, true),
      turn(count, [last(outer), lastFirst], [from, to], several, true),
    ]),
    // To the next block.
    turn(Math.max(0, blocks - 2), [0, 0], [last(inner), 0], true, innerCount > 1),
    turn(Math.min(1, blocks - 1), [0, lastFirst], [last(inner), 0], true, innerCount > 1),
  ];
}

/** Neighbours along a dimension. */
function consecutive(
  pieces: readonly Piece[],
): readonly { readonly count: number; readonly from: number; readonly to: number }[] {
  const full = { count: (pieces[0]?.count ?? 1) - 1, from: 0, to: 0 };
  return pieces.length > 1 ? [full, { count: 1, from: 0, to: 1 }] : [full];
}

function last(pieces: readonly Piece[]): number {
  return pieces.length - 1;
}

function total(pieces: readonly Piece[]): number {
  return pieces.reduce((sum, { count }) => sum + count, 0);
}

function time(times: readonly (readonly number[])[], first: number, second: number): number {
  const found = times[first]?.[second];
  if (found === undefined) throw new Error(`no time of a tile of pieces ${first} and ${second}`);
  return found;
}

function time3(times: Tiling['gemm'], { m, k, n }: Place): number {
  const found = times[m];
  if (found === undefined) throw new Error(`no time of a tile of piece ${m}`);
  return time(found, k, n);
}
