import { dtypeNamed } from '../ir/index.js';
import { decode, floatFormat } from '../numbers/index.js';
import type { Random } from './random.js';

/** Exponents above and below that of one, of floats that neither vanish beside each other nor overflow. */
const nearExponents = 3;

/** What a draw of floats knows of their format. */
interface Fields {
  /** A code of the exponent's field, cut to the format's, and a fraction, of either sign. */
  readonly code: (exponent: number, fraction: number) => number;
  readonly fractions: number;
  readonly mantissaBits: number;
  readonly highest: number;
  readonly bias: number;
}

/** A fraction: any, of one bit, of leading zeros, all ones or zeros: each bit of a sum, of a shift and of what it loses is alone now and then. */
function fractionOf({ fractions, mantissaBits }: Fields, draw: Random): number {
  const bit = 2 ** draw.below(mantissaBits);
  switch (draw.below(5)) {
    case 0:
      return draw.below(fractions);
    case 1:
      return bit;
    case 2:
      return fractions - bit;
    case 3:
      return Math.floor(draw.below(fractions) / bit);
    default:
      return draw.pick([0, 1, fractions - 1]);
  }
}

/** Where exponents are drawn: about one, or where the numbers themselves or their products are the least of fp32. */
const centreOf = ({ bias }: Fields, draw: Random): number =>
  draw.pick([bias, bias - draw.between(48, 75), draw.between(0, 28), draw.between(0, 28)]);

/** Numbers that cancel each other but for one bit; or exactly, so that what is left of a sum is a small one that was added between them. */
function cancelling(fields: Fields, draw: Random): () => number {
  const { code, fractions, mantissaBits } = fields;
  const [centre, exact] = [centreOf(fields, draw), draw.chance(0.5)];
  const lower = draw.between(1, exact ? 26 : 2);
  const common = draw.below(fractions);
  return () => {
    if (draw.chance(0.1)) return 0;
    const exponent = centre - (draw.chance(0.2) ? lower : 0);
    const other = exact || draw.chance(0.5) ? 0 : 2 ** draw.below(mantissaBits);
    return code(exponent, common ^ other);
  };
}

/** Numbers of few bits, some places from each other. */
function ofFewBits(fields: Fields, draw: Random): () => number {
  const centre = centreOf(fields, draw);
  const spread = draw.pick([1, 6, 30]);
  return () => fields.code(centre - draw.below(spread + 1), fractionOf(fields, draw));
}

/**
 * Draws elements of a number type: any integer; of a float any code, the ends of the format, numbers that cancel each other or have few bits, or, mostly,
 * numbers near one, whose sums stay finite.
 * Elements are numbers of an integer type and codes of a float.
 */
export function elementDraw(name: string, draw: Random): () => number {
  const { width, exponent_bits, mantissa_bits, bias } = dtypeNamed(name);
  const codes = 2 ** width;
  if (exponent_bits === 0)
    return () => {
      const code = codes > 2 ** 32 ? draw.below(codes / 2 ** 32) * 2 ** 32 + draw.below(2 ** 32) : draw.below(codes);
      return code < codes / 2 ? code : code - codes;
    };
  const highest = 2 ** exponent_bits - 2;
  const fractions = 2 ** mantissa_bits;
  const code = (exponent: number, fraction: number): number =>
    (draw.chance(0.5) ? codes / 2 : 0) + Math.min(highest + 1, Math.max(0, exponent)) * fractions + fraction;
  const fields: Fields = { code, fractions, mantissaBits: mantissa_bits, highest, bias };
  switch (draw.below(8)) {
    case 0:
      return () => draw.below(codes);
    case 1: {
      // Where formats end: zero, the numbers below the least normal one and about it, the greatest, infinity and NaN.
      const edges = [0, 0, 1, 2, Math.min(bias, highest), highest, highest + 1] as const;
      return () => code(draw.pick(edges), fractionOf(fields, draw));
    }
    case 2: {
      // Products about the least normal number of fp32, or the greatest, where the format reaches that far.
      const centre = draw.pick([bias - 64, bias - 72, bias + 63]);
      return () => code(Math.min(highest, centre + draw.between(-8, 1)), draw.below(fractions));
    }
    case 3:
    case 4:
      return cancelling(fields, draw);
    case 5:
    case 6:
      return ofFewBits(fields, draw);
    default: {
      const [least, greatest] = [Math.max(0, bias - nearExponents), Math.min(highest, bias + nearExponents)];
      return () => code(draw.between(least, greatest), draw.below(fractions));
    }
  }
}

/** Kinds of values: any; the greatest and the least; the least alone; mostly zero. */
export type Values = 'random' | 'extreme' | 'lowest' | 'sparse';

/** Draws elements of a kind: of a float the greatest numbers of either sign, or the most negative one. */
export function valueDraw(name: string, draw: Random, values: Values): () => number {
  const any = elementDraw(name, draw);
  const [least, greatest] = extremes(name);
  switch (values) {
    case 'random':
      return any;
    case 'extreme':
      return () => (draw.chance(0.5) ? least : greatest);
    case 'lowest':
      return () => least;
    case 'sparse': {
      // Of floats there are two zeros.
      const negative = dtypeNamed(name).exponent_bits === 0 ? 0 : 2 ** (dtypeNamed(name).width - 1);
      return () => (draw.chance(draw.pick([0.9, 0.5])) ? draw.pick([0, negative]) : any());
    }
  }
}

/** The least and the greatest number of a type, of a float its code. */
function extremes(name: string): readonly [number, number] {
  const { width } = dtypeNamed(name);
  const format = floatFormat(name);
  const half = 2 ** (width - 1);
  if (format === undefined) return [-half, half - 1];
  let code = half - 1;
  while (decode(code, format).kind !== 'finite') code--;
  return [half + code, code];
}
