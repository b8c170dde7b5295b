import type { ModuleBuilder } from '../../builder.js';
import { constant, type Signal, type SignalLike } from '../../signal.js';
import type { Structures } from '../multiplier.js';
import { addMagnitudes, type Magnitude } from './add.js';
import { align, type Aligned, type Fate } from './align.js';
import { productOrNumber, type Joined } from './joined.js';
import { highestExponent, mayOverflow, productExponents, type Factors } from './layout.js';
import { countZeros, normalise, type Counted } from './normalise.js';
import { productOf, type Product, type ZeroFactors } from './product.js';
import { roundAndPack } from './round.js';
import { unpackAddend, type Addend } from './unpack.js';

/** How an addition of floats is built. */
export interface AddFloatOptions {
  readonly structures: Pick<Structures, 'adder'>;
  /** Registers within the addition: one after the sum, before its zeros are counted; or one after the alignment and one after that count. */
  readonly sumRegisters: 0 | 1 | 2;
  /** Enable of the registers. */
  readonly enable?: SignalLike;
}

/** How a multiplication and an addition of floats are built. */
export interface MultiplyAddOptions extends Factors, AddFloatOptions {
  readonly structures: Structures;
  /** Registers after the product: the addend comes that many cycles after the factors. */
  readonly productRegisters: 0 | 1;
}

/** The operands: codes of the factors' formats, and of binary32. */
export interface Operands {
  readonly a: Signal;
  readonly b: Signal;
  readonly addend: Signal;
  /** With the factors: where it is low, the sum is the addend. */
  readonly counts?: Signal;
  /** With the factors: which of them are zero, whatever their codes but for the signs. */
  readonly zero?: ZeroFactors;
  /** With the addend: a number in place of the product. */
  readonly joined?: Joined;
}

/**
 * `a * b + addend` in binary32, rounded once to nearest even, with subnormal numbers, infinities and NaN (the canonical one, 7FC00000): what
 * `multiplyAdd` of `src/numbers` gives. Factors may be of any format of at most 11 bits of significand.
 *
 * @param name beginning of the names of what is between
 */
export function multiplyAddFloat(
  m: ModuleBuilder,
  name: string,
  options: MultiplyAddOptions,
  operands: Operands,
): Signal {
  const { structures, productRegisters } = options;
  const exact = productOf(m, name, structures, options, operands, operands.counts);
  const held = heldProduct(exact, holder(m, name, options, productRegisters === 1));
  const addend = unpackAddend(m, `${name}_addend`, operands.addend);
  const given = { product: held, greatest: productExponents(options).greatest };
  const { product, greatest } = productOrNumber(m, name, given, operands.joined);
  return sumOf(m, name, options, greatest, product, addend);
}

/**
 * `a + b` in binary32, rounded once to nearest even, as `multiplyAddFloat` adds: what `add` of `src/numbers` gives.
 *
 * @param name beginning of the names of what is between
 */
export function addFloat(m: ModuleBuilder, name: string, options: AddFloatOptions, a: Signal, b: Signal): Signal {
  const first = unpackAddend(m, `${name}_a`, a);
  const second = unpackAddend(m, `${name}_b`, b);
  const exponent = first.exponent.extend(first.exponent.width + 1).asSigned();
  // A zero has the least exponent, so that it is never the greater one.
  const product = { ...first, exponent, zero: constant(0), counts: undefined };
  return sumOf(m, name, options, highestExponent - 1, product, second);
}

/**
 * The sum of a product and an addend, as its code.
 *
 * @param greatest exponent of a product, in the bias of the sum
 */
export function sumOf(
  m: ModuleBuilder,
  name: string,
  options: AddFloatOptions,
  greatest: number,
  product: Product,
  addend: Addend,
): Signal {
  const { structures, sumRegisters } = options;
  const hold = (wanted: boolean): Hold => holder(m, name, options, wanted);
  const aligned = heldAligned(align(m, name, greatest, product, addend), hold(sumRegisters === 2));
  const sum = heldMagnitude(addMagnitudes(m, name, structures.adder, aligned), hold(sumRegisters === 1));
  const counted = heldCounted(countZeros(m, name, sum), hold(sumRegisters === 2));
  return roundAndPack(m, name, normalise(m, name, counted), mayOverflow(greatest));
}

export type Hold = (wire: string, value: Signal) => Signal;

/** Puts a register behind what is between, where one is wanted; a constant needs none. */
export function holder(m: ModuleBuilder, name: string, { enable }: AddFloatOptions, wanted: boolean): Hold {
  return (wire, value) =>
    wanted && value.expr.kind !== 'constant'
      ? m.delay(`${name}_${wire}_q`, value, 1, enable === undefined ? {} : { enable })
      : value;
}

export function heldProduct(product: Product, hold: Hold): Product {
  return {
    negative: hold('product_negative', product.negative),
    significand: hold('product_significand', product.significand),
    exponent: hold('product_exponent', product.exponent),
    zero: hold('product_zero', product.zero),
    infinite: hold('product_infinite', product.infinite),
    nan: hold('product_nan', product.nan),
    counts: product.counts === undefined ? undefined : hold('product_counts', product.counts),
  };
}

function heldFate(fate: Fate, stage: string, hold: Hold): Fate {
  return {
    nan: hold(`${stage}_nan`, fate.nan),
    infinite: hold(`${stage}_infinite`, fate.infinite),
    infiniteNegative: hold(`${stage}_infinite_negative`, fate.infiniteNegative),
  };
}

function heldAligned(aligned: Aligned, hold: Hold): Aligned {
  return {
    first: hold('first', aligned.first),
    second: hold('second', aligned.second),
    firstNegative: hold('first_negative', aligned.firstNegative),
    subtract: hold('subtract', aligned.subtract),
    exponent: hold('exponent', aligned.exponent),
    fate: heldFate(aligned.fate, 'aligned', hold),
  };
}

function heldMagnitude(sum: Magnitude, hold: Hold): Magnitude {
  return {
    value: hold('sum', sum.value),
    negative: hold('sum_negative', sum.negative),
    subtract: hold('sum_subtract', sum.subtract),
    exponent: hold('sum_exponent', sum.exponent),
    fate: heldFate(sum.fate, 'sum', hold),
  };
}

function heldCounted({ sum, zeros, nothing }: Counted, hold: Hold): Counted {
  return {
    sum: heldMagnitude(sum, hold),
    zeros: hold('sum_zeros', zeros),
    nothing: hold('sum_nothing', nothing),
  };
}
