import { dtypeNamed, type Block } from '../../ir/index.js';
import { adders, dataflows, arrayOperands, multipliers, type ArrayShape } from '../pe-array/parameters.js';
import { booleanParameter, caseParameter, dtypeParameter, integerParameter, quantityParameter } from '../values.js';

export type Dataflow = ArrayShape['dataflow'];

/** Where what an accumulator holds is added: before the first row of a tile, or to the tile's sum. The case that is not one of them leaves it to the operands. */
export const psumEntries = ['by_operand', 'top', 'bottom'] as const;

/** A `MatrixCore`: its declared parameters and what follows from them. Widths in bits, capacities in words. */
export interface MatrixCoreParameters {
  readonly rows: number;
  readonly cols: number;
  /** Names of number types, how many numbers an element multiplies and sums up in a cycle, and the bits of so many: K counts such groups. */
  readonly activation: string;
  readonly activationBits: number;
  readonly weight: string;
  readonly weightBits: number;
  readonly dot: number;
  readonly accumulator: string;
  readonly accumulatorBits: number;
  readonly dataflow: Dataflow;
  /** Rows of what stands loaded in one cycle, as declared. */
  readonly weightRows: number;
  readonly hideLoading: boolean;
  /** Whether a multiplication is taken while the one before it still streams, and its first weights load beside that. */
  readonly overlapCommands: boolean;
  readonly multiplierRegisters: number;
  /** Registers of a sum within an element, the one that it leaves from among them. */
  readonly adderRegisters: number;
  /** Whether an accumulator's value enters at the top of the array, or a tile's sum is added to it. */
  readonly psumIn: 'top' | 'bottom';
  /** Registers within the addition to an accumulator: none where it is that of integers, or where its value enters at the top. */
  readonly accumulateRegisters: number;
  /** How the array's products and sums are formed. */
  readonly multiplier: ArrayShape['multiplier'];
  readonly adder: ArrayShape['adder'];
  /** Whether a multiplier's operands stay as they were where one of them is zero. */
  readonly zeroGating: boolean;
  /** The share of multiplications that have a zero among their operands: what the estimate's energy of a core with zero gating assumes. */
  readonly zeroOperands: number;
  /** Whether stores can requantise: a requantiser for each column. */
  readonly requantise: boolean;
  /** Whether stores of operands add operands that lie behind `spill`: without hardware. */
  readonly addOnStore: boolean;
  /** Whether multiplications can be convolutions: an address generator steps over the image. */
  readonly convolution: boolean;
  /** Whether it counts cycles, vectors and beats, and a command stores the counts. */
  readonly counters: boolean;
  /** Rows of one of the blocks that load side by side: ceil(rows / weightRows), the cycles that a tile of weights takes to load. */
  readonly blockRows: number;
  /** Blocks that load side by side: at most `weightRows`. */
  readonly lanes: number;
  /** A word of the activation memory is one element for each row; input stationary it is as one of weights, and the other way round. */
  readonly activationWords: number;
  /** A word of the weight memory is one row of each block: `lanes * cols` elements. */
  readonly weightWords: number;
  /** A word of the accumulators is one row of results: `cols` elements. */
  readonly accumulatorWords: number;
  /** One beat of `spill`, and its address space. */
  readonly spillBits: number;
  readonly addressSpaceBits: number;
}

/** The declared parameters alone, under which the others follow. */
export type MatrixCoreArguments = Pick<
  MatrixCoreParameters,
  | 'rows'
  | 'cols'
  | 'accumulator'
  | 'dataflow'
  | 'weightRows'
  | 'hideLoading'
  | 'overlapCommands'
  | 'multiplierRegisters'
  | 'adderRegisters'
  | 'multiplier'
  | 'adder'
  | 'zeroGating'
  | 'zeroOperands'
  | 'requantise'
  | 'convolution'
  | 'counters'
  | 'addressSpaceBits'
> & {
  /** The number type of activations; and of weights, where they have none of their own. */
  readonly operand: string;
  readonly weight?: string;
  /** Numbers that an element multiplies and sums up in a cycle; one where it is not given. */
  readonly dot?: number;
  /** Whether stores add operands; they do not where it is not given. */
  readonly addOnStore?: boolean;
  readonly psumIn: (typeof psumEntries)[number];
  readonly activationCapacityBits: number;
  readonly weightCapacityBits: number;
  readonly accumulatorCapacityBits: number;
};

