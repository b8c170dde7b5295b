import type { Block } from '../../ir/index.js';
import { quantityParameter } from '../values.js';

/** A `Dma`, widths in bits. */
export interface DmaParameters {
  /** One beat of `local`. */
  readonly widthBits: number;
  /** One beat of `memory`. */
  readonly beatBits: number;
}

/** The typed view of a block named `Dma`. */
export function dmaParameters(block: Block): DmaParameters {
  return { widthBits: quantityParameter(block, 'width'), beatBits: quantityParameter(block, 'beat') };
}
