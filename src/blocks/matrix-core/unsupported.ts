import type { MatrixCoreParameters } from './parameters.js';

/** Words that a 24-bit field of a command can name. */
const mostWords = 2 ** 24;

/** Why the hardware of a `MatrixCore` does not cover these parameters; empty where it does. */
export function matrixCoreUnsupported(parameters: MatrixCoreParameters): readonly string[] {
  const { operand, accumulator, activationWords, weightWords, accumulatorWords, addressSpaceBits, spillBits } =
    parameters;
  const reasons: string[] = [];
  if (operand !== 'int8') reasons.push(`operands are ${operand}; the array multiplies int8`);
  if (accumulator !== 'int32') reasons.push(`sums are ${accumulator}; the array adds int32`);
  for (const [what, words] of [
    ['activation memory', activationWords],
    ['weight memory', weightWords],
    ['accumulators', accumulatorWords],
  ] as const)
    if (words > mostWords) reasons.push(`the ${what} has ${words} words; a command names ${mostWords}`);
  if (addressSpaceBits / spillBits > 2 ** 32)
    reasons.push(`spill reaches ${addressSpaceBits / spillBits} beats; a command names ${2 ** 32}`);
  return reasons;
}
