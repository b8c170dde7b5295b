import {
  constant,
  unsigned,
  fromNorth,
  fromSouth,
  fromWest,
  type GridInput,
  type Module,
  type ModuleBuilder,
  type Signal,
} from '../../../rtl/index.js';
import type { ArrayShape } from '../parameters.js';

/** What enters an array at its edges: vectors with an element for each row or column. */
export interface ArrayInputs {
  /** The clock enable of everything. */
  readonly run: Signal;
  /** By row: the operands, and whether they count. */
  readonly activations: Signal;
  readonly valid: Signal;
  /** By row: the activation is zero (weight stationary with zero gating, of floats). */
  readonly zero?: Signal;
  /** By row: a tile's first activation follows in the next cycle (weight stationary with hidden loading). */
  readonly swap?: Signal;
  /** By row: this activation is the first, the last of a sum (output stationary; `last` with hidden draining). */
  readonly first?: Signal;
  readonly last?: Signal;
  /** By row: parts of a sum are joined; it is under way (where sums are kept in parts; `active` without hidden draining). */
  readonly joins?: Signal;
  readonly active?: Signal;
  /** By row: the chain moves on in column 0. */
  readonly shift: Signal;
  /** By column, for each block of rows that loads by itself. An output-stationary array is one block. */
  readonly weights: readonly Signal[];
  /** By column: what sums begin with, at the first row (weight stationary); zero where not given. */
  readonly sums?: Signal;
}

/**
 * Builds the grids of an array into `m` and gives the sums that leave it, by column: those of the last row (weight stationary: activations
 * enter from the west, sums run south), or of the chain at row 0 (output stationary: weights run north, and so does the chain, so that row 0 leaves first).
 *
 * @param blockRows rows of the blocks that load side by side; the last block may have fewer
 */
export function buildArray(
  m: ModuleBuilder,
  cell: Module,
  shape: ArrayShape,
  blockRows: number,
  inputs: ArrayInputs,
): Signal {
  return shape.dataflow === 'weight_stationary'
    ? stackOfBlocks(m, cell, shape, blockRows, inputs)
    : oneGrid(m, cell, shape, inputs);
}

function stackOfBlocks(
  m: ModuleBuilder,
  cell: Module,
  shape: ArrayShape,
  blockRows: number,
  inputs: ArrayInputs,
): Signal {
  const { rows, cols, activationBits, accumulatorBits, hideLoading } = shape;
  let sums: GridInput = fromNorth('sum_out', inputs.sums ?? constant(0, unsigned(cols * accumulatorBits)));
  let south: Signal | undefined;
  inputs.weights.forEach((weights, block) => {
    const top = block * blockRows;
    const bottom = Math.min(rows, top + blockRows);
    const own = (vector: Signal, width = 1): Signal => vector.slice(bottom * width - 1, top * width);
    const name = inputs.weights.length === 1 ? 'pe' : `pe_block_${block}`;
    const grid = m.grid(name, [bottom - top, cols], cell, {
      run: inputs.run,
      activation: fromWest('activation_out', own(inputs.activations, activationBits)),
      valid: fromWest('valid_out', own(inputs.valid)),
      ...(inputs.zero === undefined ? {} : { zero: fromWest('zero_out', own(inputs.zero)) }),
      shift: fromWest('shift_out', own(inputs.shift)),
      ...(hideLoading && inputs.swap !== undefined ? { swap: fromWest('swap_out', own(inputs.swap)) } : {}),
      weight_in: fromNorth('weight_out', weights),
      sum_in: sums,
    });
    south = grid.south('sum_out');
    sums = fromNorth('sum_out', south);
  });
  if (south === undefined) throw new Error('an array without rows');
  return south;
}

function oneGrid(m: ModuleBuilder, cell: Module, shape: ArrayShape, inputs: ArrayInputs): Signal {
  const [weights] = inputs.weights;
  if (weights === undefined || inputs.first === undefined)
    throw new Error('an output-stationary array takes one row of weights and a mark of the first');
  return m
    .grid('pe', [shape.rows, shape.cols], cell, {
      run: inputs.run,
      activation: fromWest('activation_out', inputs.activations),
      valid: fromWest('valid_out', inputs.valid),
      first: fromWest('first_out', inputs.first),
      ...(shape.hideLoading && inputs.last !== undefined ? { last: fromWest('last_out', inputs.last) } : {}),
      ...(inputs.joins === undefined ? {} : { joins: fromWest('joins_out', inputs.joins) }),
      ...(inputs.active === undefined ? {} : { active: fromWest('active_out', inputs.active) }),
      shift: fromWest('shift_out', inputs.shift),
      weight_in: fromSouth('weight_out', weights),
      sum_in: fromSouth('sum_out', constant(0, unsigned(shape.cols * shape.accumulatorBits))),
    })
    .north('sum_out');
}
