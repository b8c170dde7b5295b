import type { Connection, ServerCapabilities } from 'vscode-languageserver';
import { nameCapabilities, registerNames } from './names.js';
import type { Session } from './session.js';
import { registerWriting, writingCapabilities } from './writing.js';

/** What the features answer. */
export const capabilities: ServerCapabilities = { ...nameCapabilities, ...writingCapabilities };

/** Registers the features on a connection. */
export function registerRequests(connection: Connection, session: Session): void {
  registerNames(connection, session);
  registerWriting(connection, session);
}
