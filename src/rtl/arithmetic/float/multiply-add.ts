import type { ModuleBuilder } from '../../builder.js';
import { type Signal, type SignalLike } from '../../signal.js';
import type { Structures } from '../multiplier.js';
import { addMagnitudes, type Magnitude } from './add.js';
import { align, type Aligned, type Fate } from './align.js';
import { mayOverflow, type Factors } from './layout.js';
import { countZeros, normalise, type Counted } from './normalise.js';
import { productOf, type Product } from './product.js';
import { roundAndPack } from './round.js';
import { unpackAddend } from './unpack.js';

/** How a multiplication and an addition of floats are built. */
export interface MultiplyAddOptions extends Factors {
  readonly structures: Structures;
  /** Registers after the product: the addend comes that many cycles after the factors. */
  readonly productRegisters: 0 | 1;
  /** Registers within the addition: one after the sum, before its zeros are counted; or one after the alignment and one after that count. */
  readonly sumRegisters: 0 | 1 | 2;
  /** Enable of the registers. */
  readonly enable?: SignalLike;
}

/** The operands: codes of the factors' formats, and of binary32. */
export interface Operands {
  readonly a: Signal;
  readonly b: Signal;
  readonly addend: Signal;
  /** With the factors: where it is low, the sum is the addend. */
  readonly counts?: Signal;
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
  const { structures, productRegisters, sumRegisters } = options;
  const hold = (wanted: boolean) => (wire: string, value: Signal) =>
    wanted && value.expr.kind !== 'constant'
      ? m.delay(`${name}_${wire}_q`, value, 1, options.enable === undefined ? {} : { enable: options.enable })
      : value;
  const exact = productOf(m, name, structures, options, operands, operands.counts);
  const product = heldProduct(exact, hold(productRegisters === 1));
  const addend = unpackAddend(m, `${name}_addend`, operands.addend);
  const aligned = heldAligned(align(m, name, options, product, addend), hold(sumRegisters === 2));
  const sum = heldMagnitude(addMagnitudes(m, name, structures.adder, aligned), hold(sumRegisters === 1));
  const counted = heldCounted(countZeros(m, name, sum), hold(sumRegisters === 2));
  return roundAndPack(m, name, normalise(m, name, counted), mayOverflow(options));
}

type Hold = (wire: string, value: Signal) => Signal;

function heldProduct(product: Product, hold: Hold): Product {
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
