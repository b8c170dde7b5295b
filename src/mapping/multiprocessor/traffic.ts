import type { MatrixOperation } from '../../workload/index.js';
import type { Bits } from '../time.js';
import type { Multiprocessors } from './machine.js';
import type { Tile } from './tiles.js';

/** How many tiles a product is cut into. */
export interface Cut {
  readonly tile: Tile;
  /** Tiles along m and n of one product of the batch. */
  readonly m: number;
  readonly n: number;
  /** Parts that k is split into, each summed by a tile of its own; their sums are added afterwards. */
  readonly splits: number;
  /** Slabs of k of one tile. */
  readonly slabs: number;
  /** All tiles of all products. */
  readonly tiles: number;
}

export function cutOf(operation: MatrixOperation, tile: Tile, splits: number): Cut {
  const m = Math.ceil(operation.m / tile.m);
  const n = Math.ceil(operation.n / tile.n);
  const slabs = Math.ceil(Math.ceil(operation.k / splits) / tile.k);
  return { tile, m, n, splits, slabs, tiles: operation.batch * m * n * splits };
}

/** Bits between the multiprocessors and what lies behind them: every tile's slabs, results rounded to operands, and the sums of splits, written and read once. */
export function tileTraffic({ bits }: Multiprocessors, operation: MatrixOperation, cut: Cut): Bits {
  const { tile, slabs, tiles, splits } = cut;
  const slab = tile.k * (tile.m * bits.left + tile.n * bits.right);
  const results = operation.batch * operation.m * operation.n;
  const partial = splits === 1 ? 0 : results * splits * bits.sum;
  return { read: tiles * slabs * slab + partial, written: results * bits.left + partial };
}

/**
 * Bits over the boundary of the external memory. Tiles at work at once stand together, `rows` x `columns` of them, and share what they fetch in the cache; such
 * blocks follow one another along n or along m, and an operand, or the panel of it that a row of blocks takes, stays in the cache if it fills no more than
 * half. Of the shapes of blocks and both orders the best is taken. Without a cache every tile fetches its own.
 */
export function memoryTraffic(machine: Multiprocessors, operation: MatrixOperation, cut: Cut): Bits {
  const { cache, bits } = machine;
  if (cache === null) return tileTraffic(machine, operation, cut);
  const { batch, m, n } = operation;
  const results = batch * m * n;
  const kept = (cache.parameters.capacityBits * cache.placed.count) / 2;
  const partial = cut.splits === 1 || results * cut.splits * bits.sum <= kept ? 0 : results * cut.splits * bits.sum;
  const left = operation.leftElements * bits.left;
  const right = operation.rightElements * bits.right;
  const atOnce = Math.max(1, Math.floor((machine.multiprocessors * cut.tile.resident) / cut.splits));
  let least = Infinity;
  for (let rows = 1; ; rows *= 2) {
    const tall = Math.min(rows, cut.m);
    const wide = Math.min(cut.n, Math.max(1, Math.floor(atOnce / tall)));
    const down = Math.ceil(cut.m / tall);
    const across = Math.ceil(cut.n / wide);
    const once = (panel: number, whole: number, passes: number): number =>
      Math.min(panel, whole) <= kept || passes === 1 ? whole : whole * passes;
    // Along n first: a panel of rows is used by all blocks of its row; the other operand comes anew for each row of blocks.
    const alongN = once(left / batch / down, left, across) + once(right / batch, right, down);
    const alongM = once(right / batch / across, right, down) + once(left / batch, left, across);
    least = Math.min(least, alongN, alongM);
    if (rows >= Math.min(cut.m, atOnce)) break;
  }
  return { read: least + partial, written: results * bits.left + partial };
}
