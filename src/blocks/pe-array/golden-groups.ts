import { blockDotAdd, dotAdd, floatFormat, multiplyAdd, type FloatFormat } from '../../numbers/index.js';
import type { Group } from './group.js';

/** The float format of a group's numbers; undefined where they are integers. */
export function groupFormat({ type }: Group): FloatFormat | undefined {
  return floatFormat(type);
}

/** Numbers of an integer type, codes of a float and of scales: operand `i` is the group's entries from `i * entries` on. */
export type Operands = ArrayLike<number>;

/** `sum` plus the products of group `i` of activations and group `j` of weights. */
export type MultiplyAdd = (sum: number, activations: Operands, i: number, weights: Operands, j: number) => number;

/** A sum modulo 2^bits, of numbers that are wrapped and products of at most 32 bits: a double holds what they add up to exactly. */
function wrapped(bits: number): (sum: number) => number {
  if (bits === 32) return (sum) => sum | 0;
  const [range, half] = [2 ** bits, 2 ** (bits - 1)];
  return (sum) => (sum >= half ? sum - range : sum < -half ? sum + range : sum);
}

/** What an element does: integers wrap; the products of floats are added exactly, with what blocks are scaled by, and rounded once. */
export function multiplyAddGroups(left: Group, right: Group, accumulatorBits: number): MultiplyAdd {
  const [a, b] = [groupFormat(left), groupFormat(right)];
  const { numbers, entries, scale } = left;
  if (a === undefined || b === undefined) {
    const wrap = wrapped(accumulatorBits);
    if (numbers === 1)
      return (sum, activations, i, weights, j) => wrap(sum + (activations[i] ?? 0) * (weights[j] ?? 0));
    return (sum, activations, i, weights, j) => {
      let total = sum;
      for (let n = 0; n < numbers; n++)
        total = wrap(total + (activations[i * numbers + n] ?? 0) * (weights[j * numbers + n] ?? 0));
      return total;
    };
  }
  if (numbers === 1 && scale === 'none')
    return (sum, activations, i, weights, j) => multiplyAdd(sum, activations[i] ?? 0, a, weights[j] ?? 0, b);
  const codes = (of: Operands, group: number): number[] =>
    Array.from({ length: numbers }, (_, n) => of[group * entries + n] ?? 0);
  if (scale === 'none')
    return (sum, activations, i, weights, j) =>
      dotAdd(sum, { codes: codes(activations, i), format: a }, { codes: codes(weights, j), format: b });
  const block = (of: Operands, group: number, format: FloatFormat) => ({
    codes: codes(of, group),
    format,
    scale: of[group * entries + numbers] ?? 0,
  });
  return (sum, activations, i, weights, j) => blockDotAdd(sum, block(activations, i, a), block(weights, j, b), scale);
}
