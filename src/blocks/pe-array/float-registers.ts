import { dtypeNamed, type DType } from '../../ir/index.js';
import type { ArrayShape } from './parameters.js';

/** Bits of the numbers that are added, brought to one exponent. */
const window = 27;
/** Bits of a count of a sum's leading zeros, and whether there are only such. */
const zeros = 5 + 1;
/** Whether a sum is NaN, is infinite, and is negative then. */
const fate = 3;

/**
 * Registers within a float's multiplication and addition, in bits, as `src/rtl/arithmetic/float` has them: after the product, and between
 * alignment, addition and rounding.
 */
export function floatRegisters(shape: ArrayShape): number {
  const { activation, weight, dataflow, multiplierRegisters, adderRegisters = 1 } = shape;
  const { product, sum: exponent } = exponentBits(shape);
  const significands = dtypeNamed(activation).mantissa_bits + dtypeNamed(weight).mantissa_bits + 2;
  // Weight stationary whether the product counts; output stationary whether it is the first, too.
  const marks = dataflow === 'output_stationary' ? 2 : 1;
  const multiplied = significands + product + 2 + productSpecials(shape) + marks;
  return multiplierRegisters * multiplied + additionRegisters(adderRegisters, exponent);
}

/**
 * Registers within an addition that takes so many cycles, the last register not among them.
 *
 * @param exponent bits of the exponents that it brings together: those of binary32, or one more where a product may be larger
 */
export function additionRegisters(cycles: number, exponent = 8): number {
  const sum = window + 2 + 2 + exponent + fate;
  const aligned = 2 * window + 1 + 2 + exponent + fate;
  return [0, sum, aligned + sum + zeros][cycles - 1] ?? 0;
}

/** Bits of the exponents of a product and of a sum. */
function exponentBits({ activation, weight }: ArrayShape): { readonly product: number; readonly sum: number } {
  const [a, b] = [dtypeNamed(activation), dtypeNamed(weight)];
  const highest = ({ name, exponent_bits }: DType): number => 2 ** exponent_bits - (specials(name) === 2 ? 2 : 1);
  const base = 128 - a.bias - b.bias;
  const [least, greatest] = [base - a.mantissa_bits - b.mantissa_bits, base + highest(a) + highest(b)];
  return { product: 1 + Math.ceil(Math.log2(Math.max(-least, greatest + 1))), sum: greatest > 255 ? 9 : 8 };
}

/** Bits that say whether a product is infinite or NaN, where one of the factors' formats has such. */
function productSpecials({ activation, weight }: ArrayShape): number {
  return Math.max(specials(activation), specials(weight));
}

/** Whether a format has neither infinity nor NaN, NaN alone, or both. */
function specials(format: string): 0 | 1 | 2 {
  if (format.startsWith('fp4') || format.startsWith('fp6')) return 0;
  return format === 'fp8_e4m3' ? 1 : 2;
}
