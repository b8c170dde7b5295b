import { createToken, EOF, Lexer, type TokenType } from 'chevrotain';

/**
 * The kinds of token. The lexer is hand-written (quantities, nested comments), so no kind has a pattern; `label` is how
 * messages and grammar diagrams name it. Chevrotain's parser completes all of them at once when it is made: completed one by one
 * they would go through each category once more for every word in it, a good part of the time that a program takes to start.
 */
function kind(name: string, label: string, categories: TokenType[] = []): TokenType {
  return { name, LABEL: label, PATTERN: Lexer.NA, CATEGORIES: categories };
}

/** Any word: after a `.` and before `:` in an argument list every word is a name. */
export const Word = kind('Word', 'a name');
/**
 * A name. Contextual words are of this category too: they are names where they mean nothing else. Complete from the beginning, and
 * `Word` with it: by that the parser sees that there are categories.
 */
export const Identifier = createToken({ name: 'Identifier', label: 'a name', pattern: Lexer.NA, categories: [Word] });

export const NumberToken = kind('Number', 'a number');
export const QuantityToken = kind('Quantity', 'a quantity');
export const StringToken = kind('String', 'a string');

export const LBrace = kind('LBrace', '`{`');
export const RBrace = kind('RBrace', '`}`');
export const LSquare = kind('LSquare', '`[`');
export const RSquare = kind('RSquare', '`]`');
export const LParen = kind('LParen', '`(`');
export const RParen = kind('RParen', '`)`');
export const Semicolon = kind('Semicolon', '`;`');
export const Comma = kind('Comma', '`,`');
export const Colon = kind('Colon', '`:`');
export const Dot = kind('Dot', '`.`');
export const DotDot = kind('DotDot', '`..`');
export const DotDotEquals = kind('DotDotEquals', '`..=`');
export const Question = kind('Question', '`?`');
export const At = kind('At', '`@`');
export const Percent = kind('Percent', '`%`');
export const Equals = kind('Equals', '`=`');
export const PlusEquals = kind('PlusEquals', '`+=`');
export const Arrow = kind('Arrow', '`->`');
export const BothArrow = kind('BothArrow', '`<->`');
export const Bang = kind('Bang', '`!`');
export const Caret = kind('Caret', '`^`');

/** The operators with two operands that form chains, from `||` to `/`; `^` has its own place. */
export const BinaryOperatorToken = kind('BinaryOperator', 'an operator');
export const Minus = kind('Minus', '`-`', [BinaryOperatorToken]);
export const Plus = kind('Plus', '`+`', [BinaryOperatorToken]);
export const Star = kind('Star', '`*`', [BinaryOperatorToken]);
export const Slash = kind('Slash', '`/`', [BinaryOperatorToken]);
export const Less = kind('Less', '`<`', [BinaryOperatorToken]);
export const LessEquals = kind('LessEquals', '`<=`', [BinaryOperatorToken]);
export const Greater = kind('Greater', '`>`', [BinaryOperatorToken]);
export const GreaterEquals = kind('GreaterEquals', '`>=`', [BinaryOperatorToken]);
export const EqualsEquals = kind('EqualsEquals', '`==`', [BinaryOperatorToken]);
export const BangEquals = kind('BangEquals', '`!=`', [BinaryOperatorToken]);
export const AndAnd = kind('AndAnd', '`&&`', [BinaryOperatorToken]);
export const OrOr = kind('OrOr', '`||`', [BinaryOperatorToken]);

/** Reserved words: names only after a `.` and before `:` in an argument list. */
export const reserved = {
  import: kind('Import', '`import`', [Word]),
  export: kind('Export', '`export`', [Word]),
  component: kind('Component', '`component`', [Word]),
  design: kind('Design', '`design`', [Word]),
  system: kind('System', '`system`', [Word]),
  extern: kind('Extern', '`extern`', [Word]),
  interface: kind('Interface', '`interface`', [Word]),
  const: kind('Const', '`const`', [Word]),
  fn: kind('Fn', '`fn`', [Word]),
  enum: kind('Enum', '`enum`', [Word]),
  workload: kind('Workload', '`workload`', [Word]),
  explore: kind('Explore', '`explore`', [Word]),
  mapping: kind('Mapping', '`mapping`', [Word]),
  port: kind('Port', '`port`', [Word]),
  clock: kind('Clock', '`clock`', [Word]),
  process: kind('Process', '`process`', [Word]),
  let: kind('Let', '`let`', [Word]),
  require: kind('Require', '`require`', [Word]),
  if: kind('If', '`if`', [Word]),
  else: kind('Else', '`else`', [Word]),
  for: kind('For', '`for`', [Word]),
  true: kind('True', '`true`', [Word]),
  false: kind('False', '`false`', [Word]),
} as const;

