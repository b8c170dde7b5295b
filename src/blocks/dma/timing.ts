import type { DmaParameters } from './parameters.js';

/** Cycles from a command to its first request: decoding and the first address. Modelled, until the mover has hardware. */
export const dmaStartCycles = 4;

/** Cycles to move `bits` once the first data are there: a beat of the narrower side a cycle. */
export function dmaCycles(parameters: DmaParameters, bits: number): number {
  return Math.ceil(bits / Math.min(parameters.widthBits, parameters.beatBits));
}
