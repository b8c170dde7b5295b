import {
  Alternation,
  Alternative,
  NonTerminal,
  Option,
  Repetition,
  RepetitionMandatory,
  RepetitionMandatoryWithSeparator,
  RepetitionWithSeparator,
  Terminal,
  type IProduction,
  type TokenType,
} from 'chevrotain';
import { AccelParser } from '../../../src/syntax/parser-declarations.js';
import { BinaryOperatorToken, vocabulary } from '../../../src/syntax/tokens.js';

/** A piece of the grammar. */
export type Piece =
  | { readonly kind: 'word'; readonly text: string }
  /** A rule, or a kind of word that has its own drawing: `name`, `number`. */
  | { readonly kind: 'rule'; readonly name: string }
  | { readonly kind: 'sequence' | 'choice'; readonly parts: readonly Piece[] }
  | { readonly kind: 'optional'; readonly part: Piece }
  /** One or more, with `separator` between them. */
  | { readonly kind: 'repeat'; readonly part: Piece; readonly separator?: Piece };

export interface GrammarRule {
  readonly name: string;
  readonly piece: Piece;
}

/** The rules of the language as the parser recorded them, in the parser's order from `file` on. */
export function grammarRules(): readonly GrammarRule[] {
  const productions = new AccelParser().getGAstProductions();
  const rules = new Map(
    Object.entries(productions).map(([name, { definition }]) => [name, simplified(sequence(definition))]),
  );
  const order = reachable(rules, 'file');
  return order.map((name) => ({ name, piece: rules.get(name) ?? { kind: 'sequence', parts: [] } }));
}

/** Rules by depth first from `start`, so that a rule stands near the first one that uses it. */
function reachable(rules: ReadonlyMap<string, Piece>, start: string): readonly string[] {
  const seen = new Set<string>();
  const visit = (name: string): void => {
    const piece = rules.get(name);
    if (piece === undefined || seen.has(name)) return;
    seen.add(name);
    for (const used of rulesOf(piece)) visit(used);
  };
  visit(start);
  return [...seen];
}

/** The names of rules and kinds of words in a piece, in order, each once. */
export function rulesOf(piece: Piece): readonly string[] {
  switch (piece.kind) {
    case 'word':
      return [];
    case 'rule':
      return [piece.name];
    case 'optional':
      return rulesOf(piece.part);
    case 'repeat':
      return [...new Set([...rulesOf(piece.part), ...(piece.separator === undefined ? [] : rulesOf(piece.separator))])];
    default:
      return [...new Set(piece.parts.flatMap(rulesOf))];
  }
}

function sequence(productions: readonly IProduction[]): Piece {
  return { kind: 'sequence', parts: productions.map(pieceOf) };
}

function pieceOf(production: IProduction): Piece {
  if (production instanceof Terminal) return token(production.terminalType);
  if (production instanceof NonTerminal) return { kind: 'rule', name: production.nonTerminalName };
  if (production instanceof Alternation) {
    return { kind: 'choice', parts: production.definition.map(pieceOf) };
  }
  if (production instanceof Option) return { kind: 'optional', part: sequence(production.definition) };
  if (production instanceof RepetitionMandatory) return { kind: 'repeat', part: sequence(production.definition) };
  if (production instanceof Repetition) {
    return { kind: 'optional', part: { kind: 'repeat', part: sequence(production.definition) } };
  }
  if (production instanceof RepetitionMandatoryWithSeparator || production instanceof RepetitionWithSeparator) {
    const part: Piece = {
      kind: 'repeat',
      part: sequence(production.definition),
      separator: token(production.separator),
    };
    return production instanceof RepetitionWithSeparator ? { kind: 'optional', part } : part;
  }
  if (production instanceof Alternative) return sequence(production.definition);
  throw new Error(`the grammar has a production of an unknown kind: ${production.constructor.name}`);
}

const named: ReadonlyMap<string, string> = new Map([
  ['Identifier', 'name'],
  ['Word', 'word'],
  ['Number', 'number'],
  ['Quantity', 'quantity'],
  ['String', 'string'],
]);

/** A token as the grammar shows it: its text, the kind it is of, or nothing for the end of the file. */
function token(type: TokenType): Piece {
  if (type === BinaryOperatorToken) return { kind: 'rule', name: 'operator' };
  const name = named.get(type.name);
  if (name !== undefined) return { kind: 'rule', name };
  if (type.name === 'EOF') return { kind: 'sequence', parts: [] };
  return { kind: 'word', text: textOf(type) };
}

function textOf(type: TokenType): string {
  return (type.LABEL ?? type.name).replaceAll('`', '');
}

/** The operators between two operands but `^`. */
export function operators(): readonly string[] {
  return vocabulary.filter((type) => type.CATEGORIES?.includes(BinaryOperatorToken) === true).map(textOf);
}

/** The same piece with sequences of one, sequences in sequences and empty parts gone. */
function simplified(piece: Piece): Piece {
  switch (piece.kind) {
    case 'sequence': {
      const parts = piece.parts.map(simplified).flatMap((part) => (part.kind === 'sequence' ? part.parts : [part]));
      const folded = foldRepeats(parts);
      const [only] = folded;
      return folded.length === 1 && only !== undefined ? only : { kind: 'sequence', parts: folded };
    }
    case 'choice':
      return { kind: 'choice', parts: piece.parts.map(simplified) };
    case 'optional': {
      const part = simplified(piece.part);
      return part.kind === 'optional' ? part : { kind: 'optional', part };
    }
    case 'repeat':
      return { ...piece, part: simplified(piece.part) };
    default:
      return piece;
  }
}

/**
 * `x ("," x)*` is one or more `x` with `","` between them, and a `","?` behind a list that may be empty belongs to what is in
 * the list.
 */
function foldRepeats(parts: readonly Piece[]): readonly Piece[] {
  const folded: Piece[] = [];
  for (const part of parts) {
    const before = folded.at(-1);
    const one = before === undefined ? undefined : (withSeparator(before, part) ?? withLastSeparator(before, part));
    if (one === undefined) folded.push(part);
    else folded[folded.length - 1] = one;
  }
  return folded;
}

function withSeparator(before: Piece, part: Piece): Piece | undefined {
  const inner = part.kind === 'optional' && part.part.kind === 'repeat' ? part.part.part : undefined;
  const [separator, again] = inner?.kind === 'sequence' && inner.parts.length === 2 ? inner.parts : [];
  if (separator === undefined || !isSame(again, before)) return undefined;
  return { kind: 'repeat', part: before, separator };
}

function withLastSeparator(before: Piece, part: Piece): Piece | undefined {
  const list = before.kind === 'optional' && before.part.kind === 'repeat' ? before.part : undefined;
  if (list?.separator === undefined || part.kind !== 'optional' || !isSame(part.part, list.separator)) return undefined;
  return { kind: 'optional', part: { kind: 'sequence', parts: [list, part] } };
}

function isSame(a: Piece | undefined, b: Piece): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
