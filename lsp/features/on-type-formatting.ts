import { formatRange, parse } from '../../src/syntax/index.js';
import type { Analysis } from '../analysis.js';
import type { Edit } from './rename.js';

const indentation = 2;

/**
 * The edit that puts right what has just been written before `offset`: behind a line end the indentation of the new line, behind
 * `;` and `}` the statement that they end, or, where the file cannot be read yet, the indentation of its line.
 */
export async function onTypeFormatting(
  analysis: Analysis,
  offset: number,
  character: string,
): Promise<Edit | undefined> {
  const { path, text } = analysis;
  const start = text.lastIndexOf('\n', offset - 1) + 1;
  if (character === '\n') return indented(analysis, start);
  if (inComment(analysis, offset)) return undefined;
  const [edit, mistakes] = await formatRange(text, { start: offset, end: offset }, { file: path });
  if (mistakes.length > 0) return character === '}' ? indented(analysis, start) : undefined;
  // What ends in the middle of a line is not finished: the rest of the line waits.
  return edit === undefined || edit.start > offset ? undefined : { ...edit, file: path };
}

/** The edit that indents the line that begins at `start` by the brackets that are open there. */
function indented(analysis: Analysis, start: number): Edit | undefined {
  const { path, text } = analysis;
  if (inComment(analysis, start)) return undefined;
  const written = /^[^\S\n]*/.exec(text.slice(start))?.[0] ?? '';
  const first = text.charAt(start + written.length);
  const wanted = ' '.repeat(indentAt(text.slice(0, start), /[)\]}]/.test(first)));
  return wanted === written ? undefined : { file: path, start, end: start + written.length, text: wanted };
}

/** How many blanks a line has after `before`; one that closes a bracket stands where the bracket's line does. */
function indentAt(before: string, closes: boolean): number {
  const { tokens } = parse(before, 'before.accel');
  const open: number[] = [];
  for (const { image, startOffset } of tokens) {
    if (/^[([{]$/.test(image)) open.push(startOffset);
    else if (/^[)\]}]$/.test(image)) open.pop();
  }
  const last = tokens.at(-1);
  const inner = open.at(-1);
  const base = inner === undefined ? 0 : blanksOfLine(before, inner) + (closes ? 0 : indentation);
  const goesOn = last !== undefined && !closes && !/^[;,()[\]{}]$/.test(last.image);
  return goesOn ? base + indentation : base;
}

function blanksOfLine(text: string, offset: number): number {
  const line = text.slice(text.lastIndexOf('\n', offset) + 1);
  return /^[^\S\n]*/.exec(line)?.[0].length ?? 0;
}

function inComment({ program }: Analysis, offset: number): boolean {
  return program.entry.tree.comments.some(
    ({ kind, start, end }) => start < offset && (kind === 'LineComment' ? offset <= end : offset < end),
  );
}
