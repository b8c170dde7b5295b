import { addressWidth, constant, unsigned, type ModuleBuilder, type Signal, type Type } from '../../../rtl/index.js';
import { operandAddressBits } from './banks.js';
import { commandFields, largestExtent } from '../command.js';
import type { MatrixCoreParameters } from '../parameters.js';

/** Bits of M, K or N, which reach 2^20. */
export const extentBits = Math.log2(largestExtent) + 1;

/** The bits of a field of a command word, as many as the core looks at: the others are zero in a command that fits it. */
export function commandField(word: Signal, field: keyof typeof commandFields, width: number): Signal {
  const { low, width: room } = commandFields[field];
  return word.slice(low + Math.min(width, room) - 1, low);
}

/** Types of the words' addresses in the core's memories. */
export interface AddressTypes {
  readonly activations: Type;
  readonly weights: Type;
  readonly results: Type;
}

export function addressTypes(parameters: MatrixCoreParameters): AddressTypes {
  return {
    activations: unsigned(operandAddressBits(parameters, 'activations')),
    weights: unsigned(operandAddressBits(parameters, 'weights')),
    results: unsigned(addressWidth(parameters.accumulatorWords)),
  };
}

/** A step between addresses, as large as a memory that is smaller than it can tell. */
export function wrapped(step: number, type: Type): Signal {
  return constant(BigInt.asUintN(type.width, BigInt(step)), type);
}

/** Whether a count has reached `least`: always, if that is zero. */
export function reached(count: Signal, least: number): Signal {
  return least <= 0 ? constant(1) : count.ge(least);
}

/** A field of the command that runs, from the cycle after `start` on. */
export function holdField(
  m: ModuleBuilder,
  start: Signal,
  word: Signal,
  name: string,
  field: keyof typeof commandFields,
  width: number,
): Signal {
  const register = m.register(name, unsigned(width));
  register.next(commandField(word, field, width), start);
  return register;
}

/** The name of a register, from which those of its next values are made. */
export function netName(register: Signal): string {
  if (register.expr.kind !== 'reference') throw new Error('not the signal of a net');
  return register.expr.name;
}
