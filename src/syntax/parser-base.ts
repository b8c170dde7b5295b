import { EmbeddedActionsParser, tokenMatcher, type IToken, type TokenType } from 'chevrotain';
import {
  diagnostic,
  type Code,
  type Diagnostic,
  type Extras,
  type Parameters,
  type Span,
} from '../diagnostics/index.js';
import type { Doc, Identifier, StringLiteral } from './ast.js';
import type { LexResult } from './lexer.js';
import { stringValue } from './lexer-strings.js';
import {
  closeBrackets,
  contextualStatementWords,
  declarationEnds,
  declarationWords,
  openBrackets,
  statementEnds,
  statementWords,
} from './beginnings.js';
import { limits } from './limits.js';
import { lookaheadWhenNeeded } from './lookahead.js';
import { describe } from './messages.js';
import * as t from './tokens.js';

/** By so many tokens the grammar is read. */
const maxLookahead = 2;

const { reserved } = t;

/** What one run of the parser reads. */
export interface ParserInput {
  readonly text: string;
  readonly file: string;
  readonly lexed: LexResult;
}

const emptyInput: ParserInput = {
  text: '',
  file: '',
  lexed: { tokens: [], comments: [], docs: [], diagnostics: [], tainted: new Set(), stopped: false, deepest: 0 },
};

/**
 * What all parts of the parser share: consuming tokens, reporting, and getting back on the track.
 *
 * The grammar is recorded strictly (that is what diagrams and the validation see), but at run time nothing throws: a
 * missing token is reported and taken as read, a list or block skips what it cannot use, and one place gives one report.
 */
export abstract class ParserBase extends EmbeddedActionsParser {
  protected source = emptyInput;
  protected diagnostics: Diagnostic[] = [];
  protected claimedDocs = new Set<Doc>();
  /** Counts also the reports that were left out as repetitions; a statement compares it to know whether it went wrong. */
  protected errorCount = 0;
  /** The tree height of the expression that was read last. */
  protected height = 0;
  /** Expressions within expressions. */
  protected depth = 0;
  protected reportedAt = -1;
  /** Where the innermost body that is open begins. */
  protected bodyStart = -1;
  /** The bodies that are open. */
  private openBodies = 0;
  /** Whether a `,` was taken behind which an `unused` goes on. */
  protected inUnusedList = false;
  /** Where the last report in the present statement stands. */
  private unsettledAt = -1;

  protected constructor(skipValidations: boolean) {
    super(t.vocabulary, {
      ...{ maxLookahead, lookaheadStrategy: lookaheadWhenNeeded(maxLookahead) },
      ...{ recoveryEnabled: false, skipValidations, nodeLocationTracking: 'none' },
    });
  }

  protected begin(source: ParserInput): void {
    this.source = source;
    this.input = source.lexed.tokens;
    this.diagnostics = [];
    this.claimedDocs = new Set();
    this.errorCount = 0;
    this.height = 0;
    this.depth = 0;
    this.reportedAt = -1;
    this.bodyStart = -1;
    this.openBodies = 0;
    this.inUnusedList = false;
    this.unsettledAt = -1;
  }

  // ------------------------------------------------------------------------------------------------- looking and taking

  protected is(type: TokenType, ahead = 1): boolean {
    return tokenMatcher(this.LA(ahead), type);
  }

  protected isAny(types: readonly TokenType[], ahead = 1): boolean {
    return types.some((type) => this.is(type, ahead));
  }

  /** Takes a token of the grammar; where another stands, reports it and takes the token as read. */
  protected expect(index: number, type: TokenType): IToken {
    if (this.RECORDING_PHASE || this.is(type)) return this.consume(index, type);
    this.reportExpected(type.LABEL ?? type.name);
    return { image: '', startOffset: this.previousEnd(), tokenType: type, tokenTypeIdx: type.tokenTypeIdx ?? 0 };
  }

  /** Takes whatever token is next; only at run time. */
  protected skip(): IToken {
    const token = this.LA(1);
    return token.tokenType === t.EOF ? token : this.consume(0, token.tokenType);
  }

