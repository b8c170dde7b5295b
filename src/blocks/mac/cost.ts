import { dtypeNamed } from '../../ir/index.js';
import {
  addEnergy,
  adderGates,
  gateArea,
  multiplierGates,
  multiplyEnergy,
  registerEnergy,
  registerGates,
  sum,
  times,
  zero,
  type Ranged,
  type Technology,
} from '../../technology/index.js';
import type { BlockCost } from '../cost.js';
import type { MacParameters } from './parameters.js';

/** One multiply-accumulate, in J: a product of both types, an addition in that of sums, and the register that its result leaves from. */
export function macEnergy({ activation, weight, accumulator }: MacParameters, technology: Technology): Ranged {
  const sums = dtypeNamed(accumulator);
  return sum(
    multiplyEnergy(technology, dtypeNamed(activation), dtypeNamed(weight)),
    addEnergy(technology, sums),
    times(registerEnergy(technology), sums.width),
  );
}

/** Area by the gates of multiplier, adder and the register of the result; peak: a multiply-accumulate a cycle. */
export function macCost(parameters: MacParameters, technology: Technology): BlockCost {
  const [activation, weight, sums] = [parameters.activation, parameters.weight, parameters.accumulator].map(dtypeNamed);
  if (activation === undefined || weight === undefined || sums === undefined) throw new Error('a Mac has three types');
  const gates = sum(
    multiplierGates(technology, activation, weight),
    adderGates(technology, sums),
    registerGates(technology, sums.width),
  );
  const energy = macEnergy(parameters, technology);
  return {
    parts: [{ name: 'multiply-accumulator', area: gateArea(technology, gates) }],
    background: zero,
    peakPower: (frequency) => times(energy, frequency),
    clock: { moving: sums.width, standing: 0 },
    figures: new Map(),
  };
}
