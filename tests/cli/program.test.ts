import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { main } from '../../src/cli/index.js';
import { accel, packageRoot } from '../support/program.js';

const program = join(packageRoot, 'bin/accel');
const folder = mkdtempSync(join(tmpdir(), 'accel-program-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const commandNames = [
  'init',
  'check',
  'fmt',
  'estimate',
  'build',
  'verify',
  'synth',
  'ir',
  'import',
  'explain',
  'lsp',
  'info',
];

describe('wrong usage exits with 2 and says what there is', () => {
  it('an unknown command names the nearest one', async () => {
    const ran = await accel(['estimat']);
    expect(ran).toMatchObject({ code: 2, out: '' });
    expect(ran.err).toContain('Did you mean estimate?');
  });

  it('an unknown option names the nearest one', async () => {
    const ran = await accel(['check', '--fixx']);
    expect(ran.code).toBe(2);
    expect(ran.err).toContain('Did you mean --fix?');
  });

  it('a missing argument', async () => {
    expect(await accel(['estimate'])).toMatchObject({ code: 2, out: '' });
  });

  it('a format that there is not', async () => {
    const ran = await accel(['check', '--format', 'xml']);
    expect(ran.code).toBe(2);
    expect(ran.err).toContain('pretty, short, json, sarif, github');
  });

  it('no command at all shows the help', async () => {
    const ran = await accel([]);
    expect(ran).toMatchObject({ code: 2, out: '' });
    expect(ran.err).toContain('Usage: accel');
  });
});

describe('help', () => {
  it('lists every command', async () => {
    const { code, out } = await accel(['--help']);
    expect(code).toBe(0);
    for (const name of commandNames) expect(out).toMatch(new RegExp(`^  ${name}\\b`, 'm'));
  });

  it.each(commandNames)('of %s has an example', async (name) => {
    const { code, out, err } = await accel([name, '--help']);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toContain(`accel ${name}`);
    expect(out).toContain('Example');
  });
});

describe('the process', () => {
  it('answers --version', () => {
    const { version } = JSON.parse(readFileSync(join(packageRoot, 'package.json'), 'utf8')) as {
      readonly version: string;
    };
    expect(spawnSync(process.execPath, [program, '--version'], { encoding: 'utf8' })).toMatchObject({
      status: 0,
      stdout: `${version}\n`,
      stderr: '',
    });
  });

  it('carries exit codes out', () => {
    const run = (...args: string[]): number | null =>
      spawnSync(process.execPath, [program, ...args], { stdio: 'ignore' }).status;
    expect([run('info'), run('check', 'none.accel'), run('nothing')]).toEqual([0, 1, 2]);
  });

  it('is quiet when its reader goes away', async () => {
    const child = spawn(process.execPath, [program, 'explain'], { stdio: ['ignore', 'pipe', 'pipe'] });
    let err = '';
    child.stderr.on('data', (chunk) => (err += String(chunk)));
    child.stdout.destroy();
    const code = await new Promise((resolve) => child.on('close', resolve));
    expect({ code, err }).toEqual({ code: 0, err: '' });
  });
});

describe('interruption', () => {
  /** Starts the program and gives its exit code and what it printed, once `act` has had its say. */
  function started(
    args: readonly string[],
    act: (err: string, stop: () => void) => void,
  ): Promise<{ code: number | null; err: string }> {
    const child = spawn(process.execPath, [program, ...args], { cwd: folder, stdio: ['ignore', 'ignore', 'pipe'] });
    let err = '';
    child.stderr.on('data', (chunk) => {
      err += String(chunk);
      act(err, () => child.kill('SIGINT'));
    });
    return new Promise((resolve) => child.on('close', (code) => resolve({ code, err })));
  }

  it('--watch checks again after a change, and exits with 130 when interrupted', async () => {
    writeFileSync(join(folder, 'watched.accel'), 'export const a: int = 1;\n');
    // Written again and again: a watcher may need a moment until it sees a change.
    let writing: NodeJS.Timeout | undefined;
    const { code, err } = await started(['check', 'watched.accel', '--watch'], (seen, stop) => {
      if (seen.includes('E302')) {
        clearInterval(writing);
        stop();
      } else if (seen.includes('watching')) {
        writing ??= setInterval(
          () => writeFileSync(join(folder, 'watched.accel'), 'export const a: int = 1 W;\n'),
          200,
        );
      }
    });
    expect(code).toBe(130);
    expect(err).toContain('nothing wrong');
  });
});

describe('a bug', () => {
  it('exits with 3 and says how to report it', async () => {
    const broken = {
      isTerminal: false,
      columns: 80,
      write: () => {
        throw new TypeError('broken pipe fitting');
      },
    };
    let err = '';
    const code = await main(['explain'], {
      out: broken,
      err: { isTerminal: false, columns: 80, write: (text) => (err += text) },
      readInput: () => Promise.resolve(new Uint8Array()),
      environment: {},
      folder,
      interrupted: new AbortController().signal,
    });
    expect(code).toBe(3);
    expect(err).toContain('This is a bug in accel, not in your design.');
    expect(err).toContain('broken pipe fitting');
    expect(err).toMatch(/accel \d+\.\d+\.\d+, node v/);
  });
});

describe('colour', () => {
  const escape = '\u001b[';
  const check = (environment: Record<string, string>, args: string[] = [], isTerminal = false): Promise<boolean> =>
    accel(['check', '-', '--format', 'pretty', ...args], { input: 'x', environment, isTerminal }).then(({ err }) =>
      err.includes(escape),
    );

  it('is for terminals, unless the environment says otherwise', async () => {
    expect(await check({}, [], true)).toBe(true);
    expect(await check({}, [], false)).toBe(false);
    expect(await check({ NO_COLOR: '1' }, [], true)).toBe(false);
    expect(await check({ TERM: 'dumb' }, [], true)).toBe(false);
    expect(await check({ FORCE_COLOR: '1' })).toBe(true);
    expect(await check({ FORCE_COLOR: '0' }, [], true)).toBe(false);
  });

  it('--color is stronger than the environment', async () => {
    expect(await check({ NO_COLOR: '1' }, ['--color', 'always'])).toBe(true);
    expect(await check({ FORCE_COLOR: '1' }, ['--color', 'never'], true)).toBe(false);
  });
});

describe('explain', () => {
  it('prints the page of a code, however it is written', async () => {
    const page = readFileSync(join(packageRoot, 'docs/diagnostics/E301.md'), 'utf8');
    expect(await accel(['explain', 'E301'])).toEqual({ code: 0, out: page, err: '' });
    expect((await accel(['explain', 'e301'])).out).toBe(page);
  });

  it('lists all codes', async () => {
    const { out } = await accel(['explain', '--json']);
    const { codes } = JSON.parse(out) as { readonly codes: readonly { readonly code: string }[] };
    expect(codes.length).toBeGreaterThan(100);
  });

  it('an unknown code is wrong usage', async () => {
    expect(await accel(['explain', 'E999'])).toMatchObject({ code: 2, out: '' });
  });
});

describe('info', () => {
  it('tells versions and tools as data', async () => {
    const { code, out } = await accel(['info', '--json']);
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({
      schema: 'accel-info/1',
      standard_library: expect.arrayContaining(['std/memory']) as unknown,
    });
  });

  it('says which package brings a tool that is missing', async () => {
    const { code, out } = await accel(['info'], { environment: { PATH: folder } });
    expect(code).toBe(0);
    expect(out).toMatch(/Verilator +not found \(apt-get install verilator; brew install verilator\)/);
  });
});

describe('init', () => {
  it('makes a project that checks, and overwrites nothing', async () => {
    const made = await accel(['init', 'chip'], { folder });
    expect(made.code).toBe(0);
    const project = join(folder, 'chip');
    expect(await accel(['check'], { folder: project })).toMatchObject({ code: 0 });
    expect(await accel(['fmt', '--check'], { folder: project })).toMatchObject({ code: 0 });
    const again = await accel(['init', 'chip'], { folder });
    expect(again).toMatchObject({ code: 1, out: '' });
    expect(again.err).toContain('chip.accel');
  });
});
