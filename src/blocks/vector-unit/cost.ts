import { dtypeNamed } from '../../ir/index.js';
import {
  addEnergy,
  adderGates,
  gateArea,
  multiplierGates,
  multiplyEnergy,
  registerEnergy,
  registerGates,
  sequencerGates,
  sum,
  times,
  zero,
  type Technology,
} from '../../technology/index.js';
import type { BlockCost } from '../cost.js';
import type { VectorUnitParameters } from './parameters.js';
import { multiplierStages } from './timing.js';

const fp32 = dtypeNamed('fp32');

/** What the cost of a unit depends on. */
export type CostedVectorUnit = Pick<VectorUnitParameters, 'lanes' | 'resultBits' | 'multiplier' | 'adderRegisters'>;

/** Registers of one lane, in bits, as its hardware has them: a beat moves through all of them. */
export function vectorLaneBits({ resultBits, multiplier, adderRegisters }: CostedVectorUnit): number {
  const operands = 3 * fp32.width;
  const product = multiplicationBits(multiplier) + fp32.width;
  const waiting = multiplierStages * fp32.width;
  const added = 2 * fp32.width + additionBits(adderRegisters) + fp32.width;
  return operands + product + waiting + added + resultBits;
}

/** Within a multiplication: factors, partial products, product, and what is rounded, with exponents and what is known of the result. */
function multiplicationBits(multiplier: CostedVectorUnit['multiplier']): number {
  const [significand, exponent, marks] = [24, 9, 3];
  const factors = 2 * (significand + exponent);
  // A product of a structure is two rows, then its low half with the carry and both high halves that it may have.
  const exact = 2 * significand;
  const product = multiplier === 'plain' ? 2 * exact : 2 * exact + 3 * significand + 1;
  const exponents = exponent + 1 + 2 * (exponent + 8);
  const rounded = significand + 3 + exponent;
  return factors + product + exponents + rounded + (multiplierStages - 1) * marks;
}

/** Within an addition: aligned numbers, and a sum with the count of its zeros, each with exponent, signs and what is known of the result. */
function additionBits(adderRegisters: number): number {
  const [window, known] = [27, 2 + 8 + 3];
  const summed = window + 2 + known;
  const aligned = 2 * window + 1 + known;
  const zeros = 5 + 1;
  return [0, summed, aligned + summed + zeros][adderRegisters - 1] ?? 0;
}

/** Multiplier, adder and registers of each lane, and what takes commands; at its peak every lane multiplies and adds in every cycle. */
export function vectorUnitCost(unit: CostedVectorUnit, technology: Technology): BlockCost {
  const { lanes } = unit;
  const bits = vectorLaneBits(unit);
  const perLane = sum(
    multiplyEnergy(technology, fp32),
    addEnergy(technology, fp32),
    times(registerEnergy(technology), bits),
  );
  return {
    parts: [
      { name: 'multipliers', area: gateArea(technology, times(multiplierGates(technology, fp32), lanes)) },
      { name: 'adders', area: gateArea(technology, times(adderGates(technology, fp32), lanes)) },
      { name: 'registers', area: gateArea(technology, times(registerGates(technology, bits), lanes)) },
      { name: 'sequencer', area: gateArea(technology, sequencerGates(technology)) },
    ],
    background: zero,
    peakPower: (frequency) => times(perLane, lanes * frequency),
    figures: new Map(),
  };
}
