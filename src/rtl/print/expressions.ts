import { operands, walk, type Expr } from '../expression.js';
import { commonType, signed, type Type } from '../types.js';
import { shortHash, type Names } from './names.js';
import { literalText, range } from './text.js';

/** Verilog for a value of exactly its type's width. */
export interface Text {
  readonly text: string;
  /** Whether Verilog takes it as signed by itself. */
  readonly signed: boolean;
  /** `name` can be indexed; `primary` needs no parentheses. */
  readonly form: 'name' | 'primary' | 'operation';
}

/** A declared net whose bits that are read are known once all is printed. */
export interface Declared {
  readonly name: string;
  readonly type: Type;
  read: bigint;
}

const longestName = 48;
const longestInline = 72;
/** Bits of a constant from which on what is selected from it is a table. */
const leastTable = 64;

/**
 * Writes the expressions of one module. Each operator gets its own sized and signed wire, named after its operands; only names, slices, concatenations and
 * one-bit logic that is used once stand inside other expressions.
 */
export class Expressions {
  /** Declarations of temporaries since the last `flush`. */
  private readonly pending: string[] = [];
  private readonly declared = new Map<string, Declared>();
  private readonly verilogName: ReadonlyMap<string, string>;
  private readonly names: Names;
  private readonly uses: ReadonlyMap<Expr, number>;
  private readonly done = new Map<Expr, Text>();
  private readonly prepared = new Set<Expr>();
  private readonly temporaries = new Map<string, string>();
  private readonly pieces = new Map<Expr, string>();

  constructor(verilogName: ReadonlyMap<string, string>, names: Names, roots: readonly Expr[]) {
    this.verilogName = verilogName;
    this.names = names;
    this.uses = countUses(roots);
  }

  /** Notes a net that is declared, so that its unread bits can be told. */
  declare(name: string, type: Type): void {
    this.declared.set(name, { name, type, read: 0n });
  }

  /** Declarations that the expressions asked for so far need. */
  flush(): readonly string[] {
    return this.pending.splice(0);
  }

  /** Bits that no printed text reads, as Verilog selections. */
  unread(): readonly string[] {
    return unreadOf([...this.declared.values()]);
  }

  /** How many nets are declared so far. */
  get declarations(): number {
    return this.declared.size;
  }

  /** As `unread`, of the nets declared since there were `before` of them; these are not told again. */
  unreadSince(before: number): readonly string[] {
    const own = [...this.declared.values()].slice(before);
    for (const { name } of own) this.declared.delete(name);
    return unreadOf(own);
  }

  /** The Verilog name of a net of the module. */
  nameOf(net: string): string {
    const name = this.verilogName.get(net);
    if (name === undefined) throw new Error(`net ${net} has no name`);
    return name;
  }

  /** The Verilog name of a net that is read whole: a clock, a reset. */
  read(net: string): string {
    const name = this.nameOf(net);
    const entry = this.declared.get(name);
    if (entry !== undefined) entry.read = (1n << BigInt(entry.type.width)) - 1n;
    return name;
  }

  /** Says that a net that is declared by now holds an operation's value, so that it needs no wire of its own. */
  holds(name: string, expr: Expr): void {
    if (!this.done.has(expr) && ownWire(expr))
      this.done.set(expr, { text: name, signed: expr.type.signed, form: 'name' });
  }

  private mark(name: string, high: number, low: number): void {
    const entry = this.declared.get(name);
    if (entry !== undefined) entry.read |= ((1n << BigInt(high - low + 1)) - 1n) << BigInt(low);
  }

  /** An expression as the value of a net or a port: a whole operation is allowed. */
  root(expr: Expr): string {
    this.prepare(expr);
    return this.done.has(expr) || !ownWire(expr) ? this.operand(expr).text : this.operation(expr).text;
  }

  /** An expression as an operand, a port connection, a condition: with temporaries for what must have its own wire. */
  atom(expr: Expr): string {
    this.prepare(expr);
    return this.operand(expr).text;
  }

  /** A bit as the condition of an `if`, which has its own parentheses. */
  condition(expr: Expr): string {
    const text = this.atom(expr);
    return text.startsWith('(') && this.inlined(expr) ? text.slice(1, -1) : text;
  }

  /** An expression as an index: Verilog would read a signed one as negative. */
  index(expr: Expr): string {
    this.prepare(expr);
    return this.typed(expr, { width: expr.type.width, signed: false });
  }

  /** The name of a net that holds the expression, all of which is read. */
  named(expr: Expr): string {
    this.prepare(expr);
    const name = this.whole(expr);
    this.mark(name, expr.type.width - 1, 0);
    return name;
  }

