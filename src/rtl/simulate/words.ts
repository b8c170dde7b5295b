/** JavaScript that takes bits out of words of 32 and puts them together, where they lie is known when it is written. */

/** A value of many words: a JavaScript name of an array, and a JavaScript number where it begins. */
export interface Place {
  readonly array: string;
  readonly offset: string;
}

/** What a part of a vector is: bits of a JavaScript number without others above them, or those of words from `from` on. */
export type Source =
  { readonly kind: 'number'; readonly js: string } | ({ readonly kind: 'words'; readonly from: number } & Place);

/** A part of a vector and where it lies in it. */
export interface Part {
  readonly low: number;
  readonly width: number;
  readonly source: Source;
}

/** As many words at least are copied by a loop. */
const longRun = 12;

/** Sum of a JavaScript number and one that is known. */
export const plus = (js: string, add: number): string =>
  /^\d+$/.test(js) ? String(Number(js) + add) : `${js} + ${add}`;

/** At most 32 bits of words, from bit `low` on, as an expression whose ToInt32 is right; no bits above them. */
export function bitsOf({ array, offset }: Place, low: number, width: number): string {
  const [word, shift] = [low >>> 5, low & 31];
  const first = `${array}[${plus(offset, word)}]`;
  const whole = shift === 0 ? first : `(${first} >>> ${shift})`;
  if (shift + width > 32) return masked(`(${whole} | (${array}[${plus(offset, word + 1)}] << ${32 - shift}))`, width);
  return shift + width === 32 ? whole : masked(whole, width);
}

const masked = (js: string, width: number): string => (width === 32 ? js : `(${js} & ${2 ** width - 1})`);

/** Statements that put a vector together in words. */
export function compose(to: Place, width: number, parts: readonly Part[]): readonly string[] {
  const lines: string[] = [];
  const words = Math.ceil(width / 32);
  for (let word = 0; word < words;) {
    const run = runAt(parts, word);
    if (run === undefined) {
      lines.push(`${to.array}[${plus(to.offset, word)}] = ${wordOf(parts, word)};`);
      word++;
      continue;
    }
    const { source, low, count } = run;
    const from = source.from + 32 * word - low;
    lines.push(
      from % 32 === 0
        ? `copyWords(${to.array}, ${plus(to.offset, word)}, ${source.array}, ${plus(source.offset, from / 32)}, ${count});`
        : `copyBits(${to.array}, ${plus(to.offset, word)}, 0, ${source.array}, ${source.offset}, ${from}, ${32 * count});`,
    );
    word += count;
  }
  return lines;
}

/** A part of words that fills many whole ones from this one on. */
function runAt(
  parts: readonly Part[],
  word: number,
): { readonly source: Extract<Source, { kind: 'words' }>; readonly low: number; readonly count: number } | undefined {
  const part = parts.find(({ low, width }) => low <= 32 * word && low + width >= 32 * (word + 1));
  if (part?.source.kind !== 'words') return undefined;
  const count = Math.floor((part.low + part.width) / 32) - word;
  return count < longRun ? undefined : { source: part.source, low: part.low, count };
}

function wordOf(parts: readonly Part[], word: number): string {
  const [begin, end] = [32 * word, 32 * word + 32];
  const terms = parts.flatMap(({ low, width, source }) => {
    const [from, to] = [Math.max(low, begin), Math.min(low + width, end)];
    if (from >= to) return [];
    const bits = pieceOf(source, from - low, to - from, width);
    return [from === begin ? bits : `(${bits} << ${from - begin})`];
  });
  return terms.length === 0 ? '0' : terms.join(' | ');
}

function pieceOf(source: Source, low: number, count: number, width: number): string {
  if (source.kind === 'words') return bitsOf(source, source.from + low, count);
  const shifted = low === 0 ? source.js : `(${source.js} >>> ${low})`;
  return low + count === width ? shifted : masked(shifted, count);
}
