import { dtypeNamed, type Block } from '../../ir/index.js';
import { groupOf, type Group } from './group.js';
import { booleanParameter, caseParameter, dtypeParameter, integerParameter } from '../values.js';

/** What stays in an array, and how products and sums are formed; the cases of the standard library's enums, and the structures of `src/rtl/arithmetic`. */
export const dataflows = ['weight_stationary', 'output_stationary', 'input_stationary'] as const;
export const multipliers = ['plain', 'baugh_wooley', 'booth'] as const;
export const adders = ['plain', 'kogge_stone', 'sklansky'] as const;

/** What is multiplied: names of the number types of activations and weights, and the bits of what an element multiplies. */
export interface ArrayOperands {
  readonly activation: string;
  readonly weight: string;
  /** Numbers of either that an element multiplies, pair by pair, and sums up in a cycle. */
  readonly dot: number;
  readonly activationBits: number;
  readonly weightBits: number;
}

/** Activations of one number type by weights of another, or of the same; the width of a block format has each number's part of the scale. */
export function arrayOperands(activation: string, weight = activation, dot = 1): ArrayOperands {
  const bits = (dtype: string): number => Math.ceil(dot * dtypeNamed(dtype).width);
  return { activation, weight, dot, activationBits: bits(activation), weightBits: bits(weight) };
}

/** The groups that an element multiplies. */
export function groupsOf({ activation, weight, dot }: ArrayOperands): {
  readonly activation: Group;
  readonly weight: Group;
} {
  return { activation: groupOf(activation, dot), weight: groupOf(weight, dot) };
}

/** How two number types that are multiplied are called: `int8`, or `fp8_e4m3 x fp4_e2m1` where weights have a type of their own. */
export function operandsName({ activation, weight }: Pick<ArrayOperands, 'activation' | 'weight'>): string {
  return activation === weight ? activation : `${activation} x ${weight}`;
}

/** What a grid of processing elements is made by: that of `PEArray`, and that inside of `MatrixCore`. */
export interface ArrayShape extends ArrayOperands {
  readonly rows: number;
  readonly cols: number;
  /** Name of the number type of sums, and its bits. */
  readonly accumulator: string;
  readonly accumulatorBits: number;
  readonly dataflow: (typeof dataflows)[number];
  readonly hideLoading: boolean;
  /** Registers between multiplier and adder: 0 or 1. */
  readonly multiplierRegisters: number;
  /** Registers of a sum within an element, the one that it leaves from among them; where not given, that one alone. */
  readonly adderRegisters?: number;
  readonly multiplier: (typeof multipliers)[number];
  readonly adder: (typeof adders)[number];
  /** Whether a multiplier's operands stay as they were where one of them is zero; where not given, they do not. */
  readonly zeroGating?: boolean;
}

/** A `PEArray`. */
export interface PEArrayParameters extends ArrayShape {
  readonly adderRegisters: number;
  /** Vectors that meet one tile of what stands, or the length of the dot products of one result. */
  readonly steps: number;
}

/** The typed view of a block named `PEArray`. */
export function peArrayParameters(block: Block): PEArrayParameters {
  const accumulator = dtypeParameter(block, 'accumulator');
  return {
    rows: integerParameter(block, 'rows'),
    cols: integerParameter(block, 'cols'),
    ...arrayOperands(dtypeParameter(block, 'operand'), dtypeParameter(block, 'weight'), integerParameter(block, 'dot')),
    accumulator,
    accumulatorBits: dtypeNamed(accumulator).width,
    dataflow: caseParameter(block, 'dataflow', dataflows),
    hideLoading: booleanParameter(block, 'hide_loading'),
    multiplierRegisters: integerParameter(block, 'multiplier_registers'),
    adderRegisters: integerParameter(block, 'adder_registers'),
    multiplier: caseParameter(block, 'multiplier', multipliers),
    adder: caseParameter(block, 'adder', adders),
    zeroGating: booleanParameter(block, 'zero_gating'),
    steps: integerParameter(block, 'steps'),
  };
}

/** Bits of a product of integers, or of the sum of a group's. */
export function groupSumBits({ activationBits, weightBits, dot }: ArrayOperands): number {
  return (activationBits + weightBits) / dot + Math.ceil(Math.log2(dot));
}
