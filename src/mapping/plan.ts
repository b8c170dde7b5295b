import type { Machine } from './machine.js';
import { outside, type Residence } from './residence.js';
import { scaleLoads } from './stores.js';
import type { Tiling } from './tiling.js';

/** Which dimension the outermost loop cuts into blocks: rows of the left operand, or columns of the right one. */
export type Outer = 'm' | 'n';

/** How much of an operand the near memory keeps: two tiles in turn, a block or panel over all of k, or the whole operand. */
export type Kept = 'tiles' | 'panel' | 'whole';

/**
 * The order of a product's tiles, `outer` blocks of `block` tiles outermost, then the other dimension, then the tiles of the
 * block, k innermost; and what the near memory keeps meanwhile. The order is the schedule's; the rest is where its loads
 * come from.
 */
export interface Order {
  readonly outer: Outer;
  /** Tiles of the outer dimension in a block. */
  readonly block: number;
  /** Of the operand that the outer dimension cuts. */
  readonly outerKept: Kept;
  /** Of the other operand. */
  readonly innerKept: Kept;
}

/** How often each operand passes: into the core, and into the near memory. */
export interface Passes {
  /** Loads of each operand into the core, as multiples of its tiles. */
  readonly left: number;
  readonly right: number;
  /** Passes of each operand from the far memory. */
  readonly farLeft: number;
  readonly farRight: number;
  /** Loads of the scales of columns, where results are stored as operands. */
  readonly scales: number;
}

/**
 * Passes of an order. With p the outer and q the inner dimension, B tiles of p in a block, and one tile of each operand in
 * the core beside that which loads: with k not cut, a tile (p, k) stays in the core over q if blocks have one tile, and a tile (k, q) stays over p inside
 * of a block, for good if q is not cut either; with k cut, every step loads both.
 */
export function passesOf(
  { counts, scales: columns }: Pick<Tiling, 'counts' | 'scales'>,
  order: Order,
  { left, right }: Pick<Residence, 'left' | 'right'> = outside,
): Passes {
  const outer = order.outer === 'm' ? counts.m : counts.n;
  const inner = order.outer === 'm' ? counts.n : counts.m;
  const blocks = Math.ceil(outer / order.block);
  const whole = counts.k === 1;
  const outerLoads = whole && order.block === 1 ? 1 : inner;
  const innerLoads = whole ? (inner === 1 ? 1 : blocks) : outer;
  const farOuter = order.outerKept === 'tiles' ? outerLoads : 1;
  const farInner = order.innerKept === 'tiles' ? innerLoads : order.innerKept === 'whole' || inner === 1 ? 1 : blocks;
  const scales = scaleLoads(columns, counts, order);
  return order.outer === 'm'
    ? { left: outerLoads, right: innerLoads, farLeft: left ? 0 : farOuter, farRight: right ? 0 : farInner, scales }
    : { left: innerLoads, right: outerLoads, farLeft: left ? 0 : farInner, farRight: right ? 0 : farOuter, scales };
}

/**
 * The least cycles that loads take in any order of so many tiles (`passesOf`): blocks of one tile and one block of all tiles are the
 * ends between which all orders lie, and of those two are alike.
 */
export function leastLoading(m: number, k: number, n: number, left: LoadPass, right: LoadPass): number {
  if (k > 1) return n * left.cycles + m * right.cycles;
  return Math.min(left.cycles + (n === 1 ? 1 : m) * right.cycles, (m === 1 ? 1 : n) * left.cycles + right.cycles);
}

type LoadPass = Pick<Tiling['left'], 'cycles'>;

/** Beats through `spill`. */
export function spillBeats(tiling: Tiling, passes: Passes): { readonly loads: number; readonly stores: number } {
  return {
    loads:
      passes.left * tiling.left.beats +
      passes.right * tiling.right.beats +
      passes.scales * (tiling.scales?.beats ?? 0) +
      (tiling.requantised?.adds === true ? tiling.results.beats : 0),
    stores: tiling.results.beats,
  };
}

/** Commands of one core's list. */
export function commandCount(tiling: Tiling, passes: Passes): number {
  return (
    passes.left * tiling.left.count +
    passes.right * tiling.right.count +
    tiling.results.count +
    passes.scales +
    tiling.counts.m * tiling.counts.k * tiling.counts.n +
    (tiling.image === null ? 0 : 1)
  );
}

