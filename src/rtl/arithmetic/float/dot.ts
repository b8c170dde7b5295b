import type { ModuleBuilder } from '../../builder.js';
import { constant, mux, repeat, some, type Signal } from '../../signal.js';
import type { Structures } from '../multiplier.js';
import { sumOfTerms } from '../sum.js';
import {
  fixedFactor,
  fixedProduct,
  fixedProductBits,
  productOfSignificands,
  unitExponent,
  type FixedFactor,
} from './fixed.js';
import { groupScales, scaleExponents, type GroupShape, type Scales } from './group-scale.js';
import { productOrNumber, type Added, type Joined } from './joined.js';
import { binary32, codeBits, type Factors } from './layout.js';
import { heldProduct, holder, sumOf, type AddFloatOptions, type Hold } from './multiply-add.js';
import type { Product } from './product.js';
import { leadingZeros, shiftLeft } from './shift.js';
import { unpackAddend } from './unpack.js';

/** How a sum of products is built: of a group of numbers of two formats. */
export interface DotFloatOptions extends Factors, GroupShape, AddFloatOptions {
  readonly structures: Structures;
  /** Registers before the addition: behind the scaled sum; with two another behind the sum of the products. The addend comes as many cycles after the groups. */
  readonly productRegisters: 0 | 1 | 2;
}

/** The operands: groups, and a code of binary32. A group is its numbers, the first in the low bits, and above them the scale that they share. */
export interface DotOperands {
  readonly a: Signal;
  readonly b: Signal;
  readonly addend: Signal;
  /** With the groups: where it is low, the sum is the addend. */
  readonly counts?: Signal;
  /** With the addend: a number in place of the groups' sum. */
  readonly joined?: Joined;
}

/**
 * `scales * sum(a_i * b_i) + addend` in binary32: products are summed and scaled exactly, in fixed point, and one rounding, to nearest even, adds the
 * sum; what `dotAdd` and `blockDotAdd` of `src/numbers` give, whatever the tree. A sum that is exactly zero is +0. Formats are of 5 bits of exponent
 * at most, so that the fixed-point numbers have at most 80 bits and the group's carries.
 *
 * @param name beginning of the names of what is between
 */
export function dotAddFloat(m: ModuleBuilder, name: string, options: DotFloatOptions, operands: DotOperands): Signal {
  const group = groupSum(m, name, options, operands);
  const addend = unpackAddend(m, `${name}_addend`, operands.addend);
  const { product, greatest } = productOrNumber(m, name, group, operands.joined);
  return sumOf(m, name, options, greatest, product, addend);
}

/** What is known of a group beside its sum. */
interface GroupFate {
  readonly nan: Signal;
  readonly infinite: Signal;
  readonly infiniteNegative: Signal;
}

/** The scaled sum of a group as a product that is to be added, and the greatest exponent that it may have. */
function groupSum(m: ModuleBuilder, name: string, options: DotFloatOptions, { a, b, counts }: DotOperands): Added {
  const { count, structures, productRegisters } = options;
  const pairs = Array.from({ length: count }, (_, index): readonly [FixedFactor, FixedFactor] => [
    fixedFactor(m, `${name}_a${index}`, a.element(index, codeBits(options.a)), options.a),
    fixedFactor(m, `${name}_b${index}`, b.element(index, codeBits(options.b)), options.b),
  ]);
  const terms = pairs.map(([left, right], index) =>
    fixedProduct(m, `${name}_${index}`, structures, options, left, right),
  );
  const bits = fixedProductBits(options) + Math.ceil(Math.log2(count));
  const hold = (wanted: boolean): Hold => holder(m, name, options, wanted);
  const early = hold(productRegisters === 2);
  const exact = early('exact', m.named(`${name}_exact`, sumOfTerms(m, `${name}_tree`, structures, terms, bits + 1)));
  const scales = heldScales(groupScales(m, name, options, a, b), early);
  const fate = heldFate(fateOf(m, name, options, pairs, scales.nan), early);
  const counted = counts === undefined ? undefined : early('counts', counts);
  const scaled = scaledSum(m, name, options, exact, scales, counted);
  const masked = (mark: Signal): Signal =>
    counted === undefined || mark.expr.kind === 'constant' ? mark : mark.and(counted);
  const product: Product = {
    negative:
      fate.infinite.expr.kind === 'constant'
        ? scaled.negative
        : mux(fate.infinite, fate.infiniteNegative, scaled.negative),
    significand: scaled.significand,
    exponent: scaled.exponent,
    zero: scaled.zero,
    infinite: masked(fate.infinite),
    nan: masked(fate.nan),
    counts: counted,
  };
  return { product: heldProduct(product, hold(productRegisters > 0)), greatest: scaled.greatest };
}

