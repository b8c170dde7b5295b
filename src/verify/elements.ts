import { dtypeNamed } from '../ir/index.js';
import { decode, floatFormat } from '../numbers/index.js';
import type { Random } from './random.js';

/** Exponents above and below that of one, of floats that neither vanish beside each other nor overflow. */
const nearExponents = 3;

/**
 * Draws elements of a number type: any integer; of a float any code, the ends of the format, few numbers that cancel each other, or, mostly, numbers near
 * one, whose sums stay finite.
 * Elements are numbers of an integer type and codes of a float.
 */
export function elementDraw(name: string, draw: Random): () => number {
  const { width, exponent_bits, mantissa_bits, bias } = dtypeNamed(name);
  const codes = 2 ** width;
  if (exponent_bits === 0)
    return () => {
      const code = draw.below(codes);
      return code < codes / 2 ? code : code - codes;
    };
  const highest = 2 ** exponent_bits - 2;
  const fractions = 2 ** mantissa_bits;
  const signed = (magnitude: number): number => (draw.chance(0.5) ? magnitude : magnitude + codes / 2);
  switch (draw.below(8)) {
    case 0:
      return () => draw.below(codes);
    case 1: {
      // Where formats end: zero, the numbers below the least normal one and about it, the greatest, infinity and NaN.
      const edges = [0, 0, 1, 2, Math.min(bias, highest), highest, highest + 1] as const;
      const corner = (): number => draw.pick([0, 1, fractions - 1, draw.below(fractions)]) % fractions;
      return () => signed(draw.pick(edges) * fractions + corner());
    }
    case 2: {
      // Products about the least normal number of fp32, or the greatest, where the format reaches that far.
      const centre = draw.pick([bias - 64, bias - 72, bias + 63]);
      const exponent = (): number => Math.min(highest, Math.max(0, centre + draw.between(-8, 1)));
      return () => signed(exponent() * fractions + draw.below(fractions));
    }
    case 3:
    case 4: {
      // Few numbers, whose products cancel each other, exactly or but for the last places, also where the least numbers of fp32 lie; or are added where
      // the last place of the greater one is.
      const centre = draw.chance(0.5) ? bias : bias - draw.between(52, 64);
      const exponent = (): number => Math.min(highest, Math.max(0, centre - draw.pick([0, 0, 1, 12])));
      const fraction = (): number => draw.pick([0, 0, 1, fractions / 2, fractions - 1]) % fractions;
      return () => signed(exponent() * fractions + Math.floor(fraction()));
    }
    default: {
      const [least, greatest] = [Math.max(0, bias - nearExponents), Math.min(highest, bias + nearExponents)];
      return () => signed(draw.between(least, greatest) * fractions + draw.below(fractions));
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
