import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { lineTable, offsetOf, positionOf, type Range } from '../../lsp/text/positions.js';
import { startClient, type Client } from './client.js';

const folder = mkdtempSync(join(tmpdir(), 'accel-protocol-'));
const uri = pathToFileURL(join(folder, 'main.accel')).href;
const libUri = pathToFileURL(join(folder, 'lib.accel')).href;

const lib = '/// How many lanes.\nexport const lanes = 4;\n';
const text = `import { Sram } from "std/memory";
import { lanes } from "./lib.accel";

/* 🙂 */ const wide = lanes * 8;

component Tile(rows: int = 8) {
  buffer: Sram { capacity: 1 MiB, ports: .one_rw };
  unused buffer.serve;
  unused buffer.fill;
  let total = max(rows, wide);
}
`;
const table = lineTable(text);

/** Where a piece of the text begins, and so many characters further. */
function at(piece: string, further = 0): object {
  const position = positionOf(table, text.indexOf(piece) + further, 'utf-16');
  return { textDocument: { uri }, position };
}

function textOf(range: Range): string {
  return text.slice(offsetOf(table, range.start, 'utf-16'), offsetOf(table, range.end, 'utf-16'));
}

interface Edit {
  readonly range: Range;
  readonly newText: string;
}

let client: Client;
let capabilities: Readonly<Record<string, unknown>>;
const ask = async <T>(method: string, params: object): Promise<T> => (await client.request(method, params)).result as T;

beforeAll(async () => {
  writeFileSync(join(folder, 'lib.accel'), lib);
  writeFileSync(join(folder, 'main.accel'), text);
  client = startClient();
  const rootUri = pathToFileURL(folder).href;
  const answer = await client.request('initialize', { processId: null, rootUri, capabilities: {} });
  ({ capabilities } = answer.result as { capabilities: typeof capabilities });
  client.notify('initialized', {});
  client.notify('textDocument/didOpen', { textDocument: { uri, languageId: 'accel', version: 1, text } });
});

afterAll(() => {
  client.vanish();
  rmSync(folder, { recursive: true, force: true });
});

