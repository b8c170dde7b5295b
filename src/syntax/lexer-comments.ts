import { diagnostic } from '../diagnostics/index.js';
import type { Comment } from './ast.js';
import { report, taint, type LexState } from './lexer.js';

/** Reads `// ...` or `/* ... *\/`, which may hold others. */
export function scanComment(state: LexState, start: number, kind: Comment['kind']): number {
  const end = kind === 'LineComment' ? lineEnd(state.text, start) : blockEnd(state, start);
  state.comments.push({ kind, start, end, text: state.text.slice(start, end) });
  return end;
}

/** Reads one `///` line; it documents the next token's declaration, with the lines right above it. */
export function scanDoc(state: LexState, start: number): number {
  const { text } = state;
  const end = lineEnd(text, start);
  if (followsToken(state, start)) return scanComment(state, start, 'LineComment');
  const line = text
    .slice(start + 3, end)
    .replace(/^ /, '')
    .trimEnd();
  const above = state.doc;
  const joined = above !== undefined && /^[ \t]*(?:\r\n?|\n)[ \t]*$/.test(text.slice(above.end, start));
  state.doc = joined
    ? { kind: 'Doc', start: above.start, end, text: `${above.text}\n${line}` }
    : { kind: 'Doc', start, end, text: line };
  if (joined) state.docs.pop();
  state.docs.push(state.doc);
  return end;
}

/** Whether a token stands before `start` on the same line: then `///` is a remark, no documentation. */
function followsToken(state: LexState, start: number): boolean {
  const last = state.tokens.at(-1);
  return last?.endOffset !== undefined && !/[\r\n]/.test(state.text.slice(last.endOffset + 1, start));
}

/** The end of the line that `start` is in; a lone `\r` ends one too, as in editors and in Prettier. */
function lineEnd(text: string, start: number): number {
  const mark = /[\r\n]/g;
  mark.lastIndex = start;
  return mark.exec(text)?.index ?? text.length;
}

function blockEnd(state: LexState, start: number): number {
  const mark = /\/\*|\*\//g;
  mark.lastIndex = start + 2;
  let depth = 1;
  for (let found = mark.exec(state.text); found !== null; found = mark.exec(state.text)) {
    depth += found[0] === '/*' ? 1 : -1;
    if (depth === 0) return mark.lastIndex;
  }
  report(state, diagnostic('E115', { file: state.file, start, end: start + 2 }, {}));
  taint(state, state.text.length);
  return state.text.length;
}