  /** Writes the operands below first, so that deep chains need no recursion. */
  private prepare(root: Expr): void {
    const below = (expr: Expr): void => {
      if (expr !== root && ownWire(expr) && !this.inlined(expr)) this.place(expr);
    };
    walk([root], below, this.prepared);
  }

  private inlined(expr: Expr): boolean {
    return expr.type.width === 1 && !expr.type.signed && isLogic(expr) && (this.uses.get(expr) ?? 0) <= 1;
  }

  private operand(expr: Expr): Text {
    const text = this.place(expr);
    if (text.form === 'name') this.mark(text.text, expr.type.width - 1, 0);
    return text;
  }

  /** As `operand`, but a net that holds the expression is not yet read. */
  private place(expr: Expr): Text {
    const before = this.done.get(expr);
    if (before !== undefined) return before;
    const text = this.makeOperand(expr);
    // Only a name can be used again as it is: making other text again marks again what it reads.
    if (text.form === 'name') this.done.set(expr, text);
    return text;
  }

  private makeOperand(expr: Expr): Text {
    switch (expr.kind) {
      case 'constant':
        return { text: literalText(expr.type, expr.value), signed: expr.type.signed, form: 'primary' };
      case 'reference':
        return { text: this.nameOf(expr.name), signed: expr.type.signed, form: 'name' };
      case 'slice':
        return this.slice(expr.operand, expr.low + expr.type.width - 1, expr.low);
      case 'concat':
        return { text: concatText(expr.parts.map((part) => this.operand(part).text)), signed: false, form: 'primary' };
      case 'resize':
        return this.resized(expr.operand, expr.type);
      default: {
        if (this.inlined(expr)) {
          const inline = this.operation(expr);
          if (inline.text.length <= longestInline)
            return { ...inline, text: inline.form === 'operation' ? `(${inline.text})` : inline.text };
          return this.wire(expr, inline.text);
        }
        return this.wire(expr, this.operation(expr).text);
      }
    }
  }

  /** A wire of the expression's type with this text, shared by all expressions of equal text and type. */
  private wire(expr: Expr, text: string): Text {
    const key = `${range(expr.type)}${text}`;
    let name = this.temporaries.get(key);
    if (name === undefined) {
      name = this.names.take(this.nameFor(expr, key), [
        `${expr.type.signed ? 's' : 'u'}${expr.type.width}`,
        shortHash(key),
      ]);
      this.temporaries.set(key, name);
      this.pending.push(`wire ${range(expr.type)}${name} = ${text};`);
      this.declare(name, expr.type);
    }
    return { text: name, signed: expr.type.signed, form: 'name' };
  }

  /** A name that can be indexed; no bits of it are taken for read yet. */
  private whole(expr: Expr): string {
    const text = this.place(expr);
    if (text.form === 'name') return text.text;
    const wire = this.wire(expr, text.text);
    this.done.set(expr, wire);
    return wire.text;
  }

  private slice(of: Expr, high: number, low: number): Text {
    if (low === 0 && high === of.type.width - 1) return this.reread(of);
    const name = this.whole(of);
    this.mark(name, high, low);
    return { text: selection(name, of.type, high, low), signed: false, form: 'primary' };
  }

  /** The operand's own text under another expression, which must not be remembered for that one as a net of its type. */
  private reread(of: Expr): Text {
    const text = this.operand(of);
    return text.form === 'name' ? { ...text, form: 'primary' } : text;
  }

  /** The operand in the width of `type`, extended by its own sign or cut. */
  private resized(of: Expr, type: Type): Text {
    const extra = type.width - of.type.width;
    if (extra === 0) return this.reread(of);
    if (of.kind === 'constant')
      return {
        text: literalText(
          type,
          type.signed ? BigInt.asIntN(type.width, of.value) : BigInt.asUintN(type.width, of.value),
        ),
        signed: type.signed,
        form: 'primary',
      };
    if (extra < 0) return this.slice(of, type.width - 1, 0);
    if (!of.type.signed)
      return {
        text: concatText([literalText({ width: extra, signed: false }, 0n), this.operand(of).text]),
        signed: false,
        form: 'primary',
      };
    const name = this.whole(of);
    this.mark(name, of.type.width - 1, 0);
    const top = selection(name, of.type, of.type.width - 1, of.type.width - 1);
    return { text: concatText([extra === 1 ? top : `{${extra}{${top}}}`, name]), signed: false, form: 'primary' };
  }

  /** The operand in a type, taken by Verilog in the signedness of the type. */
  private typed(of: Expr, type: Type): string {
    const { text, signed: isSigned } = this.resized(of, type);
    if (type.signed === isSigned) return text;
    return `${type.signed ? '$signed' : '$unsigned'}(${text})`;
  }

