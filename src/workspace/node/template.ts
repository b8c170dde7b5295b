import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative, resolve, sep } from 'node:path';
import { packageFolder } from './package-folder.js';
import { writeFolder, type OutputFile } from './write.js';
import type { Diagnostic } from '../../diagnostics/index.js';

/** Files that npm would not pack under their own names. */
const dotted: Readonly<Record<string, string>> = { gitignore: '.gitignore', editorconfig: '.editorconfig' };

/** The files of the project that `accel init` makes. */
export function projectTemplate(): readonly OutputFile[] {
  const folder = join(packageFolder(), 'templates', 'project');
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => {
      const path = join(entry.parentPath, entry.name);
      const name = relative(folder, path).split(sep).join('/');
      return { path: dotted[name] ?? name, text: readFileSync(path, 'utf8') };
    })
    .toSorted((a, b) => (a.path < b.path ? -1 : 1));
}

/** Those of `files` that stand in `folder` already. */
export function alreadyThere(folder: string, files: readonly OutputFile[]): readonly string[] {
  return files.map((file) => file.path).filter((path) => existsSync(resolve(folder, path)));
}

/** Makes the project in `folder` (relative to `base`), whole or not at all. */
export function writeProject(folder: string, base: string): readonly Diagnostic[] {
  return writeFolder(folder, projectTemplate(), base);
}
