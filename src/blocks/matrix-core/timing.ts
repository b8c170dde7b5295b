import {
  completeGemm,
  largestExtent,
  positions,
  scaleWords,
  type CompleteGemm,
  type Gemm,
  type LocalMemory,
  type Move,
  type Requantised,
} from './command.js';
import { exchangedGemm, exchangedMemory, weightView } from './exchange.js';
import { beats, packing } from './layout.js';
import type { MatrixCoreParameters } from './parameters.js';
import { sumSteps } from '../pe-array/partial-sums.js';
import { pixelReach, windowMisfits, type Kernel, type Window } from './window.js';

/*
 * Cycles of the core's commands: from the edge that takes the command to the edge at which `done` is high. Each term is derived in
 * docs/blocks/matrix-core.md; the hardware's simulation gives these numbers exactly.
 */

/** Cycles from a word's read to its elements at the array, and from the array's last sum to its place in the accumulators. */
const weightStationaryOverhead = 3;
const outputStationaryOverhead = 2;
/** The register before `results`. */
const resultRegister = 1;
/** An SRAM's read and its write. */
const readAndWrite = 2;

/** Tiles of a command along each dimension; a dimension's last tile may be smaller than the others. */
export interface Tiles {
  readonly m: number;
  readonly k: number;
  readonly n: number;
  /** Rows of the last M tile. */
  readonly lastM: number;
  /** Columns of the last N tile. */
  readonly lastN: number;
}

/** How the core cuts a multiplication into tiles. An output-stationary core does not cut K. */
export function tilesOf(parameters: MatrixCoreParameters, gemm: Gemm): Tiles {
  if (parameters.dataflow === 'input_stationary') {
    const { m, k, n, lastM, lastN } = tilesOf(weightView(parameters), exchangedGemm(gemm));
    return { m: n, k, n: m, lastM: lastN, lastN: lastM };
  }
  return tilesOfComplete(parameters, completeGemm(parameters, gemm));
}

function tilesOfComplete(parameters: MatrixCoreParameters, { m, k, n, tileRows, kernel }: CompleteGemm): Tiles {
  const { rows, cols, dataflow } = parameters;
  const stationary = dataflow === 'weight_stationary';
  const height = stationary ? Math.min(m, tileRows) : rows;
  const tilesM = Math.ceil(m / height);
  const tilesN = Math.ceil(n / cols);
  return {
    m: tilesM,
    k: stationary ? positions(kernel) * Math.ceil(k / rows) : 1,
    n: tilesN,
    lastM: m - (tilesM - 1) * height,
    lastN: n - (tilesN - 1) * cols,
  };
}

/**
 * Cycles of a multiplication that nothing stalls: closed, whatever the number of tiles.
 * Exact up to 2^53 cycles; whether the command fits the core is the question of `fits`.
 */
export function cycles(parameters: MatrixCoreParameters, gemm: Gemm): number {
  if (parameters.dataflow === 'input_stationary') return cycles(weightView(parameters), exchangedGemm(gemm));
  const complete = completeGemm(parameters, gemm);
  return parameters.dataflow === 'weight_stationary'
    ? weightStationaryCycles(parameters, complete)
    : outputStationaryCycles(parameters, complete);
}

/** Cycles of a multiplication during `stalls` of which a beat of `results` waits: the array stands still, and nothing else changes. */
export function cyclesUnder(parameters: MatrixCoreParameters, gemm: Gemm, stalls: number): number {
  return cycles(parameters, gemm) + stalls;
}

function weightStationaryCycles(parameters: MatrixCoreParameters, gemm: CompleteGemm): number {
  const { load, ahead, vectors, drain } = completeStages(parameters, gemm);
  return load + ahead + vectors + drain;
}

/** What a multiplication whose weights (input stationary: activations) stand does one after another: its cycles are the sum. */
export interface Stages {
  /** Its first tile is taken and loads. */
  readonly load: number;
  /** From its first vector to that of its last tile. */
  readonly ahead: number;
  /** Vectors of its last tile. */
  readonly vectors: number;
  /** From its last vector on. */
  readonly drain: number;
}

/** Stages of a multiplication on a core that is not output stationary. */
export function stagesOf(parameters: MatrixCoreParameters, gemm: Gemm): Stages {
  const [view, seen] = viewed(parameters, gemm);
  return completeStages(view, completeGemm(view, seen));
}

/** A core and a multiplication as the weight-stationary ones that they are. */
function viewed(parameters: MatrixCoreParameters, gemm: Gemm): readonly [MatrixCoreParameters, Gemm] {
  return parameters.dataflow === 'input_stationary'
    ? [weightView(parameters), exchangedGemm(gemm)]
    : [parameters, gemm];
}

