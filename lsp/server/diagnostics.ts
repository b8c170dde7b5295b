import type {
  Connection,
  Diagnostic as Shown,
  DocumentDiagnosticReport,
  WorkspaceDocumentDiagnosticReport,
} from 'vscode-languageserver';
import { isSpan, type Diagnostic } from '../../src/diagnostics/index.js';
import { rangeOf } from '../text/positions.js';
import { attempt } from './guard.js';
import { DiagnosticSeverity, DiagnosticTag } from './protocol.js';
import { lookAtAll, type Watch } from './slices.js';
import { locationOf, tableOf, type Session } from './session.js';

const quietTime_ms = 60;

/** Codes of what could be left out of a source. */
const unnecessary: ReadonlySet<string> = new Set(['W201']);

/** What is wrong with each file, found from every open document: a mistake in an import shows where it is. */
export function diagnosticsByFile(
  session: Session,
  entries: readonly string[],
): ReadonlyMap<string, readonly Diagnostic[]> {
  const found = new Map<string, Map<string, Diagnostic>>();
  for (const entry of entries) {
    for (const each of session.live.diagnosticsOf(entry)) {
      const file = each.origin?.file ?? entry;
      const inFile = found.get(file) ?? new Map<string, Diagnostic>();
      inFile.set(JSON.stringify([each.code, each.origin, each.message]), each);
      found.set(file, inFile);
    }
  }
  return new Map([...found].map(([file, each]) => [file, [...each.values()]]));
}

/** A diagnostic as the protocol writes it. */
export function shown(session: Session, file: string, each: Diagnostic): Shown {
  const { origin, code, help, related } = each;
  const span = origin !== undefined && isSpan(origin) ? origin : { file, start: 0, end: 0 };
  return {
    range: rangeOf(tableOf(session, file), span, session.encoding),
    severity: each.severity === 'error' ? DiagnosticSeverity.Error : DiagnosticSeverity.Warning,
    code,
    codeDescription: { href: session.surroundings.pageOf(code) },
    source: 'accel',
    message: help === undefined ? each.message : `${each.message}\n${help}`,
    ...(unnecessary.has(code) ? { tags: [DiagnosticTag.Unnecessary] } : {}),
    relatedInformation: related.flatMap(({ origin: place, message }) =>
      isSpan(place) ? [{ location: locationOf(session, place), message }] : [],
    ),
  };
}

/** Sends diagnostics to clients that do not ask for them. */
export interface Publisher {
  /** Something has changed: publishes when typing pauses. */
  readonly soon: () => void;
  readonly now: () => void;
  readonly stop: () => void;
}

/** Publishes the diagnostics of all open documents; what was published and is gone is taken back. */
export function createPublisher(connection: Connection, session: Session): Publisher {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let published: ReadonlySet<string> = new Set();
  const publish = (): void => {
    if (session.client.pulls) return;
    const open = new Map([...session.documents.values()].map((document) => [document.path, document]));
    const found = diagnosticsByFile(session, [...open.keys()]);
    const files = new Set([...open.keys(), ...found.keys()]);
    for (const file of new Set([...files, ...published])) {
      const document = open.get(file);
      void connection.sendDiagnostics({
        uri: session.surroundings.uriOf(file),
        ...(document === undefined ? {} : { version: document.version }),
        diagnostics: (found.get(file) ?? []).map((each) => shown(session, file, each)),
      });
    }
    published = files;
  };
  const stop = (): void => clearTimeout(timer);
  const now = (): void => {
    stop();
    attempt(connection, 'diagnostics', publish);
  };
  const soon = (): void => {
    stop();
    timer = setTimeout(now, quietTime_ms);
  };
  return { soon, now, stop };
}

/** The answer to a client that asks for a document's diagnostics; `previous` is the name of what it has. */
export function documentReport(session: Session, uri: string, previous: string | undefined): DocumentDiagnosticReport {
  const document = session.documents.get(uri);
  if (document === undefined) return { kind: 'full', items: [] };
  const open = [...session.documents.values()].map(({ path }) => path);
  return report(session, document.path, diagnosticsByFile(session, open), previous);
}

/** The answer to a client that asks for the diagnostics of every file; `previous` names what it has, by URI. */
export async function workspaceReport(
  session: Session,
  previous: ReadonlyMap<string, string>,
  watch: Omit<Watch, 'title'>,
): Promise<readonly WorkspaceDocumentDiagnosticReport[]> {
  const files = await lookAtAll(session, { title: 'checking the workspace', ...watch }, session.live.diagnosticsOf);
  const found = diagnosticsByFile(session, files);
  return files.map((file) => {
    const uri = session.surroundings.uriOf(file);
    const version = session.documents.get(uri)?.version ?? null;
    return { ...report(session, file, found, previous.get(uri)), uri, version };
  });
}

function report(
  session: Session,
  file: string,
  found: ReadonlyMap<string, readonly Diagnostic[]>,
  previous: string | undefined,
): DocumentDiagnosticReport {
  const items = (found.get(file) ?? []).map((each) => shown(session, file, each));
  const resultId = nameOf(JSON.stringify(items));
  return resultId === previous ? { kind: 'unchanged', resultId } : { kind: 'full', resultId, items };
}

/** A short name of a text: equal texts have equal names (FNV-1a, 32 bits, and the length). */
function nameOf(text: string): string {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index++) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  return `${(hash >>> 0).toString(16)}-${text.length}`;
}
