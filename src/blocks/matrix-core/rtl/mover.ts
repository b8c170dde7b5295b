import {
  addressWidth,
  constant,
  moduleBuilder,
  mux,
  unsigned,
  type Module,
  type ModuleBuilder,
  type RegisterSignal,
  type Signal,
} from '../../../rtl/index.js';
import { commandBits, opcodes, scaleWords, type LocalMemory } from '../command.js';
import { addressTypes, commandField } from './fields.js';
import { operandRows, type OperandRows } from './requantise.js';
import { packing } from '../layout.js';
import type { MatrixCoreParameters } from '../parameters.js';
import { counterBits, counterCount, countersBeats } from '../timing.js';

const memories = ['activations', 'weights', 'results'] as const;

/** Bits of a beat's address behind `spill`. */
export function spillAddressBits(parameters: MatrixCoreParameters): number {
  return addressWidth(Math.ceil(parameters.addressSpaceBits / parameters.spillBits));
}

/** Bits of the count of beats of a move: 2^24 words of several beats each. */
const countBits = 36;

/**
 * Moves words between the core's memories and the one behind `spill`. A load asks for a beat a cycle and fills the banks as the answers come;
 * a store reads a row of accumulators and sends its beats. A command that is neither ends at once.
 */
export function mover(name: string, parameters: MatrixCoreParameters): Module {
  const m = moduleBuilder(name, {
    description: 'Moves words between the memories of the core and the one behind spill.',
  });
  const start = m.input('start');
  const word = m.input('command', unsigned(commandBits));
  m.unused(word);
  const opcode = commandField(word, 'opcode', 4);
  const busy = m.register('busy_q', unsigned(1), { reset: 0 });
  // What the move is, and how far, counts only while it is busy: only that is reset.
  const storing = m.register('storing', unsigned(1));
  storing.next(opcode.eq(opcodes.store.results), start);
  const target = (memory: string, code: number): Signal => {
    const register = m.register(`fills_${memory}`, unsigned(1));
    register.next(opcode.eq(code), start);
    return register;
  };
  const telling = parameters.counters ? m.register('stores_counters', unsigned(1)) : undefined;
  telling?.next(opcode.eq(opcodes.counters), start);
  const targets = {
    activations: target('activations', opcodes.load.activations),
    weights: target('weights', opcodes.load.weights),
    results: target('results', opcodes.load.results),
  };

  const total = m.named('beats', beatsOf(parameters, word, opcode));
  const requests = m.register('requests_left', unsigned(countBits));
  const transfers = m.register('transfers_left', unsigned(countBits));
  const address = m.register('beat_address', unsigned(spillAddressBits(parameters)));

  const ready = m.input('spill_ready');
  const answered = m.input('spill_response_valid');
  const operands = parameters.requantise
    ? operandRows(m, parameters, { start, word, busy, storing, ready })
    : undefined;
  const row = storeRows(m, parameters, { start, word, busy, storing, transfers, ready }, operands);
  const valid = m.output('spill_valid', busy.and(m.named('offers', mux(storing, row.held, requests.ne(0)))));
  const writes = storing.and(row.held);
  m.output('spill_write', telling === undefined ? writes : writes.or(telling));
  m.output('spill_address', address);
  m.output(
    'spill_data',
    telling === undefined ? row.data : mux(telling, countersBeat(m, parameters, requests), row.data),
  );
  const sent = m.named('sent', valid.and(ready));
  address.next(
    mux(start, commandField(word, 'moveAddress', 32).resize(address.width), address.addWrap(1)),
    start.or(sent),
  );
  requests.next(mux(start, total, requests.subWrap(1)), start.or(sent));
  const received = m.named('received', busy.and(storing.not()).and(answered));
  const moved = m.named('moved', mux(telling === undefined ? storing : storing.or(telling), sent, received));
  transfers.next(mux(start, total, transfers.subWrap(1)), start.or(moved));
  const done = m.named('move_done', busy.and(transfers.eq(0).or(transfers.eq(1).and(moved))));
  busy.next(start, start.or(done));
  m.output('busy', busy);
  m.output('done', done);
  if (parameters.counters) {
    m.output('beat_loaded', received);
    m.output('beat_stored', sent.and(storing));
  }
  fills(m, parameters, { start, word, received, targets, storeRow: row.address, storing });
  if (parameters.requantise) {
    const scales = m.named('scales_received', received.and(target('scales', opcodes.scales)));
    const first = constant(0, unsigned(addressWidth(scaleWords)));
    const line = m.register('scales_line', first.type);
    const { beatsPerWord } = packing(parameters, 'results');
    fillLine(m, 'scales', { start, first, fill: scales, line, beatsPerWord });
    m.output('scales_line_address', line);
  }
  m.output('store_read', row.read);
  return m.build();
}

