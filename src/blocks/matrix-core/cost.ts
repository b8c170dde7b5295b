import { dtypeNamed } from '../../ir/index.js';
import {
  addEnergy,
  adderGates,
  exactly,
  gateArea,
  isFloat,
  multiplierGates,
  multiplyEnergy,
  registerGates,
  sequencerGates,
  sramArea,
  sramReadEnergy,
  sramWriteEnergy,
  sum,
  times,
  zero,
  type ClockLoad,
  type Ranged,
  type Technology,
} from '../../technology/index.js';
import type { BlockCost } from '../cost.js';
import { arrayClock, arrayEnergy, arrayParts } from '../pe-array/cost.js';
import { additionRegisters } from '../pe-array/float-registers.js';
import { keepsParts } from '../pe-array/partial-sums.js';
import { zeroMarks } from '../pe-array/zero-gating.js';
import { mostPending } from './command.js';
import { weightView } from './exchange.js';
import { packing } from './layout.js';
import type { MatrixCoreParameters } from './parameters.js';
import { counterBits, counterCount } from './timing.js';
import { positionBits, topBits } from './window.js';

/** Banks of the core's memories, as its hardware has them, and bits of each: a row of activations, a column of the others. */
function banks(parameters: MatrixCoreParameters) {
  const { rows, cols, lanes, activationBits, weightBits, accumulatorBits } = parameters;
  return {
    activations: { count: rows, bits: parameters.activationWords * activationBits },
    weights: { count: lanes * cols, bits: parameters.weightWords * weightBits },
    accumulators: { count: cols, bits: parameters.accumulatorWords * accumulatorBits },
  };
}

/**
 * Registers beside the memories' banks, in bits: the address and control that hop from bank to bank, in place of a triangle
 * of operands, and the operand on its way into the array.
 */
export function bankBits(parameters: MatrixCoreParameters): {
  readonly activations: number;
  readonly weights: number;
  readonly accumulators: number;
} {
  const { rows, activationBits, weightBits, hideLoading, dataflow, adderRegisters, overlapCommands } = parameters;
  const stationary = dataflow === 'weight_stationary';
  const [activations, weights] = [operandAddress(parameters, 'activations'), operandAddress(parameters, 'weights')];
  // Weight stationary what hops takes as many registers as the wave takes cycles for a row.
  const inside = parameters.convolution ? 1 : 0;
  const counts = overlapCommands ? leftBits(rows) : 1;
  const hopping = adderRegisters * (activations.width + inside + counts + (hideLoading ? 2 : 1)) + 1;
  const parts = keepsParts(parameters);
  const marks = activations.width + (parts ? 8 : hideLoading ? 6 : 4);
  // Output stationary the last registers are those of elements that gate; weight stationary a float has a mark of zero.
  const own = parameters.zeroGating ? 1 : 0;
  const starts = parts ? 4 : hideLoading ? 3 : 2;
  const zero = zeroMarks(parameters);
  return {
    activations:
      activations.place + activationBits + (stationary ? hopping + zero : marks - own * (activationBits + starts)),
    weights: weights.width + weights.place + 1 + (stationary ? 0 : weightBits * (1 - own)),
    accumulators: accumulatorBankBits(parameters),
  };
}

/** Control of the sums, that of what enters at the top, and the registers of an addition. */
function accumulatorBankBits(parameters: MatrixCoreParameters): number {
  const { cols, accumulator, accumulatorWords, psumIn, accumulateRegisters, overlapCommands } = parameters;
  const address = addressBits(accumulatorWords);
  const counts = overlapCommands ? leftBits(cols) : 1;
  if (psumIn === 'top') return 2 * (address + counts) + 5;
  const addition = isFloat(dtypeNamed(accumulator)) ? additionRegisters(accumulateRegisters + 1) : 0;
  return address + counts + 5 + accumulateRegisters * (address + 2) + addition;
}

/** Bits of a count of rows or columns that goes along where commands overlap. */
function leftBits(most: number): number {
  return addressBits(most + 1);
}

/**
 * Registers beyond the banks that overlapping commands take, in bits: what the present tile keeps of its command, a count of the load, the ends of
 * as many multiplications as may be pending and how many there are, and counts of columns on their way to the accumulators. The masks that they stand in
 * for are the sequencer's.
 */
