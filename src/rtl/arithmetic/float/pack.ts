import type { ModuleBuilder } from '../../builder.js';
import { concat, constant, mux, repeat, type Signal } from '../../signal.js';
import type { Hold } from '../split-sum.js';
import { unsigned } from '../../types.js';
import type { Fate } from './align.js';
import { sumBits } from './layout.js';
import { roundAndPack } from './round.js';
import { shiftRight } from './shift.js';

/** Bits of the exponent of a number that is packed. */
export const packedExponentBits = 10;

/** Bits of a number that its rounding looks at one by one; of those behind them one says whether there is a one. */
const roundedBits = sumBits + 2;

/** Bits that a number has at least, so that some are behind those. */
const leastBits = roundedBits + 1;

/** A number to be rounded. */
export interface Unrounded {
  /** Its first or its second bit is one, but where it is zero. */
  readonly value: Signal;
  /** Signed, of `packedExponentBits`: that of the first bit, in the bias of binary32; given a register before the rest. */
  readonly exponent: Signal;
}

/**
 * The code of binary32 of a number, rounded once to nearest even, with gradual underflow; a register after its value and exponent's second.
 *
 * @param fate what the number is instead, and its sign, when it is rounded: a register after its value
 */
export function packFloat(
  m: ModuleBuilder,
  name: string,
  hold: Hold,
  { value, exponent }: Unrounded,
  negative: Signal,
  fate: Pick<Fate, 'nan' | 'infinite'>,
): Signal {
  const next = m.named(`${name}_next_exponent`, exponent.sub(1).resize(packedExponentBits));
  const places = [placeOf(m, name, 'first', hold, exponent), placeOf(m, name, 'second', hold, next)] as const;
  const wide = value.width >= leastBits ? value : value.shl(leastBits - value.width);
  const { significand, field } = denormalised(m, name, wide, places);
  const normal = { significand: hold('significand', significand), exponent: hold('field', field), negative };
  return roundAndPack(m, name, { ...normal, fate: { ...fate, infiniteNegative: negative } }, true);
}

/** Where a number begins: the field of its exponent, one at least, and how far it is shifted to the right for that. */
interface Place {
  readonly field: Signal;
  readonly amount: Signal;
}

/** The place of a number of a signed exponent, behind a register. */
function placeOf(m: ModuleBuilder, name: string, place: string, hold: Hold, exponent: Signal): Place {
  const bits = packedExponentBits;
  const low = m.named(`${name}_${place}_low`, exponent.bit(bits - 1).or(exponent.any().not()));
  const lack = constant(1)
    .sub(exponent)
    .asUnsigned()
    .slice(bits - 3, 0);
  const field = mux(low, constant(1, unsigned(bits - 1)), exponent.asUnsigned().slice(bits - 2, 0));
  return {
    field: hold(`${place}_field`, m.named(`${name}_${place}_field`, field)),
    amount: hold(`${place}_amount`, m.named(`${name}_${place}_amount`, lack.and(repeat(low, lack.width)))),
  };
}

/**
 * A number shifted so that its first bit is one, or its exponent at the least; the lowest of its bits says whether anything is behind them.
 *
 * @param places of a number whose first bit is one, and of one whose second bit is the first
 */
function denormalised(
  m: ModuleBuilder,
  name: string,
  value: Signal,
  [first, second]: readonly [Place, Place],
): { readonly significand: Signal; readonly field: Signal } {
  const { width } = value;
  const top = m.named(`${name}_top`, value.bit(width - 1));
  const normal = m.named(`${name}_normal`, mux(top, value, value.shlWrap(1)));
  const amount = m.named(`${name}_amount`, mux(top, first.amount, second.amount));
  const shifted = shiftRight(m, `${name}_subnormal`, normal, amount);
  const lowest = width - roundedBits;
  const rest = m.named(`${name}_rest`, shifted.lost.or(shifted.value.slice(lowest - 1, 0).any()));
  return {
    significand: concat(shifted.value.slice(width - 1, lowest), rest),
    field: m.named(`${name}_least`, mux(top, first.field, second.field)),
  };
}