  /** The next token's start. */
  protected here(): number {
    return this.LA(1).startOffset;
  }

  /** The end of the token taken last. */
  protected previousEnd(): number {
    const end = this.LA(0).endOffset;
    return end === undefined || Number.isNaN(end) ? 0 : end + 1;
  }

  /** Whether the next token is the first on its line. */
  protected onNewLine(): boolean {
    return this.source.text.slice(this.previousEnd(), this.here()).includes('\n');
  }

  /** The place of a node that began at `start` and ends with the token taken last. */
  protected from(start: number): { readonly start: number; readonly end: number } {
    return { start, end: Math.max(start, this.previousEnd()) };
  }

  /** The `///` comment before the next token, for the declaration that begins there. */
  protected takeDoc(): { readonly doc?: Doc } {
    const doc: Doc | undefined = this.LA(1).payload;
    if (doc === undefined) return {};
    this.claimedDocs.add(doc);
    return { doc };
  }

  protected name(index: number): Identifier {
    const start = this.here();
    if (!this.RECORDING_PHASE && !this.is(t.Identifier)) return this.wrongName();
    const token = this.consume(index, t.Identifier);
    return { kind: 'Identifier', start, end: this.previousEnd(), name: token.image };
  }

  /** A name where every word is one. */
  protected anyName(index: number): Identifier {
    const start = this.here();
    const token = this.expect(index, t.Word);
    return token.image === '' ? this.missingName() : { kind: 'Identifier', ...this.from(start), name: token.image };
  }

  private wrongName(): Identifier {
    const start = this.here();
    const word = this.LA(1);
    if (!t.isReserved(word.tokenType) || this.onNewLine()) {
      this.reportExpected('a name');
      return this.missingName();
    }
    this.report(
      'E107',
      this.spanOf(word),
      { word: word.image },
      { help: `another name, for example \`${word.image}_0\`` },
    );
    this.skip();
    return { kind: 'Identifier', ...this.from(start), name: word.image };
  }

  private missingName(): Identifier {
    const at = this.previousEnd();
    return { kind: 'Identifier', start: at, end: at, name: '' };
  }

  protected string(index: number): StringLiteral {
    const start = this.here();
    const token = this.expect(index, t.StringToken);
    if (token.image === '')
      return { kind: 'StringLiteral', start: token.startOffset, end: token.startOffset, value: '' };
    return { kind: 'StringLiteral', ...this.from(start), value: this.RECORDING_PHASE ? '' : stringValue(token.image) };
  }

  // ---------------------------------------------------------------------------------------------------------- reporting

  protected spanOf(token: IToken): Span {
    const { startOffset: start, endOffset, image } = token;
    return { file: this.source.file, start, end: image === '' ? start : (endOffset ?? start) + 1 };
  }

  protected span(start: number, end: number): Span {
    return { file: this.source.file, start, end };
  }

  /** Reports, unless something at the same token has been reported; past the limit the rest of the file is not read. */
  protected report<C extends Code>(code: C, origin: Span, parameters: Parameters<C>, extras?: Extras): void {
    this.errorCount++;
    const at = this.here();
    const isRepeated = at === this.reportedAt || this.source.lexed.tainted.has(at) || this.isUnsettled();
    const isPastEnd = this.source.lexed.stopped && this.is(t.EOF);
    this.reportedAt = at;
    if (isRepeated || isPastEnd) return;
    if (code !== 'E102') this.unsettledAt = at;
    if (this.diagnostics.length >= limits.syntaxErrors) return this.stop();
    this.diagnostics.push(diagnostic(code, origin, parameters, extras));
  }

  /** Whether too few tokens were taken since the last report in this statement to trust that another one is another mistake. */
  private isUnsettled(): boolean {
    for (let back = 0; back > -settlingTokens; back--) {
      if (this.LA(back).startOffset === this.unsettledAt) return true;
    }
    return this.LA(1).startOffset === this.unsettledAt;
  }

  /** Gives up on the rest: what is still open ends without a report. */
  protected stop(): void {
    this.source = { ...this.source, lexed: { ...this.source.lexed, stopped: true } };
    while (!this.is(t.EOF)) this.skip();
  }