function completeStages(parameters: MatrixCoreParameters, gemm: CompleteGemm): Stages {
  const tiles = tilesOfComplete(parameters, gemm);
  const height = Math.min(gemm.m, gemm.tileRows);
  const lastSlot = slot(parameters, tiles.lastM);
  // All K tiles of an M tile: before each but the first the accumulators must have been written.
  const depth = (rows: number): number =>
    (tiles.k - 1) * Math.max(slot(parameters, rows), accumulatorDistance(parameters)) + slot(parameters, rows);
  const column = (tiles.m - 1) * depth(height) + depth(tiles.lastM);
  return {
    load: parameters.blockRows,
    ahead: tiles.n * column - lastSlot,
    vectors: tiles.lastM,
    drain: wave(parameters, gemm, tiles, column) + weightStationaryOverhead,
  };
}

/** Where the sums of a multiplication lie, as the one that is taken before it is done has to know. */
export interface SumWords {
  /** It adds to what the accumulators hold. */
  readonly accumulates: boolean;
  /** First word of its first N tile, and of its last one. */
  readonly first: number;
  readonly last: number;
  /** Its vectors, one a cycle at most, meet its words in their order, and at most as many as there were vectors. */
  readonly inOrder: boolean;
}

/** The same of input stationary, M and N exchanged. */
export function sumWordsOf(parameters: MatrixCoreParameters, gemm: Gemm): SumWords {
  const [view, seen] = viewed(parameters, gemm);
  const complete = completeGemm(view, seen);
  const { m, n, accumulateIn, resultBase, resultStride } = complete;
  const tiles = Math.ceil(n / view.cols);
  return {
    accumulates: accumulateIn,
    first: resultBase,
    last: resultBase + (tiles - 1) * resultStride,
    inOrder: tiles === 1 || resultStride === m,
  };
}

/** Beats of `results` that a multiplication sends: a row of each of its tiles. */
export function emittedBeats(parameters: MatrixCoreParameters, gemm: Gemm): number {
  const { m, n } = tilesOf(parameters, gemm);
  if (gemm.emit !== true) return 0;
  return parameters.dataflow === 'input_stationary' ? m * gemm.n : n * gemm.m;
}

/** A tile's slot: its vectors, and beside or before them the load of a tile. */
function slot(parameters: MatrixCoreParameters, vectors: number): number {
  const { rows, cols, blockRows, multiplierRegisters, adderRegisters, hideLoading } = parameters;
  return hideLoading
    ? Math.max(vectors, blockRows + loadDelay(parameters))
    : blockRows + vectors + (rows * adderRegisters - 1) + (cols - 1) + multiplierRegisters;
}

/** Cycles that a load waits behind the first vector of a tile, so that it does not overtake a wave that takes `adderRegisters` cycles a row. */
export function loadDelay({ blockRows, adderRegisters }: MatrixCoreParameters): number {
  return (blockRows - 1) * (adderRegisters - 1);
}

/**
 * Cycles between a read of an accumulator and the next read of it that finds the sum written: its read and its write; between them what it
 * passes, the rows of the array or the addition.
 */
export function accumulatorDistance({
  rows,
  psumIn,
  adderRegisters,
  accumulateRegisters,
}: MatrixCoreParameters): number {
  return readAndWrite + (psumIn === 'top' ? rows * adderRegisters : accumulateRegisters);
}

function outputStationaryCycles(parameters: MatrixCoreParameters, gemm: CompleteGemm): number {
  const { rows, cols, multiplierRegisters, adderRegisters, hideLoading } = parameters;
  const tiles = tilesOfComplete(parameters, gemm);
  const steps = sumSteps(gemm.k, adderRegisters);
  const behind = multiplierRegisters + adderRegisters - 1;
  const slot = hideLoading ? Math.max(steps, rows) : steps + (rows - 1) + (cols - 1) + behind + rows;
  const last = steps + wave(parameters, gemm, tiles, tiles.m * slot) + tiles.lastM + outputStationaryOverhead;
  return (tiles.m * tiles.n - 1) * slot + last;
}

/**
 * From the last vector's first product to the last sum that counts: down the rows and along the columns of the last N tile; or along all
 * columns of the one before, which is `column` cycles ahead. Emitted rows wait for all columns.
 */