/** Contextual words: names wherever the grammar does not ask for them. */
export const contextual = {
  from: kind('From', '`from`', [Identifier]),
  as: kind('As', '`as`', [Identifier]),
  in: kind('In', '`in`', [Identifier]),
  out: kind('Out', '`out`', [Identifier]),
  sweep: kind('Sweep', '`sweep`', [Identifier]),
  minimize: kind('Minimize', '`minimize`', [Identifier]),
  maximize: kind('Maximize', '`maximize`', [Identifier]),
  subject: kind('Subject', '`subject`', [Identifier]),
  to: kind('To', '`to`', [Identifier]),
  step: kind('Step', '`step`', [Identifier]),
  where: kind('Where', '`where`', [Identifier]),
  unused: kind('Unused', '`unused`', [Identifier]),
  input: kind('Input', '`input`', [Identifier]),
  output: kind('Output', '`output`', [Identifier]),
  weight: kind('Weight', '`weight`', [Identifier]),
  einsum: kind('Einsum', '`einsum`', [Identifier]),
  model: kind('Model', '`model`', [Identifier]),
  verilog: kind('Verilog', '`verilog`', [Identifier]),
  via: kind('Via', '`via`', [Identifier]),
  on: kind('On', '`on`', [Identifier]),
  over: kind('Over', '`over`', [Identifier]),
  at: kind('AtWord', '`at`', [Identifier]),
  spatial: kind('Spatial', '`spatial`', [Identifier]),
  order: kind('Order', '`order`', [Identifier]),
  tile: kind('Tile', '`tile`', [Identifier]),
  bypass: kind('Bypass', '`bypass`', [Identifier]),
  address_map: kind('AddressMap', '`address_map`', [Identifier]),
  phase: kind('Phase', '`phase`', [Identifier]),
} as const;

/** Every word that is not a plain identifier, by its text. */
export const words: ReadonlyMap<string, TokenType> = new Map(Object.entries({ ...reserved, ...contextual }));

const reservedKinds: ReadonlySet<TokenType> = new Set(Object.values(reserved));

/** Whether a token of this kind is a reserved word. */
export function isReserved(type: TokenType): boolean {
  return reservedKinds.has(type);
}

export { EOF };

/** Whether a text is one word that may name something. */
export function isName(text: string): boolean {
  const word = words.get(text);
  return /^[A-Za-z_]\w*$/.test(text) && (word === undefined || !isReserved(word));
}

const contextualKinds: ReadonlySet<TokenType> = new Set(Object.values(contextual));

/** What a token is to whoever colours a text; undefined for marks. */
export function wordClass(type: TokenType): 'reserved' | 'contextual' | 'name' | 'number' | 'string' | undefined {
  if (reservedKinds.has(type)) return 'reserved';
  if (contextualKinds.has(type)) return 'contextual';
  if (type === Identifier) return 'name';
  if (type === NumberToken || type === QuantityToken) return 'number';
  return type === StringToken ? 'string' : undefined;
}

/** The vocabulary, as Chevrotain's parser wants it. */
export const vocabulary: TokenType[] = [
  ...[EOF, Word, Identifier, NumberToken, QuantityToken, StringToken],
  ...[LBrace, RBrace, LSquare, RSquare, LParen, RParen, Semicolon, Comma, Colon, Dot, DotDot, DotDotEquals],
  ...[Question, At, Percent, Equals, PlusEquals, Arrow, BothArrow, Bang, Caret],
  ...[BinaryOperatorToken, Minus, Plus, Star, Slash, Less, LessEquals, Greater, GreaterEquals, EqualsEquals],
  ...[BangEquals, AndAnd, OrOr],
  ...Object.values(reserved),
  ...Object.values(contextual),
];
