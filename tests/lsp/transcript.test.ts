import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { startClient, type Client } from './client.js';

const folder = mkdtempSync(join(tmpdir(), 'accel-lsp-'));
const outside = mkdtempSync(join(tmpdir(), 'accel-outside-'));
afterAll(() => {
  for (const each of [folder, outside]) rmSync(each, { recursive: true, force: true });
});

const uriOf = (name: string): string => pathToFileURL(join(folder, name)).href;

interface Published {
  readonly uri: string;
  readonly version?: number;
  readonly diagnostics: readonly {
    readonly code: string;
    readonly message: string;
    readonly range: { readonly start: { readonly line: number; readonly character: number } };
  }[];
}

async function started(capabilities: object = {}): Promise<Client & { readonly answer0: unknown }> {
  const client = startClient();
  const rootUri = pathToFileURL(folder).href;
  const answer = await client.request('initialize', { processId: null, rootUri, capabilities });
  client.notify('initialized', {});
  return { ...client, answer0: answer.result };
}

function open(client: Client, name: string, text: string): void {
  client.notify('textDocument/didOpen', {
    textDocument: { uri: uriOf(name), languageId: 'accel', version: 1, text },
  });
}

function change(client: Client, name: string, version: number, contentChanges: readonly object[]): void {
  client.notify('textDocument/didChange', { textDocument: { uri: uriOf(name), version }, contentChanges });
}

async function published(client: Client, name: string, version: number): Promise<readonly string[]> {
  const found: Published = await client.told(
    'textDocument/publishDiagnostics',
    (each: Published) => each.uri === uriOf(name) && each.version === version,
  );
  return found.diagnostics.map(({ code, range }) => `${code} at ${range.start.line}:${range.start.character}`);
}

async function leave(client: Client): Promise<void> {
  expect((await client.request('shutdown')).error).toBeUndefined();
  client.notify('exit');
  expect(await client.exited).toBe(0);
}

describe('the built server over standard input and output', () => {
  it('pushes diagnostics of each version, and takes them back when a document is closed', async () => {
    const client = await started();
    open(client, 'a.accel', 'const size = 1 GHz + 2 W;\n');
    expect(await published(client, 'a.accel', 1)).toEqual(['E301 at 0:13']);
    change(client, 'a.accel', 2, [
      { range: { start: { line: 0, character: 21 }, end: { line: 0, character: 24 } }, text: '2 MHz' },
    ]);
    expect(await published(client, 'a.accel', 2)).toEqual([]);
    change(client, 'a.accel', 3, [{ text: 'const size = other;\n' }]);
    expect(await published(client, 'a.accel', 3)).toEqual(['E201 at 0:13']);
    client.notify('textDocument/didClose', { textDocument: { uri: uriOf('a.accel') } });
    const closed: Published = await client.told(
      'textDocument/publishDiagnostics',
      (each: Published) => each.version === undefined,
    );
    expect(closed.diagnostics).toEqual([]);
    await leave(client);
  });

  it('counts columns as was agreed: in UTF-16 units, in bytes or in characters', async () => {
    const text = '/* µ🙂 */ const size = other;\n';
    for (const [encodings, place] of [
      [['utf-16'], 'E201 at 0:23'],
      [['utf-8', 'utf-16'], 'E201 at 0:26'],
      [['utf-32', 'utf-16'], 'E201 at 0:22'],
    ] as const) {
      const client = await started({ general: { positionEncodings: encodings } });
      expect(client.answer0).toMatchObject({ capabilities: { positionEncoding: encodings[0] } });
      open(client, 'a.accel', text);
      expect(await published(client, 'a.accel', 1)).toEqual([place]);
      await leave(client);
    }
  });

  it('answers who asks for diagnostics, and pushes none there', async () => {
    writeFileSync(join(folder, 'lib.accel'), 'export const wrong = 1 GHz + 2 W;\n');
    const client = await started({
      textDocument: { diagnostic: {} },
      workspace: { diagnostics: { refreshSupport: true } },
    });
    open(client, 'a.accel', 'import { wrong } from "./lib.accel";\nconst twice = 2 * wrong;\nconst size = other;\n');
    const ask = (previousResultId?: string): Promise<{ readonly result?: unknown }> =>
      client.request('textDocument/diagnostic', { textDocument: { uri: uriOf('a.accel') }, previousResultId });
    const first = (await ask()).result as { kind: string; resultId: string; items: { code: string }[] };
    expect(first.items.map(({ code }) => code)).toEqual(['E201']);
    expect((await ask(first.resultId)).result).toEqual({ kind: 'unchanged', resultId: first.resultId });
    const all = (await client.request('workspace/diagnostic', { previousResultIds: [] })).result as {
      items: { uri: string; items: { code: string }[] }[];
    };
    expect(all.items.map(({ uri, items }) => [uri, items.map(({ code }) => code)])).toEqual([
      [uriOf('a.accel'), ['E201']],
      [uriOf('lib.accel'), ['E301']],
    ]);
    await leave(client);
  });

  it('a mistake in an imported file shows there, and goes when that file is edited', async () => {
    writeFileSync(join(folder, 'lib.accel'), 'export const wrong = 1 GHz + 2 W;\n');
    const client = await started();
    open(client, 'a.accel', 'import { wrong } from "./lib.accel";\nconst twice = 2 * wrong;\n');
    const there: Published = await client.told(
      'textDocument/publishDiagnostics',
      (each: Published) => each.uri === uriOf('lib.accel') && each.diagnostics.length > 0,
    );
    expect(there.diagnostics.map(({ code }) => code)).toEqual(['E301']);
    open(client, 'lib.accel', 'export const wrong = 1 GHz;\n');
    expect(await published(client, 'lib.accel', 1)).toEqual([]);
    await leave(client);
  });

  it('reads nothing outside its folder, not through a symbolic link either', async () => {
    writeFileSync(join(outside, 'secret.accel'), 'export const secret = 1;\n');
    symlinkSync(join(outside, 'secret.accel'), join(folder, 'link.accel'));
    const client = await started();
    open(client, 'a.accel', 'import { secret } from "./link.accel";\nconst mine = secret;\n');
    expect(await published(client, 'a.accel', 1)).toEqual(['E001 at 0:23']);
    await leave(client);
  });

  it('a cancelled request ends as cancelled, an unknown one as unknown, and the server lives on', async () => {
    const client = await started({
      textDocument: { diagnostic: {} },
      workspace: { diagnostics: { refreshSupport: true } },
    });
    open(client, 'a.accel', 'const size = other;\n');
    // Sent apart, the answer may be under way before the server reads of the cancellation.
    const asked = client.together(() => {
      const id = client.send('textDocument/diagnostic', { textDocument: { uri: uriOf('a.accel') } });
      client.notify('$/cancelRequest', { id });
      return id;
    });
    expect((await client.answer(asked)).error?.code).toBe(-32800);
    expect((await client.request('accel/nothing')).error?.code).toBe(-32601);
    const strange = await client.request('textDocument/diagnostic', { textDocument: { uri: 'untitled:new' } });
    expect(strange.result).toEqual({ kind: 'full', items: [] });
    await leave(client);
  });

  it('ends when its client vanishes', async () => {
    const client = await started();
    client.vanish();
    expect(await client.exited).toBe(1);
  });
});