describe('each feature over the protocol', () => {
  it('hover', async () => {
    const found = await ask<{ contents: { value: string }; range: Range }>('textDocument/hover', at('lanes * 8'));
    expect(found.contents.value).toContain('const lanes: int');
    expect(found.contents.value).toContain('How many lanes.');
    expect(textOf(found.range)).toBe('lanes');
  });

  it('definition, into another file and into the standard library', async () => {
    const near = await ask<{ uri: string }>('textDocument/definition', at('lanes * 8'));
    expect(near.uri).toBe(libUri);
    const far = await ask<{ uri: string; range: Range }>('textDocument/typeDefinition', at('buffer:'));
    expect(fileURLToPath(far.uri)).toMatch(/stdlib\/memory\.accel$/);
    expect(far.range.start.line).toBeGreaterThan(0);
  });

  it('references and highlight', async () => {
    const context = { includeDeclaration: true };
    const found = await ask<{ uri: string }[]>('textDocument/references', { ...at('lanes * 8'), context });
    expect(found.map((each) => each.uri)).toEqual([libUri, uri, uri]);
    const here = await ask<{ range: Range; kind: number }[]>('textDocument/documentHighlight', at('wide ='));
    expect(here.map(({ range, kind }) => [textOf(range), kind])).toEqual([
      ['wide', 3],
      ['wide', 2],
    ]);
  });

  it('rename, with its preparation and its refusal', async () => {
    const prepared = await ask<{ range: Range; placeholder: string }>('textDocument/prepareRename', at('wide ='));
    expect([textOf(prepared.range), prepared.placeholder]).toEqual(['wide', 'wide']);
    const { changes } = await ask<{ changes: Record<string, Edit[]> }>('textDocument/rename', {
      ...at('lanes * 8'),
      newName: 'rows_of_cells',
    });
    expect(Object.fromEntries(Object.entries(changes).map(([file, edits]) => [file, edits.length]))).toEqual({
      [libUri]: 1,
      [uri]: 2,
    });
    const refused = await client.request('textDocument/rename', { ...at('Sram {'), newName: 'Ram' });
    expect(refused.error?.message).toBe('"Sram" is declared in the standard library');
  });

  it('completion and signature help', async () => {
    const { items } = await ask<{ items: { label: string; kind: number; textEdit: Edit }[] }>(
      'textDocument/completion',
      at('.one_rw', 1),
    );
    expect(items.map(({ label, kind }) => [label, kind])).toEqual([
      ['one_rw', 20],
      ['one_r_one_w', 20],
    ]);
    const help = await ask<{ signatures: { label: string }[]; activeParameter: number }>(
      'textDocument/signatureHelp',
      at('wide);'),
    );
    expect([help.signatures[0]?.label, help.activeParameter]).toEqual(['max(a, b, ...)', 1]);
  });

  it('symbols, folding and selection', async () => {
    const symbols = await ask<{ name: string }[]>('textDocument/documentSymbol', { textDocument: { uri } });
    expect(symbols.map(({ name }) => name)).toEqual(['wide', 'Tile']);
    const everywhere = await ask<{ name: string; location: { uri: string } }[]>('workspace/symbol', { query: 'lane' });
    expect(everywhere.map(({ name, location }) => [name, location.uri])).toEqual([['lanes', libUri]]);
    const folds = await ask<{ kind: string }[]>('textDocument/foldingRange', { textDocument: { uri } });
    expect(folds.map(({ kind }) => kind)).toEqual(['imports', 'region']);
    const positions = [positionOf(table, text.indexOf('rows, wide'), 'utf-16')];
    const [grown] = await ask<{ range: Range; parent: { range: Range } }[]>('textDocument/selectionRange', {
      textDocument: { uri },
      positions,
    });
    expect(grown && [textOf(grown.range), textOf(grown.parent.range)]).toEqual(['rows', 'max(rows, wide)']);
  });

  it('semantic tokens, counted from one to the next', async () => {
    const { data } = await ask<{ data: number[] }>('textDocument/semanticTokens/full', { textDocument: { uri } });
    const { tokenTypes } = (capabilities['semanticTokensProvider'] as { legend: { tokenTypes: string[] } }).legend;
    let [line, character] = [0, 0];
    const words: string[] = [];
    for (let index = 0; index < data.length; index += 5) {
      const [down = 0, right = 0, length = 0, type = 0] = data.slice(index);
      line += down;
      character = down === 0 ? character + right : right;
      const start = { line, character };
      words.push(`${textOf({ start, end: { line, character: character + length } })} ${tokenTypes[type]}`);
    }
    expect(words).toEqual(
      expect.arrayContaining(['/* 🙂 */ comment', 'wide variable', 'one_rw enumMember', 'Tile class']),
    );
  });

  it('formatting and code actions', async () => {
    const untidy = pathToFileURL(join(folder, 'untidy.accel')).href;
    const textDocument = { uri: untidy };
    client.notify('textDocument/didOpen', {
      textDocument: { uri: untidy, languageId: 'accel', version: 1, text: 'const  a = 1;\n' },
    });
    const edits = await ask<Edit[]>('textDocument/formatting', { textDocument, options: {} });
    expect(edits.map(({ newText }) => newText)).toEqual(['const a = 1;']);
    client.notify('textDocument/didChange', {
      textDocument: { uri: untidy, version: 2 },
      contentChanges: [{ text: 'const width = 1;\nconst b = widht;\n' }],
    });
    const place = lineTable('const width = 1;\nconst b = widht;\n');
    const position = positionOf(place, place.text.indexOf('widht'), 'utf-16');
    const actions = await ask<{ title: string; kind: string; edit: { changes: Record<string, Edit[]> } }[]>(
      'textDocument/codeAction',
      { textDocument, range: { start: position, end: position }, context: { diagnostics: [] } },
    );
    expect(actions.map(({ title, kind }) => [title, kind])).toEqual([['replace "widht" by "width"', 'quickfix']]);
    expect(actions[0]?.edit.changes[untidy]?.map(({ newText }) => newText)).toEqual(['width']);
  });

  it('answers nothing about a document that is not open', async () => {
    const textDocument = { uri: pathToFileURL(join(folder, 'closed.accel')).href };
    const position = { line: 0, character: 0 };
    for (const method of ['hover', 'definition', 'completion', 'signatureHelp', 'prepareRename', 'rename']) {
      expect(await ask(`textDocument/${method}`, { textDocument, position, newName: 'x' })).toBeNull();
    }
    for (const method of ['documentSymbol', 'foldingRange', 'formatting', 'documentHighlight']) {
      expect(await ask(`textDocument/${method}`, { textDocument, position, options: {} })).toEqual([]);
    }
  });
});
