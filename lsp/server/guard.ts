import type { CancellationToken, Connection, WorkDoneProgressReporter } from 'vscode-languageserver';
import { ErrorCodes, ResponseError } from './protocol.js';
import { checkpoint, isAnswer } from './session.js';
import { silent } from './slices.js';

/** A handler of requests that never fails: an exception is told to the log, and the answer is empty. */
export type Guard = <P, R>(
  name: string,
  empty: R,
  handle: (parameters: P, token: CancellationToken, progress: WorkDoneProgressReporter) => R | Promise<R>,
) => (parameters: P, token: CancellationToken, progress?: WorkDoneProgressReporter) => Promise<R>;

/** How far a client is: it must `initialize` first, and after `shutdown` it may only leave. */
export type Phase = 'starting' | 'running' | 'leaving';

const phases = new WeakMap<Connection, Phase>();

/** Says how far the client of a connection is. */
export function enter(connection: Connection, phase: Phase): void {
  phases.set(connection, phase);
}

/** Refuses a request that comes too early or too late, with the error that the protocol has for it. */
function refuseOutOfTurn(connection: Connection): void {
  const phase = phases.get(connection) ?? 'running';
  if (phase === 'starting')
    throw new ResponseError(ErrorCodes.ServerNotInitialized, 'the first request must be "initialize"');
  if (phase === 'leaving') throw new ResponseError(ErrorCodes.InvalidRequest, 'no request may come after "shutdown"');
}

/** Guards handlers of a connection. */
export function guardOf(connection: Connection): Guard {
  return (name, empty, handle) =>
    async (parameters, token, progress = silent) => {
      refuseOutOfTurn(connection);
      await checkpoint(token);
      try {
        return await handle(parameters, token, progress);
      } catch (failure) {
        if (isAnswer(failure)) throw failure;
        connection.console.error(`${name}: ${textOf(failure)}`);
        return empty;
      }
    };
}

/** Does something that must not end the server; an exception is told to the log. */
export function attempt(connection: Connection, name: string, work: () => void): void {
  try {
    work();
  } catch (failure) {
    connection.console.error(`${name}: ${textOf(failure)}`);
  }
}

function textOf(failure: unknown): string {
  return failure instanceof Error ? (failure.stack ?? failure.message) : String(failure);
}
