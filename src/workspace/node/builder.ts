import { builderModule, loadDefinition, type Loaded, type LoadOptions } from '../index.js';
import type { VerilogFile } from '../../dsl/index.js';
import { readVerilogFile } from '../../language/index.js';
import { nodeHost, projectOf } from './host.js';
import { placeOf, runTypeScript, shownFrom, thrown } from './typescript.js';

/** Loads a design of the embedded builder by running its file. */
export async function loadBuilder(file: string, folder: string, options: LoadOptions): Promise<Loaded> {
  const [exported, diagnostics] = await runTypeScript(file, folder);
  if (exported === undefined) return { loaded: undefined, diagnostics, texts: new Map() };
  try {
    const [loaded, problems] = loadDefinition(file, builderModule(exported), options, (written, from) =>
      readBeside(folder, from ?? file, written),
    );
    return { loaded, diagnostics: problems.map((found) => shownFrom(folder, found)), texts: new Map() };
  } catch (failure) {
    // The body of a design is the user's own code; what fails in the builder itself is a bug of ours.
    if (placeOf(failure, folder) === undefined) throw failure;
    return { loaded: undefined, diagnostics: [thrown(failure, file, folder)], texts: new Map() };
  }
}

/** Reads Verilog that a file of the builder names, within the file's project. */
function readBeside(folder: string, file: string, written: string): VerilogFile {
  const place = projectOf(file, folder);
  const found = readVerilogFile(nodeHost(place), place.path, written);
  return 'text' in found
    ? { kind: 'text', ...found }
    : { kind: 'problem', problem: { about: undefined, diagnostic: found } };
}
