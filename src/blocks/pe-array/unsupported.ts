import type { PEArrayParameters } from './parameters.js';

/** Why the hardware of a `PEArray` does not cover these parameters; empty where it does. */
export function peArrayUnsupported({
  operand,
  accumulator,
}: Pick<PEArrayParameters, 'operand' | 'accumulator'>): readonly string[] {
  const reasons: string[] = [];
  if (operand !== 'int8') reasons.push(`operands are ${operand}; the array multiplies int8`);
  if (accumulator !== 'int32') reasons.push(`sums are ${accumulator}; the array adds int32`);
  return reasons;
}
