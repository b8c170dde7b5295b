import type {
  Connection,
  Position,
  ServerCapabilities,
  TextDocumentPositionParams,
  WorkspaceEdit,
} from 'vscode-languageserver';
import type { Analysis, Place } from '../analysis.js';
import { definition, typeDefinition } from '../features/definition.js';
import { hover } from '../features/hover.js';
import { highlights, references } from '../features/references.js';
import { prepareRename, rename, type Edit } from '../features/rename.js';
import { noEstimates } from '../live/estimates.js';
import { offsetOf, rangeOf } from '../text/positions.js';
import type { OpenDocument } from './documents.js';
import { guardOf } from './guard.js';
import { DocumentHighlightKind, LSPErrorCodes, MarkupKind, ResponseError } from './protocol.js';
import { locationOf, lookAt, tableOf, type Session } from './session.js';

/** What can be asked of one name. */
export const nameCapabilities: ServerCapabilities = {
  hoverProvider: true,
  definitionProvider: true,
  typeDefinitionProvider: true,
  referencesProvider: true,
  documentHighlightProvider: true,
  renameProvider: { prepareProvider: true },
};

/** A document that is open, and a place in it. */
export interface At {
  readonly document: OpenDocument;
  readonly analysis: Analysis;
  readonly offset: number;
}

/** The place that a request speaks of; undefined where its document is not open. */
export function at(session: Session, { textDocument, position }: TextDocumentPositionParams): At | undefined {
  const found = lookAt(session, textDocument.uri);
  return found && { ...found, offset: offsetOf(found.document.table, position, session.encoding) };
}

/** Registers the features that speak of one name. */
export function registerNames(connection: Connection, session: Session): void {
  const guard = guardOf(connection);
  const location = (place: Place | undefined, { analysis }: At) =>
    place === undefined ? null : locationOf(session, place, analysis);

  connection.onHover(
    guard('textDocument/hover', null, (parameters) => {
      const here = at(session, parameters);
      const { live } = session;
      // What has been given up is not waited for.
      const estimates = here && (live.of(here.analysis) ?? (live.isGivenUp(here.analysis) ? noEstimates : undefined));
      const found = here && hover(here.analysis, here.offset, estimates);
      if (here === undefined || found === undefined) return null;
      const contents = { kind: MarkupKind.Markdown, value: found.markdown };
      return { contents, range: rangeOf(here.document.table, found, session.encoding) };
    }),
  );
  connection.onDefinition(
    guard('textDocument/definition', null, (parameters) => {
      const here = at(session, parameters);
      return here === undefined ? null : location(definition(here.analysis, here.offset), here);
    }),
  );
  connection.onTypeDefinition(
    guard('textDocument/typeDefinition', null, (parameters) => {
      const here = at(session, parameters);
      return here === undefined ? null : location(typeDefinition(here.analysis, here.offset), here);
    }),
  );
  connection.onReferences(
    guard('textDocument/references', [], (parameters) => {
      const here = at(session, parameters);
      if (here === undefined) return [];
      const options = { declaration: parameters.context.includeDeclaration };
      const places = references(here.analysis, here.offset, session.project.analyses(), options);
      return places.map((place) => locationOf(session, place, here.analysis));
    }),
  );
  connection.onDocumentHighlight(
    guard('textDocument/documentHighlight', [], (parameters) => {
      const here = at(session, parameters);
      if (here === undefined) return [];
      return highlights(here.analysis, here.offset).map((each) => ({
        range: rangeOf(here.document.table, each, session.encoding),
        kind: each.declares ? DocumentHighlightKind.Write : DocumentHighlightKind.Read,
      }));
    }),
  );
  registerRename(connection, session);
}

function registerRename(connection: Connection, session: Session): void {
  const guard = guardOf(connection);
  const refused = (reason: string): ResponseError<void> => new ResponseError(LSPErrorCodes.RequestFailed, reason);

  connection.onPrepareRename(
    guard('textDocument/prepareRename', null, (parameters) => {
      const here = at(session, parameters);
      if (here === undefined) return null;
      const found = prepareRename(here.analysis, here.offset);
      if (!found.ok) throw refused(found.reason);
      return { range: rangeOf(here.document.table, found, session.encoding), placeholder: found.name };
    }),
  );
  connection.onRenameRequest(
    guard('textDocument/rename', null, (parameters) => {
      const here = at(session, parameters);
      if (here === undefined) return null;
      const found = rename(here.analysis, here.offset, session.project.analyses(), parameters.newName);
      if (!found.ok) throw refused(found.reason);
      return workspaceEdit(session, found.edits);
    }),
  );
}

/** Edits as the protocol writes them, by file. */
export function workspaceEdit(session: Session, edits: readonly Edit[]): WorkspaceEdit {
  const changes: Record<string, { range: { start: Position; end: Position }; newText: string }[]> = {};
  for (const edit of edits) {
    const uri = session.surroundings.uriOf(edit.file);
    const range = rangeOf(tableOf(session, edit.file), edit, session.encoding);
    (changes[uri] ??= []).push({ range, newText: edit.text });
  }
  return { changes };
}
