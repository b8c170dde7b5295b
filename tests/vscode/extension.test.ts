import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { packer } from '../../scripts/vscode-packer.js';
import { stageExtension } from '../../scripts/vscode-stage.js';
import { parse } from '../../src/syntax/index.js';
import { defaultSettings, hintKinds } from '../../lsp/live/settings.js';
import { startClient } from '../lsp/client.js';
import { packageRoot } from '../support/program.js';

const folder = mkdtempSync(join(tmpdir(), 'accel-vscode-'));
beforeAll(() => stageExtension(folder));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function read(path: string): unknown {
  return JSON.parse(readFileSync(join(folder, path), 'utf8'));
}

/** All strings of a JSON value with the keys they stand under. */
function strings(value: unknown, key = ''): readonly (readonly [key: string, text: string])[] {
  if (typeof value === 'string') return [[key, value]];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, each]) => strings(each, Array.isArray(value) ? key : name));
}

describe('the manifest', () => {
  it('names only files that the extension has', () => {
    const named = strings(read('package.json')).flatMap(([key, text]) =>
      text.startsWith('./') || key === 'icon' || key === 'markdown' ? [text] : [],
    );
    const files = named.filter((text) => /[.]\w+$/.test(text));
    expect(files.length).toBeGreaterThan(10);
    expect(files.filter((file) => !existsSync(join(folder, file)))).toEqual([]);
  });

  it('has the version of the project', () => {
    const { version } = JSON.parse(readFileSync(join(packageRoot, 'package.json'), 'utf8')) as { version: string };
    expect(read('package.json')).toMatchObject({ version });
  });

  it('offers the commands that the client registers, and uses no other', () => {
    const { contributes } = read('package.json') as { contributes: { commands: { command: string }[] } };
    const offered = contributes.commands.map(({ command }) => command).toSorted();
    const code = readFileSync(join(folder, 'dist/extension.cjs'), 'utf8');
    expect(offered.filter((command) => !code.includes(`"${command}"`))).toEqual([]);
    const used = strings(contributes).flatMap(([key, text]) =>
      key === 'command' ? [text] : [...text.matchAll(/\(command:([\w.]+)\)/g)].map((match) => match[1] ?? ''),
    );
    expect([...new Set(used)].toSorted()).toEqual(offered);
  });
});

it('no command of the client is one of the server, which the client would register twice', async () => {
  const client = startClient(join(folder, 'dist/accel.mjs'));
  const { result } = await client.request('initialize', { processId: null, rootUri: null, capabilities: {} });
  const { capabilities } = result as { capabilities: { executeCommandProvider: { commands: string[] } } };
  const { contributes } = read('package.json') as { contributes: { commands: { command: string }[] } };
  const own = contributes.commands.map(({ command }) => command);
  expect(capabilities.executeCommandProvider.commands.filter((command) => own.includes(command))).toEqual([]);
  client.vanish();
  await client.exited;
});

it('the settings are those that the server reads, with its defaults', () => {
  const { contributes } = read('package.json') as {
    contributes: { configuration: { properties: Record<string, { default: unknown }> } };
  };
  const { properties } = contributes.configuration;
  const kinds = Object.keys(properties).flatMap((name) => /^accel\.hints\.(\w+)$/.exec(name)?.[1] ?? []);
  expect(new Set(kinds)).toEqual(new Set(hintKinds));
  expect(properties['accel.lens']?.default).toBe(defaultSettings.lens);
  expect(properties['accel.estimate.delay']?.default).toBe(defaultSettings.delay_ms);
});

it('the client loads, with an editor that is not there', () => {
  const script = `
    const Module = require('node:module');
    const anything = new Proxy(class {}, {
      get: (target, name) => (name === 'prototype' ? target.prototype : name === Symbol.toPrimitive ? () => 0 : anything),
      apply: () => anything,
      construct: () => ({}),
    });
    const load = Module._load;
    Module._load = (name, ...rest) => (name === 'vscode' ? anything : load(name, ...rest));
    console.log(Object.keys(require(process.argv[1])).toSorted().join());
  `;
  const out = execFileSync(process.execPath, ['-e', script, join(folder, 'dist/extension.cjs')], { encoding: 'utf8' });
  expect(out.trim()).toBe('activate,deactivate');
});

describe('the program in the extension', () => {
  const program = join(folder, 'dist/accel.mjs');

  it('is a language server over standard input and output', async () => {
    const client = startClient(program);
    const answer = await client.request('initialize', { processId: null, rootUri: null, capabilities: {} });
    expect(answer.result).toMatchObject({ capabilities: { hoverProvider: true }, serverInfo: { name: 'accel' } });
    await client.request('shutdown');
    client.notify('exit');
    expect(await client.exited).toBe(0);
  });

  it.each([
    ['estimate', 'total'],
    ['ir', 'design EdgeNpu'],
  ])('answers accel %s', (command, expected) => {
    const example = join(packageRoot, 'examples/edge_npu.accel');
    const { stdout, stderr } = spawnSync(process.execPath, [program, command, example, '--color', 'never'], {
      cwd: folder,
      encoding: 'utf8',
    });
    expect(stdout, stderr).toContain(expected);
  });
});

describe('what an editor inserts', () => {
  it.each(
    Object.entries(
      JSON.parse(readFileSync(new URL('../../lsp/vscode/snippets/accel.json', import.meta.url), 'utf8')) as Record<
        string,
        { readonly body: readonly string[] }
      >,
    ),
  )('the snippet %s is a piece of the language', (_, { body }) => {
    const text = body
      .join('\n')
      .replaceAll(/\$\{\d+\|([^,|]+)[^}]*\}/g, '$1')
      .replaceAll(/\$\{\d+:([^}]*)\}/g, '$1')
      .replaceAll('$0', '');
    const isMember = /^(?:for|require)/.test(text);
    const { diagnostics } = parse(isMember ? `component C() {\n${text}\n}` : text, 'snippet.accel');
    expect(diagnostics, text).toEqual([]);
  });

  it('the patterns of the language configuration are regular expressions', () => {
    const patterns = strings(read('language-configuration.json')).flatMap(([key, text]) =>
      /pattern|text|start|end/i.test(key) && key !== 'appendText' && key !== 'indent' ? [text] : [],
    );
    expect(patterns.length).toBeGreaterThan(5);
    for (const pattern of patterns) expect(new RegExp(pattern)).toBeInstanceOf(RegExp);
  });
});

/** Whether the packer was fetched before: tests fetch nothing. */
const hasPacker =
  spawnSync('npx', ['--no', '--offline', packer, '--version'], { encoding: 'utf8', timeout: 60_000 }).status === 0;

describe.skipIf(!hasPacker)(`packed by ${packer}${hasPacker ? '' : ' (needs npm run vscode once)'}`, () => {
  it('holds the client, the program, the grammars and the standard library', { timeout: 120_000 }, () => {
    const target = join(folder, 'accel.vsix');
    execFileSync('npx', ['--no', '--offline', packer, 'package', '--no-dependencies', '--out', target], {
      cwd: folder,
      stdio: 'pipe',
    });
    // The names of a zip archive's entries are not compressed.
    const archive = readFileSync(target, 'latin1');
    for (const file of [
      'dist/extension.cjs',
      'dist/accel.mjs',
      'syntaxes/accel.tmLanguage.json',
      'stdlib/compute.accel',
    ])
      expect(archive.includes(`extension/${file}`), file).toBe(true);
  });
});
