import { dtypeNamed, type Block } from '../../ir/index.js';
import { adders, multipliers } from '../pe-array/parameters.js';
import { functionPrecisions } from './functions.js';
import { booleanParameter, caseParameter, dtypeParameter, integerParameter } from '../values.js';

/** A `VectorUnit`. */
export interface VectorUnitParameters {
  readonly lanes: number;
  /** Names of the number types of both operand streams, and of the results. */
  readonly operand: string;
  readonly result: string;
  readonly operandBits: number;
  readonly resultBits: number;
  /** What a result too large for its number type becomes: infinity (NaN where there is none), or the largest number. */
  readonly overflow: 'infinity' | 'saturate';
  /** How exact exponential, reciprocal and reciprocal square root are, where the lanes have them. */
  readonly functions: (typeof functionPrecisions)[number];
  /** There is a tree over the lanes, for sums and maxima of them. */
  readonly reductions: boolean;
  readonly multiplier: (typeof multipliers)[number];
  readonly adder: (typeof adders)[number];
  /** Registers of a sum, the one that it leaves from among them. */
  readonly adderRegisters: number;
}

/** The typed view of a block named `VectorUnit`. */
export function vectorUnitParameters(block: Block): VectorUnitParameters {
  const operand = dtypeParameter(block, 'operand');
  const result = dtypeParameter(block, 'result');
  return {
    lanes: integerParameter(block, 'lanes'),
    operand,
    operandBits: dtypeNamed(operand).width,
    result,
    resultBits: dtypeNamed(result).width,
    overflow: booleanParameter(block, 'saturate') ? 'saturate' : 'infinity',
    functions: caseParameter(block, 'functions', functionPrecisions),
    reductions: booleanParameter(block, 'reductions'),
    multiplier: caseParameter(block, 'multiplier', multipliers),
    adder: caseParameter(block, 'adder', adders),
    adderRegisters: integerParameter(block, 'adder_registers'),
  };
}
