import { completeGemm, type Gemm } from '../../src/blocks/matrix-core/command.js';
import type { MatrixCoreParameters } from '../../src/blocks/matrix-core/parameters.js';

/** Constant cycles that a core may spend on a command besides what its array needs: L0 + L1. */
const overhead = 8;
/** An accumulator's read and write. */
const readAndWrite = 2;

/**
 * The most cycles that a multiplication may take, tile by tile: the table of the contract, with A the registers of a sum and P = A and the
 * multiplier's. For small M, K, N only: it walks over the tiles. An addition at the bottom that takes several cycles is part of H, and so is
 * what a single vector must wait for where loading is not hidden.
 */
export function mostCycles(parameters: MatrixCoreParameters, gemm: Gemm): number {
  const { rows: R, cols: C, hideLoading, multiplierRegisters, dataflow, weightRows, adderRegisters: A } = parameters;
  const { m: M, k: K, n: N, emit, tileRows } = completeGemm(parameters, gemm);
  const load = Math.ceil(R / weightRows);
  const P = A + multiplierRegisters;
  const H = readAndWrite + (parameters.psumIn === 'top' ? (R - 1) * A + P : A - 1);
  const c = N - (Math.ceil(N / C) - 1) * C;
  const epilogue = emit ? C - c + 1 : 0;
  if (dataflow === 'output_stationary') {
    const T = Math.ceil(M / R) * Math.ceil(N / C);
    // K rounded up to whole frames of A, and a frame more for each part of a sum that is joined to the first.
    const steps = Math.ceil(K / A) * A + (A - 1) * A;
    const body = hideLoading
      ? (T - 1) * Math.max(steps, R) + steps + (R - 1) + (C - 1) + (P - 1) + R
      : T * (steps + 2 * R + C - 2 + P - 1);
    return overhead + body + epilogue;
  }
  // The tiles in their order, as the rows of each.
  const heights: number[] = [];
  for (let row = 0; row < M; row += tileRows) heights.push(Math.min(tileRows, M - row));
  const tiles = Array.from({ length: Math.ceil(K / R) * Math.ceil(N / C) }, () => heights).flat();
  if (!hideLoading) {
    const alone = (rows: number): number => load + rows + (R - 1) * A + (C - 1) + (P - 1);
    return overhead + epilogue + sum(tiles.map((rows) => Math.max(alone(rows), K > R ? H : 0)));
  }
  const slot = (rows: number): number => Math.max(rows, load + (load - 1) * (A - 1), H);
  const last = heights.at(-1) ?? 0;
  const body = load + sum(tiles.map(slot)) - slot(last) + last + (R - 1) * A + (c - 1) + (P - 1);
  return overhead + epilogue + body + waveAhead(C - c, Math.ceil(K / R) * sum(heights.map(slot)), N > C && !emit);
}

const sum = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);

/** The wave of the N tile before the last has all C columns to pass: where it started too shortly before, it ends after the last one. */
function waveAhead(columns: number, cycles: number, several: boolean): number {
  return several ? Math.max(0, columns - cycles) : 0;
}
