import type { IToken, TokenType } from 'chevrotain';
import { diagnostic, type Diagnostic } from '../diagnostics/index.js';
import type { Comment, Doc } from './ast.js';
import { limits } from './limits.js';
import { scanComment, scanDoc } from './lexer-comments.js';
import { scanNumber } from './lexer-numbers.js';
import { scanString } from './lexer-strings.js';
import * as kinds from './tokens.js';

/** A token of a source: `payload` is the `///` comment that stands before it. */
export type Token = IToken;

export interface LexResult {
  /** Ends in one `EOF` token and two more that stand for lookahead past the end. */
  readonly tokens: Token[];
  readonly comments: Comment[];
  /** Every `///` comment; the parser puts those that document nothing among the comments. */
  readonly docs: readonly Doc[];
  readonly diagnostics: Diagnostic[];
  /** Starts of the tokens before which something unreadable was skipped: an error there is the same error. */
  readonly tainted: ReadonlySet<number>;
  /** The file was not read to its end; what is missing at the end is no error. */
  readonly stopped: boolean;
  /** The most brackets that were open at once. */
  readonly deepest: number;
}

/** What the scanners of numbers, strings and comments write to. */
export interface LexState {
  readonly text: string;
  readonly file: string;
  readonly tokens: Token[];
  readonly comments: Comment[];
  readonly docs: Doc[];
  readonly diagnostics: Diagnostic[];
  readonly tainted: Set<number>;
  /** The `///` lines before the next token. */
  doc: Doc | undefined;
  stopped: boolean;
  deepest: number;
}

enum Char {
  Tab = 9,
  LineFeed = 10,
  Return = 13,
  Space = 32,
  Quote = 34,
  Slash = 47,
  Star = 42,
  Zero = 48,
  Nine = 57,
}

/** For each ASCII character that a mark begins with: its marks, longest first. */
const marks: ReadonlyMap<number, readonly (readonly [string, TokenType])[]> = groupMarks([
  ['<->', kinds.BothArrow],
  ['..=', kinds.DotDotEquals],
  ['->', kinds.Arrow],
  ['..', kinds.DotDot],
  ['+=', kinds.PlusEquals],
  ['==', kinds.EqualsEquals],
  ['!=', kinds.BangEquals],
  ['<=', kinds.LessEquals],
  ['>=', kinds.GreaterEquals],
  ['&&', kinds.AndAnd],
  ['||', kinds.OrOr],
  ['{', kinds.LBrace],
  ['}', kinds.RBrace],
  ['[', kinds.LSquare],
  [']', kinds.RSquare],
  ['(', kinds.LParen],
  [')', kinds.RParen],
  [';', kinds.Semicolon],
  [',', kinds.Comma],
  [':', kinds.Colon],
  ['.', kinds.Dot],
  ['?', kinds.Question],
  ['@', kinds.At],
  ['%', kinds.Percent],
  ['=', kinds.Equals],
  ['-', kinds.Minus],
  ['+', kinds.Plus],
  ['*', kinds.Star],
  ['/', kinds.Slash],
  ['<', kinds.Less],
  ['>', kinds.Greater],
  ['!', kinds.Bang],
  ['^', kinds.Caret],
]);

function groupMarks(list: readonly (readonly [string, TokenType])[]): Map<number, (readonly [string, TokenType])[]> {
  const groups = new Map<number, (readonly [string, TokenType])[]>();
  for (const mark of list) {
    const first = mark[0].charCodeAt(0);
    groups.set(first, [...(groups.get(first) ?? []), mark]);
  }
  return groups;
}

const openers: ReadonlySet<TokenType> = new Set([kinds.LBrace, kinds.LSquare, kinds.LParen]);
const closers: ReadonlySet<TokenType> = new Set([kinds.RBrace, kinds.RSquare, kinds.RParen]);

/** Splits a text, from `from` on, into tokens and comments. Never throws; what it cannot read it reports and skips. */
export function lex(text: string, file: string, from = 0): LexResult {
  const state: LexState = {
    ...{ text, file, tokens: [], comments: [], docs: [], diagnostics: [], tainted: new Set<number>() },
    ...{ doc: undefined, stopped: false, deepest: 0 },
  };
  let depth = 0;
  let at = from === 0 && text.charCodeAt(0) === 0xfeff ? 1 : from;
  while (at < text.length && !state.stopped) {
    const code = text.charCodeAt(at);
    if (code === Char.Space || code === Char.LineFeed || code === Char.Return || code === Char.Tab) {
      at++;
      continue;
    }
    const before = state.tokens.length;
    at = scanToken(state, at, code);
    const token = state.tokens.length > before ? state.tokens[before] : undefined;
    if (token !== undefined && openers.has(token.tokenType)) depth++;
    else if (token !== undefined && closers.has(token.tokenType) && depth > 0) depth--;
    if (depth > state.deepest) state.deepest = depth;
    if (depth > limits.nesting) stopNested(state, token);
    if (state.tokens.length + state.comments.length > limits.sourceWords) stopTooLong(state, at);
    if (state.diagnostics.length >= limits.syntaxErrors) state.stopped = true;
  }
  const end = state.stopped ? at : text.length;
  for (let i = 0; i < 3; i++) pushToken(state, kinds.EOF, end, end);
  return state;
}

