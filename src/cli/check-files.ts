import type { Diagnostic } from '../diagnostics/index.js';
import { applySafeFixes, withoutRepetition, type CheckedSource } from '../workspace/index.js';
import { checkFile, writeWhole, type Trust } from '../workspace/node/index.js';
import { givenInput } from './input.js';
import type { Terminal } from './terminal.js';

/** Whose code may run, and files of technology figures. */
export interface CheckOptions {
  readonly trust?: Trust;
  readonly technology?: readonly string[];
}

/** Checks every file; what several files find in a common import is told once. */
export async function checkAll(
  names: readonly string[],
  terminal: Terminal,
  { trust = [], technology }: CheckOptions = {},
): Promise<CheckedSource> {
  const diagnostics: Diagnostic[] = [];
  const { technologyOf } = await import('./technology.js');
  const [data, wrong, own] = await technologyOf(technology ?? [], terminal);
  if (wrong.length > 0) return { diagnostics: wrong, texts: own };
  const texts = new Map<string, string>();
  for (const name of names) {
    const [input, problems] = await givenInput(name, terminal);
    diagnostics.push(...problems);
    if (problems.length > 0) continue;
    const checked = await checkFile(name, terminal.folder, { input, trust, data });
    diagnostics.push(...checked.diagnostics);
    for (const [path, text] of checked.texts) texts.set(path, text);
  }
  return { diagnostics: withoutRepetition(diagnostics), texts };
}

/** Fixes uncover mistakes that can be fixed too; so many rounds are enough. */
const mostRounds = 10;

/** Applies safe fixes until none is left; only files of the project are changed, never the standard library. */
export async function fixAll(
  names: readonly string[],
  terminal: Terminal,
  options: CheckOptions = {},
): Promise<{ readonly applied: number; readonly diagnostics: readonly Diagnostic[] }> {
  const onDisk = names.filter((name) => name !== '-');
  let applied = 0;
  for (let round = 0; round < mostRounds; round++) {
    const { diagnostics, texts } = await checkAll(onDisk, terminal, options);
    const own = new Map([...texts].filter(([path]) => !path.startsWith('std:')));
    const fixed = applySafeFixes(diagnostics, own);
    if (fixed.applied === 0) break;
    applied += fixed.applied;
    const failed = [...fixed.texts].flatMap(([path, text]) => writeWhole(path, text, terminal.folder));
    if (failed.length > 0) return { applied, diagnostics: failed };
  }
  return { applied, diagnostics: [] };
}
