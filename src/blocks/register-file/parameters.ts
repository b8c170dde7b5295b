import { dtypeNamed, type Block } from '../../ir/index.js';
import { dtypeParameter, integerParameter } from '../values.js';

/** A `RegisterFile`, widths in bits. */
export interface RegisterFileParameters {
  readonly words: number;
  readonly wordBits: number;
  /** Words that each port carries in a cycle. */
  readonly lanes: number;
}

/** The typed view of a block named `RegisterFile`. */
export function registerFileParameters(block: Block): RegisterFileParameters {
  return {
    words: integerParameter(block, 'words'),
    wordBits: dtypeNamed(dtypeParameter(block, 'element')).width,
    lanes: integerParameter(block, 'lanes'),
  };
}
