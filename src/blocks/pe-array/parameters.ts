import { dtypeNamed, type Block } from '../../ir/index.js';
import { booleanParameter, caseParameter, dtypeParameter, integerParameter } from '../values.js';

/** How products and sums are formed; the cases of the standard library's enums, and the structures of `src/rtl/arithmetic`. */
export const multipliers = ['plain', 'baugh_wooley', 'booth'] as const;
export const adders = ['plain', 'kogge_stone', 'sklansky'] as const;

/** What a grid of processing elements is made by: that of `PEArray`, and that inside of `MatrixCore`. */
export interface ArrayShape {
  readonly rows: number;
  readonly cols: number;
  /** Names of the number types of activations and weights, and of sums. */
  readonly operand: string;
  readonly accumulator: string;
  /** Bits of an activation or weight, and of a sum. */
  readonly operandBits: number;
  readonly accumulatorBits: number;
  readonly dataflow: 'weight_stationary' | 'output_stationary';
  readonly hideLoading: boolean;
  /** Registers between multiplier and adder: 0 or 1. */
  readonly multiplierRegisters: number;
  /** Registers of a sum within an element, the one that it leaves from among them; where not given, that one alone. */
  readonly adderRegisters?: number;
  readonly multiplier: (typeof multipliers)[number];
  readonly adder: (typeof adders)[number];
}

/** A `PEArray`. */
export interface PEArrayParameters extends ArrayShape {
  readonly adderRegisters: number;
  /** Vectors that meet one tile of weights, or the length of the dot products of one result. */
  readonly steps: number;
}

/** The typed view of a block named `PEArray`. */
export function peArrayParameters(block: Block): PEArrayParameters {
  const operand = dtypeParameter(block, 'operand');
  const accumulator = dtypeParameter(block, 'accumulator');
  return {
    rows: integerParameter(block, 'rows'),
    cols: integerParameter(block, 'cols'),
    operand,
    operandBits: dtypeNamed(operand).width,
    accumulator,
    accumulatorBits: dtypeNamed(accumulator).width,
    dataflow: caseParameter(block, 'dataflow', ['weight_stationary', 'output_stationary']),
    hideLoading: booleanParameter(block, 'hide_loading'),
    multiplierRegisters: integerParameter(block, 'multiplier_registers'),
    adderRegisters: integerParameter(block, 'adder_registers'),
    multiplier: caseParameter(block, 'multiplier', multipliers),
    adder: caseParameter(block, 'adder', adders),
    steps: integerParameter(block, 'steps'),
  };
}
