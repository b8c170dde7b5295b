import {
  beats,
  requantisedStoreCycles,
  scalesBeats,
  scalesCycles,
  storedOperandBeats,
  wordBits,
  type MatrixCoreCommand,
  type MatrixCoreParameters,
} from '../blocks/models.js';
import { dtypeNamed } from '../ir/index.js';
import type { Order } from './plan.js';
import type { Extents, Pass, Piece } from './tiling.js';

/*
 * Stores of a tile of results as operands. Of integers each column has a scale and a bias of its own, which a load of scales brings: a store is of the
 * columns of the array, and follows such a load where the ones before it had other columns. Floats are only rounded: one store takes a whole tile.
 */

/** How a tile of results leaves as operands. */
export interface OperandStores {
  /** Stores, and rows of accumulators of each. */
  readonly count: number;
  readonly words: number;
  /** Beats behind `spill` of all of them. */
  readonly beats: number;
  readonly cycles: number;
  /** Words of the accumulators that they reach to: an odd row takes its neighbour along. */
  readonly reach: number;
}

/** Whether stores of operands need scales: integers do, floats are rounded as they are. */
export function needsScales({ activation }: Pick<MatrixCoreParameters, 'activation'>): boolean {
  return dtypeNamed(activation).exponent_bits === 0;
}

export function operandStores(parameters: MatrixCoreParameters, m: number, n: number): OperandStores {
  const columns = Math.ceil(n / parameters.cols);
  const [count, words] = needsScales(parameters) ? [columns, m] : [1, columns * m];
  return {
    count,
    words,
    beats: count * storedOperandBeats(words),
    cycles: count * requantisedStoreCycles(words),
    reach: (count - 1) * words + 2 * storedOperandBeats(words),
  };
}

/** Cycles that a move waits beyond its own for a memory that takes `pace` cycles a beat, where it has a beat every `own` cycles. */
export function waits(beats: number, pace: number, own: number): number {
  return pace <= own ? 0 : Math.ceil(beats * (pace - own));
}

/** Cycles that a command of the core's list waits beyond its own for such a memory. */
export function commandWaits(parameters: MatrixCoreParameters, command: MatrixCoreCommand, pace: number): number {
  switch (command.kind) {
    case 'load':
      return waits(beats(parameters, command.memory, command.words), pace, 1);
    case 'store':
      return command.requantised === undefined
        ? waits(beats(parameters, command.memory, command.words), pace, 1)
        : waits(storedOperandBeats(command.words), command.requantised.addend === undefined ? pace : 2 * pace, 2);
    case 'scales':
      return waits(scalesBeats(parameters), pace, 1);
    default:
      return 0;
  }
}

/**
 * Storing every tile of the result once as operands, without the loads of scales. What is added comes in beside, asked for ahead: of each beat two pass, in the two
 * cycles that its rows take.
 */
export function operandPass(
  parameters: MatrixCoreParameters,
  m: readonly Piece[],
  n: readonly Piece[],
  pace: number,
  adds: boolean,
): Pass {
  const times: number[][] = [];
  const total = { count: 0, cycles: 0, beats: 0, bits: 0, largest: 0, times };
  const row = wordBits(parameters, 'results');
  for (const a of m) {
    const found: number[] = [];
    for (const b of n) {
      const tiles = a.count * b.count;
      const { count, words, beats, cycles: ready } = operandStores(parameters, a.extent, b.extent);
      const cycles = ready + count * waits(storedOperandBeats(words), adds ? 2 * pace : pace, 2);
      total.count += tiles * count;
      total.cycles += tiles * cycles;
      total.beats += tiles * beats;
      total.bits += tiles * count * 2 * storedOperandBeats(words) * row;
      total.largest = Math.max(total.largest, beats * parameters.spillBits);
      found.push(cycles);
    }
    times.push(found);
  }
  return total;
}

/** The loads of scales of a tiling: what one takes, and how many column tiles there are, of whole tiles of n and of all. */
export interface Scales {
  readonly cycles: number;
  readonly beats: number;
  /** Column tiles of the whole result. */
  readonly columns: number;
  /** A tile has one column tile, so that the next one may have the same. */
  readonly single: boolean;
}

export function scalesOf(
  parameters: MatrixCoreParameters,
  extents: Pick<Extents, 'n'>,
  tile: Pick<Extents, 'n'>,
  latency: number,
  pace = 1,
): Scales | null {
  if (!needsScales(parameters)) return null;
  const [wholeTiles, inTile] = [Math.floor(extents.n / tile.n), Math.ceil(tile.n / parameters.cols)];
  return {
    cycles: scalesCycles(parameters, latency) + waits(scalesBeats(parameters), pace, 1),
    beats: scalesBeats(parameters),
    columns: wholeTiles * inTile + Math.ceil((extents.n - wholeTiles * tile.n) / parameters.cols),
    single: tile.n <= parameters.cols,
  };
}

/**
 * Loads of scales in an order: one before each column tile that is stored, but where it is that of the store before. That is so where tiles are of one column
 * tile, and it is the same n that comes again.
 */
export function scaleLoads(
  scales: Scales | null,
  counts: Extents,
  { outer, block }: Pick<Order, 'outer' | 'block'>,
): number {
  if (scales === null) return 0;
  const { m, n } = counts;
  if (scales.columns === 1) return 1;
  if (!scales.single) return m * scales.columns;
  if (outer === 'm') return Math.ceil(m / block) * n;
  const whole = Math.floor(n / block);
  const rest = n - whole * block;
  const ofBlock = (tiles: number): number => (tiles === 1 ? 1 : m * tiles);
  return whole * ofBlock(block) + (rest === 0 ? 0 : ofBlock(rest));
}
