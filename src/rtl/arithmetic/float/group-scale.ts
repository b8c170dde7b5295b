import type { ModuleBuilder } from '../../builder.js';
import { constant, type Signal } from '../../signal.js';
import { fixedFactor, greatestPlace, unitExponent } from './fixed.js';
import { codeBits, type Factors, type FloatLayout } from './layout.js';

/** What the numbers of a group share: nothing, a power of two (OCP MX: 2^(code - 127), code FF being NaN), or a float of OFP8 (nvfp4). */
export type GroupScale = 'none' | 'e8m0' | 'e4m3';

/** Bits of a scale. */
const scaleBits = 8;

/** The layout of a block scale that is a float. */
const scaleLayout: FloatLayout = { exponentBits: 4, mantissaBits: 3, bias: 7, specials: 'nan' };

/** How many numbers are a group, and what they share. */
export interface GroupShape {
  readonly count: number;
  readonly scale: GroupScale;
}

/** Bits of a group. */
export function groupBits(layout: FloatLayout, count: number, scale: GroupScale): number {
  return count * codeBits(layout) + (scale === 'none' ? 0 : scaleBits);
}

/** What multiplies the sum of a group: `significand * 2^exponent`. */
export interface Scales {
  /** Undefined where it is one. */
  readonly factor: { readonly significand: Signal; readonly negative: Signal } | undefined;
  /** Unsigned; what is added to the exponent, less its least value. */
  readonly exponent: Signal | undefined;
  readonly nan: Signal;
}

/** The product of the scales of two groups, which stand above their numbers. */
export function groupScales(
  m: ModuleBuilder,
  name: string,
  { a, b, count, scale }: Factors & GroupShape,
  left: Signal,
  right: Signal,
): Scales {
  if (scale === 'none') return { factor: undefined, exponent: undefined, nan: constant(0) };
  const codes = [
    left.slice(left.width - 1, count * codeBits(a)),
    right.slice(right.width - 1, count * codeBits(b)),
  ] as const;
  if (scale === 'e8m0')
    return {
      factor: undefined,
      exponent: m.named(`${name}_scale`, codes[0].add(codes[1])),
      nan: m.named(`${name}_scale_nan`, codes[0].all().or(codes[1].all())),
    };
  const [one, other] = [
    fixedFactor(m, `${name}_scale_a`, codes[0], scaleLayout),
    fixedFactor(m, `${name}_scale_b`, codes[1], scaleLayout),
  ];
  m.unused(one.zero, other.zero);
  return {
    factor: {
      significand: m.named(`${name}_scale`, one.significand.mul(other.significand)),
      negative: m.named(`${name}_scale_negative`, one.negative.xor(other.negative)),
    },
    exponent: m.named(`${name}_scale_place`, one.place.add(other.place)),
    nan: m.named(`${name}_scale_nan`, one.nan.or(other.nan)),
  };
}

/** The least and the greatest exponent that scales add; both zero without. */
export function scaleExponents(scale: GroupScale): { readonly least: number; readonly greatest: number } {
  if (scale === 'none') return { least: 0, greatest: 0 };
  if (scale === 'e8m0') return { least: -254, greatest: 254 };
  const unit = 2 * unitExponent(scaleLayout);
  return { least: unit, greatest: unit + 2 * greatestPlace(scaleLayout) };
}
