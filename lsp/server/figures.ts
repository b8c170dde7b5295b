import type { CodeLens, Connection, InlayHint, ServerCapabilities } from 'vscode-languageserver';
import { designSummary, workloadSummary, type Report } from '../../src/workspace/index.js';
import { hints } from '../features/hints.js';
import { lenses } from '../features/lens.js';
import { offsetOf, positionOf, rangeOf } from '../text/positions.js';
import { guardOf } from './guard.js';
import { LSPErrorCodes, MarkupKind, ResponseError } from './protocol.js';
import { lookAt, type Session } from './session.js';
import { inSlices } from './slices.js';

const commands = ['accel.estimate', 'accel.report', 'accel.verify'] as const;

/** What shows figures beside and above a source. */
export const figureCapabilities: ServerCapabilities = {
  inlayHintProvider: true,
  codeLensProvider: { resolveProvider: false },
  executeCommandProvider: { commands: [...commands] },
};

/** Registers inlay hints, lenses and the commands behind them. */
export function registerFigures(connection: Connection, session: Session): void {
  const guard = guardOf(connection);
  connection.languages.inlayHint.on(
    guard('textDocument/inlayHint', [], ({ textDocument, range }) => {
      const found = lookAt(session, textDocument.uri);
      if (found === undefined) return [];
      const { document, analysis } = found;
      const { live } = session;
      const start = offsetOf(document.table, range.start, session.encoding);
      const end = offsetOf(document.table, range.end, session.encoding);
      const all = hints(analysis, { start, end }, session.settings.hints, live.of(analysis), live.earlier(analysis));
      return all.map(({ at, text, tooltip }): InlayHint => ({
        position: positionOf(document.table, at, session.encoding),
        label: text,
        paddingLeft: true,
        ...(tooltip === undefined ? {} : { tooltip: { kind: MarkupKind.Markdown, value: tooltip } }),
      }));
    }),
  );
  connection.onCodeLens(
    guard('textDocument/codeLens', [], ({ textDocument }) => {
      const found = lookAt(session, textDocument.uri);
      if (found === undefined || !session.settings.lens) return [];
      const { document, analysis } = found;
      const { live } = session;
      const now = live.of(analysis);
      const open = [...session.documents.values()].flatMap(({ path }) => session.project.analysisOf(path) ?? []);
      const everywhere = open.flatMap((each) => session.live.of(each) ?? []);
      const all = lenses(analysis, {
        now,
        last: session.live.last(document.path),
        everywhere,
        isGivenUp: live.isGivenUp(analysis),
      });
      return all.map(({ start, end, title, command }): CodeLens => ({
        range: rangeOf(document.table, { start, end }, session.encoding),
        command:
          command === undefined
            ? { title, command: '' }
            : { title, command: command.name, arguments: [document.uri, command.of] },
      }));
    }),
  );
  registerCommands(connection, session);
}

/** Each command takes a document and the name of a design or a workload in it, and answers with Markdown. */
function registerCommands(connection: Connection, session: Session): void {
  const guard = guardOf(connection);
  connection.onExecuteCommand(
    guard('workspace/executeCommand', null, async ({ command, arguments: given = [] }, token, progress) => {
      const [uri, name]: readonly unknown[] = given;
      if (typeof uri !== 'string' || typeof name !== 'string') throw refused(`${command} takes a document and a name`);
      const found = lookAt(session, uri);
      if (found === undefined) throw refused(`${uri} is not open`);
      const { analysis, document } = found;
      if (command === 'accel.verify') return verifying(document.path, name);
      const summary = command === 'accel.report' ? designSummary : workloadSummary;
      progress.begin(`estimating ${name}`);
      try {
        return textOf(await summary(analysis.program, name, inSlices(session, token)), name);
      } finally {
        progress.done();
      }
    }),
  );
}

function textOf([text, diagnostics]: Report, name: string): string {
  if (text !== undefined) return text;
  throw refused(diagnostics[0]?.message ?? `there is no ${name}`);
}

/** Simulation takes its time, and is the program's: the client has the command line run in a terminal. */
function verifying(path: string, design: string): string {
  return `## ${design}\n\n\`\`\`sh\naccel verify ${quoted(path)} --design ${design}\n\`\`\`\n`;
}

function quoted(path: string): string {
  return /^[\w./-]+$/.test(path) ? path : `'${path.replaceAll("'", String.raw`'\''`)}'`;
}

function refused(reason: string): ResponseError<void> {
  return new ResponseError(LSPErrorCodes.RequestFailed, reason);
}
