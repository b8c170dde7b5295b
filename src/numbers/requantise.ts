/** How an accumulator becomes an operand of the next operation. */
export interface Requantisation {
  /** 0 to 2^31 - 1. */
  readonly multiplier: number;
  /** 0 to 62: the product is divided by 2^shift. */
  readonly shift: number;
  readonly zeroPoint: number;
  readonly rounding: 'half_even' | 'half_away';
  /** Negative results become 0, before the zero point is added. */
  readonly relu: boolean;
  /** Bits of the result, two's complement. */
  readonly width: number;
}

/**
 * `sat(zero_point + round((accumulator + bias) * multiplier / 2^shift))`: the sum has 33 bits and the product 64, both exact; it is rounded
 * once. (So of int32; of wider sums both are as much wider.)
 *
 * @param accumulator an integer of at most 52 bits
 * @param bias the same
 */
export function requantise(accumulator: number, bias: number, how: Requantisation): number {
  const { multiplier, shift, zeroPoint, rounding, relu, width } = how;
  const rounded = Number(divideRounded(BigInt(accumulator + bias) * BigInt(multiplier), shift, rounding));
  const bound = 2 ** (width - 1);
  // The zero point changes nothing of what is far outside, so that a double is exact wherever it counts.
  return Math.min(bound - 1, Math.max(-bound, (relu ? Math.max(0, rounded) : rounded) + zeroPoint));
}

function divideRounded(value: bigint, shift: number, rounding: Requantisation['rounding']): bigint {
  if (shift === 0) return value;
  const unit = 1n << BigInt(shift);
  const below = value >> BigInt(shift);
  const twice = 2n * (value - below * unit);
  const up = twice > unit || (twice === unit && (rounding === 'half_even' ? (below & 1n) === 1n : value > 0n));
  return up ? below + 1n : below;
}
