import { resolve } from 'node:path';
import type { Diagnostic } from '../diagnostics/index.js';
import type { Terminal } from './terminal.js';

/** What standard input is called in diagnostics. */
export const standardInput = '<stdin>';

/** The text of a file named on the command line, `-` for standard input; or why there is none. */
export async function readInputText(
  name: string,
  terminal: Terminal,
): Promise<readonly [string | undefined, readonly Diagnostic[]]> {
  const { decode, readSource, unread } = await import('../workspace/node/index.js');
  const read = name === '-' ? decode(await terminal.readInput()) : readSource(resolve(terminal.folder, name));
  const path = name === '-' ? standardInput : name;
  return read.kind === 'text' ? [read.text, []] : [undefined, [unread(read, path)]];
}

/** Standard input's text where `name` is `-`; undefined where the file is on the disk. */
export async function givenInput(
  name: string,
  terminal: Terminal,
): Promise<readonly [string | undefined, readonly Diagnostic[]]> {
  return name === '-' ? readInputText('-', terminal) : [undefined, []];
}
