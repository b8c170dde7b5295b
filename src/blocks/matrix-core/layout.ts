import type { LocalMemory } from './command.js';
import { exchangedMemory, weightView } from './exchange.js';
import type { MatrixCoreParameters } from './parameters.js';

/**
 * How words of one of the core's memories lie in beats of `spill`: as many beats a word as it needs, or several words a beat where they fit.
 * One of the two is 1. A row of sums has its beats to itself.
 */
export interface Packing {
  /** 1, 2, or of weights a greater power of two: each has an equal part of the beat. */
  readonly wordsPerBeat: number;
  readonly beatsPerWord: number;
}

export function packing(parameters: MatrixCoreParameters, memory: LocalMemory): Packing {
  if (parameters.dataflow === 'input_stationary') return packing(weightView(parameters), exchangedMemory(memory));
  const bits = wordBits(parameters, memory);
  const { spillBits, lanes, cols } = parameters;
  if (memory === 'results' || 2 * bits > spillBits) {
    const perWord = memory === 'weights' ? (lanes * cols) / weightsPerBeat(parameters) : bits / spillBits;
    return { wordsPerBeat: 1, beatsPerWord: Math.ceil(perWord) };
  }
  let wordsPerBeat = 2;
  if (memory === 'weights') while (2 * wordsPerBeat * bits <= spillBits) wordsPerBeat *= 2;
  return { wordsPerBeat, beatsPerWord: 1 };
}

/** Weights that a beat holds, where a word of them takes several: whole ones. (Activations fill a beat, and sums may lie across two.) */
export function weightsPerBeat({ spillBits, weightBits }: MatrixCoreParameters): number {
  return Math.floor(spillBits / weightBits);
}

/** First bit of an element of a word of a memory, counted from the first beat of word 0, which begins a beat. */
export function elementPlaces(
  parameters: MatrixCoreParameters,
  memory: LocalMemory,
): (word: number, element: number) => number {
  if (parameters.dataflow === 'input_stationary') return elementPlaces(weightView(parameters), exchangedMemory(memory));
  const { spillBits } = parameters;
  const { wordsPerBeat, beatsPerWord } = packing(parameters, memory);
  const bits = elementBits(parameters, memory);
  const room = beatsPerWord === 1 ? spillBits / wordsPerBeat : beatsPerWord * spillBits;
  if (beatsPerWord === 1 || memory !== 'weights') return (word, element) => word * room + element * bits;
  const whole = weightsPerBeat(parameters);
  return (word, element) => word * room + Math.floor(element / whole) * spillBits + (element % whole) * bits;
}

/** Bits of an element of one of the core's memories. */
function elementBits(
  { activationBits, weightBits, accumulatorBits }: MatrixCoreParameters,
  memory: LocalMemory,
): number {
  return { activations: activationBits, weights: weightBits, results: accumulatorBits }[memory];
}

/** Bits of a word of one of the core's memories. */
export function wordBits(parameters: MatrixCoreParameters, memory: LocalMemory): number {
  if (parameters.dataflow === 'input_stationary') return wordBits(weightView(parameters), exchangedMemory(memory));
  const { rows, cols, lanes, activationBits, weightBits, accumulatorBits } = parameters;
  switch (memory) {
    case 'activations':
      return rows * activationBits;
    case 'weights':
      return lanes * cols * weightBits;
    case 'results':
      return cols * accumulatorBits;
  }
}

/** Beats of `spill` that hold `words` words. */
export function beats(parameters: MatrixCoreParameters, memory: LocalMemory, words: number): number {
  const { wordsPerBeat, beatsPerWord } = packing(parameters, memory);
  return Math.ceil(words / wordsPerBeat) * beatsPerWord;
}

/**
 * Bits of the parts in which a load fills an accumulator: a beat of `spill` fills whole ones. Where a beat holds all of a row, or ends where a column
 * does, accumulators are filled whole.
 */
export function accumulatorPart(parameters: MatrixCoreParameters): number {
  const { spillBits, accumulatorBits } = parameters;
  if (packing(parameters, 'results').beatsPerWord === 1) return accumulatorBits;
  return commonDivisor(accumulatorBits, spillBits);
}

function commonDivisor(a: number, b: number): number {
  return b === 0 ? a : commonDivisor(b, a % b);
}
