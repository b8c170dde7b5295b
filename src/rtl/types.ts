/** The type of a signal: a two's complement or unsigned number of `width` bits. */
export interface Type {
  readonly width: number;
  readonly signed: boolean;
}

/** An unsigned number of `width` bits. */
export function unsigned(width: number): Type {
  return { width, signed: false };
}

/** A two's complement number of `width` bits. */
export function signed(width: number): Type {
  return { width, signed: true };
}

/** One bit. */
export const bit: Type = unsigned(1);

export function typeName(type: Type): string {
  return type.signed ? `signed(${type.width})` : type.width === 1 ? 'bit' : `unsigned(${type.width})`;
}

export function sameType(a: Type, b: Type): boolean {
  return a.width === b.width && a.signed === b.signed;
}

/** The smallest type that holds every value of both. */
export function commonType(a: Type, b: Type): Type {
  if (a.signed === b.signed) return { width: Math.max(a.width, b.width), signed: a.signed };
  return signed(Math.max(a.width + (a.signed ? 0 : 1), b.width + (b.signed ? 0 : 1)));
}

/** Whether every value of `from` is a value of `to`. */
export function preserves(from: Type, to: Type): boolean {
  return from.signed ? to.signed && from.width <= to.width : from.width + (to.signed ? 1 : 0) <= to.width;
}

/** The smallest type of the given signedness that holds `value`; a negative one is signed always. */
export function typeOfValue(value: bigint, isSigned = value < 0n): Type {
  const magnitude = value < 0n ? -value - 1n : value;
  const bits = magnitude === 0n ? 0 : magnitude.toString(2).length;
  return isSigned || value < 0n ? signed(bits + 1) : unsigned(Math.max(1, bits));
}

export function holds(type: Type, value: bigint): boolean {
  return wrap(type, value) === value;
}

/** `value` modulo 2^width, read in the type's signedness. */
export function wrap(type: Type, value: bigint): bigint {
  return type.signed ? BigInt.asIntN(type.width, value) : BigInt.asUintN(type.width, value);
}

/** Bits that number `count` things from zero; at least one. */
export function addressWidth(count: number): number {
  return count <= 2 ? 1 : Math.ceil(Math.log2(count));
}
