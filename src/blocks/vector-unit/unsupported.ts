import { dtypeNamed } from '../../ir/index.js';
import type { VectorUnitParameters } from './parameters.js';

/** Number types of operands: each becomes a number of fp32. */
const operands = [
  'int4',
  'int8',
  'int16',
  'int32',
  'int40',
  'int48',
  'fp4_e2m1',
  'fp6_e2m3',
  'fp6_e3m2',
  'fp8_e4m3',
  'fp8_e5m2',
  'bf16',
  'fp16',
  'tf32',
  'fp32',
] as const;

/** Number types of results: the floats. */
const results = operands.filter((name) => dtypeNamed(name).exponent_bits > 0);

/** Why the hardware of a `VectorUnit` does not cover these parameters; empty where it does. */
export function vectorUnitUnsupported({
  operand,
  result,
}: Pick<VectorUnitParameters, 'operand' | 'result'>): readonly string[] {
  const reasons: string[] = [];
  if (!operands.some((name) => name === operand))
    reasons.push(`operands are ${operand}; the lanes take ${operands.join(', ')}`);
  if (!results.some((name) => name === result))
    reasons.push(`results are ${result}; the lanes give ${results.join(', ')}`);
  return reasons;
}
