import type { ModuleBuilder } from '../../builder.js';
import { concat, mux, repeat, type Signal } from '../../signal.js';
import { prefix, type AdderStructure } from '../adder.js';
import type { Aligned, Fate } from './align.js';

/** An exact sum, its sign apart. */
export interface Magnitude {
  /** A bit more than the window to the left, and one to the right that says whether a part was cut off. */
  readonly value: Signal;
  /** In an exact zero of different signs this says nothing. */
  readonly negative: Signal;
  /** The numbers had different signs. */
  readonly subtract: Signal;
  /** Of the window's first bit, which is the second of `value`. */
  readonly exponent: Signal;
  readonly fate: Fate;
}

/** The sum or difference of two aligned numbers, as sign and magnitude. */
export function addMagnitudes(m: ModuleBuilder, name: string, adder: AdderStructure, aligned: Aligned): Magnitude {
  const { first, second, subtract, firstNegative, exponent, fate } = aligned;
  const left = first.shl(1);
  const { value, swapped } =
    adder === 'plain'
      ? plainMagnitude(m, name, left, second, subtract)
      : endAroundMagnitude(m, name, adder, left, second, subtract);
  return { value, negative: m.named(`${name}_negative`, firstNegative.xor(swapped)), subtract, exponent, fate };
}

interface Difference {
  readonly value: Signal;
  /** The second number was the greater one, or equal. */
  readonly swapped: Signal;
}

/** Leaves sum and both differences to the synthesis tool. */
function plainMagnitude(m: ModuleBuilder, name: string, left: Signal, right: Signal, subtract: Signal): Difference {
  const swapped = m.named(`${name}_swapped`, subtract.and(left.le(right)));
  const { width } = left;
  const difference = m.named(`${name}_apart`, mux(swapped, right.subWrap(left), left.subWrap(right)));
  return { value: m.named(`${name}_sum`, mux(subtract, difference.extend(width + 1), left.add(right))), swapped };
}

/**
 * One carry propagation: to subtract, the second number is complemented, and the carry that leaves at the top enters at the bottom. Where
 * none leaves, the second number was the greater one, and the result is the complement of the difference.
 */
function endAroundMagnitude(
  m: ModuleBuilder,
  name: string,
  adder: Exclude<AdderStructure, 'plain'>,
  left: Signal,
  right: Signal,
  subtract: Signal,
): Difference {
  const { width } = left;
  const given = m.named(`${name}_given`, right.xor(repeat(subtract, width)));
  const propagate = m.named(`${name}_p`, left.xor(given));
  const start = { generate: m.named(`${name}_g`, left.and(given)), propagate };
  const whole = prefix(m, name, adder, start, width, true);
  const carryOut = whole.generate.bit(width - 1);
  const around = m.named(`${name}_around`, carryOut.and(subtract));
  const carries = whole.generate.or(whole.propagate.and(repeat(around, width)));
  const swapped = m.named(`${name}_swapped`, subtract.and(carryOut.not()));
  const sum = propagate.xor(concat(carries.slice(width - 2, 0), around)).xor(repeat(swapped, width));
  return { value: m.named(`${name}_sum`, concat(carryOut.and(subtract.not()), sum)), swapped };
}
