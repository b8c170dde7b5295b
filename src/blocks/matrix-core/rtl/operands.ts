import {
  concat,
  constant,
  fromEast,
  fromWest,
  mux,
  perColumn,
  repeat,
  unsigned,
  vector,
  type GridInput,
  type Module,
  type ModuleBuilder,
  type Signal,
} from '../../../rtl/index.js';
import { keepsParts } from '../../pe-array/partial-sums.js';
import { shiftLine } from '../../pe-array/rtl/line.js';
import type { ArrayInputs } from '../../pe-array/rtl/array.js';
import { activationBank, fillPorts, marksZeros, weightBank } from './banks.js';
import { elementPlaces, packing } from '../layout.js';
import type { MatrixCoreParameters } from '../parameters.js';

/** Outputs of the sequencer and of the mover that the memories of operands follow. */
export interface OperandControl {
  readonly run: Signal;
  readonly sequencer: (port: string) => Signal;
  readonly mover: (port: string) => Signal;
  /** A beat that fills. */
  readonly beat: Signal;
}

type Rows = Pick<ArrayInputs, 'activations' | 'valid' | 'zero' | 'swap' | 'first' | 'last' | 'joins' | 'active'>;

/** The memory of activations, a bank a row, and what it gives the array. */
export function activationMemory(
  m: ModuleBuilder,
  name: string,
  parameters: MatrixCoreParameters,
  control: OperandControl,
): Rows {
  const { rows, cols, activationBits, spillBits, dataflow, hideLoading } = parameters;
  const parts = keepsParts(parameters);
  const { run, sequencer, mover, beat } = control;
  const { wordsPerBeat, beatsPerWord } = packing(parameters, 'activations');
  const bank = activationBank(`${name}_activation_bank`, parameters);
  const stationary = dataflow === 'weight_stationary';
  // The wave starts at row 0 (weight stationary) or, since weights run north, at the last one.
  const hop = stationary ? fromWest : fromEast;
  const along = (port: string, output: string) => hop(output, sequencer(port));
  const perBeat = 2 * cols;
  const filled = mover('activations_fill');
  const fill = vector(Array.from({ length: rows }, (_, row) => filled.bit(Math.floor(row / perBeat))));
  const elements = (low: number): Signal =>
    repeat(beat.slice(spillBits - 1, low), beatsPerWord).slice(rows * activationBits - 1, 0);
  const banks = m.grid('activation', [rows], bank, {
    run,
    read: along('activation_read', 'read_out'),
    address: along('activation_address', 'address_out'),
    ...(!stationary
      ? {}
      : parameters.overlapCommands
        ? { left: along('rows_left', 'left_out') }
        : { partial: along('activation_partial', 'partial_out'), counts: perColumn(sequencer('row_counts')) }),
    ...(parameters.convolution ? { inside: along('activation_inside', 'inside_out') } : {}),
    ...(stationary && !hideLoading ? {} : { first: along('activation_first', 'first_out') }),
    ...(!stationary && hideLoading ? { last: along('activation_last', 'last_out') } : {}),
    ...(parts ? { joins: along('activation_joins', 'joins_out') } : {}),
    ...(parts && !hideLoading ? { active: along('activation_active', 'active_out') } : {}),
    fill: beatsPerWord === 1 ? filled : perColumn(fill),
    fill_line: mover('activations_line_address'),
    fill_low: perColumn(elements(0)),
    ...(wordsPerBeat === 2 ? { fill_high: perColumn(elements(spillBits / 2)) } : {}),
  });
  return {
    activations: banks.all('activation'),
    valid: banks.all('valid'),
    ...(marksZeros(parameters) ? { zero: banks.all('zero') } : {}),
    ...(stationary && hideLoading ? { swap: banks.all('swap') } : {}),
    ...(stationary ? {} : { first: banks.all('starts') }),
    ...(!stationary && hideLoading ? { last: banks.all('ends') } : {}),
    ...(parts ? { joins: banks.all('joining') } : {}),
    ...(parts && !hideLoading ? { active: banks.all('keeping') } : {}),
  };
}

/** The memory of weights, a bank a column for each block of rows that loads by itself, and what it gives the array. */
export function weightMemory(
  m: ModuleBuilder,
  name: string,
  parameters: MatrixCoreParameters,
  control: OperandControl,
): Pick<ArrayInputs, 'weights'> & { readonly shift: Signal } {
  const bank = weightBank(`${name}_weight_bank`, parameters);
  const lanes = Array.from({ length: parameters.lanes }, (_, lane) => weightLane(m, bank, parameters, control, lane));
  return { weights: lanes.map(({ weights }) => weights), shift: vector(lanes.map(({ shift }) => shift)) };
}

