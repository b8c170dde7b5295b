import { dtypeNamed } from '../ir/index.js';
import { decode, floatFormat } from '../numbers/index.js';
import type { Random } from './random.js';

/** Exponents above and below that of one, of floats that neither vanish beside each other nor overflow. */
const nearExponents = 3;

/**
 * Draws elements of a number type: any integer; of a float now and then any code, mostly numbers near one, whose sums stay finite.
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
  if (draw.chance(0.25)) return () => draw.below(codes);
  const highest = 2 ** exponent_bits - 2;
  const [least, greatest] = [Math.max(0, bias - nearExponents), Math.min(highest, bias + nearExponents)];
  const fractions = 2 ** mantissa_bits;
  return () => {
    const magnitude = draw.between(least, greatest) * fractions + draw.below(fractions);
    return draw.chance(0.5) ? magnitude : magnitude + codes / 2;
  };
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
    case 'sparse':
      return () => (draw.chance(0.9) ? 0 : any());
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
