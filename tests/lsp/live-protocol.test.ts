import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startClient, type Client } from './client.js';
import { chip } from './estimated.js';

const folder = mkdtempSync(join(tmpdir(), 'accel-live-'));
const uri = pathToFileURL(join(folder, 'main.accel')).href;
const textDocument = { uri };
const whole = { start: { line: 0, character: 0 }, end: { line: 1000, character: 0 } };

let client: Client;

async function open(text: string, capabilities: object = {}): Promise<void> {
  await client.request('initialize', { processId: null, rootUri: pathToFileURL(folder).href, capabilities });
  client.notify('initialized', {});
  client.notify('textDocument/didOpen', { textDocument: { uri, languageId: 'accel', version: 1, text } });
}

interface Published {
  readonly diagnostics: readonly { readonly code: string }[];
}

const withCode =
  (code: string) =>
  ({ diagnostics }: Published): boolean =>
    diagnostics.some((each) => each.code === code);

beforeEach(() => {
  client = startClient();
});

afterEach(async () => {
  client.vanish();
  await client.exited;
  rmSync(folder, { recursive: true, force: true });
});

describe('over the protocol', () => {
  it('late diagnostics are pushed after the early ones, and hints, lenses and tokens are asked for again', async () => {
    const refreshSupport = true;
    await open(chip('require area <= 0.5 mm^2; let a = gone;'), {
      workspace: { inlayHint: { refreshSupport }, codeLens: { refreshSupport } },
    });
    await client.told('textDocument/publishDiagnostics', withCode('E201'));
    client.notify('textDocument/didChange', {
      textDocument: { uri, version: 2 },
      contentChanges: [{ text: chip('require area <= 0.5 mm^2; let a = 2 * rows;') }],
    });
    await client.told('textDocument/publishDiagnostics', withCode('E510'));
    await client.told('workspace/inlayHint/refresh');
    await client.told('workspace/codeLens/refresh');
    const hints = (await client.request('textDocument/inlayHint', { textDocument, range: whole })).result;
    expect((hints as { label: string }[]).map(({ label }) => label)).toEqual([
      '0.122 mm^2',
      '0.572 mm^2',
      '25.6 GB/s',
      'fails: area is 0.6942 mm^2',
      '= 32',
    ]);
    const lenses = (await client.request('textDocument/codeLens', { textDocument })).result;
    expect((lenses as { command: { title: string } }[]).map(({ command }) => command.title)).toEqual([
      expect.stringMatching(/^410 GOPS int8/),
      '1 of 1 fails',
      'report',
      'verify',
    ]);
  });

  it('a client that asks for diagnostics is told to ask again', async () => {
    await open(chip('require area <= 0.5 mm^2;'), {
      textDocument: { diagnostic: {} },
      workspace: { diagnostics: { refreshSupport: true } },
    });
    await client.told('workspace/diagnostic/refresh');
    const { result } = await client.request('textDocument/diagnostic', { textDocument });
    expect((result as { items: { code: string }[] }).items.map(({ code }) => code)).toEqual(['E510']);
  });

  it('a client that asks but cannot be told to ask again is told what there is', async () => {
    await open(chip('require area <= 0.5 mm^2;'), { textDocument: { diagnostic: {} } });
    await client.told('textDocument/publishDiagnostics', withCode('E510'));
  });

  it('a client that fills in places is offered them, and asks for documentation of what it shows', async () => {
    const source = 'component C() { m: Sra; }\n';
    const completionItem = { snippetSupport: true, resolveSupport: { properties: ['documentation'] } };
    await open(source, { textDocument: { completion: { completionItem } } });
    const position = { line: 0, character: source.indexOf('Sra') + 3 };
    const { result } = await client.request('textDocument/completion', { textDocument, position });
    const item = (
      result as { items: { label: string; insertTextFormat: number; textEdit: { newText: string } }[] }
    ).items.find(({ label }) => label === 'Sram');
    expect(item).toMatchObject({
      insertTextFormat: 2,
      textEdit: { newText: 'Sram { capacity: $1 }' },
      labelDetails: { description: 'std/memory' },
    });
    expect(item).not.toHaveProperty('documentation');
    const resolved = await client.request('completionItem/resolve', item);
    expect(resolved.result).toMatchObject({
      label: 'Sram',
      documentation: { value: expect.stringContaining('On-chip') as unknown },
    });
  });

  it('settings switch hints and lenses off', async () => {
    await open(chip('let a = 2 * rows;'));
    client.notify('workspace/didChangeConfiguration', { settings: { accel: { hints: false, lens: false } } });
    expect((await client.request('textDocument/inlayHint', { textDocument, range: whole })).result).toEqual([]);
    expect((await client.request('textDocument/codeLens', { textDocument })).result).toEqual([]);
  });

  it('the commands answer with Markdown, or say why not', async () => {
    await open(chip('', undefined, 'workload net { model "resnet50"; }'));
    const run = async (command: string, ...given: readonly string[]): Promise<string> => {
      const { result, error } = await client.request('workspace/executeCommand', { command, arguments: given });
      return error?.message ?? String(result);
    };
    expect(await run('accel.report', uri, 'Npu')).toMatch(/^## Npu\n\n```text\nNpu\n[^]*buffer +Sram[^]*```\n$/);
    expect(await run('accel.estimate', uri, 'net')).toMatch(/^## net on Npu\n[^]*latency +[\d.]+ m?s/);
    expect(await run('accel.verify', uri, 'Npu')).toContain(`main.accel --design Npu`);
    expect(await run('accel.report', uri, 'Gone')).toBe('there is no Gone');
    expect(await run('accel.report', 'file:///gone.accel', 'Npu')).toBe('file:///gone.accel is not open');
    expect(await run('accel.report')).toBe('accel.report takes a document and a name');
  });
});
