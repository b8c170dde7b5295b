import type { ModuleBuilder } from '../../builder.js';
import { concat, mux, repeat, type Signal } from '../../signal.js';
import { highestExponent, mayOverflow, sumBits } from './layout.js';
import type { Product } from './product.js';
import { shiftRight } from './shift.js';
import type { Addend } from './unpack.js';

/** What is known of the result beside its value. */
export interface Fate {
  readonly nan: Signal;
  readonly infinite: Signal;
  /** Of an infinite result. */
  readonly infiniteNegative: Signal;
}

/** Two numbers in the same scale, of which the first has the greater exponent, the second a further bit for what was cut off. */
export interface Aligned {
  /** As many bits as the window has. */
  readonly first: Signal;
  /** One bit more, the lowest: whether a part was cut off. */
  readonly second: Signal;
  readonly firstNegative: Signal;
  readonly subtract: Signal;
  /** Of the first bit of the window, in the bias of the sum: one at least. */
  readonly exponent: Signal;
  readonly fate: Fate;
}

/**
 * Bits of the window: a product whose first bit is zero and an addend three places lower leave a sum whose first bit is the third; from there
 * on it has a significand and a bit to round by. What lies lower is one bit that says whether there is anything. A wide product begins
 * with a one; all of it has a place where the addend begins with it or a place higher, so that nothing is lost of what cancellation leaves.
 */
function windowBits(product: Signal): number {
  return Math.max(sumBits + 3, product.width + 1);
}

/**
 * Brings product and addend to the greater of their exponents. A product that is zero has the smaller one, and one that does not count the
 * addend's sign, so that the sum is the addend.
 *
 * @param greatest exponent of a product, in the bias of the sum
 */
export function align(m: ModuleBuilder, name: string, greatest: number, product: Product, addend: Addend): Aligned {
  const difference = m.named(`${name}_difference`, product.exponent.sub(addend.exponent));
  const sign = difference.bit(difference.width - 1);
  const lower = m.named(`${name}_product_lower`, sign.or(product.zero));
  const window = windowBits(product.significand);
  const top = (significand: Signal, bits: number): Signal => significand.extend(bits).shl(window - bits);
  const { width } = product.significand;
  const first = mux(lower, top(addend.significand, sumBits), top(product.significand, width));
  // The product a place to the right, and ~difference: -difference - 1.
  const second = mux(lower, top(product.significand, width + 1), top(addend.significand, sumBits));
  const amount = difference.asUnsigned().xor(repeat(sign, difference.width));
  const shifted = shiftRight(
    m,
    `${name}_align`,
    second,
    m.named(`${name}_amount`, amount.slice(difference.width - 2, 0)),
  );
  const negative =
    product.counts === undefined ? product.negative : mux(product.counts, product.negative, addend.negative);
  const subtract = m.named(`${name}_subtract`, negative.xor(addend.negative));
  const clash = product.infinite.and(addend.infinite).and(subtract);
  return {
    first: m.named(`${name}_first`, first),
    second: concat(shifted.value, shifted.lost),
    firstNegative: m.named(`${name}_first_negative`, mux(lower, addend.negative, negative)),
    subtract,
    exponent: m.named(`${name}_exponent`, exponentOf(greatest, product, addend, lower)),
    fate: {
      nan: m.named(`${name}_nan`, product.nan.or(addend.nan).or(clash)),
      infinite: m.named(`${name}_infinite`, product.infinite.or(addend.infinite)),
      infiniteNegative: m.named(`${name}_infinite_negative`, mux(product.infinite, negative, addend.negative)),
    },
  };
}

/** The greater exponent, in as few bits as hold it. */
function exponentOf(greatest: number, product: Product, addend: Addend, lower: Signal): Signal {
  const highest = Math.max(highestExponent, mayOverflow(greatest) ? greatest : 0);
  const width = Math.ceil(Math.log2(highest + 1));
  const positive = product.exponent.width >= width ? product.exponent.truncate(width) : product.exponent.resize(width);
  return mux(lower, addend.exponent.extend(width), positive.asUnsigned());
}