  private operation(expr: Expr): Text {
    const done = (text: string): Text => ({ text, signed: expr.type.signed, form: 'operation' });
    switch (expr.kind) {
      case 'unary':
        return done(this.unaryText(expr));
      case 'binary':
        return done(this.binaryText(expr));
      case 'mux':
        return done(
          `${this.operand(expr.condition).text} ? ${this.resized(expr.then, expr.type).text} : ${this.resized(expr.else, expr.type).text}`,
        );
      case 'part':
        return done(this.partText(expr));
      default:
        return this.makeOperand(expr);
    }
  }

  private unaryText(expr: Extract<Expr, { kind: 'unary' }>): string {
    const { operator, operand, type } = expr;
    switch (operator) {
      case 'not':
        return `~${this.operand(operand).text}`;
      case 'neg':
        return `-${this.typed(operand, type)}`;
      case 'reduceAnd':
        return `&${this.operand(operand).text}`;
      case 'reduceOr':
        return `|${this.operand(operand).text}`;
      case 'reduceXor':
        return `^${this.operand(operand).text}`;
    }
  }

  private binaryText(expr: Extract<Expr, { kind: 'binary' }>): string {
    const { operator, left, right, type } = expr;
    switch (operator) {
      case 'add':
      case 'sub':
        return `${this.typed(left, type)} ${operator === 'add' ? '+' : '-'} ${this.typed(right, type)}`;
      case 'mul':
        return this.product(left, right, type);
      case 'and':
      case 'or':
      case 'xor':
        return `${this.resized(left, type).text} ${{ and: '&', or: '|', xor: '^' }[operator]} ${this.resized(right, type).text}`;
      case 'eq':
      case 'ne':
      case 'lt':
      case 'le': {
        const common = commonType(left.type, right.type);
        return `${this.typed(left, common)} ${{ eq: '==', ne: '!=', lt: '<', le: '<=' }[operator]} ${this.typed(right, common)}`;
      }
      case 'shl':
        return `${this.typed(left, type)} << ${this.typed(right, right.type)}`;
      case 'shr':
        return `${this.typed(left, left.type)} ${left.type.signed ? '>>>' : '>>'} ${this.typed(right, right.type)}`;
    }
  }

  /** A product takes its operands in their own widths: tools know that it grows, and see the multiplier's true size. */
  private product(left: Expr, right: Expr, type: Type): string {
    const mixed = left.type.signed || right.type.signed;
    const own = (operand: Expr): string => {
      const grown = mixed && !operand.type.signed ? signed(operand.type.width + 1) : operand.type;
      const text = this.typed(operand, { width: Math.min(grown.width, type.width), signed: grown.signed });
      // Logic that stands here must not see the product's width: `~a` of one bit would become all ones.
      return text.startsWith('(') ? `{${text.slice(1, -1)}}` : text;
    };
    return `${own(left)} * ${own(right)}`;
  }

  private partText(expr: Extract<Expr, { kind: 'part' }>): string {
    const { operand, index, type } = expr;
    if (operand.kind === 'constant' && operand.type.width > leastTable) return this.table(expr, operand.value);
    const name = this.whole(operand);
    this.mark(name, operand.type.width - 1, 0);
    if (operand.type.width === type.width) return name;
    const at = this.typed(index, index.type);
    if (type.width === 1) return `${name}[${at}]`;
    const shift = Math.log2(type.width);
    const width = index.type.width + Math.ceil(shift);
    const unit: Expr = { kind: 'constant', type: { width, signed: false }, value: BigInt(type.width) };
    const position: Expr = Number.isInteger(shift)
      ? {
          kind: 'concat',
          type: { width, signed: false },
          parts: [index, { kind: 'constant', type: { width: shift, signed: false }, value: 0n }],
        }
      : { kind: 'binary', operator: 'mul', type: { width, signed: false }, left: index, right: unit };
    return `${name}[${this.operand(position).text} +: ${type.width}]`;
  }

  /** A table of constants as a `case` over the index, which tools read sooner than a selection from one long number. */
  private table(expr: Extract<Expr, { kind: 'part' }>, words: bigint): string {
    const { index, type } = expr;
    const at = this.typed(index, { width: index.type.width, signed: false });
    const key = `${range(type)}${at} of ${words}`;
    const known = this.temporaries.get(key);
    if (known !== undefined) return known;
    const name = this.names.take(`table_at_${this.piece(index)}`.slice(0, longestName), [shortHash(key)]);
    this.temporaries.set(key, name);
    this.declare(name, type);
    const word = (row: number): string => {
      const bits = BigInt.asUintN(type.width, words >> BigInt(row * type.width));
      return literalText(type, type.signed ? BigInt.asIntN(type.width, bits) : bits);
    };
    const last = 2 ** index.type.width - 1;
    const rows = Array.from({ length: last }, (_, row) => `    ${index.type.width}'d${row}: ${name} = ${word(row)};`);
    this.pending.push(
      `reg ${range(type)}${name};`,
      'always @* begin',
      `  case (${at})`,
      ...rows,
      `    default: ${name} = ${word(last)};`,
      '  endcase',
      'end',
    );
    return name;
  }

