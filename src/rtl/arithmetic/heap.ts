import type { ModuleBuilder } from '../builder.js';
import { concat, constant, type Signal } from '../signal.js';
import { unsigned } from '../types.js';

/** A bit of a sum and when it comes, in units of which an exclusive or takes two. */
export interface HeapBit {
  readonly signal: Signal;
  readonly arrival: number;
}

/** Numbers to be summed, bit by bit: `columns[i]` holds bits of weight 2^i, and `constant` is added to them. */
export interface Heap {
  readonly columns: readonly (readonly HeapBit[])[];
  /** May be negative: all is modulo 2^(number of columns). */
  readonly constant: bigint;
}

const gateDelay = 2;

/** The bits of a number in the columns from `low` on, as far as there are columns; `columns` grows. */
export function putBits(columns: HeapBit[][], bits: readonly Signal[], low: number, arrival: number): void {
  for (const [index, signal] of bits.entries()) columns[low + index]?.push({ signal, arrival });
}

/** An empty heap of so many columns, to be filled. */
export function emptyColumns(width: number): HeapBit[][] {
  return Array.from({ length: width }, () => []);
}

/**
 * Two numbers whose sum is that of the heap, modulo 2^width: columns are compressed from the lowest up by full adders (3:2 counters), each
 * of which takes the three bits that come first, so that late ones pass few of them.
 *
 * The order is that of V. Oklobdzija, D. Villeger and S. Liu, "A method for speed optimized partial product reduction and generation of
 * fast parallel multipliers using an algorithmic approach", IEEE Trans. Computers 45(3), 1996.
 */
export function compress(
  m: ModuleBuilder,
  name: string,
  { columns, constant: added }: Heap,
): readonly [Signal, Signal] {
  const width = columns.length;
  const ones = BigInt.asUintN(width, added);
  const rows: [Signal[], Signal[]] = [[], []];
  const zero = constant(0, unsigned(1));
  let carries: readonly HeapBit[] = [];
  for (const [column, own] of columns.entries()) {
    const one = ((ones >> BigInt(column)) & 1n) === 1n;
    const { bits, carries: on } = compressColumn(m, `${name}_${column}`, [...own, ...carries], one);
    rows[0].push(bits[0]?.signal ?? zero);
    rows[1].push(bits[1]?.signal ?? zero);
    carries = on;
  }
  return [concat(...rows[0].toReversed()), concat(...rows[1].toReversed())];
}

interface Column {
  /** Two at most. */
  readonly bits: readonly HeapBit[];
  readonly carries: readonly HeapBit[];
}

/** One column: its bits, and a one where the constant has it. */
function compressColumn(m: ModuleBuilder, name: string, given: readonly HeapBit[], one: boolean): Column {
  let bits = given.toSorted((a, b) => a.arrival - b.arrival);
  const carries: HeapBit[] = [];
  let index = 0;
  const replace = (taken: number, [sum, carry]: readonly [HeapBit, HeapBit]): void => {
    carries.push(carry);
    bits = [...bits.slice(taken), sum].toSorted((a, b) => a.arrival - b.arrival);
  };
  const [a, b] = bits;
  if (one && a !== undefined && b !== undefined) replace(2, addOne(m, `${name}_${index++}`, a, b));
  else if (one) bits = [{ signal: constant(1, unsigned(1)), arrival: 0 }, ...bits];
  while (bits.length > 2) {
    const [first, second, third] = bits;
    if (first === undefined || second === undefined || third === undefined) break;
    replace(3, fullAdder(m, `${name}_${index++}`, first, second, third));
  }
  return { bits, carries };
}

/** Sum and carry of three bits, of which `c` comes last. */
function fullAdder(m: ModuleBuilder, name: string, a: HeapBit, b: HeapBit, c: HeapBit): readonly [HeapBit, HeapBit] {
  const either = m.named(`${name}_x`, a.signal.xor(b.signal));
  const arrival = Math.max(b.arrival + gateDelay, c.arrival) + gateDelay;
  return [
    { signal: m.named(`${name}_s`, either.xor(c.signal)), arrival },
    { signal: m.named(`${name}_c`, a.signal.and(b.signal).or(either.and(c.signal))), arrival },
  ];
}

/** Sum and carry of two bits and a one. */
function addOne(m: ModuleBuilder, name: string, a: HeapBit, b: HeapBit): readonly [HeapBit, HeapBit] {
  const arrival = b.arrival + gateDelay;
  return [
    { signal: m.named(`${name}_s`, a.signal.xor(b.signal).not()), arrival },
    { signal: m.named(`${name}_c`, a.signal.or(b.signal)), arrival },
  ];
}
