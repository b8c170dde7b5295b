import {
  addressWidth,
  constant,
  mux,
  unsigned,
  type ModuleBuilder,
  type RegisterSignal,
  type Signal,
  type Type,
} from '../../../rtl/index.js';
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

/** What of a command both sequencers need beyond its first tile. */
export interface HeldCommand {
  readonly k: Signal;
  readonly m: Signal;
  readonly activationBase: Signal;
  readonly activationStride: Signal;
  readonly weightStride: Signal;
  readonly resultStride: Signal;
  readonly accumulateIn: Signal;
  readonly emit: Signal;
}

/** Keeps those fields from the cycle after `start` on. */
export function holdCommand(m: ModuleBuilder, start: Signal, word: Signal, types: AddressTypes): HeldCommand {
  const hold = (name: string, field: keyof typeof commandFields, width: number): Signal =>
    holdField(m, start, word, name, field, width);
  return {
    k: hold('k', 'k', extentBits),
    m: hold('m', 'm', extentBits),
    activationBase: hold('activation_base', 'activationBase', types.activations.width),
    activationStride: hold('activation_stride', 'activationStride', types.activations.width),
    weightStride: hold('weight_stride', 'weightStride', types.weights.width),
    resultStride: hold('result_stride', 'resultStride', types.results.width),
    accumulateIn: hold('accumulate_in', 'accumulateIn', 1),
    emit: hold('emit', 'emit', 1),
  };
}

/** Gives a register of the tile order its `first` value when a command starts, and `after` whenever a tile is `taken`. */
export type Follow = (register: RegisterSignal, first: Signal, after: Signal) => void;

export function follower(m: ModuleBuilder, start: Signal, taken: Signal): Follow {
  return (register, first, after) => {
    const then = m.named(`${netName(register)}_then`, after.resize(register.width));
    const next = m.named(`${netName(register)}_next`, mux(start, first, then).resize(register.width));
    register.next(next, start.or(taken));
  };
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
function netName(register: Signal): string {
  if (register.expr.kind !== 'reference') throw new Error('not the signal of a net');
  return register.expr.name;
}
