import { randomUUID } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, realpathSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import process from 'node:process';
import { previousBuild } from './previous-build.js';
import { diagnostic, type Diagnostic } from '../../diagnostics/index.js';
import { reasonOf } from './read.js';

/** A file of an output folder, by its path within it (`/` between folders). */
export interface OutputFile {
  readonly path: string;
  readonly text: string;
}

/**
 * Writes a folder of files whole or not at all: they are first written into a hidden folder, beside it or in it where it exists
 * (which may be another file system than the folder above), and then moved into place. Files that an earlier build left there go;
 * other files of an existing folder stay.
 *
 * @param base what `folder` is relative to
 * @returns E006 where it cannot be written; then nothing is left behind
 */
export function writeFolder(folder: string, files: readonly OutputFile[], base = process.cwd()): readonly Diagnostic[] {
  const target = resolve(base, folder);
  let temporary: string | undefined;
  let made: string | undefined;
  try {
    const isThere = existsSync(target);
    const obstacle = isThere ? obstacleIn(target, files) : undefined;
    if (obstacle !== undefined) return [cannotWrite(folder, obstacle)];
    made = mkdirSync(dirname(target), { recursive: true });
    temporary = join(isThere ? target : dirname(target), `.${basename(target)}-${randomUUID()}`);
    mkdirSync(temporary);
    for (const file of files) writeInto(temporary, file);
    const stale = previousBuild(target, base).filter((path) => files.every((file) => file.path !== path));
    moveInto(temporary, target, files);
    for (const path of stale) rmSync(join(target, path), { force: true });
    return [];
  } catch (failure) {
    if (made !== undefined && existsSync(made)) rmSync(made, { recursive: true });
    return [cannotWrite(folder, reasonOf(failure))];
  } finally {
    if (temporary !== undefined && existsSync(temporary)) rmSync(temporary, { recursive: true });
  }
}

/** What stands in the way of files in an existing folder, so that none is moved where another one cannot be. */
function obstacleIn(target: string, files: readonly OutputFile[]): string | undefined {
  if (!statSync(target).isDirectory()) return 'it is a file, not a directory';
  for (const { path } of files) {
    const parts = path.split('/');
    for (let count = 1; count <= parts.length; count++) {
      const part = parts.slice(0, count).join('/');
      const found = statSync(join(target, part), { throwIfNoEntry: false });
      if (found === undefined) break;
      if (found.isDirectory() === (count === parts.length))
        return `"${part}" in it is ${found.isDirectory() ? 'a directory' : 'a file'}`;
    }
  }
  return undefined;
}

function writeInto(folder: string, file: OutputFile): void {
  const path = join(folder, file.path);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, file.text);
}

function moveInto(temporary: string, target: string, files: readonly OutputFile[]): void {
  if (!existsSync(target)) {
    renameSync(temporary, target);
    return;
  }
  for (const file of files) {
    mkdirSync(dirname(join(target, file.path)), { recursive: true });
    renameSync(join(temporary, file.path), join(target, file.path));
  }
}

/**
 * Writes one file whole or not at all. What a symbolic link leads to is written, not the link; a file keeps its permissions, and one
 * that is read-only is left alone.
 */
export function writeWhole(path: string, text: string, base = process.cwd()): readonly Diagnostic[] {
  const given = resolve(base, path);
  let temporary: string | undefined;
  try {
    const target = existsSync(given) ? realpathSync(given) : given;
    const before = statSync(target, { throwIfNoEntry: false });
    if (before !== undefined && (before.mode & ownerMayWrite) === 0) return [cannotWrite(path, 'it is read-only')];
    temporary = join(dirname(target), `.${basename(target)}-${process.pid}.tmp`);
    writeFileSync(temporary, text);
    if (before !== undefined) chmodSync(temporary, before.mode & permissions);
    renameSync(temporary, target);
    return [];
  } catch (failure) {
    if (temporary !== undefined && existsSync(temporary)) rmSync(temporary);
    return [cannotWrite(path, reasonOf(failure))];
  }
}

const ownerMayWrite = 0o200;
const permissions = 0o7777;

function cannotWrite(path: string, reason: string): Diagnostic {
  return diagnostic('E006', undefined, { path, reason });
}
