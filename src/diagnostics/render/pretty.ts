import { isSpan, type Diagnostic } from '../types.js';
import { drawFrame, type Label } from './frame.js';
import { groupBy, indexSources, placeOf, type SourceIndex, type Sources } from './sources.js';
import { styleOf, type Style } from './style.js';

export interface PrettyOptions {
  /** ANSI colours. */
  readonly color?: boolean;
  /** Box characters instead of ASCII. */
  readonly unicode?: boolean;
  /** Columns of the terminal; longer source lines are cut around what is marked. */
  readonly width?: number;
}

/** Diagnostics for people, each with its source lines; ends in a newline unless there is nothing to say. */
export function renderPretty(
  diagnostics: readonly Diagnostic[],
  sources: Sources,
  options: PrettyOptions = {},
): string {
  const { color = false, unicode = false, width = 100 } = options;
  const style = styleOf({ color, unicode });
  const index = indexSources(sources);
  return diagnostics.map((found) => `${renderOne(found, index, style, width).join('\n')}\n`).join('\n');
}

function renderOne(found: Diagnostic, index: SourceIndex, style: Style, width: number): string[] {
  const { paint, marks } = style;
  const heading = `${paint(found.severity, `${found.severity}[${found.code}]`)}${paint('bold', `: ${found.message}`)}`;
  const labels = labelsOf(found, index);
  const shown = labels.filter(({ place }) => index(place.file) !== undefined);
  const numberWidth = String(Math.max(1, ...shown.map(({ place }) => place.end.line))).length + 1;
  const pad = ' '.repeat(numberWidth);
  const rows = [heading];
  for (const [file, ofFile] of groupBy(labels, ({ place }) => place.file)) {
    const [first] = ofFile;
    if (first === undefined) continue;
    const { line, column } = first.place.start;
    const arrow = paint('gutter', rows.length === 1 ? marks.arrow : marks.other);
    const known = index(file);
    rows.push(`${pad} ${arrow} ${file}${known === undefined && spansOnly(found, file) ? '' : `:${line}:${column}`}`);
    if (known === undefined)
      rows.push(...ofFile.filter(({ message }) => message !== '').map(({ message }) => `${pad}   ${message}`));
    else rows.push(...drawFrame(known, ofFile, style, numberWidth, width));
  }
  if (found.help !== undefined) rows.push(...note(style, pad, 'help', found.help));
  return rows;
}

/** A span cannot be told as line and column without its text. */
function spansOnly(found: Diagnostic, file: string): boolean {
  const origins = [found.origin, ...found.related.map(({ origin }) => origin)];
  return origins.every((origin) => origin === undefined || origin.file !== file || isSpan(origin));
}

function labelsOf(found: Diagnostic, index: SourceIndex): Label[] {
  const primary: Label[] =
    found.origin === undefined
      ? []
      : [{ place: placeOf(found.origin, index), message: '', role: found.severity, isPrimary: true }];
  const related = found.related.map(({ origin, message }): Label => ({
    place: placeOf(origin, index),
    message,
    role: 'secondary',
    isPrimary: false,
  }));
  return [...primary, ...related];
}

function note({ paint, marks }: Style, pad: string, title: string, text: string): string[] {
  const [first = '', ...more] = text.split('\n');
  const indent = ' '.repeat(marks.note.length + title.length + 3);
  return [
    `${pad} ${paint('gutter', marks.note)} ${paint('help', `${title}:`)} ${first}`,
    ...more.map((line) => `${pad} ${indent}${line}`),
  ];
}

/** `2 errors, 1 warning`; empty where there is neither. */
export function renderSummary(diagnostics: readonly Diagnostic[]): string {
  const count = (severity: Diagnostic['severity']) => {
    const n = diagnostics.filter((found) => found.severity === severity).length;
    return n === 0 ? [] : [`${n} ${severity}${n === 1 ? '' : 's'}`];
  };
  return [...count('error'), ...count('warning')].join(', ');
}
