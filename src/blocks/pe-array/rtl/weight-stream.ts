import { concat, constant, mux, unsigned, vector, type ModuleBuilder, type Signal } from '../../../rtl/index.js';
import type { PEArrayParameters } from '../parameters.js';
import type { ArrayInputs } from './array.js';
import { beatCounter, delayedRowBits, highAfter, rowBits, skew, type StreamControl, type Streams } from './streams.js';
import { gatedRows } from './zero-gate.js';

/**
 * Weight stationary: `rows` beats of weights make a tile, `steps` beats of activations meet it. Hidden, a tile is taken in while the one
 * before is at work, from the moment on at which that one's first vector comes; else when its last vector has come.
 *
 * The first row of a tile goes deepest into the chain: row r of the tile stands in row `rows - 1 - r` of the array.
 */
export function weightStationaryInputs(
  m: ModuleBuilder,
  parameters: PEArrayParameters,
  streams: Streams,
): StreamControl {
  const { rows, cols, steps, activationBits, hideLoading, multiplierRegisters, adderRegisters } = parameters;
  const { run, weights, activations } = streams;
  const loaded = m.register('loaded', unsigned(1), { reset: 0 });
  const activationTaken = m.wire('activation_taken');
  const step = beatCounter(m, 'step', steps, activationTaken);
  const begins = hideLoading ? step.first : constant(0);
  const activationsReady = run.and(hideLoading ? step.first.not().or(loaded) : loaded);
  activationTaken.assign(streams.activationsValid.and(activationsReady));
  const start = m.named('tile_starts', activationTaken.and(begins));
  const over = hideLoading ? start : m.named('tile_over', activationTaken.and(step.last));
  const weightsReady = run.and(chainFree(m, parameters, run, loaded, over));
  const weightTaken = m.named('weight_taken', streams.weightsValid.and(weightsReady));
  const row = beatCounter(m, 'row', rows, weightTaken);
  const complete = m.named('tile_complete', weightTaken.and(row.last));
  loaded.next(complete, complete.or(over));
  if (!hideLoading) m.unused(start);

  const shift = chainShift(m, rows, run, weightTaken, row.first);
  const reversed = vector(Array.from({ length: rows }, (_, i) => activations.element(rows - 1 - i, activationBits)));
  const swap = hideLoading ? { swap: startBits(m, 'swap_rows', rows, adderRegisters, start, run) } : {};
  return {
    inputs: {
      run,
      ...skewedRows(m, parameters, reversed, activationTaken, run),
      ...swap,
      shift,
      weights: [skew(m, 'weight', weights, cols, (c) => c, run)],
    },
    weightsReady,
    activationsReady,
    row: activationTaken,
    wave: rows * adderRegisters + cols + multiplierRegisters,
  };
}

/** Activations and whether they count, row r's delayed by as many cycles as the wave takes to it and one. With zero gating a zero is found before the last of them. */
function skewedRows(
  m: ModuleBuilder,
  parameters: PEArrayParameters,
  vectorIn: Signal,
  taken: Signal,
  run: Signal,
): Pick<ArrayInputs, 'activations' | 'valid' | 'zero'> {
  const { rows, adderRegisters, zeroGating } = parameters;
  const delayed = (last: number): Signal =>
    skew(m, 'activation', vectorIn, rows, (r) => r * adderRegisters + last, run);
  if (zeroGating !== true)
    return { activations: delayed(1), valid: delayedRowBits(m, 'valid_rows', rows, adderRegisters, taken, run) };
  return gatedRows(m, parameters, run, delayed(0), startBits(m, 'valid_rows', rows, adderRegisters, taken, run));
}

/**
 * Whether the chain may move: with sums of A registers the wave passes a row in A cycles, the chain in one, so that it waits for as long as it would
 * catch up. `over` is the end of a tile's use of the chain.
 */
function chainFree(
  m: ModuleBuilder,
  { rows, adderRegisters, hideLoading }: PEArrayParameters,
  run: Signal,
  loaded: Signal,
  over: Signal,
): Signal {
  const wait = (rows - 1) * (adderRegisters - 1);
  if (wait === 0) return hideLoading ? loaded.not().or(over) : loaded.not();
  // Hidden, the chain would be free in the very cycle of `over`.
  return loaded.not().and(highAfter(m, 'chain_wait', hideLoading ? wait - 1 : wait, over, run).not());
}

/** By row, a cycle before the vector is there: at row r the bit of r cycles ago, or of as many times more as a sum has registers. */
function startBits(
  m: ModuleBuilder,
  name: string,
  rows: number,
  adderRegisters: number,
  start: Signal,
  run: Signal,
): Signal {
  if (rows === 1) return start;
  if (adderRegisters === 1) return concat(rowBits(m, name, rows - 1, start, run), start);
  const line = rowBits(m, name, (rows - 1) * adderRegisters, start, run);
  return vector([start, ...Array.from({ length: rows - 1 }, (_, r) => line.bit((r + 1) * adderRegisters - 1))]);
}

/** Which rows of the chain move on: with a tile's j-th beat rows 0 to j, so that none is disturbed before the wave has passed it. */
function chainShift(m: ModuleBuilder, rows: number, run: Signal, taken: Signal, first: Signal): Signal {
  const before = m.register('chain_rows_q', unsigned(rows), { enable: run });
  const longer = rows === 1 ? constant(1) : concat(before.slice(rows - 2, 0), constant(1));
  if (rows === 1) m.unused(before, first);
  const moving = m.named('chain_rows', rows === 1 ? longer : mux(first, 1, longer).resize(rows));
  before.next(moving, taken);
  return mux(taken, moving, 0).resize(rows);
}