function fateOf(
  m: ModuleBuilder,
  name: string,
  { a, b, scale }: DotFloatOptions,
  pairs: readonly (readonly [FixedFactor, FixedFactor])[],
  scaleNan: Signal,
): GroupFate {
  const infinities = (negative: boolean): Signal =>
    some(
      ...pairs.map(([left, right]) => {
        const sign = left.negative.xor(right.negative);
        return left.infinite.or(right.infinite).and(negative ? sign : sign.not());
      }),
    );
  const nans = pairs.map(([left, right]) =>
    some(left.nan, right.nan, left.infinite.and(right.zero), left.zero.and(right.infinite)),
  );
  const formats = [a.specials, b.specials];
  const none = constant(0);
  if (!formats.includes('infinity_and_nan')) {
    const nan = formats.includes('nan') || scale !== 'none';
    const marked = nan ? m.named(`${name}_group_nan`, some(scaleNan, ...nans)) : none;
    return { nan: marked, infinite: none, infiniteNegative: none };
  }
  const below = m.named(`${name}_below`, infinities(true));
  const above = m.named(`${name}_above`, infinities(false));
  return {
    nan: m.named(`${name}_group_nan`, some(scaleNan, ...nans, below.and(above))),
    infinite: m.named(`${name}_group_infinite`, below.or(above)),
    infiniteNegative: below,
  };
}

function heldScales({ factor, exponent, nan }: Scales, hold: Hold): Scales {
  return {
    factor:
      factor === undefined
        ? undefined
        : {
            significand: hold('scale_significand', factor.significand),
            negative: hold('scale_sign', factor.negative),
          },
    exponent: exponent === undefined ? undefined : hold('scale_exponent', exponent),
    nan,
  };
}

function heldFate({ nan, infinite, infiniteNegative }: GroupFate, hold: Hold): GroupFate {
  return {
    nan: hold('group_is_nan', nan),
    infinite: hold('group_is_infinite', infinite),
    infiniteNegative: hold('group_is_below', infiniteNegative),
  };
}

/** A sum times its scales, normalised. */
interface ScaledSum {
  /** Not set where the sum is zero. */
  readonly negative: Signal;
  /** The first bit is one, but in a zero. */
  readonly significand: Signal;
  /** Signed, of the first bit, in the bias of binary32. */
  readonly exponent: Signal;
  readonly zero: Signal;
  /** Of the exponent. */
  readonly greatest: number;
}

function scaledSum(
  m: ModuleBuilder,
  name: string,
  { a, b, scale, structures }: DotFloatOptions,
  exact: Signal,
  scales: Scales,
  counts: Signal | undefined,
): ScaledSum {
  const sign = exact.bit(exact.width - 1);
  const low = exact.asUnsigned().slice(exact.width - 2, 0);
  // The products are no powers of two, but one less at most: so the sum's magnitude has a bit less than the sum.
  const magnitude = m.named(`${name}_magnitude`, low.xor(repeat(sign, low.width)).addWrap(sign));
  const { factor } = scales;
  const whole =
    factor === undefined
      ? magnitude
      : m.named(
          `${name}_scaled`,
          productOfSignificands(m, `${name}_scaling`, structures, magnitude, factor.significand),
        );
  const counted = counts === undefined ? whole : m.named(`${name}_counted`, whole.and(repeat(counts, whole.width)));
  const first = leadingZeros(m, `${name}_first`, counted);
  const { zeros } = first;
  if (zeros === undefined) throw new Error('a sum of products has more than one bit');
  const scaling = scaleExponents(scale);
  const greatest = binary32.bias + unitExponent(a) + unitExponent(b) + whole.width - 1 + scaling.greatest;
  const least = greatest - scaling.greatest + scaling.least - whole.width + 1;
  const bits = 1 + Math.ceil(Math.log2(Math.max(-least, greatest + 1)));
  const offset = greatest - scaling.greatest + scaling.least;
  const exponent = (scales.exponent ?? constant(0)).sub(zeros).add(offset).resize(bits);
  const negative = factor === undefined ? sign : sign.xor(factor.negative);
  return {
    negative: m.named(`${name}_group_negative`, negative.and(first.any)),
    significand: shiftLeft(m, `${name}_normalised`, counted, zeros),
    exponent: m.named(`${name}_group_exponent`, exponent.asSigned()),
    zero: m.named(`${name}_group_zero`, first.any.not()),
    greatest,
  };
}
