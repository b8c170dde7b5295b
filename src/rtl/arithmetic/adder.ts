import type { ModuleBuilder } from '../builder.js';
import { concat, constant, repeat, type Signal } from '../signal.js';
import { unsigned } from '../types.js';

/**
 * How a sum of two numbers is formed. `plain` leaves it to the synthesis tool. The others are parallel-prefix adders of log2(n) levels:
 * `kogge_stone` has a fan-out of two everywhere and the most cells and wires, `sklansky` the fewest cells and a fan-out that doubles.
 */
export type AdderStructure = 'plain' | 'kogge_stone' | 'sklansky';

export const adderStructures: readonly AdderStructure[] = ['plain', 'kogge_stone', 'sklansky'];

/** Generate and propagate of each bit: whether a carry leaves it by itself, or where one enters it. */
export interface Carries {
  readonly generate: Signal;
  readonly propagate: Signal;
}

/**
 * `a + b` modulo 2^width, unsigned.
 *
 * @param name beginning of the names of what is between
 * @param a unsigned, as wide as `b`
 */
export function addWith(m: ModuleBuilder, name: string, structure: AdderStructure, a: Signal, b: Signal): Signal {
  const [left, right] = [a.asUnsigned(), b.asUnsigned()];
  if (structure === 'plain' || a.width === 1) return left.addWrap(right);
  const propagate = m.named(`${name}_p`, left.xor(right));
  const start = { generate: m.named(`${name}_g`, left.and(right)), propagate };
  const { generate } = prefix(m, name, structure, start, a.width - 1, false);
  return propagate.xor(generate.shlWrap(1));
}

/**
 * Generate and propagate of each bit together with all bits below it, for the lowest `bits` bits at least.
 *
 * @param enters whether a carry may enter at the lowest bit; without, `propagate` says nothing where all bits are joined
 */
export function prefix(
  m: ModuleBuilder,
  name: string,
  structure: Exclude<AdderStructure, 'plain'>,
  start: Carries,
  bits: number,
  enters: boolean,
): Carries {
  let carries = start;
  for (let distance = 1; distance < bits; distance *= 2) {
    const { generate, propagate } =
      structure === 'kogge_stone' ? koggeStone(carries, distance, enters) : sklansky(carries, distance);
    carries = {
      generate: m.named(`${name}_g${distance}`, carries.generate.or(carries.propagate.and(generate))),
      propagate: m.named(`${name}_p${distance}`, carries.propagate.and(propagate)),
    };
  }
  return carries;
}

/** What each bit is joined with: the span that ends `distance` bits below it, or the carry that enters. */
function koggeStone({ generate, propagate }: Carries, distance: number, enters: boolean): Carries {
  const through = propagate.shlWrap(distance);
  const below = constant((1n << BigInt(distance)) - 1n, unsigned(propagate.width));
  return { generate: generate.shlWrap(distance), propagate: enters ? through.or(below) : through };
}

/** What each bit is joined with: in the upper half of a block of twice `distance` bits the whole lower half; else nothing. */
function sklansky({ generate, propagate }: Carries, distance: number): Carries {
  const { width } = generate;
  const parts = (of: Signal, nothing: 0 | 1): Signal => {
    const pieces: Signal[] = [];
    for (let low = 0; low < width; low += distance) {
      const length = Math.min(distance, width - low);
      const upper = (low / distance) % 2 === 1;
      pieces.push(upper ? repeat(of.bit(low - 1), length) : repeat(constant(nothing, unsigned(1)), length));
    }
    return concat(...pieces.toReversed());
  };
  return { generate: parts(generate, 0), propagate: parts(propagate, 1) };
}
