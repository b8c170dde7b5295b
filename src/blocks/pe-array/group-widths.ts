import { dtypeNamed } from '../../ir/index.js';
import { groupsOf, type ArrayOperands } from './parameters.js';

/** Widths within the sum of a group's products of floats, in bits, as `src/rtl/arithmetic/float` has them. */
export interface GroupWidths {
  /** The magnitude of a product, in fixed point. */
  readonly product: number;
  /** That of the exact sum, and of the sum with what its significand is scaled by. */
  readonly sum: number;
  readonly scaled: number;
  /** The exponent of the first bit of the scaled sum, signed, and its greatest value in the bias of fp32. */
  readonly exponent: number;
  readonly greatest: number;
}

/** Bits of the product of two scales of e4m3, and what scales add to an exponent at least and at most. */
const scales = {
  none: { bits: 0, least: 0, greatest: 0 },
  e8m0: { bits: 0, least: -254, greatest: 254 },
  e4m3: { bits: 8, least: -18, greatest: 10 },
} as const;

/** Widths of the sum of a group; undefined where elements multiply one number, or integers. */
export function groupWidths(operands: ArrayOperands): GroupWidths | undefined {
  const { activation, weight } = groupsOf(operands);
  if (dtypeNamed(activation.type).exponent_bits === 0) return undefined;
  const { numbers, scale } = activation;
  if (numbers === 1 && scale === 'none') return undefined;
  let [product, unit] = [0, 0];
  for (const type of [activation.type, weight.type]) {
    const { exponent_bits, mantissa_bits, bias } = dtypeNamed(type);
    product += mantissa_bits + 1 + 2 ** exponent_bits - (specials(type) === 2 ? 3 : 2);
    unit += 1 - bias - mantissa_bits;
  }
  const sum = product + Math.ceil(Math.log2(numbers));
  const { bits, least, greatest } = scales[scale];
  const scaled = sum + bits;
  const top = 127 + unit + scaled - 1;
  const range = Math.max(-(top + least - scaled + 1), top + greatest + 1);
  return { product, sum, scaled, exponent: 1 + Math.ceil(Math.log2(range)), greatest: top + greatest };
}

/** Bits of the sum that adders of a tree bring forth, of one of its products: those of the sum, whatever the tree's shape. */
export function treeBits(operands: ArrayOperands): number {
  const widths = groupWidths(operands);
  if (widths !== undefined) return widths.sum + 1;
  const { activation, weight } = groupsOf(operands);
  return dtypeNamed(activation.type).width + dtypeNamed(weight.type).width + Math.ceil(Math.log2(operands.dot));
}

/** Whether a format has neither infinity nor NaN, NaN alone, or both. */
export function specials(format: string): 0 | 1 | 2 {
  if (format.startsWith('fp4') || format.startsWith('fp6')) return 0;
  return format === 'fp8_e4m3' ? 1 : 2;
}
