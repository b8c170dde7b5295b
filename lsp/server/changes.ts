import type { CodeAction as Shown, Connection, Position, ServerCapabilities, TextEdit } from 'vscode-languageserver';
import { actionKinds, codeActions } from '../features/code-actions.js';
import { formatting, rangeFormatting } from '../features/formatting.js';
import { onTypeFormatting } from '../features/on-type-formatting.js';
import type { Edit } from '../features/rename.js';
import { offsetOf, rangeOf } from '../text/positions.js';
import { shown } from './diagnostics.js';
import { guardOf } from './guard.js';
import { at, workspaceEdit, type At } from './names.js';
import { lookAt, unchanged, type Session } from './session.js';

/** What changes a file. */
export const changeCapabilities: ServerCapabilities = {
  documentFormattingProvider: true,
  documentRangeFormattingProvider: true,
  documentOnTypeFormattingProvider: { firstTriggerCharacter: '\n', moreTriggerCharacter: [';', '}'] },
  codeActionProvider: { codeActionKinds: [...actionKinds] },
};

/** Registers formatting and code actions. */
export function registerChanges(connection: Connection, session: Session): void {
  const guard = guardOf(connection);
  const edited = async (
    { textDocument: { uri } }: { readonly textDocument: { readonly uri: string } },
    edit: (found: At) => Promise<Edit | undefined>,
    position: Position = { line: 0, character: 0 },
  ): Promise<TextEdit[]> => {
    const here = at(session, { textDocument: { uri }, position });
    if (here === undefined) return [];
    const found = await edit(here);
    unchanged(session, here.document);
    if (found === undefined) return [];
    return [{ range: rangeOf(here.document.table, found, session.encoding), newText: found.text }];
  };
  connection.onDocumentFormatting(
    guard('textDocument/formatting', [], (parameters) => edited(parameters, ({ analysis }) => formatting(analysis))),
  );
  connection.onDocumentRangeFormatting(
    guard('textDocument/rangeFormatting', [], (parameters) =>
      edited(parameters, ({ analysis, document }) => {
        const { start, end } = parameters.range;
        const [from, to] = [start, end].map((each) => offsetOf(document.table, each, session.encoding));
        return rangeFormatting(analysis, { start: from ?? 0, end: to ?? 0 });
      }),
    ),
  );
  connection.onDocumentOnTypeFormatting(
    guard('textDocument/onTypeFormatting', [], (parameters) =>
      edited(
        parameters,
        ({ analysis, offset }) => onTypeFormatting(analysis, offset, parameters.ch),
        parameters.position,
      ),
    ),
  );
  connection.onCodeAction(
    guard('textDocument/codeAction', [], ({ textDocument, range, context }) => {
      const found = lookAt(session, textDocument.uri);
      if (found === undefined) return [];
      const { document, analysis } = found;
      const start = offsetOf(document.table, range.start, session.encoding);
      const end = offsetOf(document.table, range.end, session.encoding);
      const told = session.live.diagnosticsOf(document.path);
      const importable = session.project.importable(document.path);
      const all = codeActions(analysis, { start, end }, told, importable);
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
