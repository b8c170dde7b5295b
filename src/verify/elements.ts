import { dtypeNamed } from '../ir/index.js';
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
