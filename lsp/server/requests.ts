import type { Connection, ServerCapabilities } from 'vscode-languageserver';
import { nameCapabilities, registerNames } from './names.js';
import type { Session } from './session.js';

/** What the features answer. */
export const capabilities: ServerCapabilities = { ...nameCapabilities };

/** Registers the features on a connection. */
export function registerRequests(connection: Connection, session: Session): void {
  registerNames(connection, session);
}
