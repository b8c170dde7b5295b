import type { CancellationToken } from 'vscode-languageserver';
import type { Analysis, Place } from '../analysis.js';
import { createLive, type Live } from '../live/estimates.js';
import { defaultSettings, type Settings } from '../live/settings.js';
import { createProject, type Files, type Project } from '../project.js';
import { lineTable, rangeOf, type Encoding, type LineTable, type Range } from '../text/positions.js';
import type { OpenDocument } from './documents.js';
import { ErrorCodes, LSPErrorCodes, ResponseError } from './protocol.js';

/** Where the server runs: its files, and how they are called. */
export interface Surroundings {
  readonly files: (folders: () => readonly string[]) => Files;
  /** Where files change without a notification of the protocol: calls the listener then. */
  readonly onFilesChange?: (listener: () => void) => void;
  readonly pathOf: (uri: string) => string;
  readonly uriOf: (path: string) => string;
  /** Address of the page of a diagnostic. */
  readonly pageOf: (code: string) => string;
  readonly version: string;
  readonly pace?: Pace;
}

/** How long things may take. */
export interface Pace {
  /** Time that long work takes at once before messages that wait are let in. */
  readonly slice_ms: number;
  /** Estimates that take longer are shown as running. */
  readonly moment_ms: number;
}

const usualPace: Pace = { slice_ms: 8, moment_ms: 500 };

/** The state of one connection. */
export interface Session {
  readonly surroundings: Surroundings;
  readonly project: Project;
  readonly live: Live;
  readonly pace: Pace;
  /** By URI. */
  readonly documents: Map<string, OpenDocument>;
  folders: readonly string[];
  encoding: Encoding;
  /** What the client can do. */
  client: {
    /** Asks for diagnostics, and can be told to ask again. */
    readonly pulls: boolean;
    readonly watches: boolean;
    readonly refreshesHints: boolean;
    readonly refreshesLenses: boolean;
    readonly configures: boolean;
    /** Shows what the server says that it is doing. */
    readonly showsProgress: boolean;
    readonly snippets: boolean;
    readonly resolvesDocumentation: boolean;
  };
  settings: Settings;
}

/** The session before `initialize`. */
export function createSession(surroundings: Surroundings): Session {
  const session: { current?: Session } = {};
  const files = surroundings.files(() => session.current?.folders ?? []);
  const project = createProject(files);
  session.current = {
    surroundings,
    project,
    live: createLive(project),
    pace: surroundings.pace ?? usualPace,
    documents: new Map(),
    folders: [],
    encoding: 'utf-16',
    client: {
      pulls: false,
      watches: false,
      refreshesHints: false,
      refreshesLenses: false,
      configures: false,
      showsProgress: false,
      snippets: false,
      resolvesDocumentation: false,
    },
    settings: defaultSettings,
  };
  return session.current;
}

/** The analysis of a document, and its table of lines; undefined where it is not open or cannot be analysed. */
export function lookAt(
  session: Session,
  uri: string,
): { readonly document: OpenDocument; readonly analysis: Analysis } | undefined {
  const document = session.documents.get(uri);
  const analysis = document === undefined ? undefined : session.project.analysisOf(document.path);
  return document === undefined || analysis === undefined ? undefined : { document, analysis };
}

/** The table of lines of a file of the project or the standard library. */
export function tableOf(session: Session, file: string, analysis?: Analysis): LineTable {
  const open = session.documents.get(session.surroundings.uriOf(file));
  if (open !== undefined) return open.table;
  const text = analysis?.program.texts.get(file) ?? session.project.textOf(file);
  return lineTable(text ?? '');
}

/** A place as the protocol writes it. */
export function locationOf(
  session: Session,
  place: Place,
  analysis?: Analysis,
): { readonly uri: string; readonly range: Range } {
  const table = tableOf(session, place.file, analysis);
  return { uri: session.surroundings.uriOf(place.file), range: rangeOf(table, place, session.encoding) };
}

/** Lets messages in that wait, a cancellation among them, and ends the request where it is cancelled. */
export async function checkpoint(token: CancellationToken): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, 0));
  if (token.isCancellationRequested) throw new ResponseError(LSPErrorCodes.RequestCancelled, 'cancelled');
}

/** Ends a request whose document has changed while it was worked on. */
export function unchanged(session: Session, document: OpenDocument): void {
  if (session.documents.get(document.uri)?.version !== document.version)
    throw new ResponseError(LSPErrorCodes.ContentModified, 'the document has changed');
}

/** Whether an exception is an answer rather than a bug. */
export function isAnswer(failure: unknown): failure is ResponseError<void> {
  return failure instanceof ResponseError && failure.code !== ErrorCodes.InternalError;
}
