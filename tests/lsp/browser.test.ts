import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { MessageChannel, type MessagePort } from 'node:worker_threads';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { packageRoot } from '../support/program.js';

const bundle = join(packageRoot, 'dist/lsp-browser.js');

interface Message {
  readonly id?: number;
  readonly method?: string;
  readonly params?: unknown;
  readonly result?: unknown;
}

const { port1: client, port2: worker } = new MessageChannel();
const messages: Message[] = [];
const waiting = new Set<() => void>();

function find(wanted: (message: Message) => boolean): Promise<Message> {
  return new Promise((resolve) => {
    const look = (): void => {
      const index = messages.findIndex(wanted);
      const found = messages[index];
      if (found === undefined) return;
      messages.splice(index, 1);
      waiting.delete(look);
      resolve(found);
    };
    waiting.add(look);
    look();
  });
}

let last = 0;
async function ask(method: string, params: object): Promise<unknown> {
  last += 1;
  const id = last;
  client.postMessage({ jsonrpc: '2.0', id, method, params }, []);
  return (await find((each) => each.id === id && each.method === undefined)).result;
}
const tell = (method: string, params: object): void => client.postMessage({ jsonrpc: '2.0', method, params }, []);

/** Codes of the diagnostics that are told next of a document. */
async function published(uri: string): Promise<readonly string[]> {
  const { params } = await find(
    ({ method, params: told }) => method === 'textDocument/publishDiagnostics' && (told as { uri: string }).uri === uri,
  );
  return (params as { diagnostics: { code: string }[] }).diagnostics.map(({ code }) => code);
}

beforeAll(async () => {
  client.on('message', (message: Message) => {
    messages.push(message);
    for (const look of waiting) look();
  });
  const { serveWorker } = (await import(pathToFileURL(bundle).href)) as { serveWorker: (port: MessagePort) => void };
  serveWorker(worker);
  await ask('initialize', { processId: null, rootUri: null, capabilities: {} });
  tell('initialized', {});
});

afterAll(() => {
  client.close();
  worker.close();
});

const uri = 'file:///chip.accel';
const text =
  'import { lanes } from "./lib.accel";\nimport { Sram } from "std/memory";\nconst wide = 2 * lanes;\ncomponent A() { m: Sram { capacity: 1 GHz }; }\n';

it('is built', () => {
  expect(existsSync(bundle)).toBe(true);
});

it('tells what is wrong, with the files that the client has given', async () => {
  tell('textDocument/didOpen', { textDocument: { uri, languageId: 'accel', version: 1, text } });
  expect(await published(uri)).toEqual(['E001', 'E302']);
  tell('accel/files', { files: { 'file:///lib.accel': 'export const lanes = 4;\n' } });
  expect(await published(uri)).toEqual(['E302']);
  tell('accel/files', { files: { 'file:///lib.accel': null } });
  expect(await published(uri)).toEqual(['E001', 'E302']);
});

it('hovers, and leads to the standard library, whose text it gives', async () => {
  const at = (line: number, character: number): object => ({ textDocument: { uri }, position: { line, character } });
  const lineOf = (piece: string): readonly [number, number] => {
    const before = text.slice(0, text.indexOf(piece)).split('\n');
    return [before.length - 1, before.at(-1)?.length ?? 0];
  };
  const found = (await ask('textDocument/hover', at(...lineOf('Sram {')))) as { contents: { value: string } };
  expect(found.contents.value).toContain('extern component Sram');
  const place = (await ask('textDocument/definition', at(...lineOf('Sram {')))) as { uri: string };
  expect(place.uri).toBe('accel-std:/std/memory.accel');
  expect(await ask('accel/text', { uri: place.uri })).toContain('extern component Sram');
});

it('looks into a module of the standard library that is opened, and offers it once', async () => {
  const module = 'accel-std:/std/memory.accel';
  const source = (await ask('accel/text', { uri: module })) as string;
  tell('textDocument/didOpen', { textDocument: { uri: module, languageId: 'accel', version: 1, text: source } });
  const before = source.slice(0, source.indexOf('SramPorts =')).split('\n');
  const position = { line: before.length - 1, character: before.at(-1)?.length ?? 0 };
  const found = (await ask('textDocument/hover', { textDocument: { uri: module }, position })) as {
    contents: { value: string };
  };
  expect(found.contents.value).toContain('enum SramPorts');
  expect(await published(module)).toEqual([]);
  const start = text.indexOf('A() { m: ') + 'A() { m: '.length;
  const line = text.slice(0, start).split('\n');
  const at = { line: line.length - 1, character: line.at(-1)?.length ?? 0 };
  const list = (await ask('textDocument/completion', { textDocument: { uri }, position: at })) as {
    items: { label: string }[];
  };
  expect(list.items.filter(({ label }) => label === 'HbmStack')).toHaveLength(1);
});