function scanToken(state: LexState, at: number, code: number): number {
  if (isWordStart(code) || isMicroUnit(state, code)) return scanWord(state, at);
  if (code >= Char.Zero && code <= Char.Nine) return scanNumber(state, at);
  if (code === Char.Slash) {
    const next = state.text.charCodeAt(at + 1);
    if (next === Char.Slash) return isDoc(state.text, at) ? scanDoc(state, at) : scanComment(state, at, 'LineComment');
    if (next === Char.Star) return scanComment(state, at, 'BlockComment');
  }
  if (code === Char.Quote) return scanString(state, at);
  for (const [mark, type] of marks.get(code) ?? []) {
    if (state.text.startsWith(mark, at)) return pushToken(state, type, at, at + mark.length);
  }
  return skipUnknown(state, at);
}

/** Three slashes and not four; more is an ornament. */
function isDoc(text: string, at: number): boolean {
  return text.charCodeAt(at + 2) === Char.Slash && text.charCodeAt(at + 3) !== Char.Slash;
}

/** A micro sign begins a word only in a unit type: `{µm}`, `{J/µm}`. */
function isMicroUnit(state: LexState, code: number): boolean {
  if (code !== 0xb5 && code !== 0x3bc) return false;
  const before = state.tokens.at(-1)?.tokenType;
  return before === kinds.LBrace || before === kinds.Slash;
}

function scanWord(state: LexState, at: number): number {
  const end = wordEnd(state.text, at + 1);
  const type = kinds.words.get(state.text.slice(at, end)) ?? kinds.Identifier;
  return pushToken(state, type, at, end);
}

/** Adds a token and returns its end. */
export function pushToken(state: LexState, tokenType: TokenType, start: number, end: number): number {
  state.tokens.push({
    image: state.text.slice(start, end),
    startOffset: start,
    endOffset: end - 1,
    // Chevrotain numbers the kinds when they are made; its types leave the number optional.
    tokenTypeIdx: tokenType.tokenTypeIdx ?? 0,
    tokenType,
    payload: state.doc,
  });
  state.doc = undefined;
  return end;
}

/** One report for a whole run of characters that no token begins with. */
function skipUnknown(state: LexState, start: number): number {
  const { text } = state;
  // The first one is unknown here, though a mark may begin with it: `&` of `&&`.
  let end = start + 1;
  while (end < text.length && isUnknown(text.charCodeAt(end))) end++;
  const shown = [...text.slice(start, Math.min(end, start + 24))].map(showCharacter).join('');
  report(
    state,
    diagnostic('E110', { file: state.file, start, end }, { text: `\`${shown}${end > start + 24 ? '...' : ''}\`` }),
  );
  taint(state, end);
  return end;
}

function isUnknown(code: number): boolean {
  const isBlank = code === Char.Space || code === Char.LineFeed || code === Char.Return || code === Char.Tab;
  const isDigit = code >= Char.Zero && code <= Char.Nine;
  return !(isBlank || isDigit || isWordStart(code) || code === Char.Quote || marks.has(code));
}

function showCharacter(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  const visible = code > 0x20 && code !== 0x7f && !/[\p{C}\p{Z}]/u.test(character);
  return visible ? character : `U+${code.toString(16).toUpperCase().padStart(4, '0')}`;
}

export function report(state: LexState, found: Diagnostic): void {
  state.diagnostics.push(found);
}

/** Marks the next token, wherever after `from` it begins, as standing behind an error that has been reported. */
export function taint(state: LexState, from: number): void {
  let at = from;
  while (at < state.text.length && state.text.charCodeAt(at) <= Char.Space) at++;
  state.tainted.add(at);
}

function stopNested(state: LexState, token: Token | undefined): void {
  const start = token?.startOffset ?? 0;
  report(state, diagnostic('E120', { file: state.file, start, end: start + 1 }, { limit: limits.nesting }));
  state.stopped = true;
}

function stopTooLong(state: LexState, at: number): void {
  const limit = `${limits.sourceWords / 1e6} million words and marks`;
  report(state, diagnostic('E121', { file: state.file, start: at, end: at }, { limit }));
  state.stopped = true;
}

/** `[A-Za-z_]` */
export function isWordStart(code: number): boolean {
  return (code >= 97 && code <= 122) || (code >= 65 && code <= 90) || code === 95;
}

/** `[A-Za-z0-9_]` */
export function isWordPart(code: number): boolean {
  return isWordStart(code) || (code >= Char.Zero && code <= Char.Nine);
}

/** The end of the word characters from `at` on. */
export function wordEnd(text: string, at: number): number {
  let end = at;
  while (end < text.length && isWordPart(text.charCodeAt(end))) end++;
  return end;
}
