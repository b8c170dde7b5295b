import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeEach, expect, it } from 'vitest';
import { lineTable, offsetOf, positionOf, type Range } from '../../lsp/text/positions.js';
import { startClient, type Client } from './client.js';

const base = mkdtempSync(join(tmpdir(), 'accel-roots-'));
afterAll(() => rmSync(base, { recursive: true, force: true }));

const lib = 'export component Leaf() {}\nexport const lanes = 4;\n';
const main =
  'import { Leaf, lanes } from "./lib.accel";\ncomponent Tile() { leaf: Leaf[lanes]; }\nconst size = other;\n';
const table = lineTable(main);

const uriOf = (path: string): string => pathToFileURL(join(base, path)).href;
const textOf = (range: Range): string =>
  main.slice(offsetOf(table, range.start, 'utf-16'), offsetOf(table, range.end, 'utf-16'));

beforeEach(() => {
  for (const folder of ['a', 'b']) mkdirSync(join(base, folder), { recursive: true });
  writeFileSync(join(base, 'a/main.accel'), main);
  writeFileSync(join(base, 'a/lib.accel'), lib);
  writeFileSync(join(base, 'b/far.accel'), 'export const far_away = 1;\n');
});

async function started(folders: readonly string[], capabilities: object = {}): Promise<Client> {
  const client = startClient();
  const workspaceFolders = folders.map((name) => ({ name, uri: uriOf(name) }));
  await client.request('initialize', { processId: null, rootUri: null, workspaceFolders, capabilities });
  client.notify('initialized', {});
  return client;
}

function open(client: Client, path: string, text: string): object {
  const uri = uriOf(path);
  client.notify('textDocument/didOpen', { textDocument: { uri, languageId: 'accel', version: 1, text } });
  return { textDocument: { uri } };
}

const at = (piece: string, further = 0): object => ({
  position: positionOf(table, main.indexOf(piece) + further, 'utf-16'),
});

const symbols = async (client: Client, query: string): Promise<readonly string[]> =>
  ((await client.request('workspace/symbol', { query })).result as { name: string }[]).map(({ name }) => name);

it('folders come and go while the server runs', async () => {
  const client = await started(['a']);
  expect(await symbols(client, 'far_away')).toEqual([]);
  const b = { name: 'b', uri: uriOf('b') };
  client.notify('workspace/didChangeWorkspaceFolders', { event: { added: [b], removed: [] } });
  expect(await symbols(client, 'far_away')).toEqual(['far_away']);
  client.notify('workspace/didChangeWorkspaceFolders', { event: { added: [], removed: [b] } });
  expect(await symbols(client, 'far_away')).toEqual([]);
  client.vanish();
});

it('an import that left its folder is found when the folder around both is added', async () => {
  const client = await started(['a'], {
    textDocument: { diagnostic: {} },
    workspace: { diagnostics: { refreshSupport: true } },
  });
  const text = 'import { far_away } from "../b/far.accel";\nconst near = far_away;\n';
  const document = open(client, 'a/reach.accel', text);
  const codes = async (): Promise<readonly string[]> => {
    const { result } = await client.request('textDocument/diagnostic', document);
    return (result as { items: { code: string }[] }).items.map(({ code }) => code);
  };
  expect(await codes()).toEqual(['E205']);
  client.notify('workspace/didChangeWorkspaceFolders', {
    event: { added: [{ name: 'all', uri: uriOf('.') }], removed: [{ name: 'a', uri: uriOf('a') }] },
  });
  expect(await codes()).toEqual([]);
  client.vanish();
});

it('a client that watches is asked for sources and project files, and what it tells is read anew', async () => {
  const client = await started(['a'], {
    textDocument: { diagnostic: {} },
    workspace: { didChangeWatchedFiles: { dynamicRegistration: true }, diagnostics: { refreshSupport: true } },
  });
  const { registrations } = (await client.told('client/registerCapability')) as {
    registrations: readonly { readonly registerOptions: { readonly watchers: readonly { globPattern: string }[] } }[];
  };
  const globs = registrations.flatMap(({ registerOptions }) => registerOptions.watchers ?? []);
  expect(globs.map(({ globPattern }) => globPattern)).toEqual(['**/*.accel', '**/accel.json']);
  const document = open(client, 'a/use.accel', 'import { lanes } from "./lib.accel";\nconst twice = 2 * lanes;\n');
  const count = async (): Promise<number> =>
    ((await client.request('textDocument/diagnostic', document)).result as { items: unknown[] }).items.length;
  expect(await count()).toBe(0);
  writeFileSync(join(base, 'a/lib.accel'), 'export const other = 4;\n');
  client.notify('workspace/didChangeWatchedFiles', { changes: [{ uri: uriOf('a/lib.accel'), type: 2 }] });
  expect(await count()).toBe(1);
  client.vanish();
});

