import { dtypeNamed } from '../../ir/index.js';
import type { PEArrayParameters } from './parameters.js';

/** Number types that a processing element multiplies, each into the type of its sums. */
const sumsOf: ReadonlyMap<string, string> = new Map([
  ['int4', 'int32'],
  ['int8', 'int32'],
  ['fp4_e2m1', 'fp32'],
  ['fp6_e2m3', 'fp32'],
  ['fp6_e3m2', 'fp32'],
  ['fp8_e4m3', 'fp32'],
  ['fp8_e5m2', 'fp32'],
  ['bf16', 'fp32'],
  ['fp16', 'fp32'],
  ['tf32', 'fp32'],
]);

/** Why the hardware of a `PEArray` does not cover these parameters; empty where it does. */
export function peArrayUnsupported({
  activation,
  weight,
  accumulator,
  dataflow,
  adderRegisters,
}: Pick<
  PEArrayParameters,
  'activation' | 'weight' | 'accumulator' | 'dataflow' | 'adderRegisters'
>): readonly string[] {
  const sums = sumsOf.get(activation);
  const reasons: string[] = [];
  if (weight !== activation)
    reasons.push(`activations are ${activation}, weights ${weight}; the array multiplies operands of one type`);
  else if (sums === undefined)
    reasons.push(`operands are ${activation}; the array multiplies ${[...sumsOf.keys()].join(', ')}`);
  else if (accumulator !== sums)
    reasons.push(`sums of ${activation} products are ${accumulator}; the array adds ${sums}`);
  if (adderRegisters === 1) return reasons;
  if (dataflow === 'output_stationary')
    reasons.push(`a kept sum has ${adderRegisters} registers; the array adds to it in every cycle`);
  if (dtypeNamed(activation).exponent_bits === 0)
    reasons.push(`a sum of ${activation} has ${adderRegisters} registers; the array divides only sums of floats`);
  return reasons;
}
