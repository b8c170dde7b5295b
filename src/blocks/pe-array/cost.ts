import { dtypeNamed } from '../../ir/index.js';
import {
  addEnergy,
  adderGates,
  boothWidthFactor,
  exactly,
  gateArea,
  isFloat,
  multiplierGates,
  multiplyAddFactor,
  multiplyEnergy,
  product,
  registerEnergy,
  registerGates,
  sum,
  times,
  withStructures,
  zero,
  type ClockLoad,
  type Ranged,
  type Technology,
} from '../../technology/index.js';
import type { BlockCost } from '../cost.js';
import { exchangedArray } from './exchange.js';
import { floatRegisters, leastWindow, productBits, windowOf } from './float-registers.js';
import { groupWidths, treeBits } from './group-widths.js';
import { groupsOf, groupSumBits, type ArrayShape } from './parameters.js';
import { keepsParts } from './partial-sums.js';
import { gatingBits, gatingGates, ownOperandBits, zeroMarks } from './zero-gating.js';

/** What area and energy of a systolic array depend on; `MatrixCoreParameters` and `PEArrayParameters` are such. */
export type CostedArray = ArrayShape;

/**
 * Registers of one processing element, in bits, as its hardware has them: what moves in every cycle, and what stands. Weight
 * stationary, an activation and a sum move with three marks, and weights stand, twice where loading hides. Output
 * stationary, both operands move with their marks and the sum changes; where draining hides a second sum stands. A sum that is
 * kept in parts has a register more, of the part before.
 */
export function elementBits(given: CostedArray): { readonly moving: number; readonly standing: number } {
  const shape = exchangedArray(given);
  const { activationBits: activation, weightBits: weight, accumulatorBits: sum } = shape;
  const { hideLoading, multiplierRegisters } = shape;
  const float = isFloat(dtypeNamed(shape.accumulator));
  const gating = gatingBits(shape);
  if (shape.dataflow === 'weight_stationary') {
    const product = float ? floatRegisters(shape) : multiplierRegisters * (groupSumBits(shape) + 1);
    const marks = hideLoading ? 3 : 2;
    return { moving: activation + sum + marks + product + gating, standing: weight * (hideLoading ? 2 : 1) };
  }
  const parts = keepsParts(shape);
  const marks = parts
    ? 5 + multiplierRegisters + (shape.adderRegisters ?? 1) - 1
    : multiplierRegisters * (hideLoading ? 1 : 0) + (hideLoading ? 4 : 3);
  const product = float ? floatRegisters(shape) : multiplierRegisters * (groupSumBits(shape) + 2);
  const sums = (parts ? 2 : 1) * sum;
  return { moving: activation + weight + sums + marks + product + gating, standing: hideLoading ? sum : 0 };
}

/**
 * Bits of the registers before and behind a bare array, as its hardware has them but for the counters of beats. What enters row r is delayed by r cycles
 * (times the registers of a sum) and one, what leaves column c by `cols - 1 - c`, and the weights of a column as much as its wave; marks travel with
 * them. A `MatrixCore` has none: its banks are read when the wave needs them.
 */
export function skewBits(given: CostedArray): number {
  const shape = exchangedArray(given);
  const { rows, cols, activationBits, weightBits, accumulatorBits } = shape;
  const { hideLoading, multiplierRegisters, adderRegisters = 1 } = shape;
  const triangle = (count: number): number => (count * (count - 1)) / 2;
  const sums = triangle(cols) * accumulatorBits;
  if (shape.dataflow === 'output_stationary') {
    // The last registers before elements that gate are the elements' own.
    const own = shape.zeroGating === true ? 1 : 0;
    const operands =
      (rows * (1 - own) + triangle(rows)) * activationBits + (cols * (1 - own) + triangle(cols)) * weightBits;
    const [lines, early] = keepsParts(shape) ? [7, 4] : hideLoading ? [6, 3] : [5, 2];
    const marks = lines * rows - own * early + cols - 1 + 2 * (multiplierRegisters + adderRegisters - 1);
    return operands + sums + marks;
  }
  const operands = (rows + triangle(rows) * adderRegisters) * activationBits + triangle(cols) * weightBits;
  const wave = (rows - 1) * adderRegisters;
  const marks = rows + wave + 1 + (hideLoading ? wave : 0) + rows * adderRegisters + cols + multiplierRegisters;
  const gating = shape.zeroGating === true ? rows - 1 + rows * zeroMarks(shape) : 0;
  return operands + sums + marks + gating;
}