  protected reportExpected(expected: string): void {
    const token = this.LA(1);
    this.report('E101', this.spanOf(token), { expected, found: describe(token) });
  }

  /**
   * Takes a `,` behind which a statement that is of one thing goes on with another, and tells whether there was one. The first
   * (`!isTold`) is reported, with the statements that were meant.
   */
  protected takeComma(word: string, isTold: boolean): boolean {
    if (!this.is(t.Comma) || !this.is(t.Identifier, 2)) return false;
    if (!isTold) {
      const help = `one each: \`${word} a; ${word} b;\``;
      const edits = this.commasOfStatement().map((comma) => {
        const isTight = /\S/.test(this.source.text.charAt(comma.startOffset + 1));
        return { span: this.spanOf(comma), text: `; ${word}${isTight ? ' ' : ''}` };
      });
      const fix = { title: `write \`${word}\` before each`, edits, safe: true };
      this.report('E109', this.spanOf(this.LA(1)), { what: 'a list', place: `\`${word}\`` }, { help, fix });
    }
    this.skip();
    this.unsettledAt = -1;
    return true;
  }

  /** The commas from here on that stand in no bracket, up to the end of the statement. */
  private commasOfStatement(): readonly IToken[] {
    const commas: IToken[] = [];
    let open = 0;
    for (let ahead = 1; !this.isAny([t.Semicolon, t.RBrace, t.EOF], ahead); ahead++) {
      if (this.isAny(openBrackets, ahead)) open++;
      else if (this.isAny(closeBrackets, ahead)) open--;
      else if (open === 0 && this.is(t.Comma, ahead) && this.is(t.Identifier, ahead + 1)) commas.push(this.LA(ahead));
    }
    return commas;
  }

  // --------------------------------------------------------------------------------------------------------- recovering

  /**
   * Reads `element, element, ... close` up to and with the closing bracket. A missing comma is reported and supplied; what
   * is no element is skipped to the next comma. A rule has at most one list.
   *
   * @param least where it is 1, the first element is read even if there is none, and reports that
   */
  protected list<T>(open: IToken, close: TokenType, element: () => T, least: 0 | 1 = 0): T[] {
    const elements: T[] = [];
    if (this.RECORDING_PHASE) {
      if (least === 1) this.AT_LEAST_ONE_SEP({ SEP: t.Comma, DEF: element });
      else this.MANY_SEP({ SEP: t.Comma, DEF: element });
      this.OPTION9(() => this.CONSUME9(t.Comma));
      this.CONSUME8(close);
      return elements;
    }
    let highest = 0;
    while (this.is(close) ? elements.length < least : !this.endsList()) {
      const start = this.here();
      elements.push(element());
      highest = Math.max(highest, this.height);
      this.height = highest;
      if (this.is(t.Comma)) this.skip();
      else if (!this.is(close) && !this.endsList() && !this.betweenElements(close, start)) return elements;
    }
    this.closeBracket(open, close);
    return elements;
  }

  /** Gets from one element to the next where no comma is; false where the list is lost, which has been reported. */
  private betweenElements(close: TokenType, elementStart: number): boolean {
    const isElement = this.isAny([t.Word, t.NumberToken, t.QuantityToken, t.StringToken]);
    if (isElement && this.here() > elementStart) {
      const at = this.previousEnd();
      const edits = [{ span: this.span(at, at), text: ',' }];
      const fix = { title: 'insert `,`', edits, safe: true };
      this.report('E103', this.span(at, at), { before: describe(this.LA(1)) }, { fix });
      return true;
    }
    this.reportExpected(`\`,\` or ${close.LABEL ?? ''}`);
    // The body of a declaration whose `)` is missing.
    if (close === t.RParen && this.is(t.LBrace)) return false;
    this.skipBalanced(() => this.is(t.Comma) || this.is(close));
    if (!this.is(t.Comma)) return this.is(close);
    this.skip();
    return true;
  }