/** The typed view of a block named `MatrixCore`. */
export function matrixCoreParameters(block: Block): MatrixCoreParameters {
  return completeMatrixCore({
    rows: integerParameter(block, 'rows'),
    cols: integerParameter(block, 'cols'),
    operand: dtypeParameter(block, 'operand'),
    weight: dtypeParameter(block, 'weight'),
    dot: integerParameter(block, 'dot'),
    accumulator: dtypeParameter(block, 'accumulator'),
    dataflow: caseParameter(block, 'dataflow', dataflows),
    weightRows: integerParameter(block, 'weight_rows'),
    hideLoading: booleanParameter(block, 'hide_loading'),
    overlapCommands: booleanParameter(block, 'overlap_commands'),
    multiplierRegisters: integerParameter(block, 'multiplier_registers'),
    adderRegisters: integerParameter(block, 'adder_registers'),
    psumIn: caseParameter(block, 'psum_in', psumEntries),
    multiplier: caseParameter(block, 'multiplier', multipliers),
    adder: caseParameter(block, 'adder', adders),
    zeroGating: booleanParameter(block, 'zero_gating'),
    zeroOperands: quantityParameter(block, 'zero_operands'),
    requantise: booleanParameter(block, 'requantise'),
    addOnStore: booleanParameter(block, 'add_on_store'),
    convolution: booleanParameter(block, 'convolution'),
    counters: booleanParameter(block, 'counters'),
    activationCapacityBits: quantityParameter(block, 'activation_capacity'),
    weightCapacityBits: quantityParameter(block, 'weight_capacity'),
    accumulatorCapacityBits: quantityParameter(block, 'accumulator_capacity'),
    addressSpaceBits: quantityParameter(block, 'address_space'),
  });
}

/** Works out what follows from the declared parameters. */
export function completeMatrixCore(given: MatrixCoreArguments): MatrixCoreParameters {
  const { operand, weight, dot, activationCapacityBits, weightCapacityBits, accumulatorCapacityBits, ...declared } =
    given;
  const operands = arrayOperands(operand, weight, dot);
  const { activationBits, weightBits } = operands;
  const accumulatorBits = dtypeNamed(given.accumulator).width;
  const blockRows = Math.ceil(given.rows / given.weightRows);
  const lanes = Math.ceil(given.rows / blockRows);
  const psumIn = entryOf(given);
  // Activations stand in the array, and weights stream.
  const stand = given.dataflow === 'input_stationary';
  return {
    ...declared,
    ...operands,
    addOnStore: given.addOnStore ?? false,
    psumIn,
    accumulateRegisters: psumIn === 'top' ? 0 : given.adderRegisters - 1,
    accumulatorBits,
    blockRows,
    lanes,
    activationWords: Math.floor(activationCapacityBits / ((stand ? lanes * given.cols : given.rows) * activationBits)),
    weightWords: Math.floor(weightCapacityBits / ((stand ? given.rows : lanes * given.cols) * weightBits)),
    accumulatorWords: Math.floor(accumulatorCapacityBits / (given.cols * accumulatorBits)),
    spillBits: 2 * given.cols * (stand ? weightBits : activationBits),
  };
}

/**
 * Where an accumulator's value is added. At the top a sum has the order of k whatever the number of rows, which matters to floats alone; a sum that
 * stays in its element leaves it at the bottom.
 */
function entryOf({ psumIn, accumulator, dataflow }: MatrixCoreArguments): MatrixCoreParameters['psumIn'] {
  if (dataflow === 'output_stationary') return 'bottom';
  if (psumIn !== 'by_operand') return psumIn;
  return dtypeNamed(accumulator).exponent_bits === 0 ? 'bottom' : 'top';
}

/**
 * What becomes of a sum that is too large for an activation, as which it is stored: the largest number in formats of at most eight bits, infinity in those that are
 * binary32 with less precision or range.
 */
export function castOverflow({
  activationBits,
}: Pick<MatrixCoreParameters, 'activationBits'>): 'saturate' | 'infinity' {
  return activationBits <= 8 ? 'saturate' : 'infinity';
}
