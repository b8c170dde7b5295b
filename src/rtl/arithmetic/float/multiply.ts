import type { ModuleBuilder } from '../../builder.js';
import type { Signal, SignalLike } from '../../signal.js';
import { productRows, type Structures } from '../multiplier.js';
import { splitSum, type Hold } from '../split-sum.js';
import { binary32, sumBits } from './layout.js';
import { packedExponentBits, packFloat } from './pack.js';
import { unpackFactor, type Factor } from './unpack.js';

/** How a multiplication of two numbers of binary32 is built. */
export interface MultiplyFloatOptions {
  readonly structures: Structures;
  /** Enable of the registers. */
  readonly enable?: SignalLike;
}

/** Registers within `multiplyFloat`: behind the factors, the partial products, the product, and what is rounded. */
export const multiplyFloatRegisters = 4;

const productBits = 2 * sumBits;

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
  const exponent = hold('exponent', m.named(`${name}_exponent`, sum.sub(binary32.bias - 1).resize(packedExponentBits)));
  const zeroTimesInfinity = first.infinite.and(second.zero).or(first.zero.and(second.infinite));
  const negative = hold('negative', first.negative.xor(second.negative), multiplyFloatRegisters);
  const late = (wire: string, mark: Signal): Signal => hold(wire, mark, multiplyFloatRegisters);
  return packFloat(m, name, hold, { value: product, exponent }, negative, {
    nan: late('nan', first.nan.or(second.nan).or(zeroTimesInfinity)),
    infinite: late('infinite', first.infinite.or(second.infinite)),
  });
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
