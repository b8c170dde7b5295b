import {
  beats,
  entryBits,
  groupsOf,
  groupWidth,
  scaleWords,
  weightView,
  writeBits,
  type Group,
  type MatrixCoreParameters,
} from '../blocks/hardware.js';
import type { Values } from './elements.js';
import { groupDraw } from './groups.js';
import { random, type Random } from './random.js';

/** Beats behind `spill`. */
export interface Stretch {
  readonly address: number;
  readonly beats: number;
}

/**
 * Fills the memory behind `spill` with the draft's values, the padding of words too: what no result may depend on.
 *
 * @param weights where weights lie (input stationary: activations), whose number type may be another than that of what streams
 */
export function fillMemory(
  parameters: MatrixCoreParameters,
  memory: Uint8Array,
  { seed, values }: { readonly seed: number; readonly values: Values },
  weights: readonly Stretch[],
): void {
  const draw = random(seed);
  const view = weightView(parameters);
  const { activation, weight, spillBits } = view;
  const groups = groupsOf(view);
  if (activation === 'int8') for (let i = 0; i < memory.length; i++) memory[i] = byte(draw, values);
  else fillBits(memory, 0, 8 * memory.length, groups.activation, groupDraw(groups.activation, draw, values));
  if (weight === activation) return;
  for (const { address, beats: count } of weights)
    fillBits(
      memory,
      address * spillBits,
      (address + count) * spillBits,
      groups.weight,
      groupDraw(groups.weight, draw, values),
    );
}

/** Fills bits `first` to `end - 1` with groups: every word begins at a whole number of them. */
export function fillBits(
  memory: Uint8Array,
  first: number,
  end: number,
  group: Group,
  next: () => readonly number[],
): void {
  const bits = groupWidth(group);
  for (let bit = first; bit + bits <= end; bit += bits)
    for (const [entry, code] of next().entries())
      writeBits(memory, bit + entry * group.numberBits, entryBits(group, entry), code);
}

function byte(draw: Random, values: Values): number {
  switch (values) {
    case 'random':
      return draw.below(256);
    case 'extreme':
      return draw.chance(0.5) ? 0x80 : 0x7f;
    case 'lowest':
      return 0x80;
    case 'sparse':
      return draw.chance(0.9) ? 0 : draw.below(256);
  }
}

/**
 * Puts scales of their own in place of any: of most random ones every sum becomes zero or saturates, and none lies half way between two operands. A small
 * multiplier and a shift of a few places leave sums within the operands and make ties.
 *
 * @param address beat of the first of the words of biases, multipliers and shifts
 */
export function fillScales(parameters: MatrixCoreParameters, memory: Uint8Array, address: number, draw: Random): void {
  if (draw.chance(0.3)) return;
  const { cols, spillBits, activationBits, accumulatorBits } = parameters;
  // The more bits an operand has, the more a sum has beyond it.
  const reach = Math.max(0, 2 * activationBits - 16);
  const stride = (beats(parameters, 'results', scaleWords) / scaleWords) * spillBits;
  for (let column = 0; column < cols; column++) {
    const power = draw.below(31);
    // A bias of some size lets shifts of many places leave something.
    const large = 2 ** draw.below(31) * draw.pick([1, -1]);
    const scale = [
      draw.between(-300, 300) + draw.pick([0, 0, 0, large]),
      draw.pick([2 ** power, 2 ** power, 3 * 2 ** (power % 30), 2 ** 31 - 1]),
      draw.pick([power + draw.between(1, 3), power + draw.between(1, 3), power + draw.below(32), draw.below(63)]),
    ];
    if (reach > 0) scale[2] = Math.min(62, (scale[2] ?? 0) + draw.below(reach + 1));
    for (const [word, value] of scale.entries())
      writeBits(memory, address * spillBits + word * stride + column * accumulatorBits, accumulatorBits, value);
  }
}
