import { groupsOf, multiplyAddOf, type MatrixCoreParameters } from '../blocks/hardware.js';
import type { CoreSchedule } from '../mapping/index.js';
import { add, floatFormat, fp32 } from '../numbers/index.js';

/** Plain matrices, row by row, of numbers of an integer type or codes of a float; where elements are groups, k of them, of their entries. */
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
  parameters: MatrixCoreParameters,
  { left, right, m, k, n, cuts }: PlainMatrices,
): Float64Array {
  const product = new Float64Array(m * n);
  if (floatFormat(parameters.accumulator) === undefined) {
    const { entries } = groupsOf(parameters).activation;
    for (let i = 0; i < m; i++) {
      for (let j = 0; j < k * entries; j++) {
        const a = left[i * k * entries + j] ?? 0;
        const [group, entry] = [Math.floor(j / entries), j % entries];
        for (let l = 0; l < n; l++)
          product[i * n + l] = (product[i * n + l] ?? 0) + a * (right[(group * n + l) * entries + entry] ?? 0);
      }
    }
    return product;
  }
  const step = multiplyAddOf(parameters);
  const { dataflow, adderRegisters } = parameters;
  // Elements that keep their sums keep as many as these have registers, and take turns.
  const turns = dataflow === 'output_stationary' ? adderRegisters : 1;
  const part = (row: number, column: number, first: number, end: number): number => {
    const sums: number[] = [];
    for (let j = first; j < end; j++) {
      const turn = (j - first) % turns;
      sums[turn] = step(sums[turn] ?? 0, left, row * k + j, right, j * n + column);
    }
    return sums.reduce((sum, other) => add(sum, other, fp32));
  };
  for (let i = 0; i < m; i++)
    for (let l = 0; l < n; l++)
      product[i * n + l] =
        cuts === null
          ? part(i, l, 0, k)
          : cuts.reduce((sum, first, index) => add(sum, part(i, l, first, cuts[index + 1] ?? k), fp32), 0);
  return product;
}
