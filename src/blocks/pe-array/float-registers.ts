import { dtypeNamed, type DType } from '../../ir/index.js';
import { groupWidths, specials } from './group-widths.js';
import { groupsOf, type ArrayOperands, type ArrayShape } from './parameters.js';
import { keepsParts } from './partial-sums.js';

/** Bits of the numbers that are added, brought to one exponent: of those that are no wider than a sum. */
export const leastWindow = 27;
/** Whether a sum is NaN, is infinite, and is negative then. */
const fate = 3;

/**
 * Registers within a float's multiplication and addition, in bits, as `src/rtl/arithmetic/float` has them: after the product, and between
 * alignment, addition and rounding.
 */
export function floatRegisters(shape: ArrayShape): number {
  const { dataflow, multiplierRegisters, adderRegisters = 1 } = shape;
  const { significand, exponent } = productBits(shape);
  // Weight stationary whether the product counts; output stationary whether it is the first, too; of parts whether one begins without it, or joins.
  const marks = keepsParts(shape) ? 4 : dataflow === 'output_stationary' ? 2 : 1;
  const multiplied = significand + exponent + 2 + productSpecials(shape) + marks;
  const addition = additionRegisters(adderRegisters, exponentBits(shape).sum, windowOf(shape));
  return multiplierRegisters * multiplied + addition;
}

/** Bits of a product of floats, or of a group's sum of them: those of its significand and of its exponent. */
export function productBits(shape: ArrayShape): { readonly significand: number; readonly exponent: number } {
  const [a, b] = [dtypeNamed(shape.activation), dtypeNamed(shape.weight)];
  const significand = groupWidths(shape)?.scaled ?? a.mantissa_bits + b.mantissa_bits + 2;
  return { significand, exponent: exponentBits(shape).product };
}

/**
 * Registers within an addition that takes so many cycles, the last register not among them.
 *
 * @param exponent bits of the exponents that it brings together: those of binary32, or one more where a product may be larger
 */
export function additionRegisters(cycles: number, exponent = 8, window = leastWindow): number {
  // The count of a sum's leading zeros, and whether there are only such.
  const zeros = Math.ceil(Math.log2(window + 2)) + 1;
  const sum = window + 2 + 2 + exponent + fate;
  const aligned = 2 * window + 1 + 2 + exponent + fate;
  return [0, sum, aligned + sum + zeros][cycles - 1] ?? 0;
}

/** Bits of the numbers that are added: all of a group's sum has a place. */
export function windowOf(operands: ArrayOperands): number {
  return Math.max(leastWindow, (groupWidths(operands)?.scaled ?? 0) + 1);
}

/** Bits of the exponents of a product and of a sum. */
function exponentBits(shape: ArrayShape): { readonly product: number; readonly sum: number } {
  const { activation, weight } = shape;
  const group = groupWidths(shape);
  if (group !== undefined)
    return { product: group.exponent, sum: Math.ceil(Math.log2(Math.max(255, group.greatest) + 1)) };
  const [a, b] = [dtypeNamed(activation), dtypeNamed(weight)];
  const highest = ({ name, exponent_bits }: DType): number => 2 ** exponent_bits - (specials(name) === 2 ? 2 : 1);
  const base = 128 - a.bias - b.bias;
  const [least, greatest] = [base - a.mantissa_bits - b.mantissa_bits, base + highest(a) + highest(b)];
  return { product: 1 + Math.ceil(Math.log2(Math.max(-least, greatest + 1))), sum: greatest > 255 ? 9 : 8 };
}

/** Bits that say whether a product is infinite or NaN, where one of the factors' formats has such. */
function productSpecials(shape: ArrayShape): number {
  const { activation, weight } = groupsOf(shape);
  return Math.max(specials(activation.type), specials(weight.type), activation.scale === 'none' ? 0 : 1);
}
