import { blockDtypes, dtypeNamed } from '../../ir/index.js';
import type { ArrayOperands, ArrayShape } from './parameters.js';

/** Exponents of more bits would need sums of hundreds of bits. */
const mostExponentBits = 5;

/** Whether a number type is a block format: numbers that share a scale. */
export function isBlock(dtype: string): boolean {
  return blockDtypes.has(dtype);
}

/** Why elements do not multiply groups of these numbers; undefined where they do, or where numbers are multiplied one by one. */
export function groupUnsupported({
  activation,
  weight,
  dot,
  zeroGating,
}: ArrayOperands & Pick<ArrayShape, 'zeroGating'>): string | undefined {
  if (zeroGating === true && (dot > 1 || isBlock(activation)))
    return `an element multiplies ${dot} numbers of ${activation}; zero gating keeps the operands of one product: \`dot: 1\`, or without \`zero_gating\``;
  const [left, right] = [blockDtypes.get(activation), blockDtypes.get(weight)];
  if (left !== undefined && right !== undefined) {
    if (left.scale !== right.scale || left.elements !== right.elements)
      return `activations are ${activation}, weights ${weight}; blocks that are multiplied have scales and numbers alike`;
    if (dot !== left.elements)
      return `a block of ${activation} has ${left.elements} numbers, an element multiplies ${dot}: write \`dot: ${left.elements}\``;
    return undefined;
  }
  if (left !== undefined || right !== undefined)
    return `activations are ${activation}, weights ${weight}; a block is multiplied by a block`;
  const wide = [activation, weight].find((name) => dtypeNamed(name).exponent_bits > mostExponentBits);
  return dot > 1 && wide !== undefined
    ? `the exact sum of ${dot} products of ${wide} would have hundreds of bits: \`dot: 1\`, or a number type of at most ${mostExponentBits} bits of exponent`
    : undefined;
}
