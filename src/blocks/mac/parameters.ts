import type { Block } from '../../ir/index.js';
import { dtypeParameter } from '../values.js';

/** A `Mac`, by its number types. */
export interface MacParameters {
  readonly activation: string;
  readonly weight: string;
  readonly accumulator: string;
}

/** The typed view of a block named `Mac`. */
export function macParameters(block: Block): MacParameters {
  return {
    activation: dtypeParameter(block, 'operand'),
    weight: dtypeParameter(block, 'weight'),
    accumulator: dtypeParameter(block, 'accumulator'),
  };
}
