import type { Connection, ServerCapabilities } from 'vscode-languageserver';
import { changeCapabilities, registerChanges } from './changes.js';
import { nameCapabilities, registerNames } from './names.js';
import type { Session } from './session.js';
import { registerStructure, structureCapabilities } from './structure.js';
import { registerWriting, writingCapabilities } from './writing.js';

/** What the features answer. */
export const capabilities: ServerCapabilities = {
  ...nameCapabilities,
  ...writingCapabilities,
  ...structureCapabilities,
  ...changeCapabilities,
};

/** Registers the features on a connection. */
export function registerRequests(connection: Connection, session: Session): void {
  registerNames(connection, session);
  registerWriting(connection, session);
  registerStructure(connection, session);
  registerChanges(connection, session);
}
