/** Tensors of so many elements and fewer are read: shapes, axes, indices, and not weights. */
export const mostValues = 4096;

/** `TensorProto.DataType` to number types of the language; none for what is no number, and for complex ones. */
const elements: ReadonlyMap<number, string> = new Map([
  [1, 'fp32'],
  [2, 'int8'],
  [3, 'int8'],
  [4, 'int16'],
  [5, 'int16'],
  [6, 'int32'],
  [7, 'int32'],
  [9, 'int8'],
  [10, 'fp16'],
  [11, 'fp32'],
  [12, 'int32'],
  [13, 'int32'],
  [16, 'bf16'],
  [17, 'fp8_e4m3'],
  [18, 'fp8_e4m3'],
  [19, 'fp8_e5m2'],
  [20, 'fp8_e5m2'],
  [21, 'int4'],
  [22, 'int4'],
  [23, 'fp4_e2m1'],
]);

/**
 * The number type that stands for one of ONNX: whole numbers without a sign, of 64 bits and truth values are what is nearest, as an
 * estimate takes the number types of the design.
 */
export function elementOf(type: number): string | undefined {
  return elements.get(type);
}

/** Whether numbers of a type are data of a model, and not shapes, indices or truth values. */
export function isParameter(type: number): boolean {
  return elements.has(type) && !wholeTypes.has(type);
}

/** 16 and more bits, and truth values. */
const wholeTypes: ReadonlySet<number> = new Set([4, 5, 6, 7, 9, 12, 13]);

/** Whether a type's values are whole numbers, so that a quotient is cut off. */
export function isWhole(type: number): boolean {
  return [2, 3, 4, 5, 6, 7, 9, 12, 13].includes(type);
}

const readers: ReadonlyMap<number, readonly [size: number, read: (view: DataView, at: number) => number]> = new Map([
  [1, [4, (view, at) => view.getFloat32(at, true)] as const],
  [2, [1, (view, at) => view.getUint8(at)] as const],
  [3, [1, (view, at) => view.getInt8(at)] as const],
  [6, [4, (view, at) => view.getInt32(at, true)] as const],
  [7, [8, (view, at) => Number(view.getBigInt64(at, true))] as const],
  [9, [1, (view, at) => view.getUint8(at)] as const],
  [11, [8, (view, at) => view.getFloat64(at, true)] as const],
]);

/** The elements of raw data; undefined where they are too few, or of a type that no shape has. */
export function rawValues(type: number, raw: Uint8Array, count: number): readonly number[] | undefined {
  const [size, read] = readers.get(type) ?? [];
  if (size === undefined || read === undefined || raw.length < count * size) return undefined;
  const view = new DataView(raw.buffer, raw.byteOffset, raw.byteLength);
  return Array.from({ length: count }, (_, index) => read(view, index * size));
}
