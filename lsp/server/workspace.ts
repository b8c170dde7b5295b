import type { Connection, FileOperationRegistrationOptions, ServerCapabilities } from 'vscode-languageserver';
import { renameFiles } from '../features/rename-files.js';
import type { Publisher } from './diagnostics.js';
import { attempt, guardOf } from './guard.js';
import { workspaceEdit } from './names.js';
import { DidChangeWatchedFilesNotification, DidChangeWorkspaceFoldersNotification } from './protocol.js';
import type { Session } from './session.js';

const moving: FileOperationRegistrationOptions = {
  filters: [
    { scheme: 'file', pattern: { glob: '**/*.accel', matches: 'file' } },
    { scheme: 'file', pattern: { glob: '**', matches: 'folder' } },
  ],
};

/** What the server wants to know of folders and files. */
export const workspaceCapabilities: ServerCapabilities = {
  workspace: {
    workspaceFolders: { supported: true, changeNotifications: true },
    fileOperations: { willRename: moving, didRename: moving },
  },
};

/** Registers what happens to the folders and files of the workspace from outside of documents. */
export function registerWorkspace(connection: Connection, session: Session, publisher: Publisher): void {
  const guard = guardOf(connection);
  const { pathOf } = session.surroundings;
  const diskChanged = (): void => {
    attempt(connection, 'files', () => session.project.forgetDisk());
    publisher.soon();
    if (session.client.pulls) connection.languages.diagnostics.refresh();
  };
  session.surroundings.onFilesChange?.(diskChanged);
  connection.onDidSaveTextDocument(diskChanged);
  connection.onDidChangeWatchedFiles(diskChanged);
  connection.workspace.onDidRenameFiles(diskChanged);
  connection.workspace.onWillRenameFiles(
    guard('workspace/willRenameFiles', null, ({ files }) => {
      const moves = files.map(({ oldUri, newUri }) => ({ from: pathOf(oldUri), to: pathOf(newUri) }));
      return workspaceEdit(session, renameFiles(session.project.analyses(), moves));
    }),
  );
  connection.onNotification(DidChangeWorkspaceFoldersNotification.type, ({ event: { added, removed } }) => {
    const gone = new Set(removed.map(({ uri }) => pathOf(uri)));
    const more = added.map(({ uri }) => pathOf(uri));
    session.folders = [...new Set([...session.folders.filter((folder) => !gone.has(folder)), ...more])];
    diskChanged();
  });
}

/** Asks the client to tell of files that change. */
export function watchFiles(connection: Connection, session: Session): void {
  if (!session.client.watches) return;
  const watchers = ['**/*.accel', '**/accel.json'].map((globPattern) => ({ globPattern }));
  connection.client
    .register(DidChangeWatchedFilesNotification.type, { watchers })
    .catch((failure: unknown) => connection.console.error(`watching files: ${String(failure)}`));
}