it('a file that is renamed takes its imports along', async () => {
  const client = await started(['a']);
  const document = open(client, 'a/main.accel', main);
  const files = [{ oldUri: uriOf('a/lib.accel'), newUri: uriOf('a/parts.accel') }];
  const { result } = await client.request('workspace/willRenameFiles', { files });
  const { changes } = result as { changes: Record<string, { range: Range; newText: string }[]> };
  expect(Object.keys(changes)).toEqual([uriOf('a/main.accel')]);
  const [edit] = changes[uriOf('a/main.accel')] ?? [];
  expect(edit && [textOf(edit.range), edit.newText]).toEqual(['./lib.accel', './parts.accel']);
  renameSync(join(base, 'a/lib.accel'), join(base, 'a/parts.accel'));
  client.notify('workspace/didRenameFiles', { files });
  const found = await client.request('textDocument/definition', { ...document, ...at('Leaf[') });
  expect(found.result).toBeNull();
  rmSync(join(base, 'a/parts.accel'));
  client.vanish();
});

it('declaration, implementation, links and the hierarchy of instances', async () => {
  const client = await started(['a']);
  const document = open(client, 'a/main.accel', main);
  const ask = async (method: string, more: object): Promise<unknown> =>
    (await client.request(`textDocument/${method}`, { ...document, ...more })).result;
  const declared = (await ask('declaration', at('lanes]'))) as { uri: string; range: Range };
  expect([declared.uri, textOf(declared.range)]).toEqual([uriOf('a/main.accel'), 'lanes']);
  expect(((await ask('implementation', at('leaf:'))) as { uri: string }[]).map(({ uri }) => uri)).toEqual([
    uriOf('a/lib.accel'),
  ]);
  const linked = (await ask('documentLink', {})) as { range: Range; target: string }[];
  expect(linked.map(({ range, target }) => [textOf(range), target])).toEqual([['./lib.accel', uriOf('a/lib.accel')]]);
  const [leaf] = (await ask('prepareCallHierarchy', at('Leaf['))) as { name: string }[];
  const incoming = (await client.request('callHierarchy/incomingCalls', { item: leaf })).result as {
    from: { name: string };
    fromRanges: Range[];
  }[];
  expect(incoming.map(({ from, fromRanges }) => [from.name, ...fromRanges.map(textOf)])).toEqual([['Tile', 'Leaf']]);
  const outgoing = (await client.request('callHierarchy/outgoingCalls', { item: incoming[0]?.from })).result as {
    to: { name: string; uri: string };
  }[];
  expect(outgoing.map(({ to }) => [to.name, to.uri])).toEqual([['Leaf', uriOf('a/lib.accel')]]);
  client.vanish();
});

it('semantic tokens of a stretch, and as the difference from those before', async () => {
  const client = await started(['a']);
  const { textDocument } = open(client, 'a/main.accel', main) as { textDocument: { uri: string } };
  const ask = async <T>(kind: string, more: object = {}): Promise<T> =>
    (await client.request(`textDocument/semanticTokens/${kind}`, { textDocument, ...more })).result as T;
  const full = await ask<{ resultId: string; data: number[] }>('full');
  const range = { start: positionOf(table, main.indexOf('const'), 'utf-16'), end: { line: 9, character: 0 } };
  expect((await ask<{ data: number[] }>('range', { range })).data).toHaveLength(5 * ['const', 'size'].length);
  client.notify('textDocument/didChange', {
    textDocument: { uri: textDocument.uri, version: 2 },
    contentChanges: [{ range: { start: range.start, end: range.start }, text: 'const first = 1;\n' }],
  });
  interface Delta {
    readonly resultId: string;
    readonly edits: readonly { start: number; deleteCount: number; data?: number[] }[];
  }
  const delta = await ask<Delta>('full/delta', { previousResultId: full.resultId });
  const [edit] = delta.edits;
  const patched = full.data.toSpliced(edit?.start ?? 0, edit?.deleteCount ?? 0, ...(edit?.data ?? []));
  expect(patched).toEqual((await ask<{ data: number[] }>('full')).data);
  expect(patched.length).toBe(full.data.length + 5 * ['const', 'first', '1'].length);
  // Who names tokens that the server does not have any more gets them whole.
  expect(await ask('full/delta', { previousResultId: 'unknown' })).toMatchObject({ data: patched });
  client.vanish();
});
