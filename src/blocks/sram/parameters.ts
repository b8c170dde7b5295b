import type { Block } from '../../ir/index.js';
import { caseParameter, quantityParameter } from '../values.js';

/** An `Sram`, widths in bits. */
export interface SramParameters {
  readonly capacityBits: number;
  readonly wordBits: number;
  readonly ports: 'one_rw' | 'one_r_one_w';
  readonly words: number;
}

/** The typed view of a block named `Sram`. */
export function sramParameters(block: Block): SramParameters {
  const capacityBits = quantityParameter(block, 'capacity');
  const wordBits = quantityParameter(block, 'word');
  return {
    capacityBits,
    wordBits,
    ports: caseParameter(block, 'ports', ['one_rw', 'one_r_one_w']),
    words: Math.floor(capacityBits / wordBits),
  };
}
