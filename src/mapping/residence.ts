/**
 * What of an operation lies in the near memory because it is made there, or used there, by others that are fused with it: it neither comes from the outermost
 * memory nor goes there.
 */
export interface Residence {
  readonly left: boolean;
  readonly right: boolean;
  /** Results stay, and do not leave as well. */
  readonly results: boolean;
  /** Bits of the near memory that all such tensors take meanwhile, those of other operations too. */
  readonly reserved: number;
}

/** Of an operation by itself: operands come from the outermost memory, and results go there. */
export const outside: Residence = { left: false, right: false, results: false, reserved: 0 };
