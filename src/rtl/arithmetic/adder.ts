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
 * `wide + narrow` modulo 2^width of the first, which is there early: the bits above the narrow number are only stepped.
 *
 * @param wide signed
 * @param narrow signed, not wider
 */
export function addNarrow(
  m: ModuleBuilder,
  name: string,
  structure: AdderStructure,
  wide: Signal,
  narrow: Signal,
): Signal {
  const above = wide.width - narrow.width;
  if (structure === 'plain' || above < leastStepped) {
    // As unsigned numbers: Yosys would make a signed product and its sum one multiplication of the sum's width, which is larger by half.
    return addWith(m, name, structure, narrow.resize(wide.width), wide).asSigned();
  }
  const low = wide.asUnsigned().slice(narrow.width - 1, 0);
  const { sum, carry } = addCarry(m, name, structure, low, narrow.asUnsigned());
  const high = wide.asUnsigned().slice(wide.width - 1, narrow.width);
  return concat(step(m, `${name}_high`, high, carry, narrow.bit(narrow.width - 1)), sum).asSigned();
}

/** Fewer bits than these are added with those below them. */
export const leastStepped = 4;

/** Sum and carry of two numbers of one width. */
export function addCarry(
  m: ModuleBuilder,
  name: string,
  structure: Exclude<AdderStructure, 'plain'>,
  a: Signal,
  b: Signal,
): { readonly sum: Signal; readonly carry: Signal } {
  const propagate = m.named(`${name}_p`, a.xor(b));
  const start = { generate: m.named(`${name}_g`, a.and(b)), propagate };
  const { generate } = prefix(m, name, structure, start, a.width, false);
  return { sum: propagate.xor(generate.shlWrap(1)), carry: generate.bit(a.width - 1) };
}

/**
 * `value + up - down` modulo 2^width, unsigned: what lies above the product in a sum that was there early. Only a one enters it from below, or a one is
 * taken from it, so that runs of ones and of zeros, found while the lower bits are added, say which bits turn.
 *
 * @param up one bit, which may come late
 * @param down one bit, which may come late
 */
export function step(m: ModuleBuilder, name: string, value: Signal, up: Signal, down: Signal): Signal {
  const { width } = value;
  const rises = m.named(`${name}_rises`, up.and(down.not()));
  const falls = m.named(`${name}_falls`, down.and(up.not()));
  const ones = m.named(`${name}_ones`, allBelow(m, `${name}_ones`, value));
  const zeros = m.named(`${name}_zeros`, allBelow(m, `${name}_zeros`, value.not()));
  return value.xor(repeat(rises, width).and(ones).or(repeat(falls, width).and(zeros)));
}

/** For each bit whether all bits below it are set: of the lowest they are. */
function allBelow(m: ModuleBuilder, name: string, value: Signal): Signal {
  const one = constant(1, unsigned(1));
  if (value.width === 1) return one;
  const start = value.slice(value.width - 2, 0);
  let all = start;
  for (let distance = 1; distance < start.width; distance *= 2)
    all = m.named(`${name}${distance}`, all.and(lowerHalves(all, distance, 1)));
  return concat(all, one);
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
  return { generate: lowerHalves(generate, distance, 0), propagate: lowerHalves(propagate, distance, 1) };
}

function lowerHalves(of: Signal, distance: number, nothing: 0 | 1): Signal {
  const pieces: Signal[] = [];
  for (let low = 0; low < of.width; low += distance) {
    const length = Math.min(distance, of.width - low);
    const upper = (low / distance) % 2 === 1;
    pieces.push(upper ? repeat(of.bit(low - 1), length) : repeat(constant(nothing, unsigned(1)), length));
  }
  return concat(...pieces.toReversed());
}
