import { concat, type Signal } from '../../../rtl/index.js';
import { commandFields, opcodes, type Field } from '../command.js';

/*
 * What an input-stationary core makes of a command word before the hardware of a weight-stationary one takes it: wires, and a gate for the opcode of a load.
 */

const pairs = [
  [commandFields.m, commandFields.n],
  [commandFields.activationBase, commandFields.weightBase],
  [commandFields.activationStride, commandFields.weightStride],
] as const;

/** A multiplication's word with M and N, activations and weights exchanged. */
export function exchangedWord(word: Signal): Signal {
  const of = ({ low, width }: Field): Signal => word.slice(low + width - 1, low);
  const others = pairs.flatMap(([one, other]) => [
    { at: one, from: other },
    { at: other, from: one },
  ]);
  const parts: Signal[] = [];
  let low = 0;
  for (const { at, from } of others.toSorted((a, b) => a.at.low - b.at.low)) {
    if (at.low > low) parts.push(word.slice(at.low - 1, low));
    parts.push(of(from));
    low = at.low + at.width;
  }
  parts.push(word.slice(word.width - 1, low));
  return concat(...parts.toReversed());
}

/** A move's word with loads of activations and of weights exchanged: their opcodes differ in the last bit. */
export function exchangedLoads(word: Signal): Signal {
  const { width } = commandFields.opcode;
  const opcode = word.slice(width - 1, 0);
  const loads = opcode.eq(opcodes.load.activations).or(opcode.eq(opcodes.load.weights));
  return concat(word.slice(word.width - 1, 1), word.bit(0).xor(loads));
}
