import type { Connection, InitializeParams, InitializeResult } from 'vscode-languageserver';
import { agreedEncoding } from '../text/positions.js';
import { createPublisher, documentReport, workspaceReport, type Publisher } from './diagnostics.js';
import { liveClient, registerSettings, withEstimates } from './live.js';
import { changed, openDocument, type OpenDocument } from './documents.js';
import { attempt, enter, guardOf } from './guard.js';
import { TextDocumentSyncKind } from './protocol.js';
import { capabilities, registerRequests } from './requests.js';
import { createSession, type Session, type Surroundings } from './session.js';
import { registerWorkspace, watchFiles } from './workspace.js';
import { writingClient } from './writing.js';

/** Serves one client over `connection` until it leaves. */
export function serve(connection: Connection, surroundings: Surroundings): void {
  const session = createSession(surroundings);
  const publisher = withEstimates(connection, session, createPublisher(connection, session));
  enter(connection, 'starting');
  connection.onInitialize((parameters) => {
    enter(connection, 'running');
    return initialize(session, parameters);
  });
  registerDocuments(connection, session, publisher);
  registerWorkspace(connection, session, publisher);
  registerDiagnostics(connection, session);
  const beginSettings = registerSettings(connection, session, publisher);
  registerRequests(connection, session);
  connection.onInitialized(() => {
    watchFiles(connection, session);
    beginSettings();
  });
  connection.onShutdown(() => {
    enter(connection, 'leaving');
    publisher.stop();
  });
  connection.listen();
}

function initialize(session: Session, parameters: InitializeParams): InitializeResult {
  const { general, textDocument, workspace } = parameters.capabilities;
  session.encoding = agreedEncoding(general?.positionEncodings);
  session.client = {
    // Who asks must be told to ask again when estimates are made; to others diagnostics are pushed.
    pulls: textDocument?.diagnostic !== undefined && workspace?.diagnostics?.refreshSupport === true,
    watches: workspace?.didChangeWatchedFiles?.dynamicRegistration === true,
    ...liveClient(parameters.capabilities),
    ...writingClient(parameters.capabilities),
  };
  const roots = parameters.workspaceFolders?.map(({ uri }) => uri) ?? [parameters.rootUri ?? ''];
  session.folders = roots.filter((uri) => uri !== '').map(session.surroundings.pathOf);
  return {
    serverInfo: { name: 'accel', version: session.surroundings.version },
    capabilities: {
      positionEncoding: session.encoding,
      textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental, save: true },
      ...(session.client.pulls
        ? {
            diagnosticProvider: {
              identifier: 'accel',
              interFileDependencies: true,
              workspaceDiagnostics: true,
              workDoneProgress: true,
            },
          }
        : {}),
      ...capabilities,
    },
  };
}

function registerDocuments(connection: Connection, session: Session, publisher: Publisher): void {
  const put = (document: OpenDocument): void => {
    session.documents.set(document.uri, document);
    session.project.setOpen(document.path, document.table.text);
  };
  connection.onDidOpenTextDocument(({ textDocument: { uri, version, text } }) => {
    attempt(connection, 'didOpen', () => put(openDocument(uri, session.surroundings.pathOf(uri), version, text)));
    publisher.now();
  });
  connection.onDidChangeTextDocument(({ textDocument, contentChanges }) => {
    attempt(connection, 'didChange', () => {
      const before = session.documents.get(textDocument.uri);
      if (before !== undefined) put(changed(before, textDocument.version, contentChanges, session.encoding));
      // Whoever does not tell of files that change must not be shown old ones.
      if (!session.client.watches) session.project.forgetDisk();
    });
    publisher.soon();
  });
  connection.onDidCloseTextDocument(({ textDocument: { uri } }) => {
    attempt(connection, 'didClose', () => {
      const document = session.documents.get(uri);
      session.documents.delete(uri);
      if (document !== undefined) {
        session.project.setOpen(document.path, undefined);
        session.live.forget(document.path);
      }
      session.project.forgetDisk();
    });
    publisher.now();
  });
}

function registerDiagnostics(connection: Connection, session: Session): void {
  const guard = guardOf(connection);
  connection.languages.diagnostics.on(
    guard('textDocument/diagnostic', { kind: 'full', items: [] }, ({ textDocument, previousResultId }) =>
      documentReport(session, textDocument.uri, previousResultId),
    ),
  );
  connection.languages.diagnostics.onWorkspace(
    guard('workspace/diagnostic', { items: [] }, async ({ previousResultIds }, token, progress) => {
      const previous = new Map(previousResultIds.map(({ uri, value }) => [uri, value]));
      return { items: [...(await workspaceReport(session, previous, { token, progress }))] };
    }),
  );
}
