import { resolve } from 'node:path';
import { diagnostic, type Diagnostic } from '../diagnostics/index.js';
import type { Terminal } from './terminal.js';

/** What standard input is called in diagnostics. */
export const standardInput = '<stdin>';

/** The text of a file named on the command line, `-` for standard input; or why there is none. */
export async function readInputText(
  name: string,
  terminal: Terminal,
): Promise<readonly [string | undefined, readonly Diagnostic[]]> {
  const { decode, readSource } = await import('../workspace/node/index.js');
  const read = name === '-' ? decode(await terminal.readInput()) : readSource(resolve(terminal.folder, name));
  const path = name === '-' ? standardInput : name;
  switch (read.kind) {
    case 'text':
      return [read.text, []];
    case 'missing':
      return [undefined, [diagnostic('E001', undefined, { path })]];
    case 'directory':
      return [undefined, [diagnostic('E002', undefined, { path })]];
    case 'invalid_utf8':
      return [undefined, [diagnostic('E003', undefined, { path })]];
    case 'too_large':
      return [undefined, [diagnostic('E004', undefined, { path, bytes: read.bytes, limit: read.limit })]];
    case 'unreadable':
      return [undefined, [diagnostic('E005', undefined, { path, reason: read.reason })]];
  }
}

/** Standard input's text where `name` is `-`; undefined where the file is on the disk. */
export async function givenInput(
  name: string,
  terminal: Terminal,
): Promise<readonly [string | undefined, readonly Diagnostic[]]> {
  return name === '-' ? readInputText('-', terminal) : [undefined, []];
}
