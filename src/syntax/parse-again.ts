import type { Comment, Item } from './ast.js';
import { limits } from './limits.js';
import { moved, movedLater } from './moved.js';
import { parseWhole, read, startOf, type Parsed, type Stretch } from './parse.js';

/** A text as it was, and its tree. */
export interface Before {
  readonly text: string;
  readonly parsed: Parsed;
}

/** What a tree has of the one before it: its first declarations in place, its last ones moved. */
export interface Kept {
  /** So many declarations at the beginning. */
  readonly first: number;
  /** Those from here on, to the end ... */
  readonly at: number;
  /** ... are those of the former tree from here on, to its end ... */
  readonly next: number;
  /** ... and the text before them has become so much longer. */
  readonly by: number;
}

/** A tree; where a former one was made use of, what it has of that. */
export interface ParsedAgain extends Parsed {
  readonly kept?: Kept;
}

/**
 * Reads a text of which a former state has been read: only the declarations that the edit touches, and the next two to see that
 * reading is on the same track again. What comes out is what `parse` gives.
 */
export function parseAgain(text: string, file: string, before?: Before): ParsedAgain {
  return (before === undefined ? undefined : readEdit(text, file, before)) ?? withoutTokens(parseWhole(text, file));
}

/** Who keeps a tree does not need its words, which take as much memory. */
function withoutTokens({ ast, diagnostics, deepest }: Parsed): Parsed {
  return { ast, diagnostics, deepest };
}

/** What lies between the declarations that are kept. */
interface Edit {
  /** So many declarations before it are kept. */
  readonly first: number;
  /** The declarations from here on are kept: this and the next one are read again all the same. */
  readonly next: number;
  /** By so much the text has become longer. */
  readonly by: number;
}

function readEdit(text: string, file: string, before: Before): ParsedAgain | undefined {
  const { ast, diagnostics } = before.parsed;
  if (isNearLimit(text, before.parsed)) return undefined;
  const edit = findEdit(text, before);
  const [last, follower] = [ast.items[edit.first - 1], ast.items[edit.next]];
  const end = (ast.items[edit.next + 1]?.end ?? before.text.length) + edit.by;
  const stretch = read(text.slice(0, end), file, last?.start ?? 0);
  const made = madeOf(stretch, last, follower, edit.by);
  const deepest = deepestOf(before.parsed, stretch);
  if (made === undefined || deepest === undefined) return undefined;
  // What lies before the end of the last declaration that is kept stays; what lies after the beginning of the next one moves.
  const [from, to] = [last?.end ?? 0, follower === undefined ? Infinity : beginning(follower)];
  const comments = [
    ...until(ast.comments, from, ({ start }) => start),
    ...made.comments,
    ...moved(
      since(ast.comments, to, ({ start }) => start),
      edit.by,
    ),
  ];
  const items = [...ast.items.slice(0, edit.first), ...made.items, ...movedLater(ast.items.slice(edit.next), edit.by)];
  const found = [
    ...until(diagnostics, from, startOf),
    ...made.diagnostics,
    // That of a place right before the next declaration has been found again.
    ...moved(since(diagnostics, follower === undefined ? Infinity : follower.start + 1, startOf), edit.by),
  ];
  if (found.length >= limits.syntaxErrors) return undefined;
  const kept: Kept = { first: edit.first, at: edit.first + made.items.length, next: edit.next, by: edit.by };
  return {
    ast: { kind: 'SourceFile', start: 0, end: text.length, items, comments },
    diagnostics: found,
    deepest,
    kept,
  };
}

/** Whether a limit of a whole file could be met, which a part of it does not tell. */
function isNearLimit(text: string, { diagnostics }: Parsed): boolean {
  return text.length > limits.sourceWords || diagnostics.length >= limits.syntaxErrors;
}

