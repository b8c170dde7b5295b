import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { afterAll, describe, expect, it } from 'vitest';
import { projectOf, readSource, writeFolder, writeWhole } from '../../src/workspace/node/index.js';

const folder = mkdtempSync(join(tmpdir(), 'accel-files-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const file = (name: string, bytes: string | Uint8Array): string => {
  writeFileSync(join(folder, name), bytes);
  return join(folder, name);
};

describe('reading a source', () => {
  it('gives the text without a byte order mark', () => {
    expect(readSource(file('bom.accel', '\ufeffconst a = 1;'))).toEqual({ kind: 'text', text: 'const a = 1;' });
  });

  it('says what else is wrong, and never throws', () => {
    expect(readSource(join(folder, 'none'))).toEqual({ kind: 'missing' });
    expect(readSource(join(file('plain', ''), 'below'))).toEqual({ kind: 'missing' });
    expect(readSource(folder)).toEqual({ kind: 'directory' });
    expect(readSource(file('latin1.accel', new Uint8Array([0x63, 0xe9])))).toEqual({ kind: 'invalid_utf8' });
  });

  it.skipIf(!existsSync('/dev/zero'))('does not read a device without end', () => {
    expect(readSource('/dev/zero').kind).toBe('unreadable');
  });

  it.skipIf(process.platform === 'win32')('does not wait for who would write into a pipe', () => {
    const pipe = join(folder, 'pipe.accel');
    execFileSync('mkfifo', [pipe]);
    expect(readSource(pipe)).toEqual({ kind: 'unreadable', reason: 'it is a device or a pipe, not a file' });
  });
});

describe('where a project is', () => {
  it('a file below the current folder has a relative path', () => {
    expect(projectOf('sub/chip.accel', folder)).toEqual({ path: 'sub/chip.accel', root: '', folder });
  });

  it('a file elsewhere is a project of its own', () => {
    expect(projectOf('../other/chip.accel', '/a/b')).toEqual({
      path: '/a/other/chip.accel',
      root: '/a/other',
      folder: '/a/b',
    });
  });

  it('accel.json marks the root', () => {
    mkdirSync(join(folder, 'marked', 'deep'), { recursive: true });
    writeFileSync(join(folder, 'marked', 'accel.json'), '{}');
    expect(projectOf('marked/deep/chip.accel', folder).root).toBe('marked');
    expect(projectOf('chip.accel', join(folder, 'marked', 'deep')).root).toBe(join(folder, 'marked'));
  });
});

describe('writing', () => {
  it('makes a folder with all its files', () => {
    const target = join(folder, 'new', 'out');
    expect(
      writeFolder(target, [
        { path: 'a.v', text: 'a' },
        { path: 'docs/b.md', text: 'b' },
      ]),
    ).toEqual([]);
    expect(readFileSync(join(target, 'docs/b.md'), 'utf8')).toBe('b');
    expect(readdirSync(join(folder, 'new'))).toEqual(['out']);
  });

  it('leaves other files of an existing folder alone', () => {
    const target = join(folder, 'kept');
    mkdirSync(target);
    writeFileSync(join(target, 'notes.txt'), 'mine');
    expect(writeFolder(target, [{ path: 'a.v', text: 'a' }])).toEqual([]);
    expect(readdirSync(target)).toEqual(['a.v', 'notes.txt']);
  });

  it('E006: below a file nothing can be written, and nothing is left', () => {
    const target = join(file('blocked', 'a file'), 'sub', 'out');
    expect(writeFolder(target, [{ path: 'a.v', text: 'a' }])).toMatchObject([{ code: 'E006' }]);
    expect(writeFolder(join(folder, 'blocked'), [{ path: 'a.v', text: 'a' }])).toMatchObject([{ code: 'E006' }]);
    expect(readFileSync(join(folder, 'blocked'), 'utf8')).toBe('a file');
    expect(writeWhole(target, 'a')).toMatchObject([{ code: 'E006' }]);
  });

  it('where something stands in the way of one file, none is written', () => {
    const target = join(folder, 'obstructed');
    mkdirSync(join(target, 'b.v'), { recursive: true });
    const files = [
      { path: 'a.v', text: 'a' },
      { path: 'b.v', text: 'b' },
    ];
    expect(writeFolder(target, files)).toMatchObject([
      { code: 'E006', message: expect.stringMatching(/"b.v" in it is a directory/) },
    ]);
    expect(writeFolder(target, [{ path: 'c/d.v', text: 'd' }])).toEqual([]);
    expect(
      writeFolder(target, [
        { path: 'a.v', text: 'a' },
        { path: 'c/d.v/e.v', text: 'e' },
      ]),
    ).toMatchObject([{ code: 'E006', message: expect.stringMatching(/"c\/d.v" in it is a file/) }]);
    expect(readdirSync(target)).toEqual(['b.v', 'c']);
  });

  it('a file is written through a link, and keeps its permissions', () => {
    const real = file('real.accel', 'a');
    chmodSync(real, 0o640);
    symlinkSync(real, join(folder, 'link.accel'));
    expect(writeWhole(join(folder, 'link.accel'), 'b')).toEqual([]);
    expect(lstatSync(join(folder, 'link.accel')).isSymbolicLink()).toBe(true);
    expect([readFileSync(real, 'utf8'), statSync(real).mode & 0o777]).toEqual(['b', 0o640]);
  });

  it('E006: a file that is read-only is left alone', () => {
    const real = file('read-only.accel', 'a');
    chmodSync(real, 0o444);
    expect(writeWhole(real, 'b')).toMatchObject([{ code: 'E006', message: expect.stringMatching(/it is read-only/) }]);
    expect(readFileSync(real, 'utf8')).toBe('a');
  });

  it('a file that cannot be written leaves no folder behind', () => {
    const target = join(folder, 'half', 'out');
    const files = [
      { path: 'a.v', text: 'a' },
      { path: 'a.v/b.v', text: 'b' },
    ];
    expect(writeFolder(target, files)).toMatchObject([{ code: 'E006' }]);
    expect(existsSync(join(folder, 'half'))).toBe(false);
  });
});
