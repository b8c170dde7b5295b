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
  const { low } = compressBelow(m, name, { columns, constant: added }, columns.length);
  return low;
}

/** A heap of which only the columns below some are compressed. */
export interface SplitHeap {
  /** The two numbers of the lower columns. */
  readonly low: readonly [Signal, Signal];
  /** What leaves them for the first column above. */
  readonly carry: Signal | undefined;
  /** A number of the columns above; undefined where there are none. All their columns have a one of the constant beside its bit. */
  readonly high: Signal | undefined;
}

/**
 * Two numbers for the lower columns, as `compress` makes them, and the columns above, where there is nothing but an addend, which has come early, and
 * ones of the constant: they become the addend less one, and what the lower ones carry.
 */
export function compressLow(m: ModuleBuilder, name: string, heap: Heap): SplitHeap {
  return compressBelow(m, name, heap, onesAbove(heap));
}

/** The first of the columns to the top, each of which has a one of the constant and not more than one bit of its own. */
function onesAbove({ columns, constant: added }: Heap): number {
  let above = columns.length;
  while (above > 0 && ((added >> BigInt(above - 1)) & 1n) === 1n && (columns[above - 1]?.length ?? 0) < 2) above--;
  return above;
}

/** Compresses all columns below `above`, and those from there on that are entered by more than one carry. */
function compressBelow(m: ModuleBuilder, name: string, { columns, constant: added }: Heap, above: number): SplitHeap {
  const rows: [Signal[], Signal[]] = [[], []];
  const zero = constant(0, unsigned(1));
  let carries: readonly HeapBit[] = [];
  for (const [column, own] of columns.entries()) {
    if (column >= above && carries.length < 2) break;
    const one = ((added >> BigInt(column)) & 1n) === 1n;
    const { bits, carries: on } = compressColumn(m, `${name}_${column}`, [...own, ...carries], one);
    rows[0].push(bits[0]?.signal ?? zero);
    rows[1].push(bits[1]?.signal ?? zero);
    carries = on;
  }
  const high = columns.slice(rows[0].length).map(([bit]) => bit?.signal ?? zero);
  return {
    low: [concat(...rows[0].toReversed()), concat(...rows[1].toReversed())],
    carry: carries[0]?.signal,
    high: high.length === 0 ? undefined : concat(...high.toReversed()),
  };
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
