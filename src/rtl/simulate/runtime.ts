/** Words of a value: 32 bits each, the low ones first, bits above the width zero. */
export type Words = Uint32Array;

/** Number of words that `width` bits take. */
export const wordsOf = (width: number): number => (width + 31) >>> 5;

function getBits(from: Words, offset: number, low: number, width: number): number {
  const at = offset + (low >>> 5);
  const shift = low & 31;
  let value = (from[at] ?? 0) >>> shift;
  if (shift + width > 32) value |= (from[at + 1] ?? 0) << (32 - shift);
  return width === 32 ? value >>> 0 : value & ((1 << width) - 1);
}

function putBits(to: Words, offset: number, low: number, width: number, value: number): void {
  const at = offset + (low >>> 5);
  const shift = low & 31;
  const mask = width === 32 ? -1 : (1 << width) - 1;
  const bits = value & mask;
  to[at] = ((to[at] ?? 0) & ~(mask << shift)) | (bits << shift);
  if (shift + width > 32) {
    const rest = 32 - shift;
    to[at + 1] = ((to[at + 1] ?? 0) & ~(mask >>> rest)) | (bits >>> rest);
  }
}

function copyBits(
  to: Words,
  toOffset: number,
  toLow: number,
  from: Words,
  offset: number,
  low: number,
  width: number,
): void {
  let done = 0;
  if (((toLow | low) & 31) === 0) {
    const whole = width >>> 5;
    const target = toOffset + (toLow >>> 5);
    const source = offset + (low >>> 5);
    for (let i = 0; i < whole; i++) to[target + i] = from[source + i] ?? 0;
    done = whole << 5;
  }
  for (; done < width; done += 32) {
    const count = Math.min(32, width - done);
    putBits(to, toOffset, toLow + done, count, getBits(from, offset, low + done, count));
  }
}

function copyWords(to: Words, toOffset: number, from: Words, offset: number, count: number): void {
  for (let i = 0; i < count; i++) to[toOffset + i] = from[offset + i] ?? 0;
}

/** Clears what stands above `width` in the last word. */
function trim(to: Words, offset: number, width: number): void {
  const rest = width & 31;
  if (rest !== 0) to[offset + (width >>> 5)] = (to[offset + (width >>> 5)] ?? 0) & ((1 << rest) - 1);
}

/** A number of at most 32 bits, sign extended where it is negative. */
function setNumber(to: Words, offset: number, width: number, value: number): void {
  const count = wordsOf(width);
  to[offset] = value;
  const fill = value < 0 ? 0xffffffff : 0;
  for (let i = 1; i < count; i++) to[offset + i] = fill;
  trim(to, offset, width);
}

/** `width` bits from `from`, extended to `toWidth` or cut to it. */
function resizeWords(
  to: Words,
  toOffset: number,
  toWidth: number,
  from: Words,
  offset: number,
  width: number,
  signed: boolean,
): void {
  const count = wordsOf(toWidth);
  const own = wordsOf(width);
  const negative = signed && (((from[offset + ((width - 1) >>> 5)] ?? 0) >>> ((width - 1) & 31)) & 1) === 1;
  const fill = negative ? 0xffffffff : 0;
  for (let i = 0; i < count; i++) to[toOffset + i] = i < own ? (from[offset + i] ?? 0) : fill;
  if (negative && toWidth > width && (width & 31) !== 0)
    to[toOffset + own - 1] = (to[toOffset + own - 1] ?? 0) | (-1 << (width & 31));
  trim(to, toOffset, toWidth);
}

export function bigOf(from: Words, offset: number, width: number, signed: boolean): bigint {
  let value = 0n;
  for (let i = wordsOf(width) - 1; i >= 0; i--) value = (value << 32n) | BigInt(from[offset + i] ?? 0);
  return signed ? BigInt.asIntN(width, value) : value;
}

export function setBig(to: Words, offset: number, width: number, value: bigint): void {
  let rest = BigInt.asUintN(width, value);
  const count = wordsOf(width);
  for (let i = 0; i < count; i++) {
    to[offset + i] = Number(rest & 0xffffffffn);
    rest >>= 32n;
  }
}

function addWords(to: Words, toOffset: number, width: number, a: Words, i: number, b: Words, j: number): void {
  const count = wordsOf(width);
  let carry = 0;
  for (let k = 0; k < count; k++) {
    const sum = (a[i + k] ?? 0) + (b[j + k] ?? 0) + carry;
    to[toOffset + k] = sum;
    carry = sum > 0xffffffff ? 1 : 0;
  }
  trim(to, toOffset, width);
}

function subWords(to: Words, toOffset: number, width: number, a: Words, i: number, b: Words, j: number): void {
  const count = wordsOf(width);
  let borrow = 0;
  for (let k = 0; k < count; k++) {
    const difference = (a[i + k] ?? 0) - (b[j + k] ?? 0) - borrow;
    to[toOffset + k] = difference;
    borrow = difference < 0 ? 1 : 0;
  }
  trim(to, toOffset, width);
}

function andWords(to: Words, toOffset: number, count: number, a: Words, i: number, b: Words, j: number): void {
  for (let k = 0; k < count; k++) to[toOffset + k] = (a[i + k] ?? 0) & (b[j + k] ?? 0);
}
function orWords(to: Words, toOffset: number, count: number, a: Words, i: number, b: Words, j: number): void {
  for (let k = 0; k < count; k++) to[toOffset + k] = (a[i + k] ?? 0) | (b[j + k] ?? 0);
}
function xorWords(to: Words, toOffset: number, count: number, a: Words, i: number, b: Words, j: number): void {
  for (let k = 0; k < count; k++) to[toOffset + k] = (a[i + k] ?? 0) ^ (b[j + k] ?? 0);
}
function notWords(to: Words, toOffset: number, width: number, a: Words, i: number): void {
  const count = wordsOf(width);
  for (let k = 0; k < count; k++) to[toOffset + k] = ~(a[i + k] ?? 0);
  trim(to, toOffset, width);
}
function equalWords(count: number, a: Words, i: number, b: Words, j: number): number {
  for (let k = 0; k < count; k++) if (a[i + k] !== b[j + k]) return 0;
  return 1;
}
function anyWord(count: number, a: Words, i: number): number {
  for (let k = 0; k < count; k++) if (a[i + k] !== 0) return 1;
  return 0;
}
function parity(value: number): number {
  let bits = value;
  bits ^= bits >>> 16;
  bits ^= bits >>> 8;
  bits ^= bits >>> 4;
  return (0x6996 >>> (bits & 15)) & 1;
}
function parityWords(count: number, a: Words, i: number): number {
  let bits = 0;
  for (let k = 0; k < count; k++) bits ^= a[i + k] ?? 0;
  return parity(bits);
}

/** A big number shifted by an amount that may exceed any width. */
function shiftBig(value: bigint, amount: bigint, width: number): bigint {
  return amount > BigInt(width) ? (value < 0n ? -1n : 0n) : value >> amount;
}
function shiftLeftBig(value: bigint, amount: bigint, width: number): bigint {
  return amount >= BigInt(width) ? 0n : value << amount;
}

/** What generated code calls. */
export const runtime = {
  getBits,
  putBits,
  copyBits,
  copyWords,
  setNumber,
  resizeWords,
  bigOf,
  setBig,
  addWords,
  subWords,
  andWords,
  orWords,
  xorWords,
  notWords,
  equalWords,
  anyWord,
  parity,
  parityWords,
  shiftBig,
  shiftLeftBig,
};
