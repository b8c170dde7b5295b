import type { Diagnostic } from '../diagnostics/index.js';
import type { LoadedDesign } from '../workspace/index.js';
import { hasErrors, printDiagnostics } from './diagnostics.js';
import { givenInput } from './input.js';
import type { DesignOptions } from './options.js';
import type { Terminal } from './terminal.js';

/** A design as a command works on it. */
export interface CommandDesign {
  readonly loaded: LoadedDesign;
  /** Texts of its files by path. */
  readonly texts: ReadonlyMap<string, string>;
  /** Prints diagnostics of later steps, with the design's sources at hand; tells whether one is an error. */
  readonly print: (diagnostics: readonly Diagnostic[]) => Promise<boolean>;
}

/** Loads the design that a command line names and prints what is wrong with it; undefined where it cannot be used. */
export async function loadForCommand(
  file: string,
  options: DesignOptions,
  terminal: Terminal,
): Promise<CommandDesign | undefined> {
  const { loadDesign } = await import('../workspace/node/index.js');
  const [input, problems] = await givenInput(file, terminal);
  const { technologyOf } = await import('./technology.js');
  const [data, wrong, own] = await technologyOf(options.technology, terminal);
  if (problems.length > 0 || wrong.length > 0) {
    await printDiagnostics([...problems, ...wrong], terminal, { texts: own, color: options.color });
    return undefined;
  }
  const { set, design, trust } = options;
  const { loaded, diagnostics, texts } = await loadDesign(
    file,
    terminal.folder,
    { set, trust, data, ...(design === undefined ? {} : { design }) },
    input,
  );
  const print = async (found: readonly Diagnostic[]): Promise<boolean> => {
    if (found.length > 0) await printDiagnostics(found, terminal, { texts, color: options.color });
    return hasErrors(found);
  };
  const failed = await print(diagnostics);
  return failed || loaded === undefined ? undefined : { loaded, texts, print };
}