/**
 * The orders worth trying for a tiling on a machine: either dimension outermost, each choice of what the near memory keeps,
 * with the largest block that fits. Without a near memory the blocks have one tile and nothing is kept. What is resident is kept whole, in bits that are
 * reserved for it.
 */
export function ordersOf(machine: Machine, tiling: Tiling, residence: Residence = outside): readonly Order[] {
  const { near } = machine;
  const outers: readonly Outer[] = ['m', 'n'];
  if (near === null) {
    return outers.map((outer) => ({ outer, block: 1, outerKept: 'tiles', innerKept: 'tiles' }));
  }
  const orders: Order[] = [];
  for (const outer of outers) {
    const sizes = nearSizes(tiling, outer, residence);
    const innerResident = outer === 'm' ? residence.right : residence.left;
    for (const innerKept of innerResident ? (['whole'] as const) : (['tiles', 'panel', 'whole'] as const)) {
      const left = near.parameters.capacityBits - residence.reserved - sizes.results - sizes.inner[innerKept];
      if (left >= sizes.outerTiles) orders.push({ outer, block: 1, outerKept: 'tiles', innerKept });
      for (const block of blockSizes(left, sizes)) orders.push({ outer, block, outerKept: 'panel', innerKept });
    }
  }
  return orders;
}

interface NearSizes {
  /** Tiles of the outer dimension. */
  readonly outer: number;
  /** Bits of two tiles of the outer operand, or of the only one. */
  readonly outerTiles: number;
  /** Bits of all of k for one tile of the outer dimension. */
  readonly outerPanel: number;
  readonly inner: Readonly<Record<Kept, number>>;
  /** Bits of two tiles of results, or of the only one. */
  readonly results: number;
}

/** Bits that the near memory needs for each choice; whatever changes is held twice, so that it fills while the core works. */
function nearSizes(tiling: Tiling, outer: Outer, { left, right, results }: Residence): NearSizes {
  const [outerPass, innerPass] = outer === 'm' ? [tiling.left, tiling.right] : [tiling.right, tiling.left];
  const [outerCount, innerCount] =
    outer === 'm' ? [tiling.counts.m, tiling.counts.n] : [tiling.counts.n, tiling.counts.m];
  const k = tiling.counts.k;
  const [outerResident, innerResident] = outer === 'm' ? [left, right] : [right, left];
  const outerTile = outerResident ? 0 : outerPass.largest;
  const innerTile = innerResident ? 0 : innerPass.largest;
  return {
    outer: outerCount,
    outerTiles: twice(outerTile, outerCount * k),
    outerPanel: outerTile * k,
    inner: {
      tiles: twice(innerTile, innerCount * k),
      panel: twice(innerTile * k, innerCount),
      whole: innerTile * k * innerCount,
    },
    results: results ? 0 : twice(tiling.results.largest, outerCount * innerCount),
  };
}

/** Bits of the near memory that an order takes for what it keeps, without what is reserved for others. */
export function nearBits(tiling: Tiling, { outer, block, outerKept, innerKept }: Order, residence: Residence): number {
  const sizes = nearSizes(tiling, outer, residence);
  const blocks = outerKept === 'tiles' ? 0 : block >= sizes.outer ? sizes.outer : 2 * block;
  return sizes.results + sizes.inner[innerKept] + (blocks === 0 ? sizes.outerTiles : blocks * sizes.outerPanel);
}

function twice(bits: number, count: number): number {
  return count > 1 ? 2 * bits : bits;
}

/** One tile a block, and the most tiles that fit: all of them, held once, or as many as fit twice. */
function blockSizes(bits: number, sizes: NearSizes): readonly number[] {
  if (bits >= sizes.outerPanel * sizes.outer) return oneAnd(sizes.outer);
  const twiceHeld = Math.floor(bits / (2 * sizes.outerPanel));
  return twiceHeld < 1 ? [] : oneAnd(twiceHeld);
}

function oneAnd(tiles: number): readonly number[] {
  return tiles === 1 ? [1] : [1, tiles];
}
