import type { Connection, ServerCapabilities } from 'vscode-languageserver';
import type { Session } from './session.js';

/** What the features answer. */
export const capabilities: ServerCapabilities = {};

/** Registers the features on a connection. */
export function registerRequests(_connection: Connection, _session: Session): void {}
