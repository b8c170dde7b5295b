import { spawnSync } from 'node:child_process';
import process from 'node:process';
import { describe, expect, it } from 'vitest';
import { startClient, type Client } from './client.js';
import { connect, startSession, type TestSession } from './session.js';

const uri = 'file:///a.accel';
const hover = { textDocument: { uri }, position: { line: 0, character: 6 } };

describe('a client that does not keep to the protocol', () => {
  it('is refused what it asks before it has begun', async () => {
    const session = connect();
    expect(await session.request('textDocument/hover', hover)).toMatchObject({ error: { code: -32002 } });
    session.notify('textDocument/didOpen', {});
    const answer = await session.request('initialize', { processId: null, rootUri: null, capabilities: {} });
    expect(answer).toHaveProperty('capabilities');
    await session.end();
  });

  it('is refused what it asks after the end', async () => {
    const session = await startSession('utf-16', false);
    expect(await session.request('shutdown', {})).toBeNull();
    expect(await session.request('textDocument/hover', hover)).toMatchObject({ error: { code: -32600 } });
  });

  const methods = [
    ...['hover', 'completion', 'definition', 'rename', 'codeAction', 'formatting', 'rangeFormatting', 'inlayHint'],
    ...['semanticTokens/full', 'semanticTokens/full/delta', 'semanticTokens/range', 'selectionRange', 'diagnostic'],
  ];

  it.each([[{}], [[]], [{ textDocument: null }], [{ textDocument: { uri: 3 }, position: 'here', range: [] }]])(
    'gets an answer to requests with %j, and lives on',
    async (params) => {
      const session = await startSession('utf-16', true);
      for (const method of methods) await session.request(`textDocument/${method}`, params);
      for (const note of ['didOpen', 'didChange', 'didClose', 'didSave'])
        session.notify(`textDocument/${note}`, params);
      for (const note of ['didChangeWorkspaceFolders', 'didChangeConfiguration', 'didChangeWatchedFiles'])
        session.notify(`workspace/${note}`, params);
      session.notify('$/cancelRequest', { id: 12_345 });
      await expectAlive(session);
    },
  );

  it('changes a document that is not open, and places outside of one that is', async () => {
    const session = await startSession('utf-16', false);
    const textDocument = { uri, version: 2 };
    session.notify('textDocument/didChange', { textDocument, contentChanges: [{ text: 'x' }] });
    session.notify('textDocument/didOpen', {
      textDocument: { uri, languageId: 'accel', version: 1, text: 'const a = 1;' },
    });
    for (const [line, character] of [
      [-1, -1],
      [0, 10_000],
      [10_000, 0],
      [1e20, 1e20],
      [Number.NaN, 0],
      [0.5, 0.5],
    ]) {
      const position = { line, character };
      await session.request('textDocument/hover', { textDocument, position });
      const range = { start: { line: 10_000, character: 0 }, end: position };
      session.notify('textDocument/didChange', { textDocument, contentChanges: [{ range, text: ' ' }] });
    }
    await expectAlive(session);
  });
});

/** Whether a mistake is still told of a document that is opened now. */
async function expectAlive(session: TestSession): Promise<void> {
  const text = 'const size = other;\n';
  const other = 'file:///alive.accel';
  session.notify('textDocument/didOpen', { textDocument: { uri: other, languageId: 'accel', version: 1, text } });
  const found = await session.request('textDocument/hover', {
    textDocument: { uri: other },
    position: { line: 0, character: 7 },
  });
  expect(JSON.stringify(found)).toContain('const size');
  await session.end();
}

describe('the built server', { timeout: 240_000 }, () => {
  const begin = (client: Client, processId: number | null = null): Promise<unknown> =>
    client.request('initialize', { processId, rootUri: null, capabilities: {} });
  const framed = (body: string): string => `Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`;

  it('reads on behind what is no message, and takes a message of some megabytes', async () => {
    const client = startClient();
    const strange = [
      '',
      '{nope',
      '[]',
      '3',
      'null',
      '"x"',
      '{"jsonrpc":"2.0"}',
      '{"jsonrpc":"2.0","id":{},"method":3}',
    ];
    for (const body of [...strange, '{"jsonrpc":"2.0","id":77,"result":1}']) client.raw(framed(body));
    await begin(client);
    const text = `// ${'x'.repeat(8_000_000)}\nconst size = other;\n`;
    client.notify('textDocument/didOpen', { textDocument: { uri, languageId: 'accel', version: 1, text } });
    const found: { readonly diagnostics: readonly { readonly code: string }[] } = await client.told(
      'textDocument/publishDiagnostics',
    );
    expect(found.diagnostics.map(({ code }) => code)).toEqual(['E201']);
    client.vanish();
    expect(await client.exited).toBe(1);
  });

  it('ends when the process that started it is gone, though its input is still open', async () => {
    const gone = spawnSync(process.execPath, ['--version']).pid;
    const client = startClient();
    await begin(client, gone);
    expect(await client.exited).toBe(1);
  });
});
