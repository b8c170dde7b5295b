import { dtypes, type DType } from '../../ir/index.js';
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

/** What area and energy of a systolic array depend on; `MatrixCoreParameters` and `PEArrayParameters` are such. */
export interface CostedArray {
  readonly rows: number;
  readonly cols: number;
  readonly operand: string;
  readonly accumulator: string;
  readonly hideLoading: boolean;
  readonly multiplierRegisters: number;
}

/** Registers of one processing element, in bits: the passing operand, the standing one (twice where loading hides), the sum, the product. */
export function elementBits(shape: CostedArray): number {
  const operand = format(shape.operand).width;
  const standing = shape.hideLoading ? 2 * operand : operand;
  return operand + standing + format(shape.accumulator).width + shape.multiplierRegisters * 2 * operand;
}

/**
 * Bits of the triangles before and behind the array that skew operands and straighten results: row r is delayed by r cycles,
 * column c by `cols - 1 - c`.
 */
export function skewBits(shape: CostedArray): number {
  const operand = format(shape.operand).width;
  const accumulator = format(shape.accumulator).width;
  return (shape.rows * (shape.rows - 1) * operand + shape.cols * (shape.cols - 1) * accumulator) / 2;
}

export interface ArrayEnergy {
  /** One multiply-accumulate, J. */
  readonly mac: Ranged;
  /** All registers of array and skew for one cycle, J. */
  readonly registers: Ranged;
}

/**
 * Energy of the array: a multiplication and an addition for each useful multiply-accumulate, and the registers that move in
 * every cycle of a command, whether or not their element has work. The standing operand does not move.
 */
export function arrayEnergy(shape: CostedArray, technology: Technology): ArrayEnergy {
  const operand = format(shape.operand);
  const moving = operand.width + format(shape.accumulator).width + shape.multiplierRegisters * 2 * operand.width;
  const bits = shape.rows * shape.cols * moving + skewBits(shape);
  return {
    mac: sum(multiplyEnergy(technology, operand), addEnergy(technology, format(shape.accumulator))),
    registers: times(registerEnergy(technology), bits),
  };
}

/** Multipliers, adders and registers of the array, and its skew registers. */
export function arrayParts(shape: CostedArray, technology: Technology): BlockCost['parts'] {
  const elements = shape.rows * shape.cols;
  const multiplier = multiplierGates(technology, format(shape.operand));
  const adder = adderGates(technology, format(shape.accumulator));
  const registers = registerGates(technology, elementBits(shape));
  return [
    { name: 'multipliers', area: gateArea(technology, times(multiplier, elements)) },
    { name: 'adders', area: gateArea(technology, times(adder, elements)) },
    { name: 'registers', area: gateArea(technology, times(registers, elements)) },
    { name: 'skew', area: gateArea(technology, registerGates(technology, skewBits(shape))) },
  ];
}

/** A bare array: every element multiplies in every cycle at its peak. */
export function peArrayCost(shape: CostedArray, technology: Technology): BlockCost {
  const { mac, registers } = arrayEnergy(shape, technology);
  const perCycle = sum(times(mac, shape.rows * shape.cols), registers);
  return {
    parts: arrayParts(shape, technology),
    background: zero,
    peakPower: (frequency) => times(perCycle, frequency),
    figures: new Map(),
  };
}

function format(name: string): DType {
  const found = dtypes.get(name);
  if (found === undefined) throw new Error(`no number type is called ${name}`);
  return found;
}