  /** A name for the wire of an expression, from the names of its operands. */
  private nameFor(expr: Expr, key: string): string {
    const wish = this.piece(expr);
    return wish.length <= longestName ? wish : `${operatorName(expr)}_${shortHash(key)}`;
  }

  private piece(expr: Expr): string {
    const before = this.pieces.get(expr);
    if (before !== undefined) return before;
    const made = this.done.get(expr)?.text ?? this.makePiece(expr);
    const piece = made.length > longestName ? made.slice(0, longestName + 1) : made;
    this.pieces.set(expr, piece);
    return piece;
  }

  private makePiece(expr: Expr): string {
    switch (expr.kind) {
      case 'constant':
        return expr.value < 0n ? `m${-expr.value}` : String(expr.value);
      case 'reference':
        return this.nameOf(expr.name);
      case 'slice':
        return expr.type.width === 1
          ? `${this.piece(expr.operand)}_${expr.low}`
          : `${this.piece(expr.operand)}_${expr.low + expr.type.width - 1}_${expr.low}`;
      case 'resize':
        return this.piece(expr.operand);
      case 'unary':
        return `${operatorName(expr)}_${this.piece(expr.operand)}`;
      case 'concat':
        return expr.parts.length > 4
          ? `${this.piece(expr.parts[0] ?? expr)}_etc_${shortHash(expr.parts.map((part) => this.piece(part)).join())}`
          : expr.parts.map((part) => this.piece(part)).join('_');
      case 'mux':
        return `${this.piece(expr.condition)}_then_${this.piece(expr.then)}_else_${this.piece(expr.else)}`;
      case 'part':
        return `${this.piece(expr.operand)}_at_${this.piece(expr.index)}`;
      case 'binary':
        return `${this.piece(expr.left)}_${operatorName(expr)}_${this.piece(expr.right)}`;
    }
  }
}

const operatorNames = {
  add: 'plus',
  sub: 'minus',
  mul: 'times',
  and: 'and',
  or: 'or',
  xor: 'xor',
  eq: 'is',
  ne: 'is_not',
  lt: 'below',
  le: 'to',
  shl: 'shl',
  shr: 'shr',
  not: 'not',
  neg: 'negative',
  reduceAnd: 'all',
  reduceOr: 'any',
  reduceXor: 'parity',
} as const;

function operatorName(expr: Expr): string {
  return expr.kind === 'binary' || expr.kind === 'unary' ? operatorNames[expr.operator] : expr.kind;
}

function isLogic(expr: Expr): boolean {
  return (
    expr.kind === 'unary' ||
    (expr.kind === 'binary' && ['and', 'or', 'xor', 'eq', 'ne', 'lt', 'le'].includes(expr.operator))
  );
}

function ownWire(expr: Expr): boolean {
  return expr.kind === 'unary' || expr.kind === 'binary' || expr.kind === 'mux' || expr.kind === 'part';
}

function unreadOf(nets: readonly Declared[]): readonly string[] {
  return nets.flatMap(({ name, type, read }) => {
    const missing = BigInt.asUintN(type.width, ~read);
    if (missing === 0n) return [];
    return ranges(missing).map(([high, low]) => selection(name, type, high, low));
  });
}

function concatText(parts: readonly string[]): string {
  return `{${parts.join(', ')}}`;
}

/** Bits of a name; a net of one bit has no index. */
export function selection(name: string, type: Type, high: number, low: number): string {
  if (low === 0 && high === type.width - 1) return name;
  return high === low ? `${name}[${high}]` : `${name}[${high}:${low}]`;
}

/** The runs of ones of a mask, high ones first. */
function ranges(mask: bigint): readonly (readonly [number, number])[] {
  const digits = [...mask.toString(2)].reverse();
  const found: [number, number][] = [];
  digits.forEach((digit, index) => {
    if (digit !== '1') return;
    const last = found[found.length - 1];
    if (last !== undefined && last[0] === index - 1) last[0] = index;
    else found.push([index, index]);
  });
  return found.reverse();
}

/** How many expressions and statements use each expression. */
function countUses(roots: readonly Expr[]): ReadonlyMap<Expr, number> {
  const uses = new Map<Expr, number>();
  const count = (expr: Expr): void => void uses.set(expr, (uses.get(expr) ?? 0) + 1);
  for (const root of roots) count(root);
  walk(roots, (expr) => operands(expr).forEach(count));
  return uses;
}
