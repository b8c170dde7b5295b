import { isSpan, type Diagnostic } from '../../src/diagnostics/index.js';
import { indexSources, placeOf } from '../../src/diagnostics/render/index.js';

/** Where a diagnostic is expected: 1-based line and column, and how many columns of that line. */
export interface Mark {
  readonly code: string;
  readonly line: number;
  readonly column: number;
  readonly length: number;
}

/**
 * The marks of a source. A comment line under the line it speaks of points with carets at what a diagnostic marks:
 *
 *     let x = 1.5 GHz + 2 W;
 *     //      ^^^^^^^^^^^^^ E301
 *
 * A lone `^` may also mark an empty place. `//< E455` speaks of the line's first word, `//= E221`
 * of the whole line.
 */
export function marksOf(source: string): readonly Mark[] {
  const marks: Mark[] = [];
  let spoken = 0;
  let words = '';
  for (const [index, line] of source.split('\n').entries()) {
    const [, extent, whole] = /^\s*\/\/([<=]) ([EW]\d+)/.exec(line) ?? [];
    const carets = /^\s*\/\/.*\^+ [EW]\d+/.test(line);
    if (whole !== undefined) {
      const length = extent === '=' ? words.trim().length : (/\w+/.exec(words)?.[0].length ?? 0);
      marks.push({ code: whole, line: spoken, column: words.search(/\S/) + 1, length });
    } else if (carets) {
      for (const { 0: text, 1: arrows = '', 2: codes = '', index: at } of line.matchAll(/(\^+)((?: [EW]\d+)+)/g)) {
        if (text === '') continue;
        for (const code of codes.trim().split(' '))
          marks.push({ code, line: spoken, column: at + 1, length: arrows.length });
      }
    } else {
      spoken = index + 1;
      words = line;
    }
  }
  return marks;
}

/** The marks that diagnostics would have: what reaches past its first line is marked to the end of that line; an empty place as one column. */
export function marksFor(
  diagnostics: readonly Diagnostic[],
  sources: ReadonlyMap<string, string>,
  file: string,
): readonly Mark[] {
  const index = indexSources(sources);
  return diagnostics.flatMap(({ code, origin }) => {
    if (origin === undefined || !isSpan(origin) || origin.file !== file) return [];
    const { start, end } = placeOf(origin, index);
    const line = sources.get(file)?.split('\n')[start.line - 1] ?? '';
    const last = end.line === start.line ? end.column : line.length + 1;
    return [{ code, line: start.line, column: start.column, length: Math.max(1, last - start.column) }];
  });
}

/** In reading order. */
export function inOrder(marks: readonly Mark[]): readonly Mark[] {
  return marks.toSorted((a, b) => a.line - b.line || a.column - b.column || (a.code < b.code ? -1 : 1));
}
