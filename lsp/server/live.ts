import type { ClientCapabilities, Connection } from 'vscode-languageserver';
import { readSettings } from '../live/settings.js';
import type { Publisher } from './diagnostics.js';
import { attempt } from './guard.js';
import { CodeLensRefreshRequest, DidChangeConfigurationNotification, InlayHintRefreshRequest } from './protocol.js';
import type { Session } from './session.js';

/** The publisher that, when typing has paused for longer, has designs estimated and publishes again. A newer edit ends what runs. */
export function withEstimates(connection: Connection, session: Session, publisher: Publisher): Publisher {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let shown: Shown | undefined;
  const stop = (): void => {
    clearTimeout(timer);
    shown?.end();
    shown = undefined;
  };
  const cancel = (): void => {
    stop();
    attempt(connection, 'estimates', () =>
      session.live.giveUp([...session.documents.values()].map(({ path }) => path)),
    );
    ready(connection, session, publisher);
  };
  const slice = (steps: Generator<undefined, boolean, undefined>, begun: number): void => {
    let isDone = true;
    attempt(connection, 'estimates', () => {
      const end = performance.now() + session.pace.slice_ms;
      for (let step = steps.next(); ; step = steps.next()) {
        if (step.done === true) {
          if (step.value) ready(connection, session, publisher);
          return;
        }
        if (performance.now() >= end) break;
      }
      isDone = false;
    });
    if (isDone) return stop();
    if (performance.now() - begun >= session.pace.moment_ms) shown ??= show(connection, session, cancel);
    timer = setTimeout(slice, 0, steps, begun);
  };
  const later = (): void => {
    stop();
    const start = (): void => slice(session.live.make(filesOf(session)), performance.now());
    timer = setTimeout(start, session.settings.delay_ms);
  };
  return {
    soon: () => {
      publisher.soon();
      later();
    },
    now: () => {
      publisher.now();
      later();
    },
    stop: () => {
      publisher.stop();
      stop();
    },
  };
}

/** That estimates are made, as the client shows it. */
interface Shown {
  readonly end: () => void;
}

/** Has a client that can show it show that estimates are made; the user may cancel them there. */
function show(connection: Connection, session: Session, cancel: () => void): Shown {
  let isOver = false;
  let end = (): void => {};
  const begin = async (): Promise<void> => {
    const progress = await connection.window.createWorkDoneProgress();
    // The client has taken its time: there is nothing to show any more, but the token is to be given back.
    progress.begin('estimating', undefined, undefined, true);
    if (isOver) return progress.done();
    progress.token.onCancellationRequested(cancel);
    end = () => progress.done();
  };
  if (session.client.showsProgress)
    begin().catch((failure: unknown) => connection.console.error(`progress: ${String(failure)}`));
  return {
    end: () => {
      isOver = true;
      end();
    },
  };
}

/** Open documents first; a client that asks for diagnostics asks for those of every file. */
function filesOf({ documents, client, project }: Session): readonly string[] {
  const open = [...documents.values()].map(({ path }) => path);
  return client.pulls ? [...new Set([...open, ...project.sources()])] : open;
}

/** Tells the client that more is known than before. */
function ready(connection: Connection, session: Session, publisher: Publisher): void {
  publisher.now();
  const { pulls, refreshesHints, refreshesLenses } = session.client;
  const tell = (request: Promise<void>): void => {
    request.catch((failure: unknown) => connection.console.error(`refresh: ${String(failure)}`));
  };
  if (pulls) connection.languages.diagnostics.refresh();
  if (refreshesHints) tell(connection.sendRequest(InlayHintRefreshRequest.type));
  if (refreshesLenses) tell(connection.sendRequest(CodeLensRefreshRequest.type));
}

/** What a client can be told about hints, lenses and settings. */
export function liveClient({ window, workspace }: ClientCapabilities): {
  readonly refreshesHints: boolean;
  readonly refreshesLenses: boolean;
  readonly configures: boolean;
  readonly showsProgress: boolean;
} {
  return {
    refreshesHints: workspace?.inlayHint?.refreshSupport === true,
    refreshesLenses: workspace?.codeLens?.refreshSupport === true,
    configures: workspace?.configuration === true,
    showsProgress: window?.workDoneProgress === true,
  };
}

/** Reads the section `accel` of the client's settings whenever they change; what is given back reads them at the beginning. */
export function registerSettings(connection: Connection, session: Session, publisher: Publisher): () => void {
  const use = (section: unknown): void => {
    session.settings = readSettings(section);
    ready(connection, session, publisher);
  };
  const ask = async (): Promise<void> => {
    try {
      use(await connection.workspace.getConfiguration('accel'));
    } catch (failure) {
      connection.console.error(`settings: ${String(failure)}`);
    }
  };
  connection.onDidChangeConfiguration(({ settings }: { readonly settings: unknown }) => {
    if (session.client.configures) void ask();
    else if (typeof settings === 'object' && settings !== null && 'accel' in settings) use(settings.accel);
  });
  return () => {
    if (!session.client.configures) return;
    void ask();
    connection.client
      .register(DidChangeConfigurationNotification.type, { section: 'accel' })
      .catch((failure: unknown) => connection.console.error(`settings: ${String(failure)}`));
  };
}
