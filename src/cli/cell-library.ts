import { join, resolve } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { readFileSync } from 'node:fs';
import { diagnostic, type Diagnostic } from '../diagnostics/index.js';
import type { MappingLibrary } from '../tools/index.js';
import type { Terminal } from './terminal.js';

/** What loads each output where nobody says, fF: a few inputs of a small process. */
const usualLoad = 4;

/** The library of that name, or of a Liberty file's path, compressed or not; or why there is none (E680, E682). */
export async function cellLibrary(
  name: string,
  terminal: Terminal,
): Promise<readonly [MappingLibrary | undefined, readonly Diagnostic[]]> {
  const { cellNames, knownLibraries, usualDriver } = await import('../tools/index.js');
  const { packageFolder } = await import('../workspace/node/index.js');
  const known = Object.hasOwn(knownLibraries, name) ? knownLibraries[name] : undefined;
  const path = known === undefined ? resolve(terminal.folder, name) : join(packageFolder(), 'data/liberty', known.file);
  const text = libraryText(path);
  if (text === undefined)
    return [undefined, [diagnostic('E680', undefined, { name, known: Object.keys(knownLibraries).join(', ') })]];
  if (known !== undefined) return [{ text, drivingCell: known.drivingCell, load: known.load }, []];
  if (cellNames(text).length === 0) return [undefined, [diagnostic('E682', undefined, { path: name })]];
  return [{ text, drivingCell: usualDriver(text), load: usualLoad }, []];
}

/** Undefined where there is no such file; what gzip cannot read is empty. */
function libraryText(path: string): string | undefined {
  let bytes: Buffer;
  try {
    bytes = readFileSync(path);
  } catch {
    return undefined;
  }
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return bytes.toString('utf8');
  try {
    return gunzipSync(bytes).toString('utf8');
  } catch {
    return '';
  }
}
