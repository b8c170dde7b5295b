import { isName } from '../../src/syntax/index.js';
import { lookup } from '../../src/language/index.js';
import type { Analysis, Place } from '../analysis.js';
import {
  nameOf,
  occurrenceAt,
  occurrencesIn,
  declarationOf,
  renamedText,
  type Occurrence,
} from '../names/occurrences.js';

/** A replacement of a stretch of a file. */
export interface Edit extends Place {
  readonly text: string;
}

/** What a client may rename, or why it may not. */
export type Renamable =
  | { readonly ok: true; readonly start: number; readonly end: number; readonly name: string }
  | { readonly ok: false; readonly reason: string };

/** The edits of a renaming, or why it cannot be. */
export type Renamed =
  { readonly ok: true; readonly edits: readonly Edit[] } | { readonly ok: false; readonly reason: string };

/** Whether the word at an offset can get another name. */
export function prepareRename(analysis: Analysis, offset: number): Renamable {
  const found = occurrenceAt(analysis, offset);
  if (found === undefined) return refuse('there is no name here');
  const { start, end, text } = found;
  if (isAlias(found)) return { ok: true, start, end, name: text };
  const declared = declarationOf(found.target);
  if (declared === undefined || declared.end <= declared.start) return refuse(`"${text}" is part of the language`);
  if (declared.file.startsWith('std:')) return refuse(`"${text}" is declared in the standard library`);
  return { ok: true, start, end, name: text };
}

/** Gives what the word at an offset means another name, in every file; a name given by `as`, in this file. */
export function rename(analysis: Analysis, offset: number, all: readonly Analysis[], name: string): Renamed {
  const prepared = prepareRename(analysis, offset);
  const found = occurrenceAt(analysis, offset);
  if (!prepared.ok || found === undefined) return refuse(prepared.ok ? 'there is no name here' : prepared.reason);
  if (!isName(name)) return refuse(`"${name}" is not a name`);
  if (name === prepared.name) return { ok: true, edits: [] };
  if (isTaken(analysis, found, name, all)) return refuse(`there is already something called "${name}"`);
  const edits = new Map<string, Edit>();
  for (const { program } of isAlias(found) ? [analysis] : new Set([...all, analysis])) {
    const module = program.entry;
    for (const each of occurrencesIn(program, module)) {
      if (each.key !== found.key || each.text !== found.text) continue;
      const key = `${module.path}:${each.start}`;
      // Where a parameter and the value given to it are the same, `{ rows }` stays short.
      const text = edits.has(key) && each.short !== undefined ? name : renamedText(each, name);
      edits.set(key, { file: module.path, start: each.start, end: each.end, text });
    }
  }
  return { ok: true, edits: [...edits.values()] };
}

function refuse(reason: string): { readonly ok: false; readonly reason: string } {
  return { ok: false, reason };
}

/** Whether a word is a name that an import has given. */
function isAlias({ text, target }: Occurrence): boolean {
  return text !== nameOf(target);
}

/** Whether the new name means something already where it is declared or used. */
function isTaken(analysis: Analysis, { key, target }: Occurrence, name: string, all: readonly Analysis[]): boolean {
  if (target.kind === 'case') return target.entity.cases.includes(name);
  const { entity } = target;
  if ('home' in entity) {
    const found = lookup(entity.home, name);
    return found !== undefined;
  }
  return [...all, analysis].some(
    ({ program }) =>
      lookup(program.entry.scope, name) !== undefined &&
      occurrencesIn(program, program.entry).some((each) => each.key === key),
  );
}
