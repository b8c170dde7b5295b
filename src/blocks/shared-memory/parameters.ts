import type { Block } from '../../ir/index.js';
import { integerParameter, quantityParameter } from '../values.js';

/** A `SharedMemory`, widths in bits. */
export interface SharedMemoryParameters {
  readonly capacityBits: number;
  /** Of all banks together: read or written in one cycle, whoever asks. */
  readonly wordBits: number;
  readonly clients: number;
  /** What `fill` carries in a cycle. */
  readonly lineBits: number;
}

/** The typed view of a block named `SharedMemory`. */
export function sharedMemoryParameters(block: Block): SharedMemoryParameters {
  return {
    capacityBits: quantityParameter(block, 'capacity'),
    wordBits: quantityParameter(block, 'word'),
    clients: integerParameter(block, 'clients'),
    lineBits: quantityParameter(block, 'line'),
  };
}