export function overlapBits(parameters: MatrixCoreParameters): number {
  const { rows, cols, blockRows, overlapCommands, psumIn } = parameters;
  const { multiplierRegisters, adderRegisters, accumulateRegisters } = parameters;
  if (!overlapCommands) return 0;
  const sumCycles = rows * adderRegisters + multiplierRegisters + accumulateRegisters;
  const wait = addressBits(sumCycles + cols + 2);
  const tile = 3 + leftBits(rows) + leftBits(blockRows);
  const ends = mostPending * (1 + wait) - 1 + leftBits(mostPending);
  const lines = rows * adderRegisters + multiplierRegisters + 1 + (psumIn === 'top' ? 1 + multiplierRegisters : 0);
  return tile + ends + lines * (leftBits(cols) - 1);
}

/** Bits of a word's address, and of the register that tells the words of a line apart. */
function operandAddress(
  parameters: MatrixCoreParameters,
  memory: 'activations' | 'weights',
): { readonly width: number; readonly place: number } {
  const words = memory === 'activations' ? parameters.activationWords : parameters.weightWords;
  const { wordsPerBeat } = packing(parameters, memory);
  const place = Math.log2(wordsPerBeat);
  return { width: addressBits(Math.ceil(words / wordsPerBeat)) + place, place };
}

function addressBits(words: number): number {
  return Math.max(1, Math.ceil(Math.log2(words)));
}

/** Registers of the address generator, in bits: window and kernel, the next tile's position, and the present vector's. */
export function addressGeneratorBits(parameters: MatrixCoreParameters): number {
  if (!parameters.convolution) return 0;
  const { width } = operandAddress(parameters, 'activations');
  const window = 4 * 16 + 4 * 8 + 2 * width;
  const kernel = 2 * 8 + topBits + 1;
  const tile = 2 * 8 + 2 * positionBits + 2 * width + 1;
  const vector = 16 + 3 * positionBits + 2 * width;
  return window + kernel + tile + vector;
}

/** Registers of the counters, in bits. */
function countersBits({ counters }: MatrixCoreParameters): number {
  return counters ? counterCount * counterBits : 0;
}

function edgeBits(parameters: MatrixCoreParameters): number {
  const { rows, cols, lanes } = parameters;
  const bits = bankBits(parameters);
  return rows * bits.activations + lanes * cols * bits.weights + cols * bits.accumulators;
}

/** Energies of a core's actions, in J. */
export interface MatrixCoreEnergy {
  readonly mac: Ranged;
  /** All array registers, one cycle. */
  readonly registers: Ranged;
  /** Joining the parts of one sum (output stationary with several registers). */
  readonly joins: Ranged;
  /** One bit of each memory, read and written. */
  readonly activations: { readonly read: Ranged; readonly write: Ranged };
  readonly weights: { readonly read: Ranged; readonly write: Ranged };
  readonly accumulators: { readonly read: Ranged; readonly write: Ranged };
  /** One sum that becomes an operand as it is stored. */
  readonly requantise: Ranged;
  /** One operand that is added to it. */
  readonly addend: Ranged;
}

