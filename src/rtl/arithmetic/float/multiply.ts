import type { ModuleBuilder } from '../../builder.js';
import { concat, constant, mux, repeat, type Signal, type SignalLike } from '../../signal.js';
import { unsigned } from '../../types.js';
import { addWith } from '../adder.js';
import { productRows, type Structures } from '../multiplier.js';
import { binary32, sumBits } from './layout.js';
import type { Normal } from './normalise.js';
import { roundAndPack } from './round.js';
import { shiftRight } from './shift.js';
import { unpackFactor, type Factor } from './unpack.js';

/** How a multiplication of two numbers of binary32 is built. */
export interface MultiplyFloatOptions {
  readonly structures: Structures;
  /** Enable of the registers. */
  readonly enable?: SignalLike;
}

/** Registers within `multiplyFloat`: behind the factors, the partial products, the product, and what is rounded. */
export const multiplyFloatRegisters = 4;

/** A value some registers later. */
type Hold = (wire: string, value: Signal, cycles?: number) => Signal;

const productBits = 2 * sumBits;

/** Bits of a product's exponent: from that of two of the least subnormal numbers to that of two of the greatest. */
const exponentBits = 10;

/**
 * `a * b` in binary32, rounded once to nearest even, with subnormal numbers, infinities and NaN (the canonical one): what `multiply` of
 * `src/numbers` gives, `multiplyFloatRegisters` cycles later.
 *
 * @param name beginning of the names of what is between
 */
export function multiplyFloat(
  m: ModuleBuilder,
  name: string,
  { structures, enable }: MultiplyFloatOptions,
  a: Signal,
  b: Signal,
): Signal {
  const hold: Hold = (wire, value, cycles = 1) =>
    m.delay(`${name}_${wire}_q`, value, cycles, enable === undefined ? {} : { enable });
  const [first, second] = [unpackFactor(m, `${name}_a`, a, binary32), unpackFactor(m, `${name}_b`, b, binary32)];
  const product = exactProduct(m, name, structures, hold, first, second);
  const sum = hold('a_exponent', first.exponent).add(hold('b_exponent', second.exponent));
  // Of the product's first bit: a product of [1, 2) x [1, 2) is below 4.
  const exponent = hold('exponent', m.named(`${name}_exponent`, sum.sub(binary32.bias - 1).resize(exponentBits)), 2);
  const { significand, field } = denormalised(m, name, product, exponent);
  const zeroTimesInfinity = first.infinite.and(second.zero).or(first.zero.and(second.infinite));
  const negative = hold('negative', first.negative.xor(second.negative), multiplyFloatRegisters);
  const normal: Normal = {
    significand: hold('significand', significand),
    exponent: hold('field', field),
    negative,
    fate: {
      nan: hold('nan', first.nan.or(second.nan).or(zeroTimesInfinity), multiplyFloatRegisters),
      infinite: hold('infinite', first.infinite.or(second.infinite), multiplyFloatRegisters),
      infiniteNegative: negative,
    },
  };
  return roundAndPack(m, name, normal, true);
}

/** The exact product of two significands, three registers later. */
function exactProduct(
  m: ModuleBuilder,
  name: string,
  { multiplier, adder }: Structures,
  hold: Hold,
  a: Factor,
  b: Factor,
): Signal {
  // One more bit, a zero, makes a significand a signed number.
  const signedOf = (significand: Signal): Signal => significand.extend(sumBits + 1).asSigned();
  const left = signedOf(hold('a_significand', a.significand));
  const right = signedOf(hold('b_significand', b.significand));
  if (multiplier === 'plain') {
    const whole = left
      .mul(right)
      .asUnsigned()
      .slice(productBits - 1, 0);
    return hold('product', m.named(`${name}_product`, whole), 2);
  }
  const [one, other] = productRows(m, `${name}_product`, multiplier, left, right, undefined, productBits);
  const rows = [hold('row_sums', one), hold('row_carries', other)] as const;
  return hold('product', addWith(m, `${name}_product`, adder, ...rows));
}

/**
 * A product shifted so that its first bit is one, or its exponent at the least; a further bit, the lowest, says whether a part was lost.
 *
 * @param exponent signed, of the product's first bit
 */
function denormalised(
  m: ModuleBuilder,
  name: string,
  product: Signal,
  exponent: Signal,
): { readonly significand: Signal; readonly field: Signal } {
  const top = m.named(`${name}_top`, product.bit(productBits - 1));
  const normal = m.named(`${name}_normal`, mux(top, product, product.shlWrap(1)));
  const next = exponent.sub(1).resize(exponentBits);
  const wanted = m.named(`${name}_wanted`, mux(top, exponent, next));
  const low = m.named(`${name}_low`, wanted.bit(exponentBits - 1).or(wanted.any().not()));
  const lack = constant(1)
    .sub(wanted)
    .asUnsigned()
    .slice(exponentBits - 3, 0);
  const amount = m.named(`${name}_amount`, lack.and(repeat(low, lack.width)));
  const { value, lost } = shiftRight(m, `${name}_subnormal`, normal, amount);
  const field = mux(low, constant(1, unsigned(exponentBits - 1)), wanted.asUnsigned().slice(exponentBits - 2, 0));
  return { significand: concat(value, lost), field: m.named(`${name}_least`, field) };
}
