import type { Disposable, Event, Message, MessageReader, MessageWriter } from 'vscode-languageserver';
import { createConnection } from 'vscode-languageserver/node';
import { createVirtualFiles, pathOfUri, uriOfPath, type FileTexts } from '../../lsp/browser/files.js';
import { serve } from '../../lsp/server/serve.js';
import type { Pace } from '../../lsp/server/session.js';
import { positionOf, lineTable, type Encoding } from '../../lsp/text/positions.js';
import { standardLibrary } from '../../src/workspace/node/index.js';

export type Told = Readonly<Record<string, unknown>> & { readonly id?: number; readonly method?: string };

/** A server in this process, without a stream in between, and its client. */
export interface TestSession {
  readonly request: (method: string, params: object) => Promise<unknown>;
  readonly notify: (method: string, params: object) => void;
  /** Cancels the request that was sent last. */
  readonly cancelLast: () => void;
  /** What the disk has; `null`: no such file. */
  readonly setFiles: (files: FileTexts) => void;
  /** What was last published of each document. */
  readonly published: ReadonlyMap<string, readonly unknown[]>;
  /** What the server wrote into its log: exceptions among it. */
  readonly log: readonly string[];
  readonly end: () => Promise<void>;
}

const library = standardLibrary();
const nothing: Event<never> = () => ({ dispose: () => {} });

/** How a server is started that is looked at while it works. */
export interface Started {
  readonly pace?: Pace;
  /** Is told of every message of the server, before the server goes on. */
  readonly listen?: (message: Told) => void;
}

/** A server whose client has said nothing yet. */
export function connect({ pace, listen = () => {} }: Started = {}): TestSession {
  const published = new Map<string, readonly unknown[]>();
  const log: string[] = [];
  const answers = new Map<number, (message: Told) => void>();
  let receive: (message: Message) => void = () => {};
  const take = (message: Told): void => {
    const { id, method, params } = message;
    if (method === 'textDocument/publishDiagnostics') {
      const { uri, diagnostics } = params as { readonly uri: string; readonly diagnostics: readonly unknown[] };
      published.set(uri, diagnostics);
    } else if (method === 'window/logMessage') log.push((params as { readonly message: string }).message);
    else if (method === undefined && id !== undefined) answers.get(id)?.(message);
    else if (id !== undefined) receive({ jsonrpc: '2.0', id, result: null } as Message);
    listen(message);
  };
  const { reader, writer } = channel((handle) => (receive = handle), take);
  const virtual = createVirtualFiles(library);
  const connection = createConnection(reader, writer);
  serve(connection, {
    files: () => virtual.files,
    onFilesChange: virtual.onChange,
    pathOf: pathOfUri,
    uriOf: uriOfPath,
    pageOf: (code) => code,
    version: '',
    ...(pace === undefined ? {} : { pace }),
  });
  let last = 0;
  const notify: TestSession['notify'] = (method, params) => receive({ jsonrpc: '2.0', method, params } as Message);
  const request: TestSession['request'] = (method, params) => {
    last += 1;
    const id = last;
    return new Promise((resolve) => {
      answers.set(id, ({ result, error }) => {
        answers.delete(id);
        resolve(error === undefined ? result : { error });
      });
      receive({ jsonrpc: '2.0', id, method, params } as Message);
    });
  };
  const end = async (): Promise<void> => {
    await request('shutdown', {});
    connection.dispose();
  };
  const cancelLast = (): void => notify('$/cancelRequest', { id: last });
  return { request, notify, cancelLast, setFiles: virtual.set, published, log, end };
}

/** Starts a server for a client that asks for diagnostics, or one that is told them. */
export async function startSession(encoding: Encoding, pulls: boolean): Promise<TestSession> {
  const session = connect();
  const capabilities = {
    general: { positionEncodings: [encoding] },
    textDocument: pulls ? { diagnostic: {} } : {},
    workspace: { didChangeWatchedFiles: { dynamicRegistration: true } },
  };
  await session.request('initialize', { processId: null, rootUri: null, capabilities });
  session.notify('initialized', {});
  // Estimates come when typing pauses, which no sequence here does.
  session.notify('workspace/didChangeConfiguration', { settings: { accel: { estimate: { delay: 60_000 } } } });
  return session;
}

function channel(
  listened: (handle: (message: Message) => void) => void,
  take: (message: Told) => void,
): { readonly reader: MessageReader; readonly writer: MessageWriter } {
  const dispose: Disposable['dispose'] = () => {};
  const reader: MessageReader = {
    onError: nothing,
    onClose: nothing,
    onPartialMessage: nothing,
    listen: (handle) => {
      listened(handle);
      return { dispose };
    },
    dispose,
  };
  const writer: MessageWriter = {
    onError: nothing,
    onClose: nothing,
    // As from a stream: what is sent is a copy.
    write: async (message) => take(JSON.parse(JSON.stringify(message)) as Told),
    end: dispose,
    dispose,
  };
  return { reader, writer };
}

/** The change of a document that makes `after` of `before`: of the stretch in which they differ. */
export function changeBetween(before: string, after: string, encoding: Encoding): object {
  const shorter = Math.min(before.length, after.length);
  let start = 0;
  while (start < shorter && before[start] === after[start]) start++;
  while (start > 0 && !isBoundary(before, start)) start--;
  while (start > 0 && !isBoundary(after, start)) start--;
  let same = 0;
  while (same < shorter - start && before[before.length - 1 - same] === after[after.length - 1 - same]) same++;
  while (same > 0 && !(isBoundary(before, before.length - same) && isBoundary(after, after.length - same))) same--;
  const table = lineTable(before);
  const range = {
    start: positionOf(table, start, encoding),
    end: positionOf(table, before.length - same, encoding),
  };
  return { range, text: after.slice(start, after.length - same) };
}

/** Whether an editor can put its cursor here: not within a character, nor within `\r\n`. */
function isBoundary(text: string, at: number): boolean {
  return !/^(?:[\ud800-\udbff][\udc00-\udfff]|\r\n)$/.test(text.slice(Math.max(0, at - 1), at + 1));
}
