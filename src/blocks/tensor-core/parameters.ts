import type { Block } from '../../ir/index.js';
import { caseParameter, dtypeParameter, integerParameter, quantityParameter } from '../values.js';

/** A `TensorCore`, widths in bits. */
export interface TensorCoreParameters {
  /** Rows, columns and depth of the product that it adds up in a cycle. */
  readonly m: number;
  readonly n: number;
  readonly k: number;
  readonly activation: string;
  readonly weight: string;
  readonly accumulator: string;
  /** Of the registers beside it: fragments of operands, and sums. */
  readonly registerBits: number;
  /** What it reads of the shared memory in a cycle, were it alone. */
  readonly wordBits: number;
  /** The measured chip whose constants hold; null for none. */
  readonly measured: string | null;
}

/** The typed view of a block named `TensorCore`; `measured` are the chips that there are constants of. */
export function tensorCoreParameters(block: Block, measured: readonly string[]): TensorCoreParameters {
  const chip = caseParameter(block, 'constants', ['none', ...measured]);
  return {
    m: integerParameter(block, 'm'),
    n: integerParameter(block, 'n'),
    k: integerParameter(block, 'k'),
    activation: dtypeParameter(block, 'operand'),
    weight: dtypeParameter(block, 'weight'),
    accumulator: dtypeParameter(block, 'accumulator'),
    registerBits: quantityParameter(block, 'registers'),
    wordBits: quantityParameter(block, 'word'),
    measured: chip === 'none' ? null : chip,
  };
}