interface Lane {
  readonly weights: Signal;
  /** By row of the block: its chain moves on. */
  readonly shift: Signal;
}

function weightLane(
  m: ModuleBuilder,
  bank: Module,
  parameters: MatrixCoreParameters,
  control: OperandControl,
  lane: number,
): Lane {
  const { rows, cols, blockRows, lanes, dataflow, hideLoading, adderRegisters } = parameters;
  const { run, sequencer, mover, beat } = control;
  const { wordsPerBeat } = packing(parameters, 'weights');
  // The wave reaches a block when it has passed all rows of the block above; with hidden loading its weights follow it.
  const delay = hideLoading ? lane * blockRows * adderRegisters : 0;
  const suffix = lanes === 1 ? '' : `_${lane}`;
  const read = shiftLine(m, `weight_read${suffix}_q`, sequencer('weight_read'), delay, run, true);
  const address = shiftLine(m, `weight_address${suffix}_q`, sequencer('weight_address'), delay, run);
  const filled = mover('weights_fill');
  const banks = m.grid(`weight${suffix}`, [cols], bank, {
    run,
    read: fromWest('read_out', read),
    address: fromWest('address_out', address),
    fill: laneFill(parameters, lane, filled),
    fill_line: mover('weights_line_address'),
    ...Object.fromEntries(
      fillPorts(wordsPerBeat).map((port, place) => [port, perColumn(laneWeights(parameters, lane, beat, place))]),
    ),
  });
  const weights = banks.all('weight');
  if (dataflow === 'output_stationary') return { weights, shift: read };
  const first = shiftLine(m, `weight_first${suffix}_q`, sequencer('weight_first'), delay, run);
  const height = Math.min(blockRows, rows - lane * blockRows);
  return { weights, shift: chainShift(m, suffix, height, run, read, first) };
}

/** Bits of a word, counted from its first beat, where the weights of a lane begin. */
function laneBits(parameters: MatrixCoreParameters, lane: number, place: number): readonly number[] {
  const { cols } = parameters;
  const placeOf = elementPlaces(parameters, 'weights');
  return Array.from({ length: cols }, (_, c) => placeOf(place, lane * cols + c));
}

/** Which banks of a lane a beat fills: all where one beat holds all of its weights. */
function laneFill(parameters: MatrixCoreParameters, lane: number, filled: Signal): GridInput {
  const { spillBits } = parameters;
  const beats = laneBits(parameters, lane, 0).map((bit) => Math.floor(bit / spillBits));
  const [first = 0] = beats;
  return beats.every((each) => each === first)
    ? filled.bit(first)
    : perColumn(vector(beats.map((each) => filled.bit(each))));
}

/** The weights of a lane in a beat, those of one of the words that it holds. */
function laneWeights(parameters: MatrixCoreParameters, lane: number, beat: Signal, place: number): Signal {
  const { cols, spillBits, weightBits } = parameters;
  const bits = laneBits(parameters, lane, place).map((bit) => bit % spillBits);
  const [low = 0] = bits;
  return bits.every((bit, c) => bit === low + c * weightBits)
    ? beat.slice(low + cols * weightBits - 1, low)
    : vector(bits.map((bit) => beat.slice(bit + weightBits - 1, bit)));
}

/**
 * Which rows of a block's chain move on: with a tile's j-th word rows 0 to j, so that a row is not disturbed before the wave has passed it.
 * `read` and `first` are those of the bank of column 0, a cycle before its word.
 */
function chainShift(
  m: ModuleBuilder,
  suffix: string,
  height: number,
  run: Signal,
  read: Signal,
  first: Signal,
): Signal {
  const arrived = m.delay(`weight_arrived${suffix}`, read, 1, { enable: run, reset: 0 });
  const starts = m.delay(`weight_starts${suffix}`, first, 1, { enable: run });
  const before = m.register(`chain_rows${suffix}_q`, unsigned(height), { enable: run });
  const longer = height === 1 ? before.or(1) : concat(before.slice(height - 2, 0), constant(1, unsigned(1)));
  const moving = m.named(`chain_rows${suffix}`, mux(starts, 1, longer).resize(height));
  before.next(moving, arrived);
  return mux(arrived, moving, 0).resize(height);
}
