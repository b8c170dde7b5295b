import { isSpan, type Origin } from '../types.js';

/** Texts by the file name that origins use. */
export type Sources = ReadonlyMap<string, string>;

/** A 1-based place; columns count UTF-16 units. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** The place of an origin in its file, from first to behind the last character. */
export interface Place {
  readonly file: string;
  readonly start: Position;
  readonly end: Position;
}

/** A text with the starts of its lines, so that every place is found by binary search. */
export interface SourceText {
  readonly text: string;
  readonly lineStarts: readonly number[];
}

/** Looks sources up and makes each line table once. */
export type SourceIndex = (file: string) => SourceText | undefined;

export function indexSources(sources: Sources): SourceIndex {
  const tables = new Map<string, SourceText | undefined>();
  return (file) => {
    if (!tables.has(file)) {
      const text = sources.get(file);
      tables.set(file, text === undefined ? undefined : { text, lineStarts: lineStartsOf(text) });
    }
    return tables.get(file);
  };
}

/** Offsets of the first character of every line; `\n`, `\r\n` and a lone `\r` end a line. */
export function lineStartsOf(text: string): number[] {
  const starts = [0];
  for (const end of text.matchAll(/\r\n|\r|\n/g)) starts.push(end.index + end[0].length);
  return starts;
}

/** The place of `offset`, which is taken as the nearest one inside the text. */
export function positionAt({ text, lineStarts }: SourceText, offset: number): Position {
  const inside = Math.max(0, Math.min(offset, text.length));
  let [low, high] = [0, lineStarts.length - 1];
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((lineStarts[middle] ?? 0) <= inside) low = middle;
    else high = middle - 1;
  }
  return { line: low + 1, column: inside - (lineStarts[low] ?? 0) + 1 };
}

/** A line's text without its end; empty past the last one. */
export function lineText({ text, lineStarts }: SourceText, line: number): string {
  const start = lineStarts[line - 1];
  if (start === undefined) return '';
  return text.slice(start, lineStarts[line] ?? text.length).replace(/[\r\n]+$/, '');
}

/** Where an origin lies; a span in a text that is not at hand is at its first character. */
export function placeOf(origin: Origin, index: SourceIndex): Place {
  const source = index(origin.file);
  if (!isSpan(origin)) return sourceLinePlace(origin.file, origin, source);
  if (source === undefined) return { file: origin.file, start: { line: 1, column: 1 }, end: { line: 1, column: 1 } };
  const start = positionAt(source, origin.start);
  return { file: origin.file, start, end: origin.end <= origin.start ? start : positionAt(source, origin.end) };
}

/** The place of a call of the builder reaches to the end of the word that begins there. */
function sourceLinePlace(file: string, start: Position, source: SourceText | undefined): Place {
  const rest = source === undefined ? '' : lineText(source, start.line).slice(start.column - 1);
  const word = /^[\w$]+(?:\.[\w$]+)*/.exec(rest)?.[0] ?? '';
  return { file, start, end: { line: start.line, column: start.column + word.length } };
}

/** Groups by key, in order of first appearance. */
export function groupBy<T>(list: readonly T[], keyOf: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of list) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [item]);
    else group.push(item);
  }
  return groups;
}
