import { dtypeNamed } from '../../ir/index.js';
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
  const { operand, dataflow, multiplierRegisters, adderRegisters = 1 } = shape;
  const { product, sum: exponent } = exponentBits(operand);
  const { mantissa_bits } = dtypeNamed(operand);
  // Weight stationary whether the product counts; output stationary whether it is the first, too.
  const marks = dataflow === 'weight_stationary' ? 1 : 2;
  const multiplied = 2 * (mantissa_bits + 1) + product + 2 + specials(operand) + marks;
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
function exponentBits(operand: string): { readonly product: number; readonly sum: number } {
  const { exponent_bits, mantissa_bits, bias } = dtypeNamed(operand);
  const highest = 2 ** exponent_bits - (specials(operand) === 2 ? 2 : 1);
  const [least, greatest] = [128 - 2 * bias - 2 * mantissa_bits, 128 - 2 * bias + 2 * highest];
  return { product: 1 + Math.ceil(Math.log2(Math.max(-least, greatest + 1))), sum: greatest > 255 ? 9 : 8 };
}

/** Bits that say whether a product is infinite or NaN, where the operands' format has such. */
function specials(operand: string): 0 | 1 | 2 {
  if (operand.startsWith('fp4') || operand.startsWith('fp6')) return 0;
  return operand === 'fp8_e4m3' ? 1 : 2;
}
