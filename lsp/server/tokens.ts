import type { Connection, SemanticTokens, SemanticTokensDelta, ServerCapabilities } from 'vscode-languageserver';
import type { Analysis } from '../analysis.js';
import { semanticTokens, tokenModifiers, tokenTypes } from '../features/semantic-tokens.js';
import { numbersEdit } from '../text/delta.js';
import { offsetOf, positionOf, type LineTable } from '../text/positions.js';
import { guardOf } from './guard.js';
import { SemanticTokensBuilder } from './protocol.js';
import { lookAt, type Session } from './session.js';

/** What tells words by what they mean. */
export const tokenCapabilities: ServerCapabilities = {
  semanticTokensProvider: {
    legend: { tokenTypes: [...tokenTypes], tokenModifiers: [...tokenModifiers] },
    full: { delta: true },
    range: true,
  },
};

/** Registers semantic tokens: of a file, of a stretch of it, and as the difference from those sent before. */
export function registerTokens(connection: Connection, session: Session): void {
  const guard = guardOf(connection);
  const sent = new Map<string, { readonly id: string; readonly data: readonly number[] }>();
  let last = 0;
  const whole = (uri: string): SemanticTokens => {
    const found = lookAt(session, uri);
    const data = found === undefined ? [] : dataOf(session, found.document.table, found.analysis);
    for (const each of sent.keys()) if (!session.documents.has(each)) sent.delete(each);
    last += 1;
    const id = String(last);
    if (found !== undefined) sent.set(uri, { id, data });
    return { resultId: id, data: [...data] };
  };
  connection.languages.semanticTokens.on(
    guard('textDocument/semanticTokens/full', { data: [] }, ({ textDocument }) => whole(textDocument.uri)),
  );
  connection.languages.semanticTokens.onDelta(
    guard(
      'textDocument/semanticTokens/full/delta',
      { data: [] },
      ({ textDocument, previousResultId }): SemanticTokens | SemanticTokensDelta => {
        const before = sent.get(textDocument.uri);
        const now = whole(textDocument.uri);
        if (before === undefined || before.id !== previousResultId) return now;
        const edit = numbersEdit(before.data, now.data);
        return { resultId: now.resultId ?? '', edits: edit === undefined ? [] : [edit] };
      },
    ),
  );
  connection.languages.semanticTokens.onRange(
    guard('textDocument/semanticTokens/range', { data: [] }, ({ textDocument, range }) => {
      const found = lookAt(session, textDocument.uri);
      if (found === undefined) return { data: [] };
      const { table } = found.document;
      const [start, end] = [range.start, range.end].map((each) => offsetOf(table, each, session.encoding));
      return { data: [...dataOf(session, table, found.analysis, start, end)] };
    }),
  );
}

/** The tokens that reach into a stretch, as the protocol counts them: from one to the next. */
function dataOf(
  session: Session,
  table: LineTable,
  analysis: Analysis,
  from = 0,
  to = table.text.length,
): readonly number[] {
  const builder = new SemanticTokensBuilder();
  for (const { start, end, type, modifiers } of semanticTokens(analysis)) {
    if (end <= from || start >= to) continue;
    const bits = modifiers.reduce((sum, each) => sum | (1 << tokenModifiers.indexOf(each)), 0);
    for (const part of linesOf(table, start, end)) {
      const first = positionOf(table, part.start, session.encoding);
      const behind = positionOf(table, part.end, session.encoding);
      const length = behind.character - first.character;
      builder.push(first.line, first.character, length, tokenTypes.indexOf(type), bits);
    }
  }
  return builder.build().data;
}

/** A stretch line by line, without the ends of the lines: clients take no token that stands on several. */
function linesOf(
  { text }: LineTable,
  start: number,
  end: number,
): readonly { readonly start: number; readonly end: number }[] {
  return [...text.slice(start, end).matchAll(/[^\r\n]+/g)].map(({ 0: line, index }) => ({
    start: start + index,
    end: start + index + line.length,
  }));
}
