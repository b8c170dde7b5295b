import type { Diagnostic, TextEdit } from '../diagnostics/index.js';

/** Texts by path after the safe fixes of `diagnostics`, only those that change, and how many fixes were applied. */
export interface Fixed {
  readonly texts: ReadonlyMap<string, string>;
  readonly applied: number;
}

/**
 * Applies every safe fix whose edits touch no edit of an earlier one. What a fix uncovers is for the next round: the
 * caller checks again and calls again until nothing is applied.
 */
export function applySafeFixes(diagnostics: readonly Diagnostic[], texts: ReadonlyMap<string, string>): Fixed {
  const accepted: TextEdit[] = [];
  let applied = 0;
  for (const { fix } of diagnostics) {
    if (fix === undefined || !fix.safe || !fix.edits.every((edit) => texts.has(edit.span.file))) continue;
    if (fix.edits.some((edit) => accepted.some((other) => touches(edit, other)))) continue;
    accepted.push(...fix.edits);
    applied += 1;
  }
  const changed = new Map<string, string>();
  for (const file of new Set(accepted.map((edit) => edit.span.file))) {
    const edits = accepted.filter((edit) => edit.span.file === file);
    changed.set(file, applyEdits(texts.get(file) ?? '', edits));
  }
  return { texts: changed, applied };
}

/** The text with non-overlapping edits applied. */
export function applyEdits(text: string, edits: readonly TextEdit[]): string {
  const ordered = edits.toSorted((a, b) => b.span.start - a.span.start);
  return ordered.reduce((now, { span, text: put }) => now.slice(0, span.start) + put + now.slice(span.end), text);
}

function touches(a: TextEdit, b: TextEdit): boolean {
  return a.span.file === b.span.file && a.span.start <= b.span.end && b.span.start <= a.span.end;
}
