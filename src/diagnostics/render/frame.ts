import { lineText, type Place, type SourceText } from './sources.js';
import type { Role, Style } from './style.js';
import { layOut, widthOf } from './text-width.js';

/** A place to point at, with what to say there. */
export interface Label {
  readonly place: Place;
  readonly message: string;
  readonly role: Role;
  readonly isPrimary: boolean;
}

interface LineMark {
  /** First cell, and the one behind the last. */
  readonly from: number;
  readonly to: number;
  readonly label: Label;
}

/** What stands left of a line's text while a span over several lines is open. */
type Rail = 'open' | 'inside' | 'close' | 'none';

const mostInnerLines = 4;

/** The lines of one file with all its labels, as `<gutter> | text` rows; `numberWidth` aligns the gutters of all frames. */
export function drawFrame(
  source: SourceText,
  labels: readonly Label[],
  style: Style,
  numberWidth: number,
  width: number,
): string[] {
  const rail = labels.find(({ place }) => place.end.line > place.start.line);
  const rows = [blankRow(style, numberWidth)];
  let previous: number | undefined;
  for (const line of shownLines(labels, rail)) {
    if (previous !== undefined && line > previous + 1)
      rows.push(gapRow(source, style, numberWidth, line, previous, rail));
    rows.push(...drawLine(source, line, labels, rail, style, numberWidth, width));
    previous = line;
  }
  return rows.filter((row) => row !== '');
}

function blankRow({ paint, marks }: Style, numberWidth: number): string {
  return `${' '.repeat(numberWidth)} ${paint('gutter', marks.bar)}`;
}

/** A gap of one line shows the line; a longer one a mark. */
function gapRow(
  source: SourceText,
  style: Style,
  numberWidth: number,
  line: number,
  previous: number,
  rail?: Label,
): string {
  const isInside = rail !== undefined && previous >= rail.place.start.line && line <= rail.place.end.line;
  const bar = isInside ? ` ${style.paint(rail.role, style.marks.insideLine)}` : rail === undefined ? '' : '  ';
  if (line === previous + 2) {
    const { text } = layOut(lineText(source, previous + 1));
    return `${number(style, numberWidth, previous + 1)}${bar} ${text}`.trimEnd();
  }
  return `${' '.repeat(numberWidth)} ${style.paint('gutter', style.marks.gap)}${bar}`.trimEnd();
}

function number({ paint, marks }: Style, numberWidth: number, line: number): string {
  return paint('gutter', `${String(line).padStart(numberWidth)} ${marks.bar}`);
}

/** First and last lines of every label, and of a span over several lines the first few. */
function shownLines(labels: readonly Label[], rail: Label | undefined): number[] {
  const lines = new Set<number>();
  for (const { place } of labels) lines.add(place.start.line);
  if (rail !== undefined) {
    const { start, end } = rail.place;
    lines.add(end.line);
    const isShort = end.line - start.line <= mostInnerLines;
    for (let line = start.line; line < (isShort ? end.line : start.line + 2); line++) lines.add(line);
  }
  return [...lines].toSorted((a, b) => a - b);
}

function drawLine(
  source: SourceText,
  line: number,
  labels: readonly Label[],
  rail: Label | undefined,
  style: Style,
  numberWidth: number,
  width: number,
): string[] {
  const { text, cells } = layOut(lineText(source, line));
  const cellAt = (column: number) => cells[Math.min(column - 1, cells.length - 1)] ?? 0;
  const marks = labels
    .filter((label) => label !== rail && label.place.start.line === line)
    .map((label) => markOf(label, cellAt, cells.at(-1) ?? 0));
  const railCells = rail === undefined ? 0 : 2;
  const room = Math.max(24, width - numberWidth - 4 - railCells);
  const window = windowOf(text, marks, room, style.marks.ellipsis);
  const shifted = marks.map((mark) => ({ ...mark, from: mark.from - window.shift, to: mark.to - window.shift }));
  const edge = rail === undefined ? 'none' : railAt(rail, line);
  const lead = drawRail(style, edge, rail);
  const rows = [`${number(style, numberWidth, line)}${lead} ${window.text}`.trimEnd()];
  const below = drawRail(style, edge === 'open' ? 'inside' : edge === 'close' ? 'inside' : edge, rail);
  for (const row of drawMarks(shifted, style)) rows.push(`${blankRow(style, numberWidth)}${below} ${row}`);
  if (edge === 'close' && rail !== undefined)
    rows.push(closingRow(rail, cellAt(rail.place.end.column) - window.shift, style, numberWidth));
  return rows;
}

function markOf(label: Label, cellAt: (column: number) => number, lineEnd: number): LineMark {
  const { start, end } = label.place;
  const from = cellAt(start.column);
  const to = end.line > start.line ? lineEnd : cellAt(end.column);
  return { from, to: Math.max(from + 1, to), label };
}

