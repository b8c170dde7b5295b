import { isInteger } from './lexer-numbers.js';
import type {
  BinaryOperator,
  CallArgument,
  Expression,
  Index,
  ListExpression,
  NumberLiteral,
  ParenthesizedExpression,
  Range,
} from './ast.js';
import type { IToken } from 'chevrotain';
import { isUnit, numberValue } from '../units/index.js';
import { limits } from './limits.js';
import { describe } from './messages.js';
import { ParserBase } from './parser-base.js';
import { stringValue } from './lexer-strings.js';
import * as t from './tokens.js';

/** How tightly an operator binds, loosest first. */
const precedence: Readonly<Record<BinaryOperator, number>> = {
  ...{ '||': 1, '&&': 2, '==': 3, '!=': 3, '<': 3, '<=': 3, '>': 3, '>=': 3 },
  ...{ '+': 4, '-': 4, '*': 5, '/': 5, '^': 6 },
};

const comparison = precedence['=='];

function isBinaryOperator(text: string): text is BinaryOperator {
  return Object.hasOwn(precedence, text);
}

/** A tree and its height, so that no input makes a tree too deep to walk. */
interface Measured {
  readonly tree: Expression;
  readonly height: number;
}

interface Pending {
  readonly operator: BinaryOperator;
  readonly token: IToken;
}

/** Expressions: section 4 of the language. Operators are read flat and put together by precedence. */
export abstract class ExpressionParser extends ParserBase {
  protected readonly expression = this.RULE('expression', (): Expression => {
    this.depth++;
    // The lexer bounds brackets; this bounds `a ? b ? c ? ...`, which needs none.
    if (this.depth > limits.nesting + 2) this.tooDeep(limits.nesting);
    const choices: { readonly condition: Expression; readonly then: Expression; readonly height: number }[] = [];
    let last = this.SUBRULE(this.operation);
    if (this.RECORDING_PHASE || this.is(t.Question)) {
      this.MANY(() => {
        this.CONSUME(t.Question);
        const { height } = this;
        const then = this.SUBRULE(this.expression);
        choices.push({ condition: last, then, height: Math.max(height, this.height) });
        this.expect(1, t.Colon);
        last = this.SUBRULE2(this.operation);
      });
    }
    this.depth--;
    for (const { condition, then, height } of choices.toReversed()) {
      const place = { start: condition.start, end: last.end };
      last = this.grown({ kind: 'ConditionalExpression', ...place, condition, then, else: last }, height);
    }
    return last;
  });

  /** Operands and the operators between them, from `||` to `*`. */
  private readonly operation = this.RULE('operation', (): Expression => {
    const first = this.SUBRULE(this.operand);
    if (!this.RECORDING_PHASE && !this.is(t.BinaryOperatorToken)) return first;
    const operands: Measured[] = [{ tree: first, height: this.height }];
    const pending: Pending[] = [];
    this.MANY(() => {
      const token = this.CONSUME(t.BinaryOperatorToken);
      if (isBinaryOperator(token.image)) {
        this.combine(operands, pending, precedence[token.image]);
        pending.push({ operator: token.image, token });
      }
      const tree = this.SUBRULE2(this.operand);
      operands.push({ tree, height: this.height });
    });
    if (this.RECORDING_PHASE) return first;
    this.combine(operands, pending, 0);
    this.height = operands[0]?.height ?? 0;
    return operands[0]?.tree ?? first;
  });

  /** Puts together the operators on the stack that bind at least as tightly as `level`: all of them associate left. */
  private combine(operands: Measured[], pending: Pending[], level: number): void {
    for (let top = pending.at(-1); top !== undefined && precedence[top.operator] >= level; top = pending.at(-1)) {
      pending.pop();
      const right = operands.pop();
      const left = operands.pop();
      if (left === undefined || right === undefined) return;
      if (precedence[top.operator] === comparison) this.checkChain(left.tree, top.token);
      operands.push(this.binary(top.operator, left, right));
    }
  }

