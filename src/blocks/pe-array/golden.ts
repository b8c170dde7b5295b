import { floatFormat, multiplyAdd } from '../../numbers/index.js';
import { exchangedArray } from './exchange.js';
import type { ArrayShape, PEArrayParameters } from './parameters.js';

/** A beat of a stream: numbers of an integer type, codes of a float. */
export type Beat = ArrayLike<number>;

/** `sum` plus a product. */
export type MultiplyAdd = (sum: number, activation: number, weight: number) => number;

/**
 * What leaves through `sums`, beat by beat, for the beats that entered. Beats that do not fill a tile give nothing yet (weight stationary:
 * vectors that meet a whole tile of weights do).
 *
 * Sums begin at (+)0. Weight stationary they pass the last row of a tile first, which stands at the top of the array; output stationary they take
 * the steps in order. Floats are rounded at each addition, integers wrap.
 */
export function sums(
  parameters: PEArrayParameters,
  weights: readonly Beat[],
  activations: readonly Beat[],
): readonly (readonly number[])[] {
  if (parameters.dataflow === 'input_stationary') return sums(exchangedArray(parameters), activations, weights);
  const { rows, cols, steps, dataflow } = parameters;
  const step = multiplyAddOf(parameters);
  if (dataflow === 'weight_stationary') {
    const vectors = Math.min(activations.length, Math.floor(weights.length / rows) * steps);
    return activations.slice(0, vectors).map((vector, i) => {
      const last = Math.floor(i / steps) * rows + rows - 1;
      return row(cols, rows, (sum, r, c) => step(sum, at(vector, rows - 1 - r), at(weights[last - r], c)));
    });
  }
  const tiles = Math.floor(Math.min(weights.length, activations.length) / steps);
  return Array.from({ length: tiles * rows }, (_, i) => {
    const start = Math.floor(i / rows) * steps;
    return row(cols, steps, (sum, k, c) => step(sum, at(activations[start + k], i % rows), at(weights[start + k], c)));
  });
}

/** What an element's arithmetic depends on. */
type MultiplyAddShape = Pick<ArrayShape, 'activation' | 'weight' | 'accumulatorBits'>;

/** What the elements of an array, and those of a core's, do: floats are rounded at each addition, integers wrap. */
export function multiplyAddOf({ activation, weight, accumulatorBits }: MultiplyAddShape): MultiplyAdd {
  const [a, b] = [floatFormat(activation), floatFormat(weight)];
  if (a !== undefined && b !== undefined) return (sum, left, right) => multiplyAdd(sum, left, a, right, b);
  if (accumulatorBits === 32) return (sum, left, right) => (sum + left * right) | 0;
  // Sums of at most 48 bits and products of at most 32: a double holds what they add up to exactly.
  const [range, half] = [2 ** accumulatorBits, 2 ** (accumulatorBits - 1)];
  return (sum, left, right) => {
    const next = sum + left * right;
    return next >= half ? next - range : next < -half ? next + range : next;
  };
}

function row(
  cols: number,
  terms: number,
  step: (sum: number, index: number, column: number) => number,
): readonly number[] {
  return Array.from({ length: cols }, (_, c) => {
    let sum = 0;
    for (let i = 0; i < terms; i++) sum = step(sum, i, c);
    return sum;
  });
}

function at(beat: Beat | undefined, index: number): number {
  return beat?.[index] ?? 0;
}
