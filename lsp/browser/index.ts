/** The server in a worker of a page: messages come and go by `postMessage`, and files are what the client has told. */
import { BrowserMessageReader, BrowserMessageWriter, createConnection } from 'vscode-languageserver/browser';
import { serve } from '../server/serve.js';
import { createVirtualFiles, pathOfUri, uriOfPath, type FileTexts } from './files.js';

declare const ACCEL_STANDARD_LIBRARY: Readonly<Record<string, string>>;

/** The notification by which the client gives files: texts by URI, `null` for a file that is gone. */
export const filesNotification = 'accel/files';

/** The request for the text of a module of the standard library, by the URI that the server has named. */
export const textRequest = 'accel/text';

type Port = ConstructorParameters<typeof BrowserMessageReader>[0];

/**
 * Serves the client at the other end of a port (in a worker: its global scope). The client gives the files of its workspace
 * by `accel/files`, `{ "files": { "file:///chip.accel": "..." } }`, when they are there and whenever they change.
 */
export function serveWorker(port: Port, version = ''): void {
  const connection = createConnection(new BrowserMessageReader(port), new BrowserMessageWriter(port));
  const virtual = createVirtualFiles(ACCEL_STANDARD_LIBRARY);
  connection.onNotification(filesNotification, ({ files }: { readonly files: FileTexts }) => virtual.set(files));
  connection.onRequest(textRequest, ({ uri }: { readonly uri: string }) => virtual.textOf(uri) ?? null);
  serve(connection, {
    files: () => virtual.files,
    onFilesChange: virtual.onChange,
    pathOf: pathOfUri,
    uriOf: uriOfPath,
    pageOf: (code) => `accel-docs:/diagnostics/${code}.md`,
    version,
  });
}

declare const self: Port;

// Neither a page nor Node has this name.
if (Reflect.has(globalThis, 'WorkerGlobalScope')) serveWorker(self);
