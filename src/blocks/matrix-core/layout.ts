import type { LocalMemory } from './command.js';
import type { MatrixCoreParameters } from './parameters.js';

/**
 * How words of one of the core's memories lie in beats of `spill`: as many beats a word as it needs, or two words a beat where they fit.
 * One of the two is 1.
 */
export interface Packing {
  readonly wordsPerBeat: 1 | 2;
  readonly beatsPerWord: number;
}

export function packing(parameters: MatrixCoreParameters, memory: LocalMemory): Packing {
  const bits = wordBits(parameters, memory);
  const { spillBits } = parameters;
  return { wordsPerBeat: 2 * bits <= spillBits ? 2 : 1, beatsPerWord: Math.ceil(bits / spillBits) };
}

/** Bits of a word of one of the core's memories. */
export function wordBits(parameters: MatrixCoreParameters, memory: LocalMemory): number {
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
  return wordsPerBeat === 2 ? Math.ceil(words / 2) : words * beatsPerWord;
}

/**
 * Bits of the parts in which a load fills an accumulator: a beat of `spill` fills whole ones. Where a beat holds all of a row, they are
 * filled whole.
 */
export function accumulatorPart(parameters: MatrixCoreParameters): number {
  const { activationBits, accumulatorBits } = parameters;
  if (packing(parameters, 'results').beatsPerWord === 1) return accumulatorBits;
  return accumulatorBits % (2 * activationBits) === 0 ? 2 * activationBits : 8;
}
