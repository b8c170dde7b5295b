import type { ArrayOperands, ArrayShape } from './parameters.js';

/*
 * An input-stationary array is a weight-stationary one with activations and weights exchanged: activations stand in it, K along the rows and M along the
 * columns, weights stream, and what leaves are rows of the transposed product. So nothing but this file, and what names a dimension or a memory to the outside, knows of it.
 */

/** The number types, exchanged. */
export function exchangedOperands(operands: ArrayOperands): ArrayOperands {
  const { activation, weight, dot, activationBits, weightBits } = operands;
  return { activation: weight, weight: activation, activationBits: weightBits, weightBits: activationBits, dot };
}

/** The weight-stationary array that an input-stationary one is; any other is itself. */
export function exchangedArray<Shape extends ArrayShape>(shape: Shape): Shape {
  return shape.dataflow === 'input_stationary'
    ? { ...shape, ...exchangedOperands(shape), dataflow: 'weight_stationary' }
    : shape;
}
