import { blockDtypes } from '../ir/index.js';
import { decode, nanOf, round, type Decoded } from './bits.js';
import { floatFormat, floatNamed, fp32, type FloatFormat } from './format.js';

/** A sum of products, exactly: `significand * 2^exponent`. A sum of zero has no sign. */
type Sum =
  | { readonly kind: 'nan' }
  | { readonly kind: 'infinite'; readonly negative: boolean }
  | { readonly kind: 'finite'; readonly significand: bigint; readonly exponent: number };

/** Codes of one operand's elements with their format. */
export interface Elements {
  readonly codes: ArrayLike<number>;
  readonly format: FloatFormat;
}

/** `a + b`, exactly. */
function addSums(a: Sum, b: Sum): Sum {
  if (a.kind === 'nan' || b.kind === 'nan') return { kind: 'nan' };
  if (a.kind === 'infinite') return b.kind === 'infinite' && a.negative !== b.negative ? { kind: 'nan' } : a;
  if (b.kind === 'infinite') return b;
  const exponent = Math.min(a.exponent, b.exponent);
  const scaled = (sum: typeof a): bigint => sum.significand << BigInt(sum.exponent - exponent);
  return { kind: 'finite', significand: scaled(a) + scaled(b), exponent };
}

function product(a: Decoded, b: Decoded): Sum {
  if (a.kind === 'nan' || b.kind === 'nan') return { kind: 'nan' };
  const negative = a.negative !== b.negative;
  if (a.kind === 'infinite' || b.kind === 'infinite') {
    const zero = (a.kind === 'finite' && a.significand === 0) || (b.kind === 'finite' && b.significand === 0);
    return zero ? { kind: 'nan' } : { kind: 'infinite', negative };
  }
  const magnitude = BigInt(a.significand * b.significand);
  return { kind: 'finite', significand: negative ? -magnitude : magnitude, exponent: a.exponent + b.exponent };
}

const nothing: Sum = { kind: 'finite', significand: 0n, exponent: 0 };

/** The exact sum of the products of two groups of equal length. */
function exactDot(a: Elements, b: Elements): Sum {
  let sum = nothing;
  for (let i = 0; i < a.codes.length; i++)
    sum = addSums(sum, product(decode(a.codes[i] ?? 0, a.format), decode(b.codes[i] ?? 0, b.format)));
  return sum;
}

/** `accumulator + sum` in fp32, rounded once. An exact zero is +0. */
function accumulate(accumulator: number, sum: Sum): number {
  const start = decode(accumulator, fp32);
  const addend: Sum =
    start.kind === 'finite'
      ? {
          kind: 'finite',
          significand: BigInt(start.negative ? -start.significand : start.significand),
          exponent: start.exponent,
        }
      : start;
  const total = addSums(addend, sum);
  switch (total.kind) {
    case 'nan':
      return nanOf(fp32);
    case 'infinite':
      return total.negative ? 0xff800000 : 0x7f800000;
    case 'finite':
      return roundBig(total.significand, total.exponent);
  }
}

/** `significand * 2^exponent` as the nearest fp32. */
function roundBig(significand: bigint, exponent: number): number {
  const negative = significand < 0n;
  const magnitude = negative ? -significand : significand;
  const excess = Math.max(0, magnitude.toString(2).length - 52);
  const kept = magnitude >> BigInt(excess);
  const sticky = kept << BigInt(excess) !== magnitude;
  return round({ negative, significand: Number(kept), exponent: exponent + excess, sticky }, fp32, 'infinity');
}

/**
 * A dot-product tree's step: the products of a group are summed exactly, and one rounding adds the sum to the accumulator; the shape of
 * the tree changes nothing. A sum that is exactly zero is +0.
 *
 * @param accumulator code of fp32
 */
export function dotAdd(accumulator: number, a: Elements, b: Elements): number {
  return accumulate(accumulator, exactDot(a, b));
}

/** A block-scaled operand: the codes of its elements and of the scale they share. */
export interface ScaledBlock extends Elements {
  readonly scale: number;
}

/** How the blocks of a block format are made. */
export interface BlockFormat {
  readonly name: string;
  /** Elements that share a scale. */
  readonly elements: number;
  readonly element: FloatFormat;
  /** `e8m0` is 2^(code - 127), code FF being NaN; `e4m3` is a float of OFP8. */
  readonly scale: 'e8m0' | 'e4m3';
}

const e4m3 = floatNamed('fp8_e4m3');

/** OCP MX v1.0 and nvfp4: the block formats among the prelude's number types. */
export const blockFormats: ReadonlyMap<string, BlockFormat> = new Map(
  [...blockDtypes].flatMap(([name, { element, ...block }]): readonly (readonly [string, BlockFormat])[] => {
    const format = floatFormat(element);
    return format === undefined ? [] : [[name, { name, ...block, element: format }]];
  }),
);

function scaleOf(code: number, scale: BlockFormat['scale']): Decoded {
  if (scale === 'e4m3') return decode(code, e4m3);
  if (code === 0xff) return { kind: 'nan' };
  return { kind: 'finite', negative: false, significand: 1, exponent: code - 127 };
}

/**
 * `accumulator + scale_a * scale_b * sum(a_i * b_i)` in fp32 over one block: the products are summed and scaled exactly, then rounded
 * once. A scale that is NaN makes the result NaN. The fp32 scale that nvfp4 has for a whole tensor is not in here: an epilogue applies it
 * once.
 *
 * The OCP text leaves the inner precision of a block's dot product to implementations; this is ours.
 */
export function blockDotAdd(accumulator: number, a: ScaledBlock, b: ScaledBlock, scale: BlockFormat['scale']): number {
  const [left, right] = [scaleOf(a.scale, scale), scaleOf(b.scale, scale)];
  if (left.kind !== 'finite' || right.kind !== 'finite') return nanOf(fp32);
  const sum = exactDot(a, b);
  if (sum.kind !== 'finite') return accumulate(accumulator, sum);
  const factor = BigInt(left.significand * right.significand);
  return accumulate(accumulator, {
    kind: 'finite',
    significand: sum.significand * (left.negative !== right.negative ? -factor : factor),
    exponent: sum.exponent + left.exponent + right.exponent,
  });
}