  /** Closes what `open` opened, or reports that nothing does. */
  protected closeBracket(open: IToken, close: TokenType): void {
    if (this.is(close)) this.skip();
    else if (open.image === '') this.reportExpected(close.LABEL ?? '');
    else this.report('E104', this.spanOf(open), { open: open.image, close: (close.LABEL ?? '').replaceAll('`', '') });
  }

  /** Whether a list can have no further element here: a statement ends or begins. */
  private endsList(): boolean {
    if (this.isAny(statementEnds)) return true;
    // `name: Type;` on a line of its own is the next member: what is missing is the bracket.
    const isMember = this.is(t.Colon, 2) && this.isAny([t.Semicolon, t.LBrace, t.At], 4);
    if (isMember) return this.onNewLine();
    const isElement =
      this.isAny([reserved.true, reserved.false]) || this.isAny([t.Colon, t.Comma, ...closeBrackets], 2);
    return t.isReserved(this.LA(1).tokenType) && this.onNewLine() && !isElement;
  }

  /** Skips tokens, brackets as a whole, until `done`, the end of a statement, or a bracket that closes what is around. */
  protected skipBalanced(done: () => boolean): void {
    let open = 0;
    while (!this.is(t.EOF)) {
      if (open === 0 && (done() || this.isAny(statementEnds))) return;
      if (this.isAny(openBrackets)) open++;
      else if (this.isAny(closeBrackets)) open--;
      if (open < 0) return;
      this.skip();
    }
  }

  /** Reads statements up to and with the `}` of the body that `open` began. */
  protected statements(open: IToken, statement: () => void): void {
    const outer = this.bodyStart;
    this.bodyStart = open.startOffset;
    this.openBodies++;
    while (!this.is(t.EOF) && !this.beginsDeclaration()) {
      if (this.is(t.RBrace) && !this.isStrayBrace()) break;
      const start = this.here();
      if (this.is(t.RBrace)) this.report('E105', this.spanOf(this.LA(1)), { found: '`}`' });
      else statement();
      if (this.here() === start) this.skip();
    }
    this.closeBracket(open, t.RBrace);
    this.openBodies--;
    this.bodyStart = outer;
  }

  /** The `;` of a statement that began when `errorsBefore` errors were counted. */
  protected endStatement(index: number, errorsBefore: number): void {
    if (this.RECORDING_PHASE || this.is(t.Semicolon)) this.consume(index, t.Semicolon);
    else {
      const isFirst = this.errorCount === errorsBefore;
      if (isFirst) this.reportMissingSemicolon();
      // What has its own beginning is read, on the same line too.
      if (!isFirst || !this.surelyBeginsStatement()) this.resume();
    }
    this.unsettledAt = -1;
  }

  private reportMissingSemicolon(): void {
    const at = this.previousEnd();
    const next = this.LA(1);
    if (this.isAny([t.DotDot, t.DotDotEquals])) return this.report('E118', this.spanOf(next), {});
    if (this.is(t.contextual.via)) {
      const help = 'a medium is named where two links are joined: `a <-> b via Cable { ... };`';
      return this.report('E109', this.spanOf(next), { what: '`via`', place: 'a line that joins no links' }, { help });
    }
    const isMissing = this.onNewLine() || this.isAny([t.EOF, t.RBrace]) || this.beginsStatement();
    if (!isMissing) return this.reportExpected('`;`');
    const fix = { title: 'insert `;`', edits: [{ span: this.span(at, at), text: ';' }], safe: true };
    this.report('E102', this.span(at, at), { after: describe(this.LA(0)) }, { fix });
  }

  /** Skips to where the next statement begins: behind the `;`, before the `}`, or at a line that begins like one. */
  protected resume(): void {
    let open = 0;
    while (!this.is(t.EOF)) {
      if (this.onNewLine() && this.beginsStatement() && (open === 0 || this.beginsBlockStatement())) return;
      if (this.is(t.Semicolon)) {
        this.skip();
        return;
      }
      if (this.isAny(openBrackets)) open++;
      else if (this.isAny(closeBrackets)) {
        if (open === 0 && this.is(t.RBrace) && !this.isStrayBrace()) return;
        open = Math.max(0, open - 1);
      }
      this.skip();
    }
  }

