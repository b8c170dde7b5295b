import { blockDtypes, dtypeNamed } from '../../ir/index.js';

/**
 * What one operand of an array's element is: a number, several that are multiplied and summed up together, or a block of them with the scale that they
 * share. In bits the first number is lowest, and the scale lies above the last.
 */
export interface Group {
  /** How many numbers, and their number type. */
  readonly numbers: number;
  readonly type: string;
  readonly numberBits: number;
  readonly scale: 'none' | 'e8m0' | 'e4m3';
  /** Numbers, and the scale as a further one. */
  readonly entries: number;
}

/** A group of so many numbers of a type; of a block format, the numbers of a block. */
export function groupOf(dtype: string, dot: number): Group {
  const block = blockDtypes.get(dtype);
  const type = block?.element ?? dtype;
  const scale = block?.scale ?? 'none';
  const entries = dot + (scale === 'none' ? 0 : 1);
  return { numbers: dot, type, numberBits: dtypeNamed(type).width, scale, entries };
}

/** Bits of a scale. */
const scaleBits = 8;

/** Bits of an entry of a group: of its numbers, or of its scale. Entry `i` begins at bit `i * numberBits`. */
export function entryBits({ numbers, numberBits }: Group, entry: number): number {
  return entry === numbers ? scaleBits : numberBits;
}

/** Bits of a group. */
export function groupWidth(group: Group): number {
  return (group.entries - 1) * group.numberBits + entryBits(group, group.entries - 1);
}
