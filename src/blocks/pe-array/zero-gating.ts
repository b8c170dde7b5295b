import { dtypeNamed } from '../../ir/index.js';
import { isFloat } from '../../technology/index.js';
import type { ArrayShape } from './parameters.js';

/** What zero gating adds to an array, as `src/blocks/pe-array/rtl/zero-gate.ts` builds it: registers in bits, and two-input gates. */

/** Marks of a zero that hop with an activation: one of floats, where elements keep their weights. */
export function zeroMarks(shape: ArrayShape): 0 | 1 {
  return shape.zeroGating === true && shape.dataflow !== 'output_stationary' && ofFloats(shape) ? 1 : 0;
}

/** Operands that the multiplier of an element has registers of its own for, where both may change in a cycle; of floats without their signs. */
export function ownOperandBits(shape: ArrayShape): number {
  if (shape.zeroGating !== true || shape.dataflow !== 'output_stationary') return 0;
  return shape.activationBits + shape.weightBits - (ofFloats(shape) ? 2 : 0);
}

/** Registers of an element: those, and whether they moved, also beside a product that is registered. */
export function gatingBits(shape: ArrayShape): number {
  const own = ownOperandBits(shape);
  return own === 0 ? zeroMarks(shape) : own + 1 + (ofFloats(shape) ? 0 : shape.multiplierRegisters);
}

/**
 * Gates of an element: the enable of what it keeps. Where it keeps its weight, of floats the product's significand is made zero, and the sum is selected behind
 * a product that is compressed with it: a gate a bit, since synthesis makes one of it and what the adder ends with (`npm run bench:ppa -- --areas`). Where it keeps its sum, both operands are compared with zero, and the product is made zero too.
 */
export function gatingGates(shape: ArrayShape): number {
  const { activationBits, weightBits, accumulatorBits, multiplier, multiplierRegisters } = shape;
  const merged = multiplier !== 'plain' && multiplierRegisters === 0;
  const [activation, weight] = [dtypeNamed(shape.activation), dtypeNamed(shape.weight)];
  const significand = activation.mantissa_bits + weight.mantissa_bits + 2;
  const selected = ofFloats(shape) ? significand : merged ? accumulatorBits : 0;
  if (shape.dataflow !== 'output_stationary') return 1 + selected;
  const both = activationBits + weightBits;
  return both + 1 + (selected === 0 ? both : selected);
}

function ofFloats({ accumulator }: ArrayShape): boolean {
  return isFloat(dtypeNamed(accumulator));
}
