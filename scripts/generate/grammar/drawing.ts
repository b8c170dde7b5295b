/** A part of a diagram: how far it reaches over and under its rail, and its SVG with the rail's left end at (x, y). */
export interface Drawing {
  readonly width: number;
  readonly up: number;
  readonly down: number;
  /** How far below the rail's left end its right end lies; only of several rows. */
  readonly exit?: number;
  readonly draw: (x: number, y: number) => string;
}

/** Width of a character of the diagrams' font, as drawn boxes need it. */
const character = 8;
const half = 13;

/** A rounded box for a word of the language, a square one for a rule. */
export function box(text: string, kind: 'word' | 'rule'): Drawing {
  const width = text.length * character + 20;
  const corner = kind === 'word' ? half : 3;
  return {
    width,
    up: half,
    down: half,
    draw: (x, y) =>
      `<g class="${kind}"><rect x="${x}" y="${y - half}" width="${width}" height="${2 * half}" rx="${corner}"/>` +
      `<text x="${x + width / 2}" y="${y + 4.5}">${escaped(text)}</text></g>`,
  };
}

/** A text as the content of an XML element. */
export function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
