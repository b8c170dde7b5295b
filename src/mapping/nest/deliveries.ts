import { wordsOf, type Shift } from './tiles.js';

/**
 * Words that a memory takes of an operand while loops in time move its tile, with one tile held at a time. What a step has in common with the tile before
 * is kept where the tile moves as it did the last time it moved; a tile that does not move is not fetched again.
 *
 * Closed form: of the loops, innermost first, v_k is the move of a step and b_k the bound. When loop j steps, those within it go back to their start, so the
 * tile moves by w_j = v_j - sum over k < j of (b_k - 1) v_k, and that happens (b_j - 1) times in each step of the loops around it. Where w_j is the move of the
 * innermost loop that moves it at all, only the words that are new are fetched.
 *
 * @param box extents of the tile, by rank
 * @param shifts of the loops in time around the tile, outermost first
 */
export function deliveriesOf(box: readonly number[], shifts: readonly Shift[]): number {
  const tile = wordsOf(box);
  const inner = shifts.filter(({ bound }) => bound > 1).toReversed();
  const first = inner.find(({ by }) => moves(by))?.by;
  if (first === undefined) return tile;
  const fresh = tile - wordsOf(box.map((extent, rank) => Math.max(0, extent - Math.abs(first[rank] ?? 0))));
  let rewound = box.map(() => 0);
  let around = inner.reduce((product, { bound }) => product * bound, 1);
  let total = tile;
  for (const { bound, by } of inner) {
    around /= bound;
    const move = by.map((each, rank) => each - (rewound[rank] ?? 0));
    const words = !moves(move) ? 0 : equal(move, first) ? fresh : tile;
    total += (bound - 1) * around * words;
    rewound = rewound.map((each, rank) => each + (bound - 1) * (by[rank] ?? 0));
  }
  return total;
}

const moves = (by: readonly number[]): boolean => by.some((each) => each !== 0);

const equal = (a: readonly number[], b: readonly number[]): boolean => a.every((each, rank) => each === b[rank]);
