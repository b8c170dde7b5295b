import { addressWidth, constant, mux, unsigned, type ModuleBuilder, type Signal } from '../../../rtl/index.js';
import { oneLess } from './tile-command.js';

export interface DrainInputs {
  readonly run: Signal;
  /** A tile's last operands are read in this cycle. */
  readonly read: Signal;
  /** They are those of the last tile. */
  readonly last: Signal;
  /** Cycles from there to the one in which the tile's last result has its place, less one. */
  readonly wait: Signal;
  readonly mostWait: number;
}

/**
 * Counts the cycles that the last wave takes: `draining` meanwhile, `done` in its last cycle. A last tile of few columns may be through before
 * the tile before it, so the longer of the two counts.
 */
export function drainCounter(
  m: ModuleBuilder,
  { run, read, last, wait, mostWait }: DrainInputs,
): readonly [Signal, Signal] {
  const draining = m.register('draining', unsigned(1), { reset: 0 });
  const left = m.register('left', unsigned(addressWidth(mostWait + 1)), { reset: 0 });
  const done = m.named('drained', draining.and(left.eq(0)).and(run));
  draining.next(last, last.or(done));
  const fewer = m.named('left_after', mux(left.eq(0), 0, left.subWrap(1)).resize(left.width));
  const own = m.named('tile_wait', wait.resize(left.width));
  left.next(m.named('left_next', mux(read.and(own.gt(fewer)), own, fewer)), run);
  return [draining, done];
}

/**
 * The same where several commands drain: their waits stand in a queue, the first one's in front, and end one a cycle. The wait of a command's
 * last tile is never shorter than what those before it still have to wait.
 */
export function drainQueue(
  m: ModuleBuilder,
  most: number,
  { run, read, last, wait, mostWait }: DrainInputs,
): readonly [Signal, Signal] {
  const type = unsigned(addressWidth(mostWait + 1));
  const longest = m.register('left', type, { reset: 0 });
  const fewer = m.named('left_after', oneLess(longest));
  const own = m.named('tile_wait', wait.resize(type.width));
  const now = m.named('left_next', mux(read.and(own.gt(fewer)), own, fewer));
  longest.next(now, run);
  const places = Array.from({ length: most }, (_, i) => ({
    taken: m.register(`drains_${i}`, unsigned(1), { reset: 0 }),
    left: m.register(`left_${i}`, type),
  }));
  const [front] = places;
  if (front === undefined) throw new Error('a queue of no places');
  const done = m.named('drained', front.taken.and(front.left.eq(0)).and(run));
  let before = constant(1);
  for (const [i, { taken, left }] of places.entries()) {
    const after = places[i + 1];
    const stays = m.named(`drains_${i}_still`, mux(done, after?.taken ?? 0, taken));
    const enters = m.named(`drains_${i}_now`, last.and(before).and(stays.not()));
    taken.next(stays.or(enters), run);
    left.next(mux(enters, now, oneLess(after === undefined ? left : mux(done, after.left, left))), run);
    before = stays;
  }
  return [front.taken, done];
}

/** The low `count` of `width` bits: which rows or columns count in a partial tile. Kept from `when` on. */
export function countMask(m: ModuleBuilder, name: string, width: number, count: Signal, when: Signal): Signal {
  const register = m.register(name, unsigned(width));
  // A count beyond the width shifts all of the ones out, and all bits count.
  const ones = constant((1n << BigInt(width)) - 1n, unsigned(width));
  register.next(m.named(`${name}_next`, ones.shlWrap(count).not()), when);
  return register;
}
