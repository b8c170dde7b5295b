import type { SramParameters } from './parameters.js';

/** Why the hardware of an `Sram` does not cover these parameters; empty where it does. */
export function sramUnsupported({ wordBits, words }: SramParameters): readonly string[] {
  const reasons: string[] = [];
  if (!Number.isInteger(wordBits / 8)) reasons.push(`a word of ${wordBits} bits is not of whole bytes`);
  if (words < 1) reasons.push('it holds no word');
  return reasons;
}
