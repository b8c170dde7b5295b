import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { read, root } from '../house/imports.js';
import { accel } from '../support/program.js';

const readme = read('README.md');
const template = read('templates/project/README.md');

const folder = mkdtempSync(join(tmpdir(), 'accel-readme-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** The commands of `accel` in the shell blocks of a text, as argument lists without comments. */
function commandsOf(text: string): readonly (readonly string[])[] {
  const blocks = [...text.matchAll(/```sh\n([\s\S]*?)```/g)].flatMap((match) => (match[1] ?? '').split('\n'));
  return blocks
    .map((line) => line.replace(/\s#.*$/, '').replace(/^npx /, ''))
    .filter((line) => line.startsWith('accel '))
    .map((line) =>
      [...line.slice('accel '.length).matchAll(/"([^"]*)"|(\S+)/g)].map((match) => match[1] ?? match[2] ?? ''),
    );
}

describe('every command of the README runs', { timeout: 300_000 }, () => {
  it('the main job: estimate, Verilog, and their agreement, in one short output', () => {
    const [, script] = /```sh\nnpm ci && npm run (\w+)\n```/.exec(readme) ?? [];
    expect(script).toBe('demo');
    const ran = spawnSync('npm', ['run', '--silent', 'demo'], { cwd: root, encoding: 'utf8' });
    expect(ran.status).toBe(0);
    expect(ran.stdout).toContain('4,089,184,256 multiply-accumulates');
    const [, simulated, estimated] = /([\d,]+) cycles simulated = ([\d,]+) cycles estimated/.exec(ran.stdout) ?? [];
    expect(simulated).toBeDefined();
    expect(simulated).toBe(estimated);
    expect(ran.stdout).not.toContain('✗');
    expect(ran.stdout.trimEnd().split('\n').length).toBeLessThan(30);
  });

  it.each(commandsOf(readme).map((args) => [args.join(' '), args] as const))('accel %s', async (_title, args) => {
    cpSync(join(root, 'examples'), join(folder, 'examples'), { recursive: true });
    expect((await accel(args, { folder })).code).toBe(0);
  });
});

describe('every command of a new project runs', { timeout: 300_000 }, () => {
  it.each(commandsOf(template).map((args) => [args.join(' '), args] as const))('accel %s', async (_title, args) => {
    cpSync(join(root, 'templates/project'), join(folder, 'project'), { recursive: true });
    expect((await accel(args, { folder: join(folder, 'project') })).code).toBe(0);
  });
});

it("the README's design is the shipped one", () => {
  const [, design] = /```accel\n([\s\S]*?)```/.exec(readme) ?? [];
  expect(design).toBe(read('examples/edge_npu.accel'));
});