/** The bound of brackets within brackets; undefined where it may be met. A bracket that is not closed stays open to the end of the file. */
function deepestOf(before: Parsed, { lexed, diagnostics }: Stretch): number | undefined {
  const isWhole = before.diagnostics.length === 0 && diagnostics.length === 0;
  const deepest = isWhole ? Math.max(before.deepest, lexed.deepest) : before.deepest + lexed.deepest;
  return lexed.stopped || deepest >= limits.nesting ? undefined : deepest;
}

/** Where a declaration begins, with its documentation. */
function beginning(item: Item): number {
  return 'doc' in item && item.doc !== undefined ? item.doc.start : item.start;
}

function findEdit(text: string, before: Before): Edit {
  const { items } = before.parsed.ast;
  const [start, end] = difference(before.text, text);
  const isClean = cleanliness(before.parsed);
  let first = items.findIndex((item) => item.end >= start);
  if (first < 0) first = items.length;
  while (first > 0 && !isClean(first - 1)) first--;
  let next = first;
  while (next < items.length) {
    const item = items[next];
    if (item !== undefined && beginning(item) > end && isClean(next) && isClean(next + 1)) break;
    next++;
  }
  // The last declaration has none after it by which it could be seen that reading is on the same track.
  return { first, next: next + 1 >= items.length ? items.length : next, by: text.length - before.text.length };
}

/** Where two texts begin to differ, and where in the first they end to. */
function difference(before: string, now: string): readonly [number, number] {
  const shorter = Math.min(before.length, now.length);
  let start = 0;
  while (start < shorter && before.charCodeAt(start) === now.charCodeAt(start)) start++;
  let same = 0;
  while (
    same < shorter - start &&
    before.charCodeAt(before.length - 1 - same) === now.charCodeAt(now.length - 1 - same)
  )
    same++;
  return [start, before.length - same];
}

/**
 * Says whether nothing was found wrong from the beginning of the declaration before to that of the one after: what is not closed is told
 * where it was opened, and keeps the first words behind its end from being told of.
 */
function cleanliness({ ast: { items }, diagnostics }: Parsed): (index: number) => boolean {
  const places = diagnostics.map(startOf);
  return (index) => {
    const [from, to] = [items[index - 1]?.start ?? 0, items[index + 1]?.start ?? Infinity];
    return items[index]?.kind !== 'ErrorItem' && !places.some((place) => place >= from && place <= to);
  };
}

/** What was read between two declarations that are kept; undefined where these came out otherwise than before. */
function madeOf(
  { items, comments, diagnostics }: Stretch,
  last: Item | undefined,
  follower: Item | undefined,
  by: number,
): Omit<Stretch, 'lexed'> | undefined {
  const skipped = last === undefined ? 0 : 1;
  if (last !== undefined && (items[0]?.end !== last.end || items[0].kind !== last.kind)) return undefined;
  const start = follower === undefined ? Infinity : follower.start + by;
  const at = follower === undefined ? items.length : items.findIndex((item) => item.start === start);
  const again = items[at];
  if (follower !== undefined && (again === undefined || !isSame(again, follower, by))) return undefined;
  const [from, to] = [last?.end ?? 0, again === undefined ? Infinity : beginning(again)];
  const places = diagnostics.map(startOf);
  if (places.some((place) => place < from || place > start)) return undefined;
  const within = comments.filter((comment: Comment) => comment.start >= from && comment.start < to);
  return { items: items.slice(skipped, at), comments: within, diagnostics };
}

function isSame(now: Item, before: Item, by: number): boolean {
  if (now.kind !== before.kind || now.end !== before.end + by) return false;
  const [a, b] = [now, before].map((item) => ('doc' in item ? item.doc : undefined));
  return a?.text === b?.text && (a === undefined || b === undefined || a.start === b.start + by);
}

/** The part of a list, in the order of places, that lies before a place. */
function until<T>(list: readonly T[], place: number, placeOf: (each: T) => number): readonly T[] {
  return list.filter((each) => placeOf(each) < place);
}

/** The part that does not. */
function since<T>(list: readonly T[], place: number, placeOf: (each: T) => number): readonly T[] {
  return list.filter((each) => placeOf(each) >= place);
}