/** The beat of the counters that is sent, while so many are left. */
function countersBeat(m: ModuleBuilder, parameters: MatrixCoreParameters, left: Signal): Signal {
  const { spillBits } = parameters;
  const count = countersBeats(parameters);
  const counters = m.input('counters', unsigned(counterCount * counterBits));
  const part = (index: number): Signal => {
    const low = index * spillBits;
    return counters.slice(Math.min(counters.width, low + spillBits) - 1, low).resize(spillBits);
  };
  let data = part(count - 1);
  for (let index = count - 2; index >= 0; index--) data = mux(left.eq(count - index), part(index), data);
  return data;
}

/** The beats that a move takes; none for a command that is no move. */
function beatsOf(parameters: MatrixCoreParameters, word: Signal, opcode: Signal): Signal {
  const words = commandField(word, 'moveWords', 24);
  const of = (memory: LocalMemory): Signal => {
    const { wordsPerBeat, beatsPerWord } = packing(parameters, memory);
    return (wordsPerBeat === 1 ? words.mul(beatsPerWord) : wholeBeats(words, wordsPerBeat)).resize(countBits);
  };
  const zero = constant(0, unsigned(countBits));
  const loads = memories.reduce<Signal>((rest, memory) => mux(opcode.eq(opcodes.load[memory]), of(memory), rest), zero);
  const counts = constant(countersBeats(parameters), unsigned(countBits));
  const others = parameters.counters ? mux(opcode.eq(opcodes.counters), counts, loads).resize(countBits) : loads;
  if (!parameters.requantise) return mux(opcode.eq(opcodes.store.results), of('results'), others);
  const scales = constant(scaleWords * packing(parameters, 'results').beatsPerWord, unsigned(countBits));
  const pairs = words.add(1).shr(1).resize(countBits);
  const stored = mux(commandField(word, 'moveRequantised', 1), pairs, of('results'));
  return mux(opcode.eq(opcodes.store.results), stored, mux(opcode.eq(opcodes.scales), scales, others));
}

/** Beats of words that share one. */
function wholeBeats(words: Signal, wordsPerBeat: number): Signal {
  return words.add(wordsPerBeat - 1).shr(Math.log2(wordsPerBeat));
}

interface StoreInputs {
  readonly start: Signal;
  readonly word: Signal;
  readonly busy: Signal;
  readonly storing: Signal;
  readonly transfers: Signal;
  readonly ready: Signal;
}

interface StoreRow {
  /** The banks' read data are the row to send. */
  readonly held: Signal;
  readonly read: Signal;
  readonly address: Signal;
  readonly data: Signal;
}

/**
 * The row of accumulators that is sent: the banks hold it while its beats go out; the next one is read with the last beat. A store of
 * `operands` goes its own way from the banks on.
 */
