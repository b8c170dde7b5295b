import type { Diagnostic, Origin } from '../../diagnostics/index.js';
import type { Loaded, LoadOptions } from '../index.js';
import { runTypeScript } from './typescript.js';

/** Loads a design of the embedded builder by running its file. */
export async function loadBuilder(file: string, folder: string, _options: LoadOptions): Promise<Loaded> {
  const [_exported, diagnostics] = await runTypeScript(file, folder);
  return { loaded: undefined, diagnostics, texts: new Map() };
}