function wave(parameters: MatrixCoreParameters, gemm: CompleteGemm, tiles: Tiles, column: number): number {
  const { rows, cols, multiplierRegisters, adderRegisters, accumulateRegisters, dataflow } = parameters;
  // A sum that stays takes the registers of its addition once.
  const down = dataflow === 'output_stationary' ? rows + adderRegisters - 1 : rows * adderRegisters;
  const kept = tiles.n === 1 ? tiles.lastN : Math.max(tiles.lastN, cols - column);
  const columns = gemm.emit ? cols - 1 + resultRegister : kept - 1;
  return down - 1 + columns + multiplierRegisters + accumulateRegisters;
}

/** Cycles of a load through `spill` from a memory that is always ready and answers `latency` (at least 1) cycles after a request. */
export function loadCycles(
  parameters: MatrixCoreParameters,
  memory: LocalMemory,
  words: number,
  latency: number,
): number {
  return beats(parameters, memory, words) + latency;
}

/** Cycles of a store of results through `spill` to a memory that is always ready. */
export function storeCycles(parameters: MatrixCoreParameters, words: number): number {
  return beats(parameters, 'results', words) + 1;
}

/** From a row's read to its operands: the bank's word, and the requantiser's registers. */
const requantiseLatency = 5;

/** The same of a store of operands: a row a cycle, two of them a beat. */
export function requantisedStoreCycles(words: number): number {
  return 2 * storedOperandBeats(words) + requantiseLatency;
}

/** Beats of `spill` that so many rows of results take as operands. */
export function storedOperandBeats(words: number): number {
  return Math.ceil(words / 2);
}

/** Beats of a load of the columns' scales. */
export function scalesBeats(parameters: MatrixCoreParameters): number {
  return beats(parameters, 'results', scaleWords);
}

/** Counters of a core, and their bits. */
export const counterCount = 5;
export const counterBits = 32;

/** Beats that hold the counters, one a cycle: the cycles of their store to a memory that is always ready. */
export function countersBeats({ spillBits }: MatrixCoreParameters): number {
  return Math.ceil((counterCount * counterBits) / spillBits);
}

/** Vectors of activations (input stationary: of weights) that a multiplication gives the array. */
export function vectorsOf(parameters: MatrixCoreParameters, gemm: Gemm): number {
  if (parameters.dataflow === 'input_stationary') return vectorsOf(weightView(parameters), exchangedGemm(gemm));
  const { m, k, n } = tilesOf(parameters, gemm);
  return parameters.dataflow === 'weight_stationary' ? n * k * gemm.m : n * m * gemm.k;
}

/** Cycles of a load of the columns' scales, behind `spill` a memory as above. */
export function scalesCycles(parameters: MatrixCoreParameters, latency: number): number {
  return loadCycles(parameters, 'results', scaleWords, latency);
}

/**
 * Words that a tile takes of one of the core's memories if it lies densely from word 0 on and its results stay: what `footprint` says of
 * it, without an object. A search for a mapping asks this of every tile.
 */
export function tileWords(
  parameters: MatrixCoreParameters,
  memory: LocalMemory,
  m: number,
  k: number,
  n: number,
): number {
  if (parameters.dataflow === 'input_stationary')
    return tileWords(weightView(parameters), exchangedMemory(memory), n, k, m);
  const { rows, cols, blockRows, dataflow } = parameters;
  const stationary = dataflow === 'weight_stationary';
  switch (memory) {
    case 'activations':
      return stationary ? Math.ceil(k / rows) * m : Math.ceil(m / rows) * k;
    case 'weights':
      return Math.ceil(n / cols) * (stationary ? Math.ceil(k / rows) * blockRows : k);
    case 'results':
      return Math.ceil(n / cols) * m;
  }
}

/** Words that the operands and results of a multiplication reach to in each memory: one more than the last. */
export interface Footprint {
  readonly activations: number;
  readonly weights: number;
  readonly results: number;
}

/** @param window that was set last, of a convolution */
export function footprint(parameters: MatrixCoreParameters, gemm: Gemm, window: Window | null = null): Footprint {
  if (parameters.dataflow === 'input_stationary') {
    const { activations, weights, results } = footprint(weightView(parameters), exchangedGemm(gemm));
    return { activations: weights, weights: activations, results };
  }
  const { rows, blockRows, dataflow } = parameters;
  const complete = completeGemm(parameters, gemm);
  const tiles = tilesOfComplete(parameters, complete);
  const { m, k, activationBase, activationStride, weightBase, weightStride, resultBase, resultStride } = complete;
  const results = resultBase + (tiles.n - 1) * resultStride;
  if (dataflow === 'output_stationary') {
    return {
      activations: activationBase + (Math.ceil(m / rows) - 1) * activationStride + k,
      weights: weightBase + (tiles.n - 1) * weightStride + k,
      results: complete.emit && !complete.accumulateIn ? 0 : results + m,
    };
  }
  const { kernel } = complete;
  const depth = kernel === null ? tiles.k : Math.ceil(k / rows);
  return {
    activations:
      activationBase + (depth - 1) * activationStride + (kernel === null ? m : reachOf(window, kernel, m).end),
    weights: weightBase + (tiles.n - 1) * weightStride + tiles.k * blockRows,
    results: results + Math.min(m, complete.tileRows),
  };
}

