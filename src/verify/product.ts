import type { MatrixCoreParameters } from '../blocks/hardware.js';
import type { CoreSchedule } from '../mapping/index.js';
import { add, floatFormat, fp32, multiplyAdd } from '../numbers/index.js';

/** Plain matrices, row by row, of numbers of an integer type or codes of a float. */
export interface PlainMatrices {
  readonly left: Float64Array;
  readonly right: Float64Array;
  readonly m: number;
  readonly k: number;
  readonly n: number;
  /** Where parts of a dot product that are summed up by themselves, and then added, begin; null: it is one. */
  readonly cuts: readonly number[] | null;
}

/** The parts of a float's dot product that a core sums up from +0 on and adds to its accumulator; none where the accumulator's value enters at the top. */
export function sumCuts(parameters: MatrixCoreParameters, { left, extents }: CoreSchedule): readonly number[] | null {
  if (parameters.psumIn === 'top') return null;
  const starts = new Set(left.map(({ column }) => column));
  if (parameters.dataflow !== 'output_stationary') for (let k = 0; k < extents.k; k += parameters.rows) starts.add(k);
  return [...starts].toSorted((a, b) => a - b);
}

/** The product of two matrices, in the order of k. Integers do not overflow; each sum of floats is rounded once. */
export function plainProduct(
  { activation, weight }: Pick<MatrixCoreParameters, 'activation' | 'weight'>,
  { left, right, m, k, n, cuts }: PlainMatrices,
): Float64Array {
  const product = new Float64Array(m * n);
  const [format, weightFormat] = [floatFormat(activation), floatFormat(weight)];
  if (format === undefined || weightFormat === undefined) {
    for (let i = 0; i < m; i++) {
      for (let j = 0; j < k; j++) {
        const a = left[i * k + j] ?? 0;
        for (let l = 0; l < n; l++) product[i * n + l] = (product[i * n + l] ?? 0) + a * (right[j * n + l] ?? 0);
      }
    }
    return product;
  }
  const part = (row: number, column: number, first: number, end: number): number => {
    let sum = 0;
    for (let j = first; j < end; j++)
      sum = multiplyAdd(sum, left[row * k + j] ?? 0, format, right[j * n + column] ?? 0, weightFormat);
    return sum;
  };
  for (let i = 0; i < m; i++)
    for (let l = 0; l < n; l++)
      product[i * n + l] =
        cuts === null
          ? part(i, l, 0, k)
          : cuts.reduce((sum, first, index) => add(sum, part(i, l, first, cuts[index + 1] ?? k), fp32), 0);
  return product;
}
