import type { ModuleBuilder } from '../../builder.js';
import { concat, mux, type Signal } from '../../signal.js';

/** Zeros before the first one, counted from the high bits; meaningless where `any` is zero. */
export interface Count {
  readonly any: Signal;
  /** Undefined for a single bit. */
  readonly zeros: Signal | undefined;
}

/** Counts zeros by halves: those of the high half, or all of it and those of the low one. */
export function leadingZeros(m: ModuleBuilder, name: string, bits: Signal): Count {
  if (bits.width === 1) return { any: bits, zeros: undefined };
  const half = 2 ** Math.ceil(Math.log2(bits.width) - 1);
  const high = leadingZeros(m, `${name}_h`, bits.slice(bits.width - 1, bits.width - half));
  const low = leadingZeros(m, `${name}_l`, bits.slice(bits.width - half - 1, 0));
  const none = high.any.not();
  const any = m.named(`${name}_any`, high.any.or(low.any));
  if (high.zeros === undefined) return { any, zeros: none };
  const { width } = high.zeros;
  const below = low.zeros === undefined ? 0 : low.zeros.extend(width);
  return { any, zeros: m.named(`${name}_zeros`, concat(none, mux(high.any, high.zeros, below))) };
}

/** `value * 2^amount` in its own width, by a level for each bit of the amount, the largest first: that bit of a count comes first. */
export function shiftLeft(m: ModuleBuilder, name: string, value: Signal, amount: Signal): Signal {
  let shifted = value;
  for (let bit = amount.width - 1; bit >= 0; bit--) {
    const moved = 2 ** bit >= value.width ? value.and(0) : shifted.shlWrap(2 ** bit);
    shifted = m.named(`${name}_by${2 ** bit}`, mux(amount.bit(bit), moved, shifted));
  }
  return shifted;
}

/** What is left of a number that was shifted to the right, and whether a one was lost. */
export interface Shifted {
  readonly value: Signal;
  readonly lost: Signal;
}

/** `value / 2^amount`, rounded down, in its own width; an amount of its width or more loses all of it. */
export function shiftRight(m: ModuleBuilder, name: string, value: Signal, amount: Signal): Shifted {
  const { width } = value;
  const levels = Math.min(amount.width, Math.ceil(Math.log2(width)));
  let shifted = value;
  let lost: Signal | undefined;
  for (let level = 0; level < levels; level++) {
    const by = 2 ** level;
    const taken = amount.bit(level);
    const losing = taken.and(shifted.slice(by - 1, 0).any());
    lost = m.named(`${name}_lost${by}`, lost === undefined ? losing : lost.or(losing));
    shifted = m.named(`${name}_by${by}`, mux(taken, shifted.shr(by).extend(width), shifted));
  }
  if (amount.width > levels) {
    const all = m.named(`${name}_all`, amount.slice(amount.width - 1, levels).any());
    const losing = all.and(shifted.any());
    lost = lost === undefined ? losing : lost.or(losing);
    shifted = mux(all, 0, shifted).resize(width);
  }
  return { value: m.named(`${name}_value`, shifted), lost: m.named(`${name}_lost`, lost ?? value.bit(0).and(0)) };
}