  /** Skips a statement that cannot be read: to its `;`, behind its `{ }`, or to a line that begins another one. */
  protected skipStatement(): void {
    this.skip();
    this.skipBalanced(() => this.is(t.LBrace) || (this.onNewLine() && this.beginsStatement()));
    if (this.is(t.LBrace)) this.skipBlock();
    if (this.is(t.Semicolon)) this.skip();
  }

  /**
   * The same for a declaration of a file: to the next line that begins at the left margin or with the word of a
   * declaration, so that the members of a component that was lost are not reported one by one.
   */
  protected skipDeclaration(): void {
    this.unsettledAt = -1;
    do {
      const isEnd = this.isAny([t.Semicolon, t.RBrace]);
      this.skip();
      const isMargin = this.atMargin() && !this.isAny(closeBrackets);
      if (isMargin || (this.isAny(declarationWords) && (isEnd || this.onNewLine()))) return;
    } while (!this.is(t.EOF));
  }

  /** Whether the next token is the first character of its line. */
  private atMargin(): boolean {
    const start = this.here();
    return start === 0 || this.source.text[start - 1] === '\n';
  }

  /** A declaration at the left margin: the block before it was never closed. */
  protected beginsDeclaration(): boolean {
    return this.isAny(declarationWords) && this.atMargin();
  }

  private skipBlock(): void {
    let open = 0;
    do {
      if (this.is(t.LBrace)) open++;
      else if (this.is(t.RBrace)) open--;
      this.skip();
    } while (open > 0 && !this.is(t.EOF));
  }

  /**
   * Where a declaration has a `}` too many, the one in the middle of a line of a body over several lines closes nothing: a body's own
   * stands first or last on its line.
   */
  protected isStrayBrace(): boolean {
    if (!this.is(t.RBrace) || this.bodyStart < 0 || !this.isBraceTooMany()) return false;
    const { text } = this.source;
    const isLast = /^[ \t]*(?:\}|\r?\n|$|\/\/|else\b)/.test(text.slice(this.here() + 1, this.here() + 200));
    return !this.onNewLine() && !isLast && text.slice(this.bodyStart, this.here()).includes('\n');
  }

  /** Whether there are more `}` from here to the next declaration than bodies are open. */
  private isBraceTooMany(): boolean {
    let open = this.openBodies;
    for (let ahead = 1; ahead <= farthestBrace && !this.isAny(declarationEnds, ahead); ahead++) {
      if (this.is(t.LBrace, ahead)) open++;
      else if (this.is(t.RBrace, ahead)) open--;
      if (open < 0) return true;
    }
    return false;
  }

  private beginsBlockStatement(): boolean {
    return this.isAny(statementWords) || this.beginsDeclaration();
  }

  /** Whether the next two tokens begin a declaration, member or statement of a workload. */
  protected beginsStatement(): boolean {
    if (this.isAny(statementWords) || this.isAny(declarationWords)) return true;
    if (!this.is(t.Identifier)) return false;
    if (this.is(t.contextual.address_map) && this.is(t.LBrace, 2)) return true;
    return this.isAny([t.Colon, t.Dot, t.LSquare, t.Arrow, t.BothArrow, t.Equals, t.Identifier, t.StringToken], 2);
  }

  /** The same where no line end tells it: what begins like this is not the rest of an expression. */
  private surelyBeginsStatement(): boolean {
    if (this.isAny(statementWords) || this.isAny(declarationWords)) return true;
    if (!this.is(t.Identifier)) return false;
    const isWord = this.isAny(contextualStatementWords) && this.isAny([t.Identifier, t.StringToken], 2);
    return isWord || this.isAny([t.Colon, t.Arrow, t.BothArrow, t.Equals], 2);
  }
}

/** So many tokens from a `}` on it is looked whether there is one too many; beyond that it closes what is open. */
const farthestBrace = 1000;

/** So many tokens after a report a further one is believed. */
const settlingTokens = 3;
