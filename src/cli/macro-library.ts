import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { diagnostic, type Diagnostic } from '../diagnostics/index.js';
import type { MacroLibrary } from '../hardware/index.js';
import type { Terminal } from './terminal.js';

/** The library of memory macros of that name, or of that file; or why there is none (E684). */
export async function macroLibrary(
  name: string,
  terminal: Terminal,
): Promise<readonly [MacroLibrary | undefined, readonly Diagnostic[]]> {
  const { packageFolder } = await import('../workspace/node/index.js');
  const { readMacroLibrary } = await import('../hardware/index.js');
  const folder = join(packageFolder(), 'data/memory-macros');
  const known = readdirSync(folder).flatMap((file) => (file.endsWith('.json') ? [file.slice(0, -5)] : []));
  const path = known.includes(name) ? join(folder, `${name}.json`) : resolve(terminal.folder, name);
  let source: string;
  try {
    source = readFileSync(path, 'utf8');
  } catch {
    const why = `there is no such file, and the package has ${known.join(', ')}`;
    return [undefined, [diagnostic('E684', undefined, { path: name, why })]];
  }
  return readMacroLibrary(name, source);
}
