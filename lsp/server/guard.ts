import type { CancellationToken, Connection } from 'vscode-languageserver';
import { checkpoint, isAnswer } from './session.js';

/** A handler of requests that never fails: an exception is told to the log, and the answer is empty. */
export type Guard = <P, R>(
  name: string,
  empty: R,
  handle: (parameters: P, token: CancellationToken) => R | Promise<R>,
) => (parameters: P, token: CancellationToken) => Promise<R>;

/** Guards handlers of a connection. */
export function guardOf(connection: Connection): Guard {
  return (name, empty, handle) => async (parameters, token) => {
    await checkpoint(token);
    try {
      return await handle(parameters, token);
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
