import type { Connection, ServerCapabilities } from 'vscode-languageserver';
import { changeCapabilities, registerChanges } from './changes.js';
import { figureCapabilities, registerFigures } from './figures.js';
import { navigationCapabilities, registerNavigation } from './navigation.js';
import { nameCapabilities, registerNames } from './names.js';
import type { Session } from './session.js';
import { registerStructure, structureCapabilities } from './structure.js';
import { registerTokens, tokenCapabilities } from './tokens.js';
import { workspaceCapabilities } from './workspace.js';
import { registerWriting, writingCapabilities } from './writing.js';

/** What the features answer. */
export const capabilities: ServerCapabilities = {
  ...nameCapabilities,
  ...navigationCapabilities,
  ...writingCapabilities,
  ...structureCapabilities,
  ...tokenCapabilities,
  ...figureCapabilities,
  ...changeCapabilities,
  ...workspaceCapabilities,
};

/** Registers the features on a connection. */
export function registerRequests(connection: Connection, session: Session): void {
  registerNames(connection, session);
  registerNavigation(connection, session);
  registerWriting(connection, session);
  registerStructure(connection, session);
  registerTokens(connection, session);
  registerFigures(connection, session);
  registerChanges(connection, session);
}
