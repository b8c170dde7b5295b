/** What energy and area of arithmetic depend on; a number type of the design IR is one. */
export interface NumberFormat {
  readonly name: string;
  readonly width: number;
  /** 0 for an integer. */
  readonly exponent_bits: number;
  readonly mantissa_bits: number;
}

/** Bits that a multiplier multiplies: an integer's width, a float's mantissa with its hidden bit. */
export function significandBits(format: NumberFormat): number {
  return isFloat(format) ? format.mantissa_bits + 1 : format.width;
}

export function isFloat(format: NumberFormat): boolean {
  return format.exponent_bits > 0;
}
