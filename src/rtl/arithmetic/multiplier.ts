import type { ModuleBuilder } from '../builder.js';
import { concat, constant, repeat, type Signal } from '../signal.js';
import { unsigned } from '../types.js';
import { addCarry, addNarrow, addWith, step, type AdderStructure } from './adder.js';
import { compress, compressLow, emptyColumns, putBits, type Heap, type HeapBit } from './heap.js';

/**
 * How the partial products of a signed multiplication are made. `plain` leaves the whole multiplication to the synthesis tool.
 * `baugh_wooley` has one for each bit of the multiplier, and no selection before them; `booth` (radix 4) half as many.
 */
export type MultiplierStructure = 'plain' | 'baugh_wooley' | 'booth';

export const multiplierStructures: readonly MultiplierStructure[] = ['plain', 'baugh_wooley', 'booth'];

export interface Structures {
  readonly multiplier: MultiplierStructure;
  readonly adder: AdderStructure;
}

/**
 * `a * b + addend` modulo 2^width, signed: partial products and addend are compressed together, and only one carry propagates.
 *
 * @param name beginning of the names of what is between
 * @param a signed, of 2 bits at least
 * @param b signed, of 2 bits at least: the one that Booth recodes, which should be there first
 * @param addend signed, of `width` bits at most
 */
export function multiplyAdd(
  m: ModuleBuilder,
  name: string,
  { multiplier, adder }: Structures,
  a: Signal,
  b: Signal,
  addend: Signal | undefined,
  width: number,
): Signal {
  if (multiplier === 'plain') {
    const product = a.mul(b);
    if (addend === undefined) return product.resize(width);
    if (product.width > width) return addNarrow(m, `${name}_sum`, adder, addend.resize(width), product.resize(width));
    return addNarrow(m, `${name}_sum`, adder, addend.resize(width), product);
  }
  if (adder === 'plain')
    return addWith(m, `${name}_sum`, adder, ...productRows(m, name, multiplier, a, b, addend, width)).asSigned();
  const { low, carry, high } = compressLow(m, name, heapOf(m, name, multiplier, a, b, addend, width));
  if (high === undefined) return addWith(m, `${name}_sum`, adder, ...low).asSigned();
  const { sum, carry: above } = addCarry(m, `${name}_sum`, adder, ...low);
  const none = carry === undefined ? constant(1, unsigned(1)) : carry.not();
  return concat(step(m, `${name}_high`, high, above, none), sum).asSigned();
}

/**
 * Two numbers of `width` bits whose sum is `a * b + addend` modulo 2^width: what stands before the one propagation of carries.
 *
 * @param a signed, of 2 bits at least
 * @param b signed, of 2 bits at least: the one that Booth recodes
 * @param addend signed, of `width` bits at most
 */
export function productRows(
  m: ModuleBuilder,
  name: string,
  multiplier: Exclude<MultiplierStructure, 'plain'>,
  a: Signal,
  b: Signal,
  addend: Signal | undefined,
  width: number,
): readonly [Signal, Signal] {
  return compress(m, name, heapOf(m, name, multiplier, a, b, addend, width));
}

/** The partial products of `a * b`, and the addend, in their columns. */
function heapOf(
  m: ModuleBuilder,
  name: string,
  multiplier: Exclude<MultiplierStructure, 'plain'>,
  a: Signal,
  b: Signal,
  addend: Signal | undefined,
  width: number,
): Heap {
  const columns = emptyColumns(width);
  if (addend !== undefined) putBits(columns, bitsOf(addend.resize(width)), 0, 0);
  return { columns, constant: putProduct(m, name, multiplier, a, b, columns) };
}

/**
 * Puts the partial products of `a * b`, signed, into columns, and returns the constant that belongs to them.
 *
 * @param a signed, of 2 bits at least
 * @param b signed, of 2 bits at least: the one that Booth recodes
 */
export function putProduct(
  m: ModuleBuilder,
  name: string,
  multiplier: Exclude<MultiplierStructure, 'plain'>,
  a: Signal,
  b: Signal,
  columns: HeapBit[][],
): bigint {
  return (multiplier === 'booth' ? boothProducts : baughWooleyProducts)(m, name, a, b, columns);
}

/** `a * b`, exactly, signed. */
export function multiply(m: ModuleBuilder, name: string, structures: Structures, a: Signal, b: Signal): Signal {
  return multiplyAdd(m, name, structures, a, b, undefined, a.width + b.width);
}

export const bitsOf = (signal: Signal): readonly Signal[] =>
  Array.from({ length: signal.width }, (_, i) => signal.bit(i));

const power = (exponent: number): bigint => 1n << BigInt(exponent);

/**
 * A bit for each pair of bits. The pairs with one sign bit count negatively: `-x` is `~x - 1`, so they enter complemented, and what is
 * left of them is the constant that is returned.
 */
function baughWooleyProducts(m: ModuleBuilder, name: string, a: Signal, b: Signal, columns: HeapBit[][]): bigint {
  const low = a.width - 1;
  const lowBits = a.slice(low - 1, 0);
  const sign = a.bit(low);
  for (const [row, bit] of bitsOf(b).entries()) {
    const last = row === b.width - 1;
    const masked = lowBits.and(repeat(bit, low));
    const bits = m.named(`${name}_row${row}`, last ? masked.not() : masked);
    const top = m.named(`${name}_top${row}`, last ? sign.and(bit) : sign.and(bit).not());
    putBits(columns, [...bitsOf(bits), top], row, 1);
  }
  return power(a.width - 1) + power(b.width - 1) - power(a.width + b.width - 1);
}

/**
 * A row for every two bits of b: with the bit below them they are a digit from -2 to 2, which takes zero, a or 2a, complemented where it is
 * negative, and then one more. Each row's sign bit enters complemented; what is left of it is in the constant that is returned.
 */
function boothProducts(m: ModuleBuilder, name: string, a: Signal, b: Signal, columns: HeapBit[][]): bigint {
  const width = a.width + 1;
  const once = a.extend(width).asUnsigned();
  const twice = a.shl(1).asUnsigned();
  const digits = bitsOf(b.extend(b.width + (b.width % 2)));
  let left = 0n;
  for (let row = 0; row < digits.length / 2; row++) {
    const [high, middle, below] = [digits[2 * row + 1], digits[2 * row], digits[2 * row - 1]];
    if (high === undefined || middle === undefined) break;
    const one = m.named(`${name}_one${row}`, below === undefined ? middle : middle.xor(below));
    const pair = below === undefined ? middle : middle.or(below);
    const both = below === undefined ? middle.and(0) : middle.and(below);
    const two = m.named(`${name}_two${row}`, high.and(pair.not()).or(high.not().and(both)));
    const chosen = once.and(repeat(one, width)).or(twice.and(repeat(two, width)));
    const bits = bitsOf(m.named(`${name}_row${row}`, chosen.xor(repeat(high, width))));
    const top = m.named(`${name}_top${row}`, concat(...bits.slice(-1)).not());
    putBits(columns, [...bits.slice(0, -1), top], 2 * row, 6);
    putBits(columns, [high], 2 * row, 0);
    left -= power(2 * row + width - 1);
  }
  return left;
}
