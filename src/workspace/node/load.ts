import { resolve } from 'node:path';
import { diagnostic, type Diagnostic } from '../../diagnostics/index.js';
import { judgeRequirements } from '../../estimate/index.js';
import { checkSource, loadText, type CheckedSource, type Loaded, type LoadOptions } from '../index.js';
import { loadBuilder } from './builder.js';
import { nodeHost, projectOf } from './host.js';
import { readSource } from './read.js';

/** What standard input is called. */
const standardInput = '<stdin>';

/**
 * Loads a design from a file: `.accel` text, or a `.ts` design of the embedded builder, which is run.
 *
 * @param file as on the command line, relative to `folder`; `-` is standard input, whose text is `input`
 */
export async function loadDesign(
  file: string,
  folder: string,
  options: LoadOptions = {},
  input?: string,
): Promise<Loaded> {
  const kind = kindOf(file, folder);
  if (Array.isArray(kind)) return { loaded: undefined, diagnostics: kind, texts: new Map() };
  if (kind === 'typescript') return loadBuilder(file, folder, options);
  const { host, path } = sourceOf(file, folder, input);
  return loadText(host, path, options);
}

/** All that is wrong with a file, `.accel` or `.ts`. */
export async function checkFile(file: string, folder: string, input?: string): Promise<CheckedSource> {
  const kind = kindOf(file, folder);
  if (Array.isArray(kind)) return { diagnostics: kind, texts: new Map() };
  if (kind === 'text') {
    const { host, path } = sourceOf(file, folder, input);
    return checkSource(host, path);
  }
  const { loaded, diagnostics, texts } = await loadBuilder(file, folder, {});
  const judged = loaded === undefined ? [] : judgeRequirements(loaded.design, loaded.origins)[1];
  return { diagnostics: [...diagnostics, ...judged], texts };
}

function sourceOf(
  file: string,
  folder: string,
  input: string | undefined,
): { host: ReturnType<typeof nodeHost>; path: string } {
  if (file === '-') {
    const place = projectOf(standardInput, folder);
    return { host: nodeHost(place, new Map([[place.path, input ?? '']])), path: place.path };
  }
  const place = projectOf(file, folder);
  return { host: nodeHost(place), path: place.path };
}

/** `.ts` is a program; everything else that is a file is text, told apart by its name alone. */
function kindOf(file: string, folder: string): 'text' | 'typescript' | Diagnostic[] {
  if (file === '-' || file.endsWith('.accel')) return 'text';
  // A path that cannot be read is told as what it is rather than by its name; the bundler would wait for a pipe.
  const { kind } = readSource(resolve(folder, file));
  if (/\.[cm]?tsx?$/.test(file)) return kind === 'unreadable' ? 'text' : 'typescript';
  return kind === 'text' ? [diagnostic('E007', undefined, { path: file })] : 'text';
}
