import { dtypeNamed } from '../../ir/index.js';
import { entryBits, groupOf, type Group } from '../pe-array/group.js';
import { groupsOf } from '../pe-array/parameters.js';
import { scaleWords, type LocalMemory, type Move } from './command.js';
import { noCounts, type Counters } from './counters.js';
import { weightView } from './exchange.js';
import { elementPlaces, packing } from './layout.js';
import type { MatrixCoreParameters } from './parameters.js';
import type { Window } from './window.js';

/** Elements of one number type: numbers of an integer type, codes of a float; of groups the entries of one after the other's. */
export type Elements = Int8Array | Int32Array | Uint8Array | Uint16Array | Uint32Array | Float64Array;

/** What the core's memories hold, element by element: word w of a memory is its elements from `w` times the word's length on. */
export interface MatrixCoreState {
  readonly activations: Elements;
  readonly weights: Elements;
  readonly results: Elements;
  /** Biases of the columns, then their multipliers, then their shifts. */
  readonly scales: Elements;
  /** That was set last. */
  window: Window | null;
  /** What was counted. */
  counters: Counters;
}

/** Memories of zeros. Hardware powers up with unknown words, which no command that fits reads before they are written. */
export function initialState(parameters: MatrixCoreParameters): MatrixCoreState {
  if (parameters.dataflow === 'input_stationary') return exchangedState(initialState(weightView(parameters)));
  const { rows, cols, lanes, activationWords, weightWords, accumulatorWords } = parameters;
  const { activation, weight } = groupsOf(parameters);
  return {
    activations: elements(activation.type, activationWords * rows * activation.entries),
    weights: elements(weight.type, weightWords * lanes * cols * weight.entries),
    results: elements(parameters.accumulator, accumulatorWords * cols),
    scales: elements(scaleType(parameters), scaleWords * cols),
    window: null,
    counters: noCounts,
  };
}

/** The number type of the columns' scales: sums, of which a bias is one; of floats nobody looks at them. */
export function scaleType({ accumulator }: MatrixCoreParameters): string {
  return dtypeNamed(accumulator).exponent_bits === 0 ? accumulator : 'int32';
}

/** The memories of operands in each other's place. */
export function exchangedState(state: MatrixCoreState): MatrixCoreState {
  return { ...state, activations: state.weights, weights: state.activations };
}

/** So many zeros of a number type. */
export function elements(dtype: string, length: number): Elements {
  const { width, exponent_bits } = dtypeNamed(dtype);
  if (width > 32) return new Float64Array(length);
  if (exponent_bits === 0) return width <= 8 ? new Int8Array(length) : new Int32Array(length);
  if (width <= 8) return new Uint8Array(length);
  return width <= 16 ? new Uint16Array(length) : new Uint32Array(length);
}

/** Moves words from the memory behind `spill` into `memory`, whose elements are such groups. */
export function load(
  parameters: MatrixCoreParameters,
  memory: Elements,
  group: Group,
  spill: Uint8Array,
  move: Move,
): void {
  const read = entryReader(group, spill);
  forEachElement(parameters, move, (inside, outside) => {
    memory[inside] = read(outside, inside);
  });
}

/** Moves rows of results to the memory behind `spill`. What a row leaves of its last beat becomes zero. */
export function store(
  parameters: MatrixCoreParameters,
  { results }: MatrixCoreState,
  spill: Uint8Array,
  move: Move,
): void {
  const { accumulatorBits, spillBits } = parameters;
  const { beatsPerWord } = packing(parameters, move.memory);
  const [first, end] = [move.address, move.address + move.words * beatsPerWord];
  spill.fill(0, (first * spillBits) / 8, (end * spillBits) / 8);
  forEachElement(parameters, move, (inside, outside) => {
    writeBits(spill, outside, accumulatorBits, results[inside] ?? 0);
  });
}

/** Reads an element of a number type from the bytes behind `spill`, by its first bit. */
export function elementReader(dtype: string, bytes: Uint8Array): (bit: number) => number {
  const read = entryReader(groupOf(dtype, 1), bytes);
  return (bit) => read(bit, 0);
}

/** Reads an entry of a group from the bytes behind `spill`, by its first bit and its place among the entries of groups. */
export function entryReader(group: Group, bytes: Uint8Array): (bit: number, place: number) => number {
  const signed = dtypeNamed(group.type).exponent_bits === 0;
  return (bit, place) => {
    const width = entryBits(group, place % group.entries);
    const code = readBits(bytes, bit, width);
    return signed && code >= 2 ** (width - 1) ? code - 2 ** width : code;
  };
}

/** What the elements of one of the core's memories are. */
export function elementOf(parameters: MatrixCoreParameters, memory: LocalMemory): Group {
  const { activation, weight } = groupsOf(parameters);
  return { activations: activation, weights: weight, results: groupOf(parameters.accumulator, 1) }[memory];
}

/** Elements of a word of one of the core's memories. */
function wordLength({ rows, cols, lanes, dataflow }: MatrixCoreParameters, memory: LocalMemory): number {
  if (dataflow === 'input_stationary') return { activations: lanes * cols, weights: rows, results: cols }[memory];
  return { activations: rows, weights: lanes * cols, results: cols }[memory];
}

/**
 * Pairs the elements of the moved words, of groups their entries, with their first bits behind `spill`, low ones first. Moves are of whole beats: a word that
 * shares its beat takes its neighbours along.
 */
export function forEachElement(
  parameters: MatrixCoreParameters,
  move: Move,
  pair: (inside: number, outside: number) => void,
): void {
  const { spillBits } = parameters;
  const length = wordLength(parameters, move.memory);
  const { wordsPerBeat } = packing(parameters, move.memory);
  const { entries, numberBits } = elementOf(parameters, move.memory);
  const words = Math.ceil(move.words / wordsPerBeat) * wordsPerBeat;
  const placeOf = elementPlaces(parameters, move.memory);
  for (let word = 0; word < words; word++)
    for (let element = 0; element < length; element++) {
      const inside = ((move.base + word) * length + element) * entries;
      const outside = move.address * spillBits + placeOf(word, element);
      for (let entry = 0; entry < entries; entry++) pair(inside + entry, outside + entry * numberBits);
    }
}

/** At most 53 bits from bit `at` on, of little-endian bytes. */
function readBits(bytes: Uint8Array, at: number, width: number): number {
  const first = Math.floor(at / 8);
  const skip = at % 8;
  if (skip === 0 && width === 8) return bytes[first] ?? 0;
  // The bits of the first byte, then those above them; never more than are asked for, which a number holds exactly.
  let value = ((bytes[first] ?? 0) >> skip) % 2 ** width;
  for (let byte = first + 1, read = 8 - skip; read < width; byte++, read += 8)
    value += ((bytes[byte] ?? 0) % 2 ** (width - read)) * 2 ** read;
  return value;
}

/** Puts the low `width` bits of a number, at most 53, from bit `at` on. */
export function writeBits(bytes: Uint8Array, at: number, width: number, value: number): void {
  let left = value < 0 ? value + 2 ** width : value;
  for (let done = 0; done < width;) {
    const [byte, skip] = [Math.floor((at + done) / 8), (at + done) % 8];
    const taken = Math.min(8 - skip, width - done);
    const mask = (2 ** taken - 1) << skip;
    bytes[byte] = ((bytes[byte] ?? 0) & ~mask) | ((left % 2 ** taken) << skip);
    left = Math.floor(left / 2 ** taken);
    done += taken;
  }
}
