import { isUnit, nearestUnits } from '../units/index.js';
import type { Expression, ListType, NamedType, Type, UnitType } from './ast.js';
import { ExpressionParser } from './parser-expressions.js';
import * as t from './tokens.js';

/** Types: `int`, `ns.Dataflow`, `stream<T, n>`, `{pJ/b}`, `[T]`. */
export abstract class TypeParser extends ExpressionParser {
  protected readonly type = this.RULE('type', (): Type => {
    if (!this.RECORDING_PHASE && !this.isAny([t.Identifier, t.LBrace, t.LSquare])) return this.noType();
    return this.OR<Type>({
      MAX_LOOKAHEAD: 1,
      DEF: [
        { ALT: () => this.SUBRULE(this.namedType) },
        { ALT: () => this.SUBRULE(this.unitType) },
        { ALT: () => this.SUBRULE(this.listType) },
      ],
    });
  });

  private noType(): Type {
    this.reportExpected('a type');
    const at = this.previousEnd();
    return { kind: 'ErrorType', start: at, end: at };
  }

  private readonly namedType = this.RULE('namedType', (): NamedType => {
    const start = this.here();
    const first = this.name(1);
    const second = this.OPTION(() => {
      this.CONSUME(t.Dot);
      return this.anyName(2);
    });
    const args = this.OPTION2(() => {
      const open = this.CONSUME(t.Less);
      return this.list(open, t.Greater, () => this.typeArgument());
    });
    const names = second === undefined ? { name: first } : { namespace: first, name: second };
    return { kind: 'NamedType', ...this.from(start), ...names, arguments: args ?? [] };
  });

  /** A primary: anything longer could not be told from the closing `>`. */
  private typeArgument(): Expression {
    const value = this.SUBRULE(this.primary);
    if (this.RECORDING_PHASE || this.isAny([t.Comma, t.Greater])) return value;
    const goesOn = this.isAny([t.BinaryOperatorToken, t.Dot, t.LParen, t.LSquare, t.Caret]);
    if (!goesOn) return value;
    const origin = this.span(value.start, this.spanOf(this.LA(1)).end);
    this.report('E119', origin, {}, { help: 'put the argument in parentheses' });
    this.skipBalanced(() => this.isAny([t.Comma, t.Greater]));
    return value;
  }

  private readonly unitType = this.RULE('unitType', (): UnitType => {
    const open = this.CONSUME(t.LBrace);
    const start = this.previousEnd();
    let text = '';
    if (!this.RECORDING_PHASE && !this.isAny(unitParts)) {
      this.reportExpected('a unit');
      this.closeBracket(open, t.RBrace);
      return { kind: 'UnitType', ...this.from(open.startOffset), unit: '' };
    }
    this.AT_LEAST_ONE(() => {
      const { image } = this.OR([
        { ALT: () => this.CONSUME(t.Word) },
        { ALT: () => this.CONSUME(t.NumberToken) },
        { ALT: () => this.CONSUME(t.Slash) },
        { ALT: () => this.CONSUME(t.Caret) },
        { ALT: () => this.CONSUME(t.Minus) },
        { ALT: () => this.CONSUME(t.Percent) },
      ]);
      text += image;
    });
    const unit = this.RECORDING_PHASE ? '' : this.checkUnit(text, start, this.previousEnd());
    if (this.RECORDING_PHASE) this.CONSUME(t.RBrace);
    else this.closeBracket(open, t.RBrace);
    return { kind: 'UnitType', ...this.from(open.startOffset), unit };
  });

  /** The unit between the braces, empty where there is none of that name. */
  private checkUnit(unit: string, start: number, end: number): string {
    if (isUnit(unit)) return unit;
    const near = nearestUnits(unit).map((name) => `\`{${name}}\``);
    const help = near.length > 0 ? `did you mean ${near.join(' or ')}?` : 'a unit is symbols joined by `/`: `{pJ/b}`';
    this.report('E111', this.span(start, end), { unit }, { help });
    return '';
  }

  private readonly listType = this.RULE('listType', (): ListType => {
    const open = this.CONSUME(t.LSquare);
    const element = this.SUBRULE(this.type);
    if (this.RECORDING_PHASE) this.CONSUME(t.RSquare);
    else this.closeBracket(open, t.RSquare);
    return { kind: 'ListType', ...this.from(open.startOffset), element };
  });

  /** The `[r, c]` behind a port's type or an instance's component. */
  protected readonly shape = this.RULE('shape', (): Expression[] => {
    const open = this.CONSUME(t.LSquare);
    return this.list(open, t.RSquare, () => this.SUBRULE(this.expression), 1);
  });
}

const unitParts = [t.Word, t.NumberToken, t.Slash, t.Caret, t.Minus, t.Percent];
