import type { PEArrayParameters } from './parameters.js';

/**
 * What leaves through `sums`, beat by beat, for the beats that entered: int8 products, int32 sums. Beats that do not fill a tile give nothing
 * yet (weight stationary: vectors that meet a whole tile of weights do).
 */
export function sums(
  parameters: PEArrayParameters,
  weights: readonly Int8Array[],
  activations: readonly Int8Array[],
): readonly Int32Array[] {
  const { rows, cols, steps, dataflow } = parameters;
  if (dataflow === 'weight_stationary') {
    const vectors = Math.min(activations.length, Math.floor(weights.length / rows) * steps);
    return activations.slice(0, vectors).map((vector, i) => {
      const tile = weights.slice(Math.floor(i / steps) * rows);
      return row(cols, rows, (r, c) => product(vector[r], tile[r]?.[c]));
    });
  }
  const tiles = Math.floor(Math.min(weights.length, activations.length) / steps);
  return Array.from({ length: tiles * rows }, (_, i) => {
    const start = Math.floor(i / rows) * steps;
    return row(cols, steps, (k, c) => product(activations[start + k]?.[i % rows], weights[start + k]?.[c]));
  });
}

function row(cols: number, terms: number, term: (index: number, column: number) => number): Int32Array {
  const result = new Int32Array(cols);
  for (let c = 0; c < cols; c++) {
    let sum = 0;
    for (let i = 0; i < terms; i++) sum = (sum + term(i, c)) | 0;
    result[c] = sum;
  }
  return result;
}

function product(a: number | undefined, b: number | undefined): number {
  return (a ?? 0) * (b ?? 0);
}
