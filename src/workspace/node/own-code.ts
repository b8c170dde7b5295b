import { isAbsolute, relative } from 'node:path';
import { diagnostic, type Diagnostic } from '../../diagnostics/index.js';
import { listNames } from '../../ir/index.js';
import { readManifest, type Host, type Program } from '../../language/index.js';
import { readBlock, wantedBlocks, type OwnCode, type RunCode, type WantedBlock } from '../index.js';
import { runTypeScript, shownFrom, thrown } from './typescript.js';

/** Whose code may run: names of packages, and `.` for the project itself. */
export type Trust = readonly string[];

/** What the project is called among those that are trusted. */
const theProject = '.';

/**
 * Runs the code of the blocks of a program, where it is trusted: each file once, in this process.
 *
 * @param folder what relative paths start from
 * @returns the blocks; E008 and E009 for files that do not run, E233 for trust in a package that there is none of, E237 and E235 for files without
 *   what they shall have
 */
export async function runTrusted(
  host: Host,
  program: Program,
  trust: Trust,
  folder: string,
): Promise<readonly [RunCode, readonly Diagnostic[]]> {
  const problems = [...unknownNames(host, trust)];
  const wanted = wantedBlocks(program).filter(({ code }) => trust.includes(code.package ?? theProject));
  const own: OwnCode[] = [];
  const files = new Set(wanted.map(({ code }) => code.file));
  for (const file of files) {
    const [exported, failed] = await runTypeScript(file, folder);
    problems.push(...failed);
    if (exported === undefined) continue;
    for (const block of wanted.filter(({ code }) => code.file === file)) {
      const [made, wrong] = readBlock(block, exported, (failure) => told(failure, block, folder));
      problems.push(...wrong);
      if (made !== undefined) own.push(made);
    }
  }
  return [{ own, files }, problems];
}

/** E233 for each name that is no package of the project's `accel.json`. */
function unknownNames(host: Host, trust: Trust): readonly Diagnostic[] {
  const manifest = readManifest(host, host.root);
  const known = manifest.kind === 'manifest' ? [...manifest.packages.keys()] : [];
  const help = 'what is trusted is named as in accel.json; "." is the project itself';
  return trust
    .filter((name) => name !== theProject && !known.includes(name))
    .map((name) => diagnostic('E233', undefined, { name, known: listNames(known) }, { help }));
}

/** What an exception of the code of a block says: what the builder of hardware found wrong (E60x), else E009. */
function told(failure: unknown, { code }: WantedBlock, folder: string): readonly Diagnostic[] {
  const found = failure instanceof Error && 'diagnostics' in failure ? failure.diagnostics : undefined;
  const own = Array.isArray(found) ? found.filter(isDiagnostic) : [];
  return own.length > 0
    ? own.map((each) => shownFrom(folder, each))
    : [thrown(failure, shownPath(code.file, folder), folder)];
}

function shownPath(file: string, folder: string): string {
  const way = isAbsolute(file) ? relative(folder, file) : file;
  return way.startsWith('..') ? file : way;
}

function isDiagnostic(value: unknown): value is Diagnostic {
  return typeof value === 'object' && value !== null && 'code' in value && 'message' in value && 'related' in value;
}
