import { blockDtypes, dtypeNamed } from '../../ir/index.js';
import { groupUnsupported } from './group-unsupported.js';
import { operandsName, type ArrayOperands, type PEArrayParameters } from './parameters.js';

/** Number types that a processing element multiplies: integers by integers and floats by floats, of one type or of two. */
const integers: readonly string[] = ['int4', 'int8', 'int16'];
/** Sums of integers: those that have room for 2^17 - 1 products of whichever two integers, 16 bits more than a product. */
const integerSums: readonly string[] = ['int32', 'int40', 'int48'];
const roomBits = 16;
const floats: readonly string[] = ['fp4_e2m1', 'fp6_e2m3', 'fp6_e3m2', 'fp8_e4m3', 'fp8_e5m2', 'bf16', 'fp16', 'tf32'];
const multiplied = [...integers, ...floats, ...blockDtypes.keys()];

/** Why the hardware of a `PEArray` does not cover these parameters; empty where it does. */
export function peArrayUnsupported(
  parameters: Pick<PEArrayParameters, keyof ArrayOperands | 'accumulator' | 'adderRegisters' | 'zeroGating'>,
): readonly string[] {
  const { adderRegisters } = parameters;
  const reasons = [...typesUnsupported(parameters)];
  if (adderRegisters === 1) return reasons;
  if (dtypeNamed(parameters.activation).exponent_bits === 0)
    reasons.push(
      `a sum of ${operandsName(parameters)} has ${adderRegisters} registers; the array divides only sums of floats`,
    );
  return reasons;
}

function typesUnsupported(
  parameters: Pick<PEArrayParameters, keyof ArrayOperands | 'accumulator' | 'zeroGating'>,
): readonly string[] {
  const { activation, weight, accumulator } = parameters;
  const name = operandsName(parameters);
  if (!multiplied.includes(activation) || !multiplied.includes(weight))
    return [`operands are ${name}; the array multiplies ${multiplied.join(', ')}`];
  if (integers.includes(activation) !== integers.includes(weight)) return [mixedKinds(activation, weight)];
  const group = groupUnsupported(parameters);
  if (group !== undefined) return [group];
  const sums = sumsOf(parameters);
  return sums.includes(accumulator)
    ? []
    : [`sums of ${name} products are ${accumulator}; the array adds ${sums.join(' or ')}`];
}

/** The types that sums of such products may have. */
function sumsOf({ activation, weight }: ArrayOperands): readonly string[] {
  if (!integers.includes(activation)) return ['fp32'];
  return integerSums.filter(
    (each) => dtypeNamed(each).width >= dtypeNamed(activation).width + dtypeNamed(weight).width + roomBits,
  );
}

/** An integer by a float: the way out is a type as wide, of the other's kind. */
function mixedKinds(activation: string, weight: string): string {
  const [integer, float] = integers.includes(activation) ? [activation, weight] : [weight, activation];
  const { width } = dtypeNamed(integer);
  const instead = floats.find((each) => dtypeNamed(each).width >= width);
  return `activations are ${activation}, weights ${weight}; the array multiplies integers by integers and floats by floats, such as ${float} by ${instead} in place of ${integer}`;
}