  private binary(operator: BinaryOperator, left: Measured, right: Measured): Measured {
    const place = { start: left.tree.start, end: right.tree.end };
    this.height = right.height;
    const tree = this.grown(
      { kind: 'BinaryExpression', ...place, operator, left: left.tree, right: right.tree },
      left.height,
    );
    return { tree, height: this.height };
  }

  private checkChain(left: Expression, token: IToken): void {
    if (left.kind !== 'BinaryExpression' || precedence[left.operator] !== comparison) return;
    const help = 'join two comparisons with `&&`: `a < b && b < c`';
    this.report('E117', this.spanOf(token), { operator: token.image }, { help });
  }

  /** `-`, `!`, and a power: `-x ^ 2` is the negative of the square. */
  private readonly operand = this.RULE('operand', (): Expression => {
    const signs: IToken[] = [];
    if (this.RECORDING_PHASE || this.is(t.Minus) || this.is(t.Bang)) {
      this.MANY(() => {
        signs.push(this.OR([{ ALT: () => this.CONSUME(t.Minus) }, { ALT: () => this.CONSUME(t.Bang) }]));
      });
    }
    let tree = this.SUBRULE(this.postfix);
    if (this.RECORDING_PHASE || this.is(t.Caret)) {
      this.OPTION(() => {
        this.CONSUME(t.Caret);
        tree = this.raise(tree);
      });
      if (!this.RECORDING_PHASE && this.is(t.Caret)) {
        this.report(
          'E117',
          this.spanOf(this.LA(1)),
          { operator: '^' },
          { help: 'say with parentheses which power is meant' },
        );
      }
    }
    for (const sign of signs.toReversed()) {
      const operator = sign.image === '!' ? '!' : '-';
      const place = { start: sign.startOffset, end: tree.end };
      tree = this.grown({ kind: 'UnaryExpression', ...place, operator, operand: tree });
    }
    return tree;
  });

  private raise(base: Expression): Expression {
    const left = { tree: base, height: this.height };
    const start = this.here();
    const minus = this.OPTION2(() => this.CONSUME2(t.Minus));
    const exponent = this.SUBRULE2(this.postfix);
    const tree: Expression =
      minus === undefined
        ? exponent
        : { kind: 'UnaryExpression', start, end: exponent.end, operator: '-', operand: exponent };
    return this.binary('^', left, { tree, height: this.height + 1 }).tree;
  }

  /** A primary and what stands behind it: `.name`, `[index]`, `(arguments)`. */
  protected readonly postfix = this.RULE('postfix', (): Expression => {
    const primary = this.SUBRULE(this.primary);
    if (!this.RECORDING_PHASE && !this.beginsPostfix()) return primary;
    return this.suffixes(primary);
  });

  /** What a connection joins: a name and what stands behind it. */
  protected readonly endpoint = this.RULE('endpoint', (): Expression => {
    const { kind: _, ...name } = this.name(0);
    const start: Expression = { kind: 'NameExpression', ...name };
    this.height = 1;
    if (!this.RECORDING_PHASE && !this.beginsPostfix()) return start;
    return this.suffixes(start);
  });

  private beginsPostfix(): boolean {
    const type = this.LA(1).tokenType;
    return type === t.Dot || type === t.LSquare || type === t.LParen;
  }

  private suffixes(first: Expression): Expression {
    let tree = first;
    this.MANY(() => {
      const { start } = tree;
      const { height } = this;
      const longer = this.OR2<Expression>([
        {
          ALT: () => (
            this.CONSUME(t.Dot),
            { kind: 'MemberExpression', object: tree, name: this.anyName(1), ...this.from(start) }
          ),
        },
        {
          ALT: () => ({
            kind: 'IndexExpression',
            object: tree,
            indices: this.SUBRULE(this.indices),
            ...this.from(start),
          }),
        },
        {
          ALT: () => ({
            kind: 'CallExpression',
            callee: tree,
            arguments: this.SUBRULE(this.callArguments),
            ...this.from(start),
          }),
        },
      ]);
      tree = this.grown(longer, height);
    });
    return tree;
  }

