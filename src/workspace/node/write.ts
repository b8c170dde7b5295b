import { randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
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
 * Writes a folder of files whole or not at all: they are first written beside it and then moved into place. Files that
 * an earlier build left there go; other files of an existing folder stay.
 *
 * @param base what `folder` is relative to
 * @returns E006 where it cannot be written; then nothing is left behind
 */
export function writeFolder(folder: string, files: readonly OutputFile[], base = process.cwd()): readonly Diagnostic[] {
  const target = resolve(base, folder);
  let temporary: string | undefined;
  let made: string | undefined;
  try {
    if (existsSync(target) && !statSync(target).isDirectory()) {
      return [cannotWrite(folder, 'it is a file, not a directory')];
    }
    made = mkdirSync(dirname(target), { recursive: true });
    temporary = join(dirname(target), `.${basename(target)}-${randomUUID()}`);
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

/** Writes one file whole or not at all. */
export function writeWhole(path: string, text: string, base = process.cwd()): readonly Diagnostic[] {
  const target = resolve(base, path);
  const temporary = join(dirname(target), `.${basename(target)}-${process.pid}.tmp`);
  try {
    writeFileSync(temporary, text);
    renameSync(temporary, target);
    return [];
  } catch (failure) {
    if (existsSync(temporary)) rmSync(temporary);
    return [cannotWrite(path, reasonOf(failure))];
  }
}

function cannotWrite(path: string, reason: string): Diagnostic {
  return diagnostic('E006', undefined, { path, reason });
}
