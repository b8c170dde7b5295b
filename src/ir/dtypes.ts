import type { DType } from './types.js';

function integer(name: string, width: number): DType {
  return { name, width, exponent_bits: 0, mantissa_bits: width - 1, bias: 0 };
}

function float(name: string, exponent_bits: number, mantissa_bits: number): DType {
  return {
    name,
    width: 1 + exponent_bits + mantissa_bits,
    exponent_bits,
    mantissa_bits,
    bias: 2 ** (exponent_bits - 1) - 1,
  };
}

/** A block format: its elements' layout, and the width with each element's share of the block's scale. */
function block(name: string, element: DType, elements: number, scale_bits: number): DType {
  return { ...element, name, width: element.width + scale_bits / elements };
}

const fp6e3m2 = float('fp6_e3m2', 3, 2);
const fp8e5m2 = float('fp8_e5m2', 5, 2);
const fp4 = float('fp4_e2m1', 2, 1);
const fp6 = float('fp6_e2m3', 2, 3);
const fp8 = float('fp8_e4m3', 4, 3);

/**
 * The prelude's number types by name, widths in bits. Integers are two's complement. The floats of 4 to 8 bits are those of the
 * OCP MX and OFP8 formats; the block formats are OCP MX v1.0 (32 elements, an 8-bit scale) and nvfp4 (16 elements, an 8-bit scale).
 * `bit` is raw bits.
 */
export const dtypes: ReadonlyMap<string, DType> = new Map(
  [
    { name: 'bit', width: 1, exponent_bits: 0, mantissa_bits: 0, bias: 0 },
    integer('int4', 4),
    integer('int8', 8),
    integer('int16', 16),
    integer('int32', 32),
    integer('int40', 40),
    integer('int48', 48),
    fp4,
    fp6,
    fp6e3m2,
    fp8,
    fp8e5m2,
    float('bf16', 8, 7),
    float('fp16', 5, 10),
    float('tf32', 8, 10),
    float('fp32', 8, 23),
    block('mxfp8', fp8, 32, 8),
    block('mxfp8_e5m2', fp8e5m2, 32, 8),
    block('mxfp6', fp6, 32, 8),
    block('mxfp6_e3m2', fp6e3m2, 32, 8),
    block('mxfp4', fp4, 32, 8),
    block('nvfp4', fp4, 16, 8),
  ].map((dtype) => [dtype.name, dtype]),
);

/** The number type of that name, where a check has already made sure that there is one. */
export function dtypeNamed(name: string): DType {
  const found = dtypes.get(name);
  if (found === undefined) throw new Error(`no number type is called ${name}`);
  return found;
}

/** Width of a number type in bits. */
export function dtypeWidth(name: string): number | undefined {
  return dtypes.get(name)?.width;
}

/** How the blocks of a block format are made. */
export interface BlockDType {
  /** Number type of each element, and how many share a scale. */
  readonly element: string;
  readonly elements: number;
  /** `e8m0` is 2^(code - 127), code FF being NaN; `e4m3` is a float of OFP8. */
  readonly scale: 'e8m0' | 'e4m3';
}

/** The number types that are block formats, by name. */
export const blockDtypes: ReadonlyMap<string, BlockDType> = new Map([
  ['mxfp8', { element: 'fp8_e4m3', elements: 32, scale: 'e8m0' }],
  ['mxfp8_e5m2', { element: 'fp8_e5m2', elements: 32, scale: 'e8m0' }],
  ['mxfp6', { element: 'fp6_e2m3', elements: 32, scale: 'e8m0' }],
  ['mxfp6_e3m2', { element: 'fp6_e3m2', elements: 32, scale: 'e8m0' }],
  ['mxfp4', { element: 'fp4_e2m1', elements: 32, scale: 'e8m0' }],
  ['nvfp4', { element: 'fp4_e2m1', elements: 16, scale: 'e4m3' }],
]);