  private readonly indices = this.RULE('indices', (): Index[] => {
    const open = this.CONSUME(t.LSquare);
    return this.list(open, t.RSquare, () => this.SUBRULE(this.index), 1);
  });

  private readonly index = this.RULE('index', (): Index => {
    const start = this.here();
    if (!this.RECORDING_PHASE && !this.is(t.Star)) return this.SUBRULE(this.rangeOrValue);
    return this.OR<Index>([
      { ALT: () => (this.CONSUME(t.Star), { kind: 'Wildcard', ...this.from(start) }) },
      { ALT: () => this.SUBRULE(this.rangeOrValue) },
    ]);
  });

  /** A value or a range: what stands after `in` of a `for` and inside `[ ]`. */
  protected readonly rangeOrValue = this.RULE('rangeOrValue', (): Range | Expression => {
    const from = this.SUBRULE2(this.expression);
    if (!this.RECORDING_PHASE && !this.isAny([t.DotDot, t.DotDotEquals])) return from;
    return this.OPTION(() => this.rangeEnd(from)) ?? from;
  });

  protected readonly range = this.RULE('range', (): Range => this.rangeEnd(this.SUBRULE2(this.expression)));

  private rangeEnd(from: Expression): Range {
    const { height } = this;
    const inclusive =
      this.RECORDING_PHASE || this.isAny([t.DotDot, t.DotDotEquals]) ? this.rangeMark() : this.noRange();
    const to = this.SUBRULE(this.expression);
    this.height = Math.max(height, this.height) + 1;
    return { kind: 'Range', start: from.start, end: to.end, from, to, inclusive };
  }

  private rangeMark(): boolean {
    return this.OR([
      { ALT: () => (this.CONSUME(t.DotDot), false) },
      { ALT: () => (this.CONSUME(t.DotDotEquals), true) },
    ]);
  }

  private noRange(): boolean {
    this.reportExpected('a range, `..` or `..=`');
    return true;
  }

  protected readonly callArguments = this.RULE('callArguments', (): CallArgument[] => {
    const open = this.CONSUME(t.LParen);
    return this.list(open, t.RParen, () => this.SUBRULE(this.callArgument));
  });

  private readonly callArgument = this.RULE('callArgument', (): CallArgument => {
    const start = this.here();
    const name = this.OPTION(() => {
      const word = this.anyName(1);
      this.CONSUME(t.Colon);
      return word;
    });
    const value = this.SUBRULE(this.expression);
    return { kind: 'CallArgument', ...this.from(start), ...(name === undefined ? {} : { name }), value };
  });

  /** Made once: operands are what a file has most of. */
  private readonly operands = {
    MAX_LOOKAHEAD: 1,
    DEF: [
      { ALT: (): Expression => this.number(this.CONSUME(t.NumberToken)) },
      { ALT: (): Expression => this.quantity(this.CONSUME(t.QuantityToken)) },
      { ALT: (): Expression => this.nameOperand(this.CONSUME(t.Identifier)) },
      { ALT: (): Expression => this.caseOperand(this.CONSUME(t.Dot)) },
      { ALT: (): Expression => this.parenthesized() },
      { ALT: (): Expression => this.listExpression() },
      { ALT: (): Expression => this.text(this.CONSUME(t.StringToken)) },
      { ALT: (): Expression => this.truthOperand(this.CONSUME(t.reserved.true), true) },
      { ALT: (): Expression => this.truthOperand(this.CONSUME(t.reserved.false), false) },
    ],
  };

  protected readonly primary = this.RULE('primary', (): Expression => {
    this.height = 1;
    if (!this.RECORDING_PHASE && !this.beginsPrimary()) return this.missing();
    return this.OR(this.operands);
  });

  private nameOperand({ image: name, startOffset: start }: IToken): Expression {
    return { kind: 'NameExpression', name, start, end: this.previousEnd() };
  }

  private caseOperand({ startOffset: start }: IToken): Expression {
    return { kind: 'CaseExpression', name: this.anyName(1), start, end: this.previousEnd() };
  }

