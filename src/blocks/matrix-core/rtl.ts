import {
  concat,
  constant,
  fromWest,
  moduleBuilder,
  mux,
  perColumn,
  repeat,
  unsigned,
  vector,
  type InstanceHandle,
  type Module,
  type ModuleBuilder,
  type Signal,
} from '../../rtl/index.js';
import { shiftLine } from '../pe-array/rtl/line.js';
import { drainShift } from '../pe-array/rtl/output-stream.js';
import { buildArray } from '../pe-array/rtl/array.js';
import { processingElement } from '../pe-array/rtl/cell.js';
import { accumulatorBank, accumulatorParts } from './rtl/accumulators.js';
import { commandBits } from './command.js';
import { counterNames } from './counters.js';
import { weightView } from './exchange.js';
import { packing } from './layout.js';
import { counterBits } from './timing.js';
import { exchangedLoads, exchangedWord } from './rtl/exchange.js';
import { issue } from './rtl/issue.js';
import { mover, spillAddressBits } from './rtl/mover.js';
import { activationMemory, weightMemory, type OperandControl } from './rtl/operands.js';
import { outputSequencer } from './rtl/output-sequencer.js';
import { requantisers } from './rtl/requantise.js';
import type { MatrixCoreParameters } from './parameters.js';
import { weightSequencer } from './rtl/weight-sequencer.js';

/**
 * The hardware of a `MatrixCore`: sequencer and mover, banks of activations and weights, the array, banks of accumulators, and the way
 * out of the rows. docs/blocks/matrix-core.md says which cycle each of them works in.
 *
 * @param name name of the module, and the beginning of the names of those within
 */
export function matrixCore(name: string, given: MatrixCoreParameters): Module {
  const parameters = weightView(given);
  const exchanged = given.dataflow === 'input_stationary';
  const { cols, spillBits, accumulatorBits } = parameters;
  const m = moduleBuilder(name, { description: 'A systolic matrix core.' });
  const valid = m.input('commands_valid');
  const word = m.input('commands_data', unsigned(commandBits));
  m.unused(word);
  const resultsReady = m.input('results_ready');
  const resultsValid = m.register('results_valid_q', unsigned(1), { reset: 0 });
  // The one reason to stand still.
  const run = m.named('run', resultsValid.not().or(resultsReady));

  const stationary = parameters.dataflow === 'weight_stationary';
  const sequencer = m.instance(
    'sequencer',
    (stationary ? weightSequencer : outputSequencer)(`${name}_sequencer`, parameters),
    { run, command: exchanged ? exchangedWord(word) : word },
  );
  const moves = m.instance('mover', mover(`${name}_mover`, parameters), {
    command: exchanged ? exchangedLoads(word) : word,
  });
  issue(m, sequencer, moves, valid, word, parameters);

  if (parameters.counters) countEvents(m, sequencer, moves, run);

  const beat = m.input('spill_response_data', unsigned(spillBits));
  const operands: OperandControl = {
    run,
    sequencer: (port) => sequencer.port(port),
    mover: (port) => moves.port(port),
    beat,
  };
  const { weights, shift } = weightMemory(m, name, parameters, operands);
  const rows = activationMemory(m, name, parameters, operands);
  const sums = sumControl(m, parameters, sequencer, run);
  const top = parameters.psumIn === 'top';
  const starts = top ? m.wire('starts', unsigned(cols * accumulatorBits)) : undefined;
  const array = buildArray(m, processingElement(`${name}_pe`, parameters), parameters, parameters.blockRows, {
    ...rows,
    run,
    weights,
    ...(starts === undefined ? {} : { sums: starts }),
    shift: stationary ? shift : drainShift(m, parameters.rows, sums.start, run),
  });

  const banks = m.grid('accumulator', [cols], accumulatorBank(`${name}_accumulator_bank`, parameters), {
    run,
    valid: fromWest('valid_out', sums.valid),
    emit: fromWest('emit_out', sums.emit),
    ...(top ? entryControl(m, parameters, sequencer, run) : { add: fromWest('add_out', sums.add) }),
    keep: fromWest('keep_out', sums.keep),
    address: fromWest('address_out', sums.address),
    ...(parameters.overlapCommands
      ? { left: fromWest('left_out', sums.counts) }
      : { partial: fromWest('partial_out', sums.counts), counts: perColumn(sequencer.port('column_counts')) }),
    sum: perColumn(array),
    direct_address: moves.port('results_line_address'),
    direct_read: moves.port('store_read'),
    fill: perColumn(filledParts(moves.port('results_fill'), parameters)),
    fill_data: perColumn(rowOf(beat, cols * accumulatorBits)),
  });
  starts?.assign(banks.all('start'));
  moves.connect('stored_row', banks.all('held'));
  if (parameters.requantise) {
    const fill = filledParts(moves.port('scales_fill'), parameters);
    requantisers(m, name, parameters, moves, { banks, fill, beat: rowOf(beat, cols * accumulatorBits) });
  }
  const emitted = banks.east('valid_out').and(banks.east('emit_out'));
  resultsValid.next(shiftLine(m, 'emitted_q', emitted, parameters.accumulateRegisters, run, true), run);
  m.output('results_valid', resultsValid);
  m.output('results_data', align(m, parameters, banks.all('total'), run));
  spillPort(m, parameters, moves);
  return m.build();
}

