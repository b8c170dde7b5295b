import type { ModuleBuilder } from '../../builder.js';
import { mux, type Signal } from '../../signal.js';
import { highestExponent, sumBits } from './layout.js';
import type { Product } from './product.js';
import { unpackAddend } from './unpack.js';

/** A number of binary32 that is added in place of a product. */
export interface Joined {
  /** Where high, behind the product's registers: the number is added, else the product. */
  readonly when: Signal;
  readonly code: Signal;
}

/** What is added: a product or a number, and the greatest exponent that it may have. */
export interface Added {
  readonly product: Product;
  readonly greatest: number;
}

/** A product, or in place of it a number, which is as it is: no bit of it has gone into a factor. */
export function productOrNumber(m: ModuleBuilder, name: string, { product, greatest }: Added, joined?: Joined): Added {
  if (joined === undefined) return { product, greatest };
  const { when, code } = joined;
  const number = unpackAddend(m, `${name}_joined`, code);
  const bits = Math.max(sumBits, product.significand.width);
  const top = (significand: Signal): Signal => significand.shl(bits - significand.width);
  // A zero has the least exponent, so that it is never the greater one.
  const exponent = number.exponent.extend(number.exponent.width + 1).asSigned();
  const either = (part: string, one: Signal, other: Signal): Signal =>
    m.named(`${name}_added_${part}`, mux(when, one, other));
  return {
    product: {
      negative: either('negative', number.negative, product.negative),
      significand: either('significand', top(number.significand), top(product.significand)),
      exponent: either('exponent', exponent, product.exponent),
      zero: m.named(`${name}_added_zero`, product.zero.and(when.not())),
      infinite: either('infinite', number.infinite, product.infinite),
      nan: either('nan', number.nan, product.nan),
      counts: product.counts === undefined ? undefined : m.named(`${name}_added_counts`, product.counts.or(when)),
    },
    greatest: Math.max(greatest, highestExponent - 1),
  };
}
