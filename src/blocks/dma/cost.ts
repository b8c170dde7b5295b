import {
  gateArea,
  registerEnergy,
  registerGates,
  sequencerGates,
  times,
  zero,
  type Ranged,
  type Technology,
} from '../../technology/index.js';
import type { BlockCost } from '../cost.js';
import type { DmaParameters } from './parameters.js';

/** Beats that wait in the mover for one side or the other: enough to cover a burst of 16 twice. */
const bufferedBeats = 32;

/** Registers that each bit passes on its way through the mover: in, buffer, out. */
const stages = 3;

/** J for each bit moved. */
export function dmaEnergy(technology: Technology): Ranged {
  return times(registerEnergy(technology), stages);
}

/** A buffer of registers and a sequencer. */
export function dmaCost(parameters: DmaParameters, technology: Technology): BlockCost {
  const wide = Math.max(parameters.widthBits, parameters.beatBits);
  const narrow = Math.min(parameters.widthBits, parameters.beatBits);
  return {
    parts: [
      { name: 'buffer', area: gateArea(technology, registerGates(technology, wide * bufferedBeats)) },
      { name: 'sequencer', area: gateArea(technology, sequencerGates(technology)) },
    ],
    background: zero,
    peakPower: (frequency) => times(dmaEnergy(technology), narrow * frequency),
    // A beat passes a register, a word of the buffer and another register in a cycle of work.
    clock: { moving: stages * narrow, standing: wide * bufferedBeats - narrow },
    figures: new Map(),
  };
}
