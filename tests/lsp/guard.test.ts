import { CancellationToken, LSPErrorCodes, ResponseError, type Connection } from 'vscode-languageserver';
import { describe, expect, it } from 'vitest';
import { attempt, guardOf } from '../../lsp/server/guard.js';

function listening(): { readonly connection: Connection; readonly log: string[] } {
  const log: string[] = [];
  const console = { error: (text: string) => log.push(text) };
  return { connection: { console } as unknown as Connection, log };
}

describe('a guarded handler', () => {
  it('that throws gives the empty answer, and the log has the exception', async () => {
    const { connection, log } = listening();
    const handle = guardOf(connection)('hover', null, (): null => {
      throw new Error('a bug');
    });
    expect(await handle({}, CancellationToken.None)).toBeNull();
    expect(log.join()).toMatch(/^hover: Error: a bug/);
  });

  it('that refuses, refuses', async () => {
    const { connection, log } = listening();
    const handle = guardOf(connection)('rename', null, (): null => {
      throw new ResponseError(LSPErrorCodes.RequestFailed, 'not a name');
    });
    await expect(handle({}, CancellationToken.None)).rejects.toThrow('not a name');
    expect(log).toEqual([]);
  });

  it('of a notification that throws ends in the log', () => {
    const { connection, log } = listening();
    attempt(connection, 'didChange', () => {
      throw new Error('another');
    });
    expect(log.join()).toMatch(/^didChange: Error: another/);
  });
});
