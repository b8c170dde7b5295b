import { isSpan, type Diagnostic } from '../../src/diagnostics/index.js';
import { applySafeFixes } from '../../src/workspace/index.js';
import type { Analysis, Place } from '../analysis.js';
import type { Importable } from '../project.js';
import { declarations } from './declare.js';
import { organizeImports } from './organize-imports.js';
import { refactors } from './refactors.js';
import type { Edit } from './rename.js';

/** The kinds of actions, as the protocol calls them. */
export const actionKinds = [
  ...(['quickfix', 'refactor.extract', 'refactor.rewrite', 'source.fixAll', 'source.organizeImports'] as const),
] as const;

/** A change that a person can choose. */
export interface CodeAction {
  readonly title: string;
  readonly kind: (typeof actionKinds)[number];
  /** What it repairs. */
  readonly diagnostics: readonly Diagnostic[];
  /** It is what is most likely meant. */
  readonly preferred: boolean;
  readonly edits: readonly Edit[];
}

/** The repairs of what is wrong in a stretch of a file, rewritings of what is there, and what puts the whole file in order. */
export function codeActions(
  analysis: Analysis,
  at: Omit<Place, 'file'>,
  diagnostics: readonly Diagnostic[],
  importable: readonly Importable[] = [],
): readonly CodeAction[] {
  const { path } = analysis;
  const here = diagnostics.filter(
    ({ origin }) =>
      origin !== undefined &&
      isSpan(origin) &&
      origin.file === path &&
      origin.start <= at.end &&
      at.start <= origin.end,
  );
  const repairs = here.flatMap((each): readonly CodeAction[] => {
    const { fix } = each;
    if (fix === undefined || fix.edits.some(({ span }) => span.file.startsWith('std:'))) return [];
    const edits = fix.edits.map(({ span, text }) => ({ ...span, text }));
    return [{ title: fix.title, kind: 'quickfix', diagnostics: [each], preferred: fix.safe, edits }];
  });
  return [
    ...repairs,
    ...declarations(analysis, here, importable),
    ...refactors(analysis, at),
    ...fixAll(analysis, diagnostics),
    ...inOrder(analysis, diagnostics),
  ];
}

function inOrder(analysis: Analysis, diagnostics: readonly Diagnostic[]): readonly CodeAction[] {
  const edit = organizeImports(analysis, diagnostics);
  if (edit === undefined) return [];
  const kind = 'source.organizeImports';
  return [{ title: 'organize the imports', kind, diagnostics: [], preferred: false, edits: [edit] }];
}

function fixAll({ path, text }: Analysis, diagnostics: readonly Diagnostic[]): readonly CodeAction[] {
  const inFile = diagnostics.filter(({ fix }) => fix?.edits.every(({ span }) => span.file === path) === true);
  const fixed = applySafeFixes(inFile, new Map([[path, text]])).texts.get(path);
  if (fixed === undefined) return [];
  const edits: readonly Edit[] = [{ file: path, start: 0, end: text.length, text: fixed }];
  const repaired = inFile.filter(({ fix }) => fix?.safe === true);
  return [{ title: 'apply every safe fix', kind: 'source.fixAll', diagnostics: repaired, preferred: false, edits }];
}
