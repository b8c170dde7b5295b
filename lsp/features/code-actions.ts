import { isSpan, type Diagnostic } from '../../src/diagnostics/index.js';
import { applySafeFixes } from '../../src/workspace/index.js';
import type { Analysis, Place } from '../analysis.js';
import type { Edit } from './rename.js';

/** A change that a person can choose. */
export interface CodeAction {
  readonly title: string;
  readonly kind: 'quickfix' | 'source.fixAll';
  /** What it repairs. */
  readonly diagnostics: readonly Diagnostic[];
  /** It is what is most likely meant. */
  readonly preferred: boolean;
  readonly edits: readonly Edit[];
}

/** The repairs of what is wrong in a stretch of a file, and the one that applies every safe repair of the file. */
export function codeActions(
  analysis: Analysis,
  at: Omit<Place, 'file'>,
  diagnostics: readonly Diagnostic[],
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
  return [...repairs, ...fixAll(analysis, diagnostics)];
}

function fixAll({ path, text }: Analysis, diagnostics: readonly Diagnostic[]): readonly CodeAction[] {
  const inFile = diagnostics.filter(({ fix }) => fix?.edits.every(({ span }) => span.file === path) === true);
  const fixed = applySafeFixes(inFile, new Map([[path, text]])).texts.get(path);
  if (fixed === undefined) return [];
  const edits: readonly Edit[] = [{ file: path, start: 0, end: text.length, text: fixed }];
  const repaired = inFile.filter(({ fix }) => fix?.safe === true);
  return [{ title: 'apply every safe fix', kind: 'source.fixAll', diagnostics: repaired, preferred: false, edits }];
}
