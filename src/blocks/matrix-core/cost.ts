import {
  gateArea,
  sequencerGates,
  sramArea,
  sramReadEnergy,
  sramWriteEnergy,
  sum,
  times,
  zero,
  type Ranged,
  type Technology,
} from '../../technology/index.js';
import type { BlockCost } from '../cost.js';
import { arrayEnergy, arrayParts } from '../pe-array/cost.js';
import type { MatrixCoreParameters } from './parameters.js';

/** Bits of the core's own memories. */
function capacities(parameters: MatrixCoreParameters) {
  const { rows, cols, lanes, operandBits, accumulatorBits } = parameters;
  return {
    activations: parameters.activationWords * rows * operandBits,
    weights: parameters.weightWords * lanes * cols * operandBits,
    accumulators: parameters.accumulatorWords * cols * accumulatorBits,
  };
}

/** Energies of a core's actions, in J. */
export interface MatrixCoreEnergy {
  readonly mac: Ranged;
  /** All array registers, one cycle. */
  readonly registers: Ranged;
  /** One bit of each memory, read and written. */
  readonly activations: { readonly read: Ranged; readonly write: Ranged };
  readonly weights: { readonly read: Ranged; readonly write: Ranged };
  readonly accumulators: { readonly read: Ranged; readonly write: Ranged };
}

export function matrixCoreEnergy(parameters: MatrixCoreParameters, technology: Technology): MatrixCoreEnergy {
  const bits = capacities(parameters);
  const access = (capacity: number) => ({
    read: sramReadEnergy(technology, capacity),
    write: sramWriteEnergy(technology, capacity),
  });
  return {
    ...arrayEnergy(parameters, technology),
    activations: access(bits.activations),
    weights: access(bits.weights),
    accumulators: access(bits.accumulators),
  };
}

/** Bits that one gemm command moves through the core's memories. */
export interface MatrixCoreAccesses {
  readonly activationReads: number;
  readonly weightReads: number;
  readonly accumulatorReads: number;
  readonly accumulatorWrites: number;
}

/**
 * Accesses of `results += m x k by k x n`. Weight stationary: each vector is read for each tile of weights, each tile of
 * weights once, and every tile of k reads (but the first of a fresh result) and writes the accumulators. Output stationary:
 * each tile of results reads k words of either operand and writes its rows once.
 */
export function gemmAccesses(
  parameters: MatrixCoreParameters,
  gemm: { readonly m: number; readonly k: number; readonly n: number; readonly accumulate: boolean },
): MatrixCoreAccesses {
  const { rows, cols, lanes, operandBits, accumulatorBits } = parameters;
  const columns = Math.ceil(gemm.n / cols);
  const resultBits = gemm.m * columns * cols * accumulatorBits;
  if (parameters.dataflow === 'output_stationary') {
    const tiles = Math.ceil(gemm.m / rows) * columns;
    return {
      activationReads: tiles * gemm.k * rows * operandBits,
      weightReads: tiles * gemm.k * cols * operandBits,
      accumulatorReads: gemm.accumulate ? resultBits : 0,
      accumulatorWrites: resultBits,
    };
  }
  const depth = Math.ceil(gemm.k / rows);
  return {
    activationReads: gemm.m * depth * columns * rows * operandBits,
    weightReads: depth * columns * parameters.blockRows * lanes * cols * operandBits,
    accumulatorReads: resultBits * (gemm.accumulate ? depth : depth - 1),
    accumulatorWrites: resultBits * depth,
  };
}

/** Array, memories (accumulators with a read and a write port) and sequencer. Peak: all elements multiply, a word of each memory moves in each cycle. */
export function matrixCoreCost(parameters: MatrixCoreParameters, technology: Technology): BlockCost {
  const bits = capacities(parameters);
  const energy = matrixCoreEnergy(parameters, technology);
  const { rows, cols, operandBits, accumulatorBits } = parameters;
  const perCycle = sum(
    times(energy.mac, rows * cols),
    energy.registers,
    times(energy.activations.read, rows * operandBits),
    times(sum(energy.accumulators.read, energy.accumulators.write), cols * accumulatorBits),
  );
  return {
    parts: [
      ...arrayParts(parameters, technology),
      { name: 'activation memory', area: sramArea(technology, bits.activations, true) },
      { name: 'weight memory', area: sramArea(technology, bits.weights, true) },
      { name: 'accumulators', area: sramArea(technology, bits.accumulators, true) },
      { name: 'sequencer', area: gateArea(technology, sequencerGates(technology)) },
    ],
    background: zero,
    peakPower: (frequency) => times(perCycle, frequency),
    figures: new Map(),
  };
}
