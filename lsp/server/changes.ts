import { type CodeAction as Shown, type Connection, type ServerCapabilities } from 'vscode-languageserver';
import { codeActions } from '../features/code-actions.js';
import { formatting } from '../features/formatting.js';
import { offsetOf, rangeOf } from '../text/positions.js';
import { shown } from './diagnostics.js';
import { guardOf } from './guard.js';
import { workspaceEdit } from './names.js';
import { lookAt, unchanged, type Session } from './session.js';

/** What changes a file. */
export const changeCapabilities: ServerCapabilities = {
  documentFormattingProvider: true,
  codeActionProvider: { codeActionKinds: ['quickfix', 'source.fixAll'] },
};

/** Registers formatting and code actions. */
export function registerChanges(connection: Connection, session: Session): void {
  const guard = guardOf(connection);
  connection.onDocumentFormatting(
    guard('textDocument/formatting', [], async ({ textDocument }) => {
      const found = lookAt(session, textDocument.uri);
      if (found === undefined) return [];
      const edit = await formatting(found.analysis);
      unchanged(session, found.document);
      if (edit === undefined) return [];
      return [{ range: rangeOf(found.document.table, edit, session.encoding), newText: edit.text }];
    }),
  );
  connection.onCodeAction(
    guard('textDocument/codeAction', [], ({ textDocument, range, context }) => {
      const found = lookAt(session, textDocument.uri);
      if (found === undefined) return [];
      const { document, analysis } = found;
      const start = offsetOf(document.table, range.start, session.encoding);
      const end = offsetOf(document.table, range.end, session.encoding);
      const all = codeActions(analysis, { start, end }, session.project.diagnosticsOf(document.path));
      const wanted = all.filter(({ kind }) => context.only?.some((each) => isWithin(kind, each)) ?? true);
      return wanted.map(({ title, kind, preferred, diagnostics, edits }): Shown => ({
        title,
        kind,
        isPreferred: preferred,
        diagnostics: diagnostics.map((each) => shown(session, document.path, each)),
        edit: workspaceEdit(session, edits),
      }));
    }),
  );
}

/** Whether a kind of action is the one asked for or below it: `source.fixAll` is a `source`. */
function isWithin(kind: string, asked: string): boolean {
  return kind === asked || asked === '' || kind.startsWith(`${asked}.`);
}
