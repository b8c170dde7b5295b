import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { accel } from '../support/program.js';
import { read, root } from './imports.js';

const scripts = (JSON.parse(read('package.json')) as { readonly scripts: Readonly<Record<string, string>> }).scripts;
const guides = [
  'README.md',
  'CONTRIBUTING.md',
  'templates/project/README.md',
  'docs/architecture.md',
  'docs/language.md',
  'docs/tutorial-block.md',
];

/** Commands of npm itself that the guides use. */
const ofNpm = ['ci', 'test', 'install'];

describe.each(guides)('%s', (guide) => {
  const text = read(guide);

  it('names only npm commands that exist', () => {
    const run = [...text.matchAll(/npm run ([\w:]+)/g)].map((match) => match[1] ?? '');
    const plain = [...text.matchAll(/\bnpm (?!run)([a-z]+)/g)].map((match) => match[1] ?? '');
    expect(run.filter((name) => scripts[name] === undefined)).toEqual([]);
    expect(plain.filter((name) => !ofNpm.includes(name))).toEqual([]);
  });

  it('names only commands of accel that exist', async () => {
    const help = await accel(['--help']);
    const names = [...help.out.matchAll(/^  ([a-z]+)\b.*  /gm)].map((match) => match[1] ?? '');
    expect(names).toContain('estimate');
    const used = [...text.matchAll(/(?:^|`|npx )accel ([a-z]+)/gm)].map((match) => match[1] ?? '');
    expect(used.filter((name) => !names.includes(name))).toEqual([]);
  });

  it('links only to what is there', () => {
    const links = [...text.matchAll(/\]\((?!https?:)([^)#]+)\)/g)].map((match) => match[1] ?? '');
    expect(links.filter((link) => !existsSync(join(root, dirname(guide), link)))).toEqual([]);
  });
});

describe('the table of commands', () => {
  it('has every script of the package', () => {
    const text = read('CONTRIBUTING.md');
    const hooks = ['prepare'];
    const missing = Object.keys(scripts).filter(
      (name) => !hooks.includes(name) && !text.includes(`npm ${name === 'test' ? '' : 'run '}${name}\``),
    );
    expect(missing).toEqual([]);
  });
});

it("continuous integration calls the README's test command", () => {
  expect(read('README.md')).toContain('```sh\nnpm ci && npm test\n```');
  expect(read('.ci/run')).toContain("bash -c 'npm ci && npm test'");
});