export interface ArrayEnergy {
  /** One multiply-accumulate, J. */
  readonly mac: Ranged;
  /** All registers of the array and of its edges for one cycle, J. */
  readonly registers: Ranged;
  /** Joining the parts of one sum that stays, J. */
  readonly joins: Ranged;
}

/**
 * Energy of the array: a multiplication and an addition for each useful multiply-accumulate, and the registers that move in
 * every cycle of a command, whether or not their element has work. `edgeBits` move beside the array.
 *
 * @param zeros the share of multiplications that have a zero among their operands. With zero gating those do not turn the multiplier, nor registers of its own;
 *   what moves past it, and the addition, is counted as ever.
 */
export function arrayEnergy(shape: CostedArray, edgeBits: number, technology: Technology, zeros = 0): ArrayEnergy {
  const working = shape.zeroGating === true ? 1 - zeros : 1;
  const bits = arrayClock(shape, edgeBits, zeros).moving;
  const { activation, weight } = groupsOf(shape);
  // Of a group, each product but one is added in the tree, and the sum of all to the accumulator.
  const additions = sum(
    times(treeEnergy(shape, technology), shape.dot - 1),
    addEnergy(technology, dtypeNamed(shape.accumulator)),
  );
  const mac = sum(
    times(multiplyEnergy(technology, dtypeNamed(activation.type), dtypeNamed(weight.type)), working),
    times(additions, 1 / shape.dot),
  );
  return {
    mac: withStructures(mac, structuresFactor(shape, technology)),
    registers: times(registerEnergy(technology), bits),
    joins: times(
      addEnergy(technology, dtypeNamed(shape.accumulator)),
      keepsParts(shape) ? (shape.adderRegisters ?? 1) - 1 : 0,
    ),
  };
}

/** The flip-flops of the array's elements and of `edgeBits` beside them; the share `zeros` of operands that are zero does not move where the array gates them. */
export function arrayClock(shape: CostedArray, edgeBits: number, zeros = 0): ClockLoad {
  const elements = shape.rows * shape.cols;
  const { moving, standing } = elementBits(shape);
  const still = shape.zeroGating === true ? zeros * ownOperandBits(shape) : 0;
  return { moving: elements * (moving - still) + edgeBits, standing: elements * (standing + still) };
}

/** Area of product and sum by the array's structures, beside a synthesis tool's own; of floats it is not known. */
function structuresFactor(shape: CostedArray, technology: Technology): Ranged {
  return isFloat(dtypeNamed(shape.accumulator)) ? exactly(1) : ofStructures(shape, technology);
}

function ofStructures({ multiplier, adder, multiplierRegisters }: CostedArray, technology: Technology): Ranged {
  return multiplyAddFactor(technology, multiplier, adder, multiplierRegisters);
}

/** Gates of the multipliers of an element. */
function multipliersGates(shape: CostedArray, technology: Technology): Ranged {
  const { activation, weight } = groupsOf(shape);
  const types = [dtypeNamed(activation.type), dtypeNamed(weight.type)] as const;
  const ofWidth = shape.multiplier === 'booth' && !isFloat(types[0]) ? boothWidthFactor(...types) : 1;
  const one = times(product(multiplierGates(technology, ...types), structuresFactor(shape, technology)), ofWidth);
  return times(one, shape.dot * (1 - spared(shape, technology, one)));
}

/**
 * The part of a product that a group of integers spares it: structures compress the partial products of a group together, and one adder ends them all. With
 * it arrays of groups are within 7 % of what synthesis makes, without up to 22 % (`npm run bench:ppa -- --areas`).
 */
function spared(shape: CostedArray, technology: Technology, whole: Ranged): number {
  const { activation, weight } = groupsOf(shape);
  const [a, b] = [dtypeNamed(activation.type), dtypeNamed(weight.type)];
  if (shape.dot === 1 || shape.multiplier === 'plain' || isFloat(a)) return 0;
  const int32 = dtypeNamed('int32');
  const adder = product(adderGates(technology, int32), ofStructures(shape, technology));
  return (adder.value * (a.width + b.width)) / int32.width / whole.value;
}

