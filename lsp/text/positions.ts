import { lineStartsOf } from '../../src/diagnostics/index.js';

/** What a client may count columns in. */
export const encodings = ['utf-8', 'utf-16', 'utf-32'] as const;
export type Encoding = (typeof encodings)[number];

/** What is agreed on: the first that the client offers of those there are; UTF-16 where it offers none, as the protocol has it. */
export function agreedEncoding(offered: readonly string[] = []): Encoding {
  const known = offered.flatMap((each) => encodings.find((encoding) => encoding === each) ?? []);
  return known[0] ?? 'utf-16';
}

/** A place as the protocol writes it: line and column from 0, the column in units of the agreed encoding. */
export interface Position {
  readonly line: number;
  readonly character: number;
}

export interface Range {
  readonly start: Position;
  readonly end: Position;
}

/** A text with the starts of its lines. */
export interface LineTable {
  readonly text: string;
  readonly starts: readonly number[];
}

/** The table of a text; made once for each version. */
export function lineTable(text: string): LineTable {
  return { text, starts: lineStartsOf(text) };
}

/** The UTF-16 offset of a position; one past the end of a line or the text is taken as that end. */
export function offsetOf(table: LineTable, position: Position, encoding: Encoding): number {
  const start = table.starts[Math.max(0, position.line)];
  if (start === undefined) return table.text.length;
  const line = lineAt(table, position.line);
  const column = Math.max(0, position.character);
  return start + (encoding === 'utf-16' ? Math.min(column, line.length) : lengthOf(line, column, encoding));
}

/** The position of an offset. */
export function positionOf(table: LineTable, offset: number, encoding: Encoding): Position {
  const inside = Math.max(0, Math.min(offset, table.text.length));
  let [low, high] = [0, table.starts.length - 1];
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((table.starts[middle] ?? 0) <= inside) low = middle;
    else high = middle - 1;
  }
  const start = table.starts[low] ?? 0;
  const character = encoding === 'utf-16' ? inside - start : columnsOf(table.text.slice(start, inside), encoding);
  return { line: low, character };
}

/** The range of a stretch of text. */
export function rangeOf(
  table: LineTable,
  { start, end }: { readonly start: number; readonly end: number },
  encoding: Encoding,
): Range {
  return { start: positionOf(table, start, encoding), end: positionOf(table, end, encoding) };
}

function lineAt({ text, starts }: LineTable, line: number): string {
  return text.slice(starts[line] ?? text.length, starts[line + 1] ?? text.length).replace(/[\r\n]+$/, '');
}

/** Those whose columns are not the units of a string. */
type OtherEncoding = Exclude<Encoding, 'utf-16'>;

function columnsOf(text: string, encoding: OtherEncoding): number {
  let columns = 0;
  for (const character of text) columns += columnsOfPoint(character.codePointAt(0) ?? 0, encoding);
  return columns;
}

/** Bytes in UTF-8, or one. A lone surrogate is written as the replacement character: three bytes. */
function columnsOfPoint(point: number, encoding: OtherEncoding): number {
  if (encoding === 'utf-32') return 1;
  return point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
}

/** How many UTF-16 units of `line` lie in its first `columns`; a byte within a character counts as its start. */
function lengthOf(line: string, columns: number, encoding: OtherEncoding): number {
  let units = 0;
  let left = columns;
  for (const character of line) {
    left -= columnsOfPoint(character.codePointAt(0) ?? 0, encoding);
    if (left < 0) break;
    units += character.length;
  }
  return units;
}
