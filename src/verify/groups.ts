import { entryBits, groupWidth, type Group } from '../blocks/hardware.js';
import { valueDraw, type Values } from './elements.js';
import type { Random } from './random.js';

/** Codes of scales that are one, of powers of two (E8M0) and of floats (e4m3). */
const ones = { e8m0: 127, e4m3: 0x38 } as const;

/** Draws groups, as lists of their entries: numbers of a kind, and a scale where they are blocks. */
export function groupDraw(group: Group, draw: Random, values: Values = 'random'): () => readonly number[] {
  const next = valueDraw(group.type, draw, values);
  const { numbers, scale } = group;
  if (numbers === 1 && scale === 'none') return () => [next()];
  const cancels = draw.chance(0.25);
  const nextScale = scale === 'none' ? undefined : scaleDraw(scale, draw);
  return () => {
    const codes: number[] = [];
    // Pairs of a number and itself meet, with weights that differ little, in sums of which little is left.
    for (let i = 0; i < numbers; i++) codes.push(cancels && i % 2 === 1 ? (codes[i - 1] ?? 0) : next());
    return nextScale === undefined ? codes : [...codes, nextScale()];
  };
}

/** Draws scales: near one, whose blocks meet in sums; any; or those at the ends, where sums underflow, overflow, or are no numbers. */
function scaleDraw(scale: 'e8m0' | 'e4m3', draw: Random): () => number {
  switch (draw.below(6)) {
    case 0:
      return () => draw.below(256);
    case 1:
      return scale === 'e8m0'
        ? () => draw.pick([0, 1, 2, 55, 64, 72, 190, 200, 253, 254, 255])
        : () => draw.pick([0, 1, 7, 8, 0x38, 0x7e, 0x7f, 0x80, 0xb8, 0xfe]);
    case 2:
      // Sums of products about the least normal number of fp32.
      return scale === 'e8m0' ? () => draw.between(50, 66) : () => draw.between(0, 0x10);
    case 3:
      return () => ones[scale];
    default:
      return () => ones[scale] + draw.between(-8, 8);
  }
}

/** A beat of a stream, as one number: groups after one another, the first in the low bits. */
export function beatOf(group: Group, entries: readonly number[]): bigint {
  const bits = BigInt(groupWidth(group));
  let beat = 0n;
  for (let i = entries.length - 1; i >= 0; i--) {
    const [index, entry] = [Math.floor(i / group.entries), i % group.entries];
    const width = entryBits(group, entry);
    const code = BigInt.asUintN(width, BigInt(entries[i] ?? 0));
    beat |= code << (BigInt(index) * bits + BigInt(entry * group.numberBits));
  }
  return beat;
}
