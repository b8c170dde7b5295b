import type { Block } from '../../ir/index.js';
import { quantityParameter } from '../values.js';

/** An `L2Slice`, widths in bits. */
export interface L2SliceParameters {
  readonly capacityBits: number;
  /** What `serve` carries in a cycle. */
  readonly wordBits: number;
}

/** The typed view of a block named `L2Slice`. */
export function l2SliceParameters(block: Block): L2SliceParameters {
  return { capacityBits: quantityParameter(block, 'capacity'), wordBits: quantityParameter(block, 'word') };
}
