import {
  binary32,
  concat,
  constant,
  mux,
  packedExponentBits,
  productRows,
  repeat,
  shiftRight,
  addWith,
  unsigned,
  type Hold,
  type ModuleBuilder,
  type Signal,
  type Structures,
  type UnpackedFloat,
} from '../../../rtl/index.js';
import type { functionCodes } from '../command.js';
import { log2OfE } from '../exact.js';
import type { FunctionForm } from '../functions.js';

/** Whether a function is the one of a stage. */
export type Is = (stage: number, of: keyof typeof functionCodes) => Signal;

/** Where in the tables a number is, three registers behind its parts. */
export interface FunctionArgument {
  /** Row and place of each function, the row in the high bits. */
  readonly exp: Signal;
  readonly reciprocal: Signal;
  readonly rsqrt: Signal;
  /** Signed, of `packedExponentBits`: the exponent of a result from 2 to 4, in the bias of fp32. */
  readonly field: Signal;
}

/** Bits of the whole part of x log2(e) with its sign, for |x| below 128. */
const wholeBits = 9;

/** Brings a number into the range of the tables: x log2(e) as whole part and fraction; or the significand, that of an odd exponent doubled. */
export function reducedArgument(
  m: ModuleBuilder,
  form: FunctionForm,
  structures: Structures,
  hold: Hold,
  is: Is,
  { significand, exponent, negative }: UnpackedFloat,
): FunctionArgument {
  const { rows, place } = form;
  const fixed = binaryLogarithm(m, form, structures, hold, significand, exponent, hold('sign', negative, 2));
  const later = hold('significand_later', significand.slice(binary32.mantissaBits - 1, 0), 3);
  const behind = (bits: number): Signal =>
    bits <= later.width ? later.slice(later.width - 1, later.width - bits) : later.shl(bits - later.width);
  // An odd exponent without its bias is an even one with it.
  const odd = m.named('odd', exponent.bit(0).not());
  const biased = exponent.sub(binary32.bias);
  // 2 / m, or 2 / sqrt(m), is from 1 to 2: the exponent of twice that is by one higher.
  const inverse = constant(2 * binary32.bias)
    .sub(exponent)
    .resize(packedExponentBits);
  const root = constant(binary32.bias).sub(biased.shr(1)).resize(packedExponentBits);
  const field = hold('inverse_field', m.named('inverse_field', mux(is(1, 'rsqrt'), root, inverse)), 3);
  const whole = fixed
    .shr(rows.exp + place)
    .add(binary32.bias + 1)
    .resize(packedExponentBits);
  return {
    exp: fixed.asUnsigned().slice(rows.exp + place - 1, 0),
    reciprocal: behind(rows.reciprocal + place),
    rsqrt: concat(hold('odd', odd, 3), behind(rows.rsqrt + place)),
    field: m.named('table_field', mux(is(4, 'exp'), whole, field)),
  };
}

/** x log2(e) for |x| below 128 with as many places as row and place have, three registers later; where x is larger it says nothing. */
function binaryLogarithm(
  m: ModuleBuilder,
  { rows, place, logarithm }: FunctionForm,
  { multiplier, adder }: Structures,
  hold: Hold,
  significand: Signal,
  exponent: Signal,
  negative: Signal,
): Signal {
  const factor = constant(log2OfE(logarithm), unsigned(logarithm + 1));
  const width = significand.width + factor.width;
  const signedOf = (value: Signal): Signal => value.extend(value.width + 1).asSigned();
  const product =
    multiplier === 'plain'
      ? hold('logarithm', significand.mul(factor), 2)
      : added(
          m,
          adder,
          hold,
          productRows(m, 'logarithm', multiplier, signedOf(significand), signedOf(factor), undefined, width),
        );
  // |x| below 128 has at most seven bits before the point.
  const highest = 6;
  const places = rows.exp + place;
  const kept = product.slice(width - 1, binary32.mantissaBits + logarithm - places - highest);
  const lack = constant(binary32.bias + highest)
    .sub(exponent)
    .asUnsigned();
  const amount = hold('logarithm_amount', lack.slice(7, 0), 2);
  const magnitude = shiftRight(m, 'logarithm_shift', kept, amount).value.resize(places + wholeBits);
  return hold(
    'logarithm_fixed',
    m.named('logarithm_fixed', magnitude.xor(repeat(negative, magnitude.width)).asSigned()),
  );
}

function added(
  m: ModuleBuilder,
  adder: Structures['adder'],
  hold: Hold,
  [one, other]: readonly [Signal, Signal],
): Signal {
  const sum = addWith(m, 'logarithm_sum', adder, hold('logarithm_sums', one), hold('logarithm_carries', other));
  return hold('logarithm', sum);
}
