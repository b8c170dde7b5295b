import type { ModuleBuilder } from '../../builder.js';
import { concat, constant, mux, repeat, type Signal, type SignalLike } from '../../signal.js';
import { unsigned } from '../../types.js';
import { addWith, type AdderStructure } from '../adder.js';
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

/** Bits of a product that its rounding looks at one by one; of those behind them one says whether there is a one. */
const roundedBits = sumBits + 2;

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
  const exponent = hold('exponent', m.named(`${name}_exponent`, sum.sub(binary32.bias - 1).resize(exponentBits)));
  const next = m.named(`${name}_next_exponent`, exponent.sub(1).resize(exponentBits));
  const places = [placeOf(m, name, 'first', hold, exponent), placeOf(m, name, 'second', hold, next)] as const;
  const { significand, field } = denormalised(m, name, product, places);
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
  return splitSum(m, `${name}_product`, adder, hold, hold('row_sums', one), hold('row_carries', other));
}

/** A sum a register later: both sums that its high half may have stand beside the low half, and the carry chooses behind the register. */
function splitSum(m: ModuleBuilder, name: string, adder: AdderStructure, hold: Hold, a: Signal, b: Signal): Signal {
  const half = a.width / 2;
  const low = (of: Signal): Signal => of.slice(half - 1, 0).extend(half + 1);
  const high = (of: Signal): Signal => of.slice(a.width - 1, half);
  // A carry that enters is the carry out of a further bit, of two ones.
  const more = (of: Signal): Signal => concat(high(of), constant(1, unsigned(1)));
  const below = hold('low_sum', addWith(m, `${name}_low`, adder, low(a), low(b)));
  const without = hold('high_sum', addWith(m, `${name}_high`, adder, high(a), high(b)));
  const raised = hold('next_high_sum', addWith(m, `${name}_next`, adder, more(a), more(b)).slice(half, 1));
  return concat(m.named(`${name}_chosen`, mux(below.bit(half), raised, without)), below.slice(half - 1, 0));
}

/** Where a number begins: the field of its exponent, one at least, and how far it is shifted to the right for that. */
interface Place {
  readonly field: Signal;
  readonly amount: Signal;
}

/** The place of a number of a signed exponent, behind a register. */
function placeOf(m: ModuleBuilder, name: string, place: string, hold: Hold, exponent: Signal): Place {
  const low = m.named(`${name}_${place}_low`, exponent.bit(exponentBits - 1).or(exponent.any().not()));
  const lack = constant(1)
    .sub(exponent)
    .asUnsigned()
    .slice(exponentBits - 3, 0);
  const field = mux(low, constant(1, unsigned(exponentBits - 1)), exponent.asUnsigned().slice(exponentBits - 2, 0));
  return {
    field: hold(`${place}_field`, m.named(`${name}_${place}_field`, field)),
    amount: hold(`${place}_amount`, m.named(`${name}_${place}_amount`, lack.and(repeat(low, lack.width)))),
  };
}

/**
 * A product shifted so that its first bit is one, or its exponent at the least; the lowest of its bits says whether anything is behind them.
 *
 * @param places of a product whose first bit is one, and of one whose second bit is the first
 */
function denormalised(
  m: ModuleBuilder,
  name: string,
  product: Signal,
  [first, second]: readonly [Place, Place],
): { readonly significand: Signal; readonly field: Signal } {
  const top = m.named(`${name}_top`, product.bit(productBits - 1));
  const normal = m.named(`${name}_normal`, mux(top, product, product.shlWrap(1)));
  const amount = m.named(`${name}_amount`, mux(top, first.amount, second.amount));
  const { value, lost } = shiftRight(m, `${name}_subnormal`, normal, amount);
  const lowest = productBits - roundedBits;
  const rest = m.named(`${name}_rest`, lost.or(value.slice(lowest - 1, 0).any()));
  return {
    significand: concat(value.slice(productBits - 1, lowest), rest),
    field: m.named(`${name}_least`, mux(top, first.field, second.field)),
  };
}
