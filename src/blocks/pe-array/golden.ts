import { add, fp32 } from '../../numbers/index.js';
import { exchangedArray } from './exchange.js';
import { multiplyAddGroups, type MultiplyAdd } from './golden-groups.js';
import { groupsOf, type ArrayOperands, type ArrayShape, type PEArrayParameters } from './parameters.js';
import { sumOfParts } from './partial-sums.js';

/** A beat of a stream: numbers of an integer type, codes of a float; where operands are groups, the entries of one after the other's. */
export type Beat = ArrayLike<number>;

/**
 * What leaves through `sums`, beat by beat, for the beats that entered. Beats that do not fill a tile give nothing yet (weight stationary:
 * vectors that meet a whole tile of weights do).
 *
 * Sums begin at (+)0. Weight stationary they pass the last row of a tile first, which stands at the top of the array; output stationary they take
 * the steps in order, in A parts that are joined at the end. Floats are rounded at each addition, integers wrap.
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
      return row(cols, rows, (sum, r, c) => step(sum, vector, rows - 1 - r, weights[last - r] ?? [], c));
    });
  }
  const tiles = Math.floor(Math.min(weights.length, activations.length) / steps);
  return Array.from({ length: tiles * rows }, (_, i) => {
    const start = Math.floor(i / rows) * steps;
    return Array.from({ length: cols }, (_, c) =>
      keptSum(parameters, steps, (sum, k) =>
        step(sum, activations[start + k] ?? [], i % rows, weights[start + k] ?? [], c),
      ),
    );
  });
}

/** A sum of `products` products that stays in its element, in as many parts as it has registers. */
export function keptSum(
  { adderRegisters = 1 }: Pick<ArrayShape, 'adderRegisters'>,
  products: number,
  step: (sum: number, k: number) => number,
): number {
  return sumOfParts(products, adderRegisters, step, (sum, part) => add(sum, part, fp32));
}

/** What an element's arithmetic depends on. */
type MultiplyAddShape = ArrayOperands & Pick<ArrayShape, 'accumulatorBits'>;

/** What the elements of an array, and those of a core's, do: floats are rounded at each addition, integers wrap. */
export function multiplyAddOf(shape: MultiplyAddShape): MultiplyAdd {
  const { activation, weight } = groupsOf(shape);
  return multiplyAddGroups(activation, weight, shape.accumulatorBits);
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
