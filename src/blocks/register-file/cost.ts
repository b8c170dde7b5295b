import {
  gateArea,
  registerFileEnergy,
  registerGates,
  times,
  zero,
  type Ranged,
  type Technology,
} from '../../technology/index.js';
import type { BlockCost } from '../cost.js';
import type { RegisterFileParameters } from './parameters.js';

/** Reading or writing one word, in J: its bits, by the capacity of the whole file (see `technology`). */
export function registerFileWordEnergy({ words, wordBits }: RegisterFileParameters, technology: Technology): Ranged {
  return times(registerFileEnergy(technology, words * wordBits), wordBits);
}

/** Area by the gates of its registers, without the multiplexers of its reads; peak: a read and a write of its lanes each cycle. */
export function registerFileCost(parameters: RegisterFileParameters, technology: Technology): BlockCost {
  const { words, wordBits, lanes } = parameters;
  const word = registerFileWordEnergy(parameters, technology);
  return {
    parts: [{ name: 'registers', area: gateArea(technology, registerGates(technology, words * wordBits)) }],
    background: zero,
    peakPower: (frequency) => times(word, 2 * lanes * frequency),
    // What a word that is written takes is in its access; the gate of each word sees the clock in every cycle.
    clock: { moving: 0, standing: words * wordBits, gates: words },
    figures: new Map(),
  };
}