function railAt(rail: Label, line: number): Rail {
  if (line === rail.place.start.line) return 'open';
  if (line === rail.place.end.line) return 'close';
  return line > rail.place.start.line && line < rail.place.end.line ? 'inside' : 'none';
}

function drawRail({ paint, marks }: Style, edge: Rail, rail: Label | undefined): string {
  if (rail === undefined) return '';
  const mark = { open: marks.openLine, inside: marks.insideLine, close: marks.insideLine, none: ' ' }[edge];
  return ` ${paint(rail.role, mark)}`;
}

/** `|____^ message` under the last line of a span over several lines. */
function closingRow(rail: Label, endCell: number, { paint, marks }: Style, numberWidth: number): string {
  const tip = rail.isPrimary ? marks.primary : marks.secondary;
  const rule = marks.closeRule.repeat(Math.max(1, endCell));
  const message = rail.message === '' ? '' : ` ${rail.message}`;
  const gutter = `${' '.repeat(numberWidth)} ${paint('gutter', marks.bar)}`;
  return `${gutter} ${paint(rail.role, `${marks.closeLine}${rule}${tip}${message}`)}`;
}

/** The part of a long line around its marks. */
function windowOf(text: string, marks: readonly LineMark[], room: number, ellipsis: string) {
  if (widthOf(text) <= room) return { text, shift: 0 };
  const first = Math.min(...marks.map(({ from }) => from), widthOf(text));
  const last = Math.max(...marks.map(({ to }) => to), 0);
  const wanted = marks.length === 0 || last <= room ? 0 : Math.max(0, Math.min(first - 8, last - Math.floor(room / 2)));
  const start = wanted === 0 ? 0 : wanted + widthOf(ellipsis);
  const body = cutCells(text, start, start === 0 ? room - widthOf(ellipsis) : room - 2 * widthOf(ellipsis));
  const rest = widthOf(text) > start + widthOf(body) ? ellipsis : '';
  return { text: `${start === 0 ? '' : ellipsis}${body}${rest}`, shift: start === 0 ? 0 : start - widthOf(ellipsis) };
}

/** The characters of `text` from cell `start` on that fit into `room` cells. */
function cutCells(text: string, start: number, room: number): string {
  let cell = 0;
  let cut = '';
  for (const character of text) {
    const next = cell + widthOf(character);
    if (cell >= start && next <= start + room) cut += character;
    else if (cell < start && next > start) cut += ' ';
    cell = next;
  }
  return cut;
}

/** The rows under a source line: the underlines, then the messages from right to left with stems to their places. */
function drawMarks(marks: readonly LineMark[], style: Style): string[] {
  if (marks.length === 0) return [];
  const ordered = marks.toSorted((a, b) => a.from - b.from || a.to - b.to);
  const canvas: Canvas = [];
  // The primary mark is drawn last, over the others.
  for (const mark of ordered.toSorted((a, b) => Number(a.label.isPrimary) - Number(b.label.isPrimary))) {
    const tip = mark.label.isPrimary ? style.marks.primary : style.marks.secondary;
    for (let cell = Math.max(0, mark.from); cell < mark.to; cell++) canvas[cell] = { text: tip, role: mark.label.role };
  }
  const last = ordered.at(-1);
  const isInline = last !== undefined && ordered.every((mark) => mark === last || mark.to <= last.from);
  const inline = isInline && last.label.message !== '' ? ` ${style.paint(last.label.role, last.label.message)}` : '';
  const rows = [`${paintCanvas(canvas, style)}${inline}`];
  const waiting = ordered.filter((mark) => mark.label.message !== '' && !(isInline && mark === last));
  for (let at = waiting.length - 1; at >= 0; at--) rows.push(...hang(waiting.slice(0, at + 1), style));
  return rows;
}

/** The message of the last of `waiting`, under stems of them all. */
function hang(waiting: readonly LineMark[], style: Style): string[] {
  const last = waiting.at(-1);
  if (last === undefined) return [];
  const stems = (marks: readonly LineMark[]): Canvas => {
    const canvas: Canvas = [];
    for (const { from, label } of marks) canvas[Math.max(0, from)] = { text: style.marks.stem, role: label.role };
    return canvas;
  };
  const before = waiting.filter(({ from }) => from < last.from);
  const lead = paintCanvas(stems(before), style, Math.max(0, last.from));
  const message = style.paint(last.label.role, `${style.marks.hook}${last.label.message}`);
  const row = `${lead}${message}`;
  return style.marks.hook === '' ? [paintCanvas(stems(waiting), style), row] : [row];
}

type Canvas = ({ readonly text: string; readonly role: Role } | undefined)[];

function paintCanvas(canvas: Canvas, { paint }: Style, width = canvas.length): string {
  let row = '';
  for (let cell = 0; cell < width;) {
    const { role } = canvas[cell] ?? {};
    let run = '';
    for (; cell < width && canvas[cell]?.role === role; cell++) run += canvas[cell]?.text ?? ' ';
    row += role === undefined ? run : paint(role, run);
  }
  return row;
}
