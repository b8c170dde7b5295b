import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { apiPages } from '../../scripts/api-report.js';
import { filesUnder, read, root } from './imports.js';

const program = (name: string): string => join(root, 'node_modules', '.bin', name);

describe('the tree is clean', { timeout: 300_000 }, () => {
  it('oxlint has nothing to say', () => {
    const { status, stdout } = spawnSync(program('oxlint'), ['--deny-warnings'], { cwd: root, encoding: 'utf8' });
    expect(stdout.replace(/^Finished.*$/m, '')).toContain('Found 0 warnings and 0 errors.');
    expect(status).toBe(0);
  });

  it('tsc has nothing to say', () => {
    const { status, stdout } = spawnSync(program('tsc'), ['-p', '.'], { cwd: root, encoding: 'utf8' });
    expect(stdout).toBe('');
    expect(status).toBe(0);
  });

  it('every file is formatted', () => {
    const { stdout, stderr } = spawnSync(program('prettier'), ['--list-different', '.'], {
      cwd: root,
      encoding: 'utf8',
    });
    expect(`${stdout}${stderr}`).toBe('');
  });

  it('.accel files are formatted by the program itself', () => {
    const files = ['examples', 'stdlib', 'templates'].flatMap((folder) => filesUnder(folder, '.accel'));
    expect(files.length).toBeGreaterThan(5);
    execFileSync(process.execPath, [join(root, 'bin/accel'), 'fmt', '--check', ...files], { cwd: root, stdio: 'pipe' });
  });
});

describe('the public surface', () => {
  it('is what docs/api says; after a wanted change: npm run build && npm run api', () => {
    for (const { file, text } of apiPages()) {
      expect(existsSync(join(root, 'docs/api', file)), file).toBe(true);
      expect(read(`docs/api/${file}`), file).toBe(text);
    }
  });

  it('has a declaration for every name', () => {
    for (const { file, text } of apiPages()) {
      expect(text.length, file).toBeGreaterThan(200);
      expect(text, file).not.toMatch(/```ts\nexport \{ \w+ \}\n```/);
    }
  });
});
