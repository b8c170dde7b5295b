import type { ModuleBuilder } from '../../builder.js';
import { concat, constant, mux, repeat, some, type Signal } from '../../signal.js';
import { unsigned } from '../../types.js';
import { binary32, highestExponent, sumBits } from './layout.js';
import type { Normal } from './normalise.js';

const { mantissaBits, exponentBits } = binary32;

/**
 * The code of binary32: rounded to nearest, ties to even; specials instead where there are any; infinity where the sum is too large.
 *
 * @param mayOverflow whether a finite sum can be too large
 */
export function roundAndPack(m: ModuleBuilder, name: string, normal: Normal, mayOverflow: boolean): Signal {
  const { significand, exponent, negative, fate } = normal;
  const lowest = significand.width - sumBits;
  const half = significand.bit(lowest - 1);
  const rest = significand.slice(lowest - 2, 0).any();
  const up = m.named(`${name}_up`, half.and(rest.or(significand.bit(lowest))));
  // The field of a subnormal number and of zero is zero.
  const first = significand.bit(significand.width - 1);
  const field = exponent.slice(exponentBits - 1, 0).and(repeat(first, exponentBits));
  const fraction = significand.slice(significand.width - 2, lowest);
  const rounded = m.named(`${name}_rounded`, concat(field, fraction).addWrap(up));
  const large = mayOverflow ? [m.named(`${name}_large`, tooLarge(exponent))] : [];
  const infinite = m.named(`${name}_is_infinite`, some(fate.infinite, ...large));
  const special = concat(
    constant(highestExponent, unsigned(exponentBits)),
    fate.nan,
    constant(0, unsigned(mantissaBits - 1)),
  );
  const sign = mux(fate.infinite, fate.infiniteNegative, negative).and(fate.nan.not());
  if (!mayOverflow && exponent.width > exponentBits) m.unused(exponent.slice(exponent.width - 1, exponentBits));
  return m.named(`${name}_code`, concat(sign, mux(infinite.or(fate.nan), special, rounded)));
}

/** Whether an exponent is that of infinity, or above. */
function tooLarge(exponent: Signal): Signal {
  const all = exponent.slice(exponentBits - 1, 0).all();
  return exponent.width > exponentBits ? all.or(exponent.slice(exponent.width - 1, exponentBits).any()) : all;
}
