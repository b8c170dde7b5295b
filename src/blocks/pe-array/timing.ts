import type { PEArrayParameters } from './parameters.js';
import { sumSteps } from './partial-sums.js';

/**
 * Cycles of `tiles` tiles, from the edge that takes the first beat to the edge that takes the last beat of `sums`, with both inputs valid and
 * `sums` ready all the time. Derived in docs/blocks/pe-array.md.
 *
 * Weight stationary: a tile loads in R cycles, then its vectors follow; hidden, the next tile loads meanwhile. Sums of A registers pass a row in
 * A cycles, and loading waits until it cannot overtake them. Input stationary is the same, with the streams exchanged. Output stationary: a result
 * takes `steps` cycles, with A registers those of its A parts and of joining them; it drains in R, hidden under the next one's. Then the wave passes R rows and C columns.
 */
export function cycles(parameters: PEArrayParameters, tiles: number): number {
  const { rows, cols, steps, dataflow, hideLoading, multiplierRegisters, adderRegisters } = parameters;
  if (dataflow === 'output_stationary') {
    const made = sumSteps(steps, adderRegisters);
    const slot = hideLoading ? Math.max(made, rows) : made + rows;
    const wave = rows + cols + multiplierRegisters + adderRegisters - 1;
    return (tiles - 1) * slot + (made - 1) + wave + (rows - 1);
  }
  const load = rows + (rows - 1) * (adderRegisters - 1);
  const slot = hideLoading ? Math.max(steps, load) : steps + load;
  const wave = rows * adderRegisters + cols + multiplierRegisters;
  return rows + (tiles - 1) * slot + (steps - 1) + wave;
}

/** The same while `sums` lets `stalls` valid beats wait a cycle each: the array stands still, and nothing else changes. */
export function cyclesUnder(parameters: PEArrayParameters, tiles: number, stalls: number): number {
  return cycles(parameters, tiles) + stalls;
}
