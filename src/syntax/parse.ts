import { diagnostic, type Diagnostic } from '../diagnostics/index.js';
import type { Comment, Item, SourceFile } from './ast.js';
import { lex, type LexResult, type Token } from './lexer.js';
import { limits } from './limits.js';
import { AccelParser } from './parser-declarations.js';

/** A tree, and what is wrong with the text it was read from. */
export interface Parsed {
  readonly ast: SourceFile;
  readonly diagnostics: readonly Diagnostic[];
  /** No bracket lies within more than so many others. */
  readonly deepest: number;
}

export interface ParseResult {
  readonly ast: SourceFile;
  readonly diagnostics: readonly Diagnostic[];
  /** Without the mark of the end. */
  readonly tokens: readonly Token[];
}

let parser: AccelParser | undefined;

/**
 * Reads a `.accel` text. Never throws; the tree is always whole, with `Error*` nodes or empty names where the text is
 * wrong, and what is wrong is told in `diagnostics`, ordered by place.
 */
export function parse(text: string, file: string): ParseResult {
  const { ast, diagnostics, tokens } = parseWhole(text, file);
  return { ast, diagnostics, tokens };
}

/** The same, and what an edit of the text is read with. */
export function parseWhole(text: string, file: string): ParseResult & Parsed {
  if (text.length * 3 > limits.sourceBytes && utf8Length(text) > limits.sourceBytes) return tooLarge(text, file);
  const { items, comments, diagnostics, lexed } = read(text, file, 0);
  const ast: SourceFile = { kind: 'SourceFile', start: 0, end: text.length, items, comments };
  return {
    ast,
    diagnostics: bounded(diagnostics, text, file),
    deepest: lexed.deepest,
    tokens: lexed.tokens.slice(0, -3),
  };
}

/** What stands in a text from some place on. */
export interface Stretch {
  readonly items: readonly Item[];
  readonly comments: readonly Comment[];
  /** In the order of their places. */
  readonly diagnostics: readonly Diagnostic[];
  readonly lexed: LexResult;
}

/** Reads a text from `from` on, where a word or mark begins that is in no bracket. */
export function read(text: string, file: string, from: number): Stretch {
  // First the parser, which completes the kinds of token that the lexer writes down.
  parser ??= new AccelParser();
  const lexed = lex(text, file, from);
  const { items, claimedDocs } = parser.run({ text, file, lexed });
  const stray = lexed.docs.filter((doc) => !claimedDocs.has(doc));
  const comments = stray.length === 0 ? lexed.comments : withStrayDocs(text, lexed.comments, stray);
  const diagnostics = [...lexed.diagnostics, ...parser.reports].toSorted((a, b) => startOf(a) - startOf(b));
  return { items, comments, diagnostics, lexed };
}

function utf8Length(text: string): number {
  return new TextEncoder().encode(text).length;
}

function tooLarge(text: string, file: string): ParseResult & Parsed {
  const ast: SourceFile = { kind: 'SourceFile', start: 0, end: text.length, items: [], comments: [] };
  const limit = `${limits.sourceBytes / 2 ** 20} MiB`;
  return { ast, diagnostics: [diagnostic('E121', { file, start: 0, end: 0 }, { limit })], deepest: 0, tokens: [] };
}

/** `///` lines that document nothing are remarks. */
function withStrayDocs(
  text: string,
  comments: readonly Comment[],
  stray: readonly { start: number; end: number }[],
): Comment[] {
  const lines = stray.flatMap(({ start, end }) => docLines(text, start, end));
  return [...comments, ...lines].toSorted((a, b) => a.start - b.start);
}

function docLines(text: string, start: number, end: number): Comment[] {
  const lines: Comment[] = [];
  for (const line of text.slice(start, end).matchAll(/\/\/\/[^\n\r]*/g)) {
    const at = start + line.index;
    lines.push({ kind: 'LineComment', start: at, end: at + line[0].length, text: line[0] });
  }
  return lines;
}

/** Says where reading stopped when there were too many; `placed` are in the order of their places. */
function bounded(placed: readonly Diagnostic[], text: string, file: string): readonly Diagnostic[] {
  if (placed.length < limits.syntaxErrors) return placed;
  const kept = placed.slice(0, limits.syntaxErrors);
  const last = kept.at(-1);
  const at = last === undefined ? text.length : startOf(last);
  return [...kept, diagnostic('E122', { file, start: at, end: at }, { limit: limits.syntaxErrors })];
}

/** Where the place of a diagnostic of the parser begins. */
export function startOf({ origin }: Diagnostic): number {
  return origin !== undefined && 'start' in origin ? origin.start : 0;
}
