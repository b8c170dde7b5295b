import type { Analysis, Place } from '../analysis.js';
import { occurrenceAt, occurrencesIn } from '../names/occurrences.js';

/** Every place of the workspace that means what the word at an offset means. */
export function references(
  analysis: Analysis,
  offset: number,
  all: readonly Analysis[],
  options: { readonly declaration: boolean },
): readonly Place[] {
  const key = occurrenceAt(analysis, offset)?.key;
  if (key === undefined) return [];
  const places = new Map<string, Place>();
  for (const { program } of [...all, analysis]) {
    for (const module of program.modules.values()) {
      // A module of the standard library is read for its declarations alone.
      const ours = !module.path.startsWith('std:');
      for (const each of occurrencesIn(program, module)) {
        if (each.key !== key || (each.declares ? !options.declaration : !ours)) continue;
        places.set(`${module.path}:${each.start}`, { file: module.path, start: each.start, end: each.end });
      }
    }
  }
  return [...places.values()].toSorted((a, b) => (a.file < b.file ? -1 : a.file > b.file ? 1 : a.start - b.start));
}

/** The places of one file that mean what the word at an offset means, and which of them declare it. */
export function highlights(
  analysis: Analysis,
  offset: number,
): readonly { readonly start: number; readonly end: number; readonly declares: boolean }[] {
  const key = occurrenceAt(analysis, offset)?.key;
  if (key === undefined) return [];
  const { program } = analysis;
  return occurrencesIn(program, program.entry)
    .filter((each) => each.key === key)
    .map(({ start, end, declares }) => ({ start, end, declares }));
}