/** The words of a convolution's channel tile, from its first position on. */
export function reachOf(window: Window | null, kernel: Kernel, m: number): ReturnType<typeof pixelReach> {
  if (window === null) throw new Error('a convolution without its window');
  return pixelReach(window, kernel, m);
}

/** Words of one of the core's memories. */
export function room(parameters: MatrixCoreParameters, memory: LocalMemory): number {
  switch (memory) {
    case 'activations':
      return parameters.activationWords;
    case 'weights':
      return parameters.weightWords;
    case 'results':
      return parameters.accumulatorWords;
  }
}

/** Why a multiplication cannot run on the core, a convolution with the window that was set last; empty where it can. */
export function misfits(parameters: MatrixCoreParameters, gemm: Gemm, window: Window | null = null): readonly string[] {
  const complete = completeGemm(parameters, gemm);
  const { m, n, resultStride, tileRows } = complete;
  const reasons: string[] = [];
  for (const name of ['m', 'k', 'n'] as const) {
    const extent = gemm[name];
    if (!Number.isInteger(extent) || extent < 1 || extent > largestExtent)
      reasons.push(`${name} is ${extent}, not an integer of 1 to ${largestExtent}`);
  }
  if (complete.kernel !== null && !parameters.convolution) reasons.push('the core has no address generator');
  if (complete.kernel !== null && window === null) reasons.push('no window is set');
  if (complete.kernel !== null && window !== null) reasons.push(...windowMisfits(window, m, complete.kernel));
  if (reasons.length > 0) return reasons;
  const reach = footprint(parameters, complete, window);
  for (const name of ['activations', 'weights', 'results'] as const) {
    const words = room(parameters, name);
    if (reach[name] > words) reasons.push(`the ${name} reach to word ${reach[name]} of ${words}`);
  }
  const resident = complete.accumulateIn || !complete.emit;
  // The dimension that words of results follow, and that which the array's columns cut.
  const [lines, wide, tile, what] =
    parameters.dataflow === 'input_stationary' ? [n, m, 'N', 'columns'] : [m, n, 'M', 'rows'];
  if (resident && wide > parameters.cols && resultStride < lines)
    reasons.push(`${lines} ${what} of results lie ${resultStride} words apart`);
  if (resident && parameters.dataflow !== 'output_stationary' && tileRows < lines)
    reasons.push(`${tile} tiles of ${tileRows} ${what} would share words that keep ${lines}`);
  return reasons;
}

/** Whether a multiplication can run on the core: extents in range, operands and results within its memories. */
export function fits(parameters: MatrixCoreParameters, gemm: Gemm): boolean {
  return misfits(parameters, gemm).length === 0;
}

/**
 * Whether the core can do a load or store (of operands, where it is marked so): it stays within the core's memory and the address space
 * of `spill`, starts at a whole beat, and there are requantisers where it needs them.
 */
export function moveFits(
  parameters: MatrixCoreParameters,
  move: Move & { readonly requantised?: Requantised },
): boolean {
  const operands = move.requantised !== undefined;
  const count = operands ? storedOperandBeats(move.words) : beats(parameters, move.memory, move.words);
  const words = operands ? 2 * count : move.words;
  const whole = move.base % packing(parameters, move.memory).wordsPerBeat === 0;
  return (
    whole &&
    (parameters.requantise || !operands) &&
    words >= 1 &&
    move.base + words <= room(parameters, move.memory) &&
    (move.address + count) * parameters.spillBits <= parameters.addressSpaceBits
  );
}

/**
 * The greatest K, in numbers, whose sum of products no integer format of these widths can overflow: 131,071 for int8 products in int32.
 * (2^(s-1) - 1) / 2^(a-1 + w-1), the product of two most negative operands being the greatest.
 */
export function greatestExactK({ activationBits, weightBits, dot, accumulatorBits }: MatrixCoreParameters): number {
  return Math.floor((2 ** (accumulatorBits - 1) - 1) / 2 ** ((activationBits + weightBits) / dot - 2));
}
