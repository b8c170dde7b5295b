import { dtypeNamed } from '../../ir/index.js';
import {
  addEnergy,
  adderGates,
  gateArea,
  multiplierGates,
  multiplyEnergy,
  registerFileEnergy,
  sramArea,
  sum,
  times,
  zero,
  type Ranged,
  type Technology,
} from '../../technology/index.js';
import type { BlockCost } from '../cost.js';
import type { TensorCoreParameters } from './parameters.js';

/** Threads of a warp, each with registers of its own: what a bank of the registers holds is one thread's share. */
const threads = 32;

/**
 * One multiply-accumulate, in J: a product, an addition in the type of sums, and its share of the registers that a product of 2m x 2n x 2k reads and writes,
 * which is what one instruction does: both operands once, sums read and written.
 */
export function tensorCoreEnergy(parameters: TensorCoreParameters, technology: Technology): Ranged {
  const [activation, weight, sums] = typesOf(parameters);
  const { m, n, k, registerBits } = parameters;
  const bits = activation.width / (2 * n) + weight.width / (2 * m) + (2 * sums.width) / (2 * k);
  return sum(
    multiplyEnergy(technology, activation, weight),
    addEnergy(technology, sums),
    times(registerFileEnergy(technology, registerBits / threads), bits),
  );
}

/** Area by the gates of multipliers and adders, and by that of the registers as SRAM of two ports; peak: a product in each cycle. */
export function tensorCoreCost(parameters: TensorCoreParameters, technology: Technology): BlockCost {
  const [activation, weight, sums] = typesOf(parameters);
  const macs = parameters.m * parameters.n * parameters.k;
  const gates = sum(multiplierGates(technology, activation, weight), adderGates(technology, sums));
  const energy = tensorCoreEnergy(parameters, technology);
  return {
    parts: [
      { name: 'multiply-accumulators', area: gateArea(technology, times(gates, macs)) },
      { name: 'registers', area: sramArea(technology, parameters.registerBits, true) },
    ],
    background: zero,
    peakPower: (frequency) => times(energy, macs * frequency),
    figures: new Map(),
  };
}

function typesOf({ activation, weight, accumulator }: TensorCoreParameters): readonly [Type, Type, Type] {
  return [dtypeNamed(activation), dtypeNamed(weight), dtypeNamed(accumulator)];
}

type Type = ReturnType<typeof dtypeNamed>;