function storeRows(
  m: ModuleBuilder,
  parameters: MatrixCoreParameters,
  inputs: StoreInputs,
  operands: OperandRows | undefined,
): StoreRow {
  const { start, word, busy, transfers, ready } = inputs;
  const storing =
    operands === undefined ? inputs.storing : m.named('stores_rows', inputs.storing.and(operands.active.not()));
  const { beatsPerWord } = packing(parameters, 'results');
  const { cols, accumulatorBits, spillBits } = parameters;
  const row = m.input('stored_row', unsigned(cols * accumulatorBits));
  const held = m.register('row_held', unsigned(1));
  const beat = m.register('row_beat', unsigned(addressWidth(beatsPerWord)));
  const address = m.register('row_address', addressTypes(parameters).results);
  const sending = m.named('sending', busy.and(storing).and(held).and(ready));
  const lastBeat = m.named('last_beat', sending.and(beat.eq(beatsPerWord - 1)));
  // `transfers` counts the beats of the row at hand too, of which one is left at its last beat.
  const another = transfers.gt(1);
  const read = m.named(
    'row_read',
    busy.and(storing).and(m.named('row_wanted', mux(held, lastBeat.and(another), transfers.ne(0)))),
  );
  held.next(start.not().and(read), start.or(read).or(lastBeat));
  beat.next(mux(start.or(lastBeat), 0, beat.addWrap(1)), start.or(sending));
  const reads = operands === undefined ? read : m.named('store_reads', read.or(operands.read));
  address.next(mux(start, commandField(word, 'moveBase', address.width), address.addWrap(1)), start.or(reads));
  const data = rowBeat(row, beatsPerWord, beat, spillBits);
  if (operands === undefined) return { held, read, address, data };
  const offered = m.named('row_offered', mux(operands.active, operands.offers, held));
  return { held: offered, read: reads, address, data: mux(operands.active, operands.data, data) };
}

/** The beat of a row that is sent; what the row leaves of the last one is zero. */
function rowBeat(row: Signal, beatsPerWord: number, beat: Signal, spillBits: number): Signal {
  const part = (index: number): Signal => {
    const bits = Math.min(spillBits, row.width - index * spillBits);
    return row.slice(index * spillBits + bits - 1, index * spillBits).resize(spillBits);
  };
  let data = part(beatsPerWord - 1);
  for (let index = beatsPerWord - 2; index >= 0; index--) data = mux(beat.eq(index), part(index), data);
  return data;
}

interface FillInputs {
  readonly start: Signal;
  readonly word: Signal;
  readonly received: Signal;
  readonly targets: Readonly<Record<LocalMemory, Signal>>;
  readonly storeRow: Signal;
  readonly storing: Signal;
}

/** Where an answered beat goes: which of the memories' lines, and which beat of it. */
function fills(
  m: ModuleBuilder,
  parameters: MatrixCoreParameters,
  { start, word, received, targets, storeRow, storing }: FillInputs,
): void {
  const types = addressTypes(parameters);
  for (const memory of memories) {
    const { wordsPerBeat, beatsPerWord } = packing(parameters, memory);
    const within = Math.log2(wordsPerBeat);
    const width = types[memory].width - within;
    const line = m.register(`${memory}_line`, unsigned(width));
    const fill = m.named(`${memory}_received`, received.and(targets[memory]));
    const first = commandField(word, 'moveBase', types[memory].width);
    const lineStart = within === 0 ? first : first.slice(types[memory].width - 1, within);
    fillLine(m, memory, { start, first: lineStart, fill, line, beatsPerWord });
    m.output(`${memory}_line_address`, memory === 'results' ? mux(storing, storeRow, line) : line);
  }
}

interface LineInputs {
  readonly start: Signal;
  /** The line that a load begins with. */
  readonly first: Signal;
  readonly fill: Signal;
  readonly line: RegisterSignal;
  readonly beatsPerWord: number;
}

/** Counts the lines that beats fill, and says which beat of its line one is. */
function fillLine(m: ModuleBuilder, memory: string, { start, first, fill, line, beatsPerWord }: LineInputs): void {
  if (beatsPerWord === 1) {
    line.next(mux(start, first, line.addWrap(1)), start.or(fill));
    m.output(`${memory}_fill`, fill);
    return;
  }
  const beat = m.register(`${memory}_beat`, unsigned(addressWidth(beatsPerWord)));
  const ends = beat.eq(beatsPerWord - 1);
  beat.next(mux(start.or(ends), 0, beat.addWrap(1)), start.or(fill));
  line.next(mux(start, first, line.addWrap(1)), start.or(fill.and(ends)));
  // One bit for each beat of a line.
  m.output(`${memory}_fill`, constant(1, unsigned(beatsPerWord)).shlWrap(beat).and(repeatBit(fill, beatsPerWord)));
}

function repeatBit(bit: Signal, count: number): Signal {
  return mux(bit, constant((1n << BigInt(count)) - 1n, unsigned(count)), 0).resize(count);
}