/** Energy of an addition in a group's tree: that of an integer as wide as the sum. */
function treeEnergy(shape: CostedArray, technology: Technology): Ranged {
  return times(addEnergy(technology, dtypeNamed('int32')), treeBits(shape) / dtypeNamed('int32').width);
}

/** Two-input gates of a 2:1 multiplexer of one bit. */
const muxGates = 3;

/**
 * Gates of the trees of an element: an adder for each product but one, as wide as the sum; of floats a shifter of each product to its place in fixed
 * point, and one of the sum to its first bit, and the addition's own part that is wider than that of a single product.
 */
function treeGates(shape: CostedArray, technology: Technology): Ranged {
  const int32 = dtypeNamed('int32');
  const plain = times(adderGates(technology, int32), ((shape.dot - 1) * treeBits(shape)) / int32.width);
  const adders = product(plain, ofStructures(shape, technology));
  const widths = groupWidths(shape);
  if (widths === undefined) return adders;
  const shifter = (bits: number): number => bits * Math.ceil(Math.log2(bits)) * muxGates;
  const shifters = shape.dot * shifter(widths.product) * shiftedPart + shifter(widths.scaled);
  const wider = windowOf(shape) / leastWindow - 1;
  return sum(adders, exactly(shifters), times(adderGates(technology, dtypeNamed(shape.accumulator)), wider));
}

/** The part of a shifter's multiplexers that a product needs, which grows as it is shifted, and is often zero: as arrays of groups have it (`npm run bench:ppa -- --areas`). */
const shiftedPart = 0.33;

/**
 * Multipliers, adders and registers of the array's elements. What structures of their own save was measured where product and sum are formed in one
 * cycle, of integers; it is taken for both parts, and with registers between them too.
 */
export function arrayParts(shape: CostedArray, technology: Technology): BlockCost['parts'] {
  const elements = shape.rows * shape.cols;
  const { moving, standing } = elementBits(shape);
  const factor = structuresFactor(shape, technology);
  const multiplier = multipliersGates(shape, technology);
  const adder = product(adderGates(technology, dtypeNamed(shape.accumulator)), factor);
  const registers = registerGates(technology, moving + standing);
  return [
    { name: 'multipliers', area: gateArea(technology, times(multiplier, elements)) },
    ...(shape.dot === 1
      ? []
      : [
          {
            name: 'dot-product trees',
            area: gateArea(technology, times(treeGates(shape, technology), elements)),
          },
        ]),
    { name: 'adders', area: gateArea(technology, times(adder, elements)) },
    { name: 'registers', area: gateArea(technology, times(registers, elements)) },
    ...(keepsParts(shape)
      ? [{ name: 'joining of parts', area: gateArea(technology, exactly(elements * joiningGates(shape))) }]
      : []),
    ...(shape.zeroGating === true
      ? [{ name: 'zero gating', area: gateArea(technology, exactly(elements * gatingGates(shape))) }]
      : []),
  ];
}

/** Gates of an element that choose between a product and a part of a sum: significand, exponent, and what else a float is. */
function joiningGates(shape: CostedArray): number {
  const { significand, exponent } = productBits(shape);
  const sum = dtypeNamed(shape.accumulator);
  const marks = 4;
  return muxGates * (Math.max(significand, sum.mantissa_bits + 1) + Math.max(exponent, sum.exponent_bits + 1) + marks);
}

/** A bare array with its skew: every element multiplies in every cycle at its peak. */
export function peArrayCost(shape: CostedArray, technology: Technology): BlockCost {
  const skew = skewBits(shape);
  const { mac, registers } = arrayEnergy(shape, skew, technology);
  const perCycle = sum(times(mac, shape.rows * shape.cols * shape.dot), registers);
  return {
    parts: [
      ...arrayParts(shape, technology),
      { name: 'skew', area: gateArea(technology, registerGates(technology, skew)) },
    ],
    background: zero,
    peakPower: (frequency) => times(perCycle, frequency),
    clock: arrayClock(shape, skew),
    figures: new Map(),
  };
}