/** Counts what the core does, in the order of `counterNames`. */
function countEvents(m: ModuleBuilder, sequencer: InstanceHandle, moves: InstanceHandle, run: Signal): void {
  const busy = sequencer.port('busy');
  const events: Readonly<Record<(typeof counterNames)[number], Signal>> = {
    multiplying: busy,
    stalled: busy.and(run.not()),
    vectors: sequencer.port('activation_read').and(run),
    loaded: moves.port('beat_loaded'),
    stored: moves.port('beat_stored'),
  };
  const counters = counterNames.map((name) => {
    const register = m.register(`count_${name}`, unsigned(counterBits), { reset: 0 });
    register.next(register.addWrap(1), events[name]);
    return register;
  });
  moves.connect('counters', vector(counters));
}

interface SumControl {
  readonly valid: Signal;
  readonly emit: Signal;
  readonly add: Signal;
  readonly keep: Signal;
  /** Its tile is a last one of N; where commands overlap: the columns that count. */
  readonly counts: Signal;
  readonly address: Signal;
  /** Row 0 of a tile (output stationary). */
  readonly start: Signal;
}

/** What becomes of the sums, delayed until they leave column 0 of the array. */
function sumControl(
  m: ModuleBuilder,
  parameters: MatrixCoreParameters,
  sequencer: InstanceHandle,
  run: Signal,
): SumControl {
  const { rows, multiplierRegisters, adderRegisters, dataflow } = parameters;
  const stationary = dataflow === 'weight_stationary';
  const cycles = (stationary ? rows * adderRegisters + 1 : rows + adderRegisters - 1) + multiplierRegisters;
  const valid = shiftLine(
    m,
    'sum_valid_q',
    sequencer.port(stationary ? 'activation_read' : 'sum_read'),
    cycles,
    run,
    true,
  );
  const start = stationary ? valid : shiftLine(m, 'sum_start_q', sequencer.port('sum_start'), cycles, run, true);
  const address = sequencer.port('sum_address');
  const counts = sequencer.port(columnCounts(parameters));
  const marks = ['sum_emit', 'sum_add', 'sum_keep'].map((port) => sequencer.port(port));
  const control = shiftLine(m, 'sum_control_q', concat(address, ...marks, counts), cycles, run);
  const { width } = counts;
  const [emit, add, keep] = [control.bit(width + 2), control.bit(width + 1), control.bit(width)];
  return {
    ...{ valid, emit, add, keep, start },
    counts: width === 1 ? control.bit(0) : control.slice(width - 1, 0),
    address: control.slice(address.width + width + 2, width + 3),
  };
}

/** What goes along with a vector so that the columns beyond N do not count. */
function columnCounts({ overlapCommands }: MatrixCoreParameters): string {
  return overlapCommands ? 'columns_left' : 'sum_partial';
}

/** What enters at the tops of the columns, delayed until the wave is in row 0. */
function entryControl(m: ModuleBuilder, parameters: MatrixCoreParameters, sequencer: InstanceHandle, run: Signal) {
  const cycles = 1 + parameters.multiplierRegisters;
  const enters = sequencer.port('activation_read').and(sequencer.port('sum_add'));
  const address = sequencer.port('sum_address');
  const counts = sequencer.port(columnCounts(parameters));
  const control = shiftLine(m, 'enter_control_q', concat(address, counts), cycles, run);
  const { width } = counts;
  const hops = parameters.overlapCommands ? 'enter_left' : 'enter_partial';
  return {
    enter: fromWest('enter_out', shiftLine(m, 'enter_q', enters, cycles, run, true)),
    [hops]: fromWest(`${hops}_out`, width === 1 ? control.bit(0) : control.slice(width - 1, 0)),
    enter_address: fromWest('enter_address_out', control.slice(address.width + width - 1, width)),
  };
}

/** A beat at all of the places that it may have in a row. */
function rowOf(beat: Signal, bits: number): Signal {
  return repeat(beat, Math.ceil(bits / beat.width)).slice(bits - 1, 0);
}

/** The parts of each column's accumulator, from a bit for each of a row's beats. */
function filledParts(filled: Signal, parameters: MatrixCoreParameters): Signal {
  const { cols, spillBits, accumulatorBits } = parameters;
  const { beatsPerWord } = packing(parameters, 'results');
  const parts = accumulatorParts(parameters);
  // In all, and of one beat.
  const [row, most] = [cols * parts, spillBits / (accumulatorBits / parts)];
  const partsOf = (beat: number): Signal => {
    const count = Math.min(most, row - beat * most);
    return mux(filled.bit(beat), constant((1n << BigInt(count)) - 1n, unsigned(count)), 0).resize(count);
  };
  return concat(...Array.from({ length: beatsPerWord }, (_, i) => partsOf(beatsPerWord - 1 - i)));
}

/** The rows of results: column c leaves the array c cycles after column 0 and waits until the last one has. */
function align(m: ModuleBuilder, { cols, accumulatorBits }: MatrixCoreParameters, totals: Signal, run: Signal): Signal {
  return vector(
    Array.from({ length: cols }, (_, c) =>
      shiftLine(m, `result_${c}`, totals.element(c, accumulatorBits), cols - c, run),
    ),
  );
}

function spillPort(m: ModuleBuilder, parameters: MatrixCoreParameters, moves: InstanceHandle): void {
  const { spillBits } = parameters;
  moves.connect('spill_ready', m.input('spill_ready'));
  moves.connect('spill_response_valid', m.input('spill_response_valid'));
  m.output('spill_valid', moves.port('spill_valid'));
  m.output('spill_write', moves.port('spill_write'));
  m.output('spill_address', moves.port('spill_address'), unsigned(spillAddressBits(parameters)));
  m.output('spill_data', moves.port('spill_data'));
  m.output('spill_mask', constant((1n << BigInt(spillBits / 8)) - 1n, unsigned(spillBits / 8)));
}