  private truthOperand({ startOffset: start }: IToken, value: boolean): Expression {
    return { kind: 'BooleanLiteral', value, start, end: this.previousEnd() };
  }

  /** Whether an expression's first operand can begin here. */
  protected beginsPrimary(): boolean {
    const { tokenType } = this.LA(1);
    return tokenType === t.Identifier || primaryStarts.has(tokenType) || this.is(t.Identifier);
  }

  private missing(): Expression {
    const token = this.LA(1);
    // The operand before was missing too: `* ;` is one mistake.
    if (this.LA(0).startOffset === this.reportedAt) this.errorCount++;
    else this.report('E106', this.spanOf(token), { found: describe(token) });
    const at = this.previousEnd();
    return { kind: 'ErrorExpression', start: at, end: at };
  }

  private number(token: IToken): NumberLiteral {
    const { image: text, startOffset: start } = token;
    return {
      kind: 'NumberLiteral',
      start,
      end: start + text.length,
      text,
      value: numberValue(text),
      integer: isInteger(text),
    };
  }

  private quantity(token: IToken): Expression {
    const { image, startOffset: start } = token;
    const split = splitQuantity(image);
    const number = this.number({ ...token, image: split.number });
    // A unit that is not in the table was reported by the lexer.
    const unit = isUnit(split.unit) ? split.unit : '';
    return { kind: 'QuantityLiteral', start, end: start + image.length, number, unit };
  }

  private text(token: IToken): Expression {
    const value = this.RECORDING_PHASE ? '' : stringValue(token.image);
    return { kind: 'StringLiteral', ...this.from(token.startOffset), value };
  }

  private parenthesized(): ParenthesizedExpression {
    const open = this.CONSUME(t.LParen);
    const inner = this.SUBRULE(this.expression);
    if (this.RECORDING_PHASE) this.CONSUME(t.RParen);
    else {
      if (!this.is(t.RParen) && !this.isAny([t.Semicolon, t.EOF, t.RBrace])) {
        this.reportExpected('`)`');
        this.skipBalanced(() => this.is(t.Comma));
        if (this.is(t.RParen)) this.skip();
      } else this.closeBracket(open, t.RParen);
    }
    this.height++;
    return { kind: 'ParenthesizedExpression', ...this.from(open.startOffset), inner };
  }

  private listExpression(): ListExpression {
    const open = this.CONSUME(t.LSquare);
    const elements = this.list(open, t.RSquare, () => this.SUBRULE2(this.expression));
    this.height++;
    return { kind: 'ListExpression', ...this.from(open.startOffset), elements };
  }

  /**
   * Sets the height of `tree`, whose parts are `partHeight` and the height read last. A tree that got too high is
   * reported and cut off, so that whoever walks trees may recurse.
   */
  private grown(tree: Expression, partHeight = 0): Expression {
    this.height = Math.max(partHeight, this.height) + 1;
    if (this.height <= limits.expressionHeight) return tree;
    if (!this.source.lexed.stopped) this.tooDeep(limits.expressionHeight);
    this.height = 1;
    return { kind: 'ErrorExpression', start: tree.start, end: tree.end };
  }

  protected tooDeep(limit: number): void {
    this.report('E120', this.spanOf(this.LA(1)), { limit });
    this.stop();
  }
}

const primaryStarts: ReadonlySet<unknown> = new Set([
  ...[t.NumberToken, t.QuantityToken, t.Dot, t.LParen, t.LSquare, t.StringToken, t.reserved.true, t.reserved.false],
]);

const quantityPattern =
  /^(0x[0-9A-Za-z_]+|0b[01][0-9A-Za-z_]*|\d[\d_]*(?:\.\d[\d_]*)?(?:[eE][+-]?\d[\d_]*)?)[ \t]*(.*)$/s;

/** Splits the text of a quantity token: `1.5 GHz` into `1.5` and `GHz`. */
export function splitQuantity(image: string): { readonly number: string; readonly unit: string } {
  const found = quantityPattern.exec(image);
  return { number: found?.[1] ?? image, unit: found?.[2] ?? '' };
}
