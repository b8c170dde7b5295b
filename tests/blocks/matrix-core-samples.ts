import * as fc from 'fast-check';
import { completeGemm, type Gemm, type MatrixCoreCommand } from '../../src/blocks/matrix-core/command.js';
import type { MatrixCoreArguments, MatrixCoreParameters } from '../../src/blocks/matrix-core/parameters.js';
import { footprint } from '../../src/blocks/matrix-core/timing.js';
import { smallCore } from './matrix-core-bench.js';

const bit = fc.boolean();

/** Parameters of cores small enough to simulate in an instant, edges (one row, one column, all rows at a time) included. */
export const smallParameters: fc.Arbitrary<MatrixCoreParameters> = fc
  .record({
    rows: fc.integer({ min: 1, max: 6 }),
    cols: fc.integer({ min: 1, max: 6 }),
    stationary: bit,
    hideLoading: bit,
    registers: bit,
  })
  .chain(({ rows, cols, stationary, hideLoading, registers }) =>
    fc.integer({ min: 1, max: stationary ? rows : 1 }).map((weightRows) =>
      smallCore({
        rows,
        cols,
        weightRows,
        hideLoading,
        multiplierRegisters: registers ? 1 : 0,
        dataflow: stationary ? 'weight_stationary' : 'output_stationary',
        ...roomyMemories(rows, cols),
      }),
    ),
  );

/** Memories of 61 to 128 words or so: no power of two, to catch an address that runs over. */
function roomyMemories(rows: number, cols: number): Partial<MatrixCoreArguments> {
  return {
    activationCapacityBits: 301 * rows * 8,
    weightCapacityBits: 301 * rows * cols * 8,
    accumulatorCapacityBits: 301 * cols * 32,
  };
}

/** A multiplication that fits: with ragged edges, strides wider than need be, M tiles smaller than M. */
export function gemmFor(parameters: MatrixCoreParameters): fc.Arbitrary<Gemm> {
  const { rows, cols } = parameters;
  return fc
    .record({
      m: fc.integer({ min: 1, max: 3 * rows + 2 }),
      k: fc.integer({ min: 1, max: 3 * rows + 1 }),
      n: fc.integer({ min: 1, max: 2 * cols + 1 }),
      accumulateIn: bit,
      emit: bit,
      slack: fc.integer({ min: 0, max: 3 }),
      tile: fc.integer({ min: 1, max: 9 }),
    })
    .map(({ m, k, n, accumulateIn, emit, slack, tile }) => {
      const dense = completeGemm(parameters, { m, k, n, accumulateIn, emit });
      const shares = emit && !accumulateIn && parameters.dataflow === 'weight_stationary';
      return {
        ...dense,
        activationBase: slack,
        activationStride: dense.activationStride + slack,
        weightBase: 2 * slack,
        weightStride: dense.weightStride + slack,
        resultBase: slack,
        resultStride: dense.resultStride + (dense.resultStride === 0 ? 0 : slack),
        tileRows: shares ? Math.min(m, tile) : dense.tileRows,
      };
    });
}

/** Loads everything that a multiplication reads, runs it, and stores everything that it may have written. */
export function wholeRun(parameters: MatrixCoreParameters, gemm: Gemm): MatrixCoreCommand[] {
  const reach = footprint(parameters, gemm);
  const results = Math.max(1, reach.results);
  return [
    { kind: 'load', memory: 'activations', base: 0, words: reach.activations, address: 0 },
    { kind: 'load', memory: 'weights', base: 0, words: reach.weights, address: 1000 },
    { kind: 'load', memory: 'results', base: 0, words: results, address: 3000 },
    { kind: 'gemm', ...gemm },
    { kind: 'store', memory: 'results', base: 0, words: results, address: 5000 },
  ];
}

/** The bytes behind `spill`: any, a few extreme. */
export function spillBytes(parameters: MatrixCoreParameters, seed: number): Uint8Array {
  const bytes = new Uint8Array((parameters.spillBits / 8) * 8000);
  let state = seed >>> 0 || 1;
  for (let i = 0; i < bytes.length; i++) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    bytes[i] = state >>> 28 === 0 ? 0x80 : state >>> 24;
  }
  return bytes;
}