export function matrixCoreEnergy(parameters: MatrixCoreParameters, technology: Technology): MatrixCoreEnergy {
  if (parameters.dataflow === 'input_stationary') {
    const energy = matrixCoreEnergy(weightView(parameters), technology);
    return { ...energy, activations: energy.weights, weights: energy.activations };
  }
  const { activations, weights, accumulators } = banks(parameters);
  const access = ({ bits }: { readonly bits: number }) => ({
    read: sramReadEnergy(technology, bits),
    write: sramWriteEnergy(technology, bits),
  });
  return {
    ...arrayEnergy(parameters, edgeBits(parameters), technology, parameters.zeroOperands),
    activations: access(activations),
    weights: access(weights),
    accumulators: access(accumulators),
    requantise: requantiseEnergy(technology, parameters),
    addend: addendEnergy(technology, parameters),
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
  if (parameters.dataflow === 'input_stationary') {
    const { m, n } = gemm;
    const accesses = gemmAccesses(weightView(parameters), { ...gemm, m: n, n: m });
    return { ...accesses, activationReads: accesses.weightReads, weightReads: accesses.activationReads };
  }
  const { rows, cols, lanes, activationBits, weightBits, accumulatorBits } = parameters;
  const columns = Math.ceil(gemm.n / cols);
  const resultBits = gemm.m * columns * cols * accumulatorBits;
  if (parameters.dataflow === 'output_stationary') {
    const tiles = Math.ceil(gemm.m / rows) * columns;
    return {
      activationReads: tiles * gemm.k * rows * activationBits,
      weightReads: tiles * gemm.k * cols * weightBits,
      accumulatorReads: gemm.accumulate ? resultBits : 0,
      accumulatorWrites: resultBits,
    };
  }
  const depth = Math.ceil(gemm.k / rows);
  return {
    activationReads: gemm.m * depth * columns * rows * activationBits,
    weightReads: depth * columns * parameters.blockRows * lanes * cols * weightBits,
    accumulatorReads: resultBits * (gemm.accumulate ? depth : depth - 1),
    accumulatorWrites: resultBits * depth,
  };
}

/** Registers of one column's requantiser, in bits: bias, multiplier and shift, and what its four stages hand on. */
export function requantiserBits({
  activationBits,
  accumulatorBits: sum,
}: Pick<MatrixCoreParameters, 'activationBits' | 'accumulatorBits'>): number {
  const scales = sum + 31 + 6;
  const stages = sum + 1 + (sum + 32) + (sum + 33) + activationBits;
  return scales + stages;
}

/** Registers of one column's cast of floats, in bits: the sum, and three times the operand. */
export function casterBits(activationBits: number): number {
  return 32 + 3 * activationBits;
}

/** Two-input gates of a 2:1 multiplexer of one bit: two ands and an or. */
const muxGates = 3;

/**
 * Gates of one column's requantiser, of sums of s bits: the product of s + 1 and 31 bits, taken as one of s by 32; the sums of bias, rounding and zero point;
 * the shift of s + 33 bits by up to 63, a multiplexer a bit for each bit of the amount, and as many gates for what it drops; its scales
 * and the registers of its four stages. Floats are shifted by up to 31 places below the least exponent, and rounded.
 */
function requantiserGates(technology: Technology, parameters: MatrixCoreParameters): Ranged {
  const { activation, activationBits, accumulator, accumulatorBits } = parameters;
  const [int32, sums] = [dtypeNamed('int32'), dtypeNamed(accumulator)];
  if (isFloat(dtypeNamed(activation)))
    return sum(
      adderGates(technology, int32),
      exactly(5 * 24 * muxGates + 2 * 24),
      registerGates(technology, casterBits(activationBits)),
    );
  return sum(
    multiplierGates(technology, sums, int32),
    times(adderGates(technology, sums), 3),
    exactly((accumulatorBits + 33) * (6 * muxGates + 2)),
    registerGates(technology, requantiserBits(parameters)),
  );
}

/** Energy of one sum that becomes an operand, in J: its product and its three sums. */
function requantiseEnergy(technology: Technology, { accumulator }: MatrixCoreParameters): Ranged {
  const int32 = dtypeNamed('int32');
  const sums = isFloat(dtypeNamed(accumulator)) ? int32 : dtypeNamed(accumulator);
  return sum(multiplyEnergy(technology, sums, int32), times(addEnergy(technology, sums), 3));
}

/** Gates of one column's addition of an operand to what it stores: its product with a scale of its own, of integers, and the sum; and a register of each. */
function addendGates(technology: Technology, parameters: MatrixCoreParameters): Ranged {
  const { accumulator } = parameters;
  const sums = dtypeNamed(accumulator);
  const scale = isFloat(sums)
    ? exactly(0)
    : multiplierGates(technology, dtypeNamed(parameters.activation), dtypeNamed('int32'));
  return sum(scale, adderGates(technology, sums), registerGates(technology, addendBits(parameters)));
}

/** Registers of one column's addition, in bits: the operand, and the sum. */
function addendBits({ activationBits, accumulatorBits }: MatrixCoreParameters): number {
  return activationBits + accumulatorBits;
}

/** Energy of one operand that is added to what is stored, in J: of integers its product with its scale, and the sum. */
function addendEnergy(technology: Technology, { activation, accumulator }: MatrixCoreParameters): Ranged {
  const sums = dtypeNamed(accumulator);
  if (isFloat(sums)) return addEnergy(technology, sums);
  return sum(multiplyEnergy(technology, dtypeNamed(activation), dtypeNamed('int32')), addEnergy(technology, sums));
}

/** The flip-flops of array and banks, which move in the cycles of a gemm command, and those of control and requantisers. */
function coreClock(parameters: MatrixCoreParameters): ClockLoad {
  const { moving, standing } = arrayClock(parameters, edgeBits(parameters), parameters.zeroOperands);
  const control = addressGeneratorBits(parameters) + countersBits(parameters) + overlapBits(parameters);
  const stores = parameters.requantise ? parameters.cols * storeBits(parameters) : 0;
  const additions = parameters.addOnStore ? parameters.cols * addendBits(parameters) : 0;
  return { moving, standing: standing + control + stores + additions };
}

/** Registers of one column's requantiser or cast, in bits. */
function storeBits(parameters: MatrixCoreParameters): number {
  return isFloat(dtypeNamed(parameters.activation))
    ? casterBits(parameters.activationBits)
    : requantiserBits(parameters);
}

/**
 * Array, banks (each with a read and a write port, the accumulators' with an adder) and sequencer. Peak: all elements
 * multiply, a word of each memory moves in each cycle, a beat of `spill` fills beside it, and every requantiser works.
 */
export function matrixCoreCost(parameters: MatrixCoreParameters, technology: Technology): BlockCost {
  if (parameters.dataflow === 'input_stationary') {
    const cost = matrixCoreCost(weightView(parameters), technology);
    const names = new Map([
      ['activation memory', 'weight memory'],
      ['weight memory', 'activation memory'],
    ]);
    return { ...cost, parts: cost.parts.map((part) => ({ ...part, name: names.get(part.name) ?? part.name })) };
  }
  const { activations, weights, accumulators } = banks(parameters);
  const energy = matrixCoreEnergy({ ...parameters, zeroOperands: 0 }, technology);
  const { rows, cols, activationBits, accumulatorBits, requantise, addOnStore } = parameters;
  const perCycle = sum(
    times(energy.mac, rows * cols * parameters.dot),
    energy.registers,
    times(energy.activations.read, rows * activationBits),
    times(sum(energy.accumulators.read, energy.accumulators.write), cols * accumulatorBits),
    times(energy.activations.write, parameters.spillBits),
    times(energy.requantise, requantise ? cols : 0),
    times(energy.addend, addOnStore ? cols : 0),
  );
  // What enters at the top is added in the array.
  const added = parameters.psumIn === 'top' ? 0 : cols;
  const adders = times(adderGates(technology, dtypeNamed(parameters.accumulator)), added);
  const control = sum(
    registerGates(
      technology,
      edgeBits(parameters) + addressGeneratorBits(parameters) + countersBits(parameters) + overlapBits(parameters),
    ),
    sequencerGates(technology),
  );
  return {
    parts: [
      ...arrayParts(parameters, technology),
      { name: 'activation memory', area: sramArea(technology, activations.count * activations.bits, true) },
      { name: 'weight memory', area: sramArea(technology, weights.count * weights.bits, true) },
      { name: 'accumulators', area: sramArea(technology, accumulators.count * accumulators.bits, true) },
      ...(added === 0 ? [] : [{ name: 'accumulator adders', area: gateArea(technology, adders) }]),
      { name: 'sequencer and control', area: gateArea(technology, control) },
      ...(requantise
        ? [{ name: 'requantisers', area: gateArea(technology, times(requantiserGates(technology, parameters), cols)) }]
        : []),
      ...(addOnStore
        ? [{ name: 'adders of stores', area: gateArea(technology, times(addendGates(technology, parameters), cols)) }]
        : []),
    ],
    background: zero,
    peakPower: (frequency) => times(perCycle, frequency),
    clock: coreClock(parameters),
    figures: new Map(),
  };
}
