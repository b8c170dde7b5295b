import { resolve } from 'node:path';
import { diagnostic, type Diagnostic } from '../../diagnostics/index.js';
import { judgeRequirements } from '../../estimate/index.js';
import { analyze } from '../../language/index.js';
import { checkProgram, loadProgram, type CheckedSource, type Loaded, type LoadOptions } from '../index.js';
import { loadBuilder } from './builder.js';
import { nodeHost, projectOf } from './host.js';
import { runTrusted, type Trust } from './own-code.js';
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
  options: LoadOptions & TrustOptions = {},
  input?: string,
): Promise<Loaded> {
  const kind = kindOf(file, folder);
  if (Array.isArray(kind)) return { loaded: undefined, diagnostics: kind, texts: new Map() };
  if (kind === 'typescript') return loadBuilder(file, folder, options);
  const { host, path } = sourceOf(file, folder, input);
  const { program, diagnostics } = analyze(host, path);
  if (program === undefined) return { loaded: undefined, diagnostics, texts: new Map() };
  const [run, problems] = await runTrusted(host, program, options.trust ?? [], folder);
  return loadProgram(program, [...diagnostics, ...problems], options, run);
}

/** Whose code may run while a file is loaded. */
export interface TrustOptions {
  readonly trust?: Trust;
}

/** All that is wrong with a file, `.accel` or `.ts`. */
export async function checkFile(
  file: string,
  folder: string,
  { input, trust = [], data }: TrustOptions & Pick<LoadOptions, 'data'> & { readonly input?: string | undefined } = {},
): Promise<CheckedSource> {
  const kind = kindOf(file, folder);
  if (Array.isArray(kind)) return { diagnostics: kind, texts: new Map() };
  if (kind === 'text') {
    const { host, path } = sourceOf(file, folder, input);
    const { program, diagnostics: found } = analyze(host, path);
    if (program === undefined) return { diagnostics: found, texts: new Map() };
    const [run, problems] = await runTrusted(host, program, trust, folder);
    return { diagnostics: checkProgram(program, [...found, ...problems], run, data), texts: program.texts };
  }
  const { loaded, diagnostics, texts } = await loadBuilder(file, folder, data === undefined ? {} : { data });
  const judged = loaded === undefined ? [] : judgeRequirements(loaded.design, loaded.origins, loaded.models)[1];
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
