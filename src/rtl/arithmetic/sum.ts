import type { ModuleBuilder } from '../builder.js';
import { mux, repeat, type Signal } from '../signal.js';
import { addNarrow, addWith } from './adder.js';
import { compress, emptyColumns, putBits } from './heap.js';
import { bitsOf, multiply, putProduct, type Structures } from './multiplier.js';

/** A number as sign and magnitude. */
export interface SignedMagnitude {
  readonly negative: Signal;
  /** Unsigned. */
  readonly magnitude: Signal;
}

/**
 * The sum of numbers modulo 2^width, signed. With structures of their own the numbers are compressed by 3:2 counters, and one carry propagates; a
 * negative number enters complemented, and its one beside it.
 *
 * @param name beginning of the names of what is between
 */
export function sumOfTerms(
  m: ModuleBuilder,
  name: string,
  { multiplier, adder }: Structures,
  terms: readonly SignedMagnitude[],
  width: number,
): Signal {
  if (multiplier === 'plain') {
    const whole = terms.map(({ negative, magnitude }) =>
      mux(negative, magnitude.neg(), magnitude.extend(magnitude.width + 1).asSigned()),
    );
    return balanced(whole).resize(width);
  }
  const columns = emptyColumns(width);
  let constant = 0n;
  for (const [index, { negative, magnitude }] of terms.entries()) {
    const bits = m.named(`${name}_term${index}`, magnitude.xor(repeat(negative, magnitude.width)));
    const positive = m.named(`${name}_top${index}`, negative.not());
    putBits(columns, [...bitsOf(bits), positive], 0, 2);
    putBits(columns, [negative], 0, 0);
    constant -= 1n << BigInt(magnitude.width);
  }
  const [one, other] = compress(m, name, { columns, constant });
  return addWith(m, `${name}_sum`, adder, one, other).asSigned();
}

/** The factors of a product: signed, of 2 bits at least. */
export type FactorPair = readonly [a: Signal, b: Signal];

/**
 * The sum of products and of an addend modulo 2^width, signed: with structures of their own the partial products of all and the addend are compressed
 * together, and one carry propagates.
 *
 * @param name beginning of the names of what is between
 * @param addend signed, of `width` bits at most
 */
export function sumOfProducts(
  m: ModuleBuilder,
  name: string,
  structures: Structures,
  factors: readonly FactorPair[],
  addend: Signal | undefined,
  width: number,
): Signal {
  const { multiplier, adder } = structures;
  if (multiplier === 'plain') {
    const products = factors.map(([a, b], index) => multiply(m, `${name}_${index}`, structures, a, b));
    const sum = balanced(products);
    if (addend === undefined) return sum.resize(width);
    const wide = addend.resize(width);
    return addNarrow(m, `${name}_sum`, adder, wide, sum.width > width ? sum.resize(width) : sum);
  }
  const columns = emptyColumns(width);
  if (addend !== undefined) putBits(columns, bitsOf(addend.resize(width)), 0, 0);
  let constant = 0n;
  for (const [index, [a, b]] of factors.entries())
    constant += putProduct(m, `${name}_${index}`, multiplier, a, b, columns);
  const [one, other] = compress(m, name, { columns, constant });
  return addWith(m, `${name}_sum`, adder, one, other).asSigned();
}

/** The exact sum, by a balanced tree. */
function balanced(terms: readonly Signal[]): Signal {
  const [only] = terms;
  if (only === undefined) throw new Error('a sum of nothing');
  if (terms.length === 1) return only;
  const half = Math.ceil(terms.length / 2);
  return balanced(terms.slice(0, half)).add(balanced(terms.slice(half)));
}
