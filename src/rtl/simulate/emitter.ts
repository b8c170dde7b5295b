import { operands, walk, type Expr } from '../expression.js';
import type { Type } from '../types.js';
import { netOf, type FlatNet, type Space } from './flatten.js';
import { isNarrow, narrowOperation, normal, raw } from './narrow.js';
import { wordsOf } from './runtime.js';
import { allocate, type Heap, type Storage } from './storage.js';
import { bitsOf, compose, plus, type Part, type Place } from './words.js';

/** A value in generated code: a JavaScript expression without effects, or the place of its words. */
export type Atom =
  | { readonly kind: 'number'; readonly js: string }
  | { readonly kind: 'words'; readonly array: string; readonly offset: string };

/** A value, or many bits of words that have not been taken out of them yet. */
type Value = Atom | ({ readonly kind: 'view'; readonly low: number } & Place);

/** Statements that put a value into a place. */
export function copied(to: Atom, from: Atom, type: Type): readonly string[] {
  if (to.kind === 'number') {
    if (from.kind !== 'number') throw new Error('a value of many words stands where a number should');
    return [`${to.js} = ${from.js};`];
  }
  if (from.kind === 'number') throw new Error('a number stands where a value of many words should');
  if (from.array === to.array && from.offset === to.offset) return [];
  const width = 32 * wordsOf(type.width);
  return compose(to, width, [{ low: 0, width, source: { ...from, from: 0 } }]);
}

/** Writes the body of one generated function. */
export class Emitter {
  readonly lines: string[] = [];
  /** Arrays that the body uses; the function takes each into a constant first. */
  readonly arrays = new Set<string>();
  private readonly storage: ReadonlyMap<FlatNet, Storage>;
  private readonly heap: Heap;
  private readonly locals = new Map<FlatNet, Atom>();
  private readonly done = new Map<Space, { readonly atoms: Map<Expr, Value>; readonly seen: Set<Expr> }>();
  private temporaries = 0;

  /** Names of variables that the function takes into constants first. */
  readonly variables = new Set<string>();
  private readonly frozen: boolean;

  /** @param frozen whether no variable changes while the function runs */
  constructor(storage: ReadonlyMap<FlatNet, Storage>, heap: Heap, frozen = false) {
    this.storage = storage;
    this.heap = heap;
    this.frozen = frozen;
  }

  /** The value of a net in the cell of the loops around, or in the cell `index`. */
  net(net: FlatNet, index?: string): Atom {
    const storage = this.storage.get(net);
    const cell = index ?? (net.loop === undefined ? '' : `k${net.loop.id}`);
    switch (storage?.kind) {
      case 'local': {
        const atom = this.locals.get(net);
        if (atom === undefined) throw new Error(`${net.path} is read before it is made`);
        return atom;
      }
      case 'variable':
        return { kind: 'number', js: this.variable(storage.name) };
      case 'array':
        return { kind: 'number', js: `${this.array(storage.name)}[${cell}]` };
      case 'words':
        return { kind: 'words', array: 'W', offset: String(storage.offset) };
      case 'wordArray':
        return { kind: 'words', array: this.array(storage.name), offset: `${cell} * ${storage.words}` };
      case undefined:
        throw new Error(`${net.path} has no storage`);
    }
  }

  /** The name that the function's constant for an array has. */
  array(name: string): string {
    this.arrays.add(name);
    return `${name}_`;
  }

  private variable(name: string): string {
    if (!this.frozen) return name;
    this.variables.add(name);
    return `${name}_`;
  }

  /** Whether a net has words of its own. */
  isPlace(net: FlatNet): boolean {
    const kind = this.storage.get(net)?.kind;
    return kind === 'words' || kind === 'wordArray';
  }

  /** Lets a net without storage be a name of the function. */
  bind(net: FlatNet, name: string): void {
    this.locals.set(net, { kind: 'number', js: name });
  }

  /** Puts a value into a net, or remembers it where the net is local. */
  store(net: FlatNet, atom: Atom): void {
    if (this.storage.get(net)?.kind === 'local') {
      this.locals.set(net, atom.kind === 'number' ? this.constant(atom.js) : atom);
      return;
    }
    this.lines.push(...copied(this.net(net), atom, net.type));
  }

  number(atom: Atom): string {
    if (atom.kind === 'number') return atom.js;
    throw new Error('a value of many words stands where a number should');
  }

  /** A constant of the function with the value of `js`, unless that is a name or a literal. */
  constant(js: string): Atom {
    if (/^-?\w+$/.test(js)) return { kind: 'number', js };
    const name = `t${this.temporaries++}`;
    this.lines.push(`const ${name} = ${js};`);
    return { kind: 'number', js: name };
  }

  /** New words of the common array. */
  scratch(width: number): Extract<Atom, { kind: 'words' }> {
    return { kind: 'words', array: 'W', offset: String(allocate(this.heap, width)) };
  }

  /** The value of an expression of a space. */
  value(space: Space, root: Expr): Atom {
    return this.atomOf(root, this.prepared(space, [root]));
  }

  /** What is known of expressions and all that they are made of. */
  private prepared(space: Space, roots: readonly Expr[]): Map<Expr, Value> {
    const done = this.done.get(space) ?? { atoms: new Map<Expr, Value>(), seen: new Set<Expr>() };
    this.done.set(space, done);
    walk(roots, (expr) => done.atoms.set(expr, this.operation(space, expr, done.atoms)), done.seen);
    return done.atoms;
  }

  /** Statements that put the value of an expression into a net of many words. */
  valueInto(target: FlatNet, space: Space, root: Expr): readonly string[] {
    const to = this.net(target);
    if (to.kind !== 'words') throw new Error(`${target.path} is a number`);
    if (root.kind !== 'concat' || this.done.get(space)?.seen.has(root) === true)
      return copied(to, this.value(space, root), target.type);
    // Its parts alone, so that it stands nowhere but in its place.
    return compose(to, target.type.width, this.partsOf(root, this.prepared(space, root.parts)));
  }

  /** What has been made of an expression, in words of its own. */
  private atomOf(expr: Expr, memo: Map<Expr, Value>): Atom {
    const value = memo.get(expr);
    if (value === undefined) throw new Error('an operand comes after its user');
    if (value.kind !== 'view') return value;
    const atom = this.compose(expr.type, [
      { low: 0, width: expr.type.width, source: { ...value, kind: 'words', from: value.low } },
    ]);
    memo.set(expr, atom);
    return atom;
  }

  private operation(space: Space, expr: Expr, memo: Map<Expr, Value>): Value {
    const of = (operand: Expr): Atom => this.atomOf(operand, memo);
    if (expr.kind === 'reference') return this.read(netOf(space, expr.name));
    if (expr.kind === 'constant')
      return isNarrow(expr.type)
        ? { kind: 'number', js: String(expr.value) }
        : this.wideConstant(expr.type, expr.value);
    const inputs = operands(expr);
    if (isNarrow(expr.type) && inputs.every((input) => isNarrow(input.type)))
      return this.constant(
        narrowOperation(
          expr,
          inputs.map((input) => this.number(of(input))),
        ),
      );
    if (expr.kind === 'slice') return this.view(expr, memo);
    if (expr.kind === 'concat') return this.compose(expr.type, this.partsOf(expr, memo));
    return this.wideOperation(expr, of);
  }

  /** Bits of words, which are copied only where something needs them in words of their own. */
  private view(expr: Extract<Expr, { kind: 'slice' }>, memo: ReadonlyMap<Expr, Value>): Value {
    const from = memo.get(expr.operand);
    if (from === undefined || from.kind === 'number') throw new Error('bits of a number that is there');
    const low = expr.low + (from.kind === 'view' ? from.low : 0);
    const { array, offset } = from;
    if (isNarrow(expr.type)) return this.constant(normal(expr.type, bitsOf(from, low, expr.type.width)));
    if (low % 32 === 0 && expr.type.width % 32 === 0) return { kind: 'words', array, offset: plus(offset, low / 32) };
    return { kind: 'view', array, offset, low };
  }

  private partsOf(expr: Extract<Expr, { kind: 'concat' }>, memo: ReadonlyMap<Expr, Value>): readonly Part[] {
    let low = expr.type.width;
    return expr.parts.map((part): Part => {
      const { width } = part.type;
      low -= width;
      const value = memo.get(part);
      if (value === undefined) throw new Error('an operand comes after its user');
      if (value.kind === 'number') return { low, width, source: { kind: 'number', js: raw(part.type, value.js) } };
      return { low, width, source: { ...value, kind: 'words', from: value.kind === 'view' ? value.low : 0 } };
    });
  }

  /** New words, put together of parts. */
  private compose(type: Type, parts: readonly Part[]): Atom {
    const to = this.scratch(type.width);
    this.lines.push(...compose(to, type.width, parts));
    return to;
  }

  /** A read of an array's element is made once. */
  read(net: FlatNet): Atom {
    const atom = this.net(net);
    return atom.kind === 'number' ? this.constant(atom.js) : atom;
  }

  private wideConstant(type: Type, value: bigint): Atom {
    const bits = BigInt.asUintN(type.width, value);
    const key = `${type.width}:${bits}`;
    let offset = this.heap.constants.get(key);
    if (offset === undefined) {
      offset = allocate(this.heap, type.width);
      this.heap.constants.set(key, offset);
      this.heap.initial.push({ offset, width: type.width, value: bits });
    }
    return { kind: 'words', array: 'W', offset: String(offset) };
  }

  private wideOperation(expr: Expr, of: (operand: Expr) => Atom): Atom {
    switch (expr.kind) {
      case 'unary':
        return this.wideUnary(expr, of(expr.operand));
      case 'binary':
        return this.wideBinary(expr, of(expr.left), of(expr.right));
      case 'mux':
        return this.wideMux(expr, of);
      case 'resize':
        return this.wideResize(expr.type, expr.operand.type, of(expr.operand));
      case 'part':
        return this.part(expr, of);
      default:
        throw new Error(`${expr.kind} is no operation`);
    }
  }

  private part(expr: Extract<Expr, { kind: 'part' }>, of: (operand: Expr) => Atom): Atom {
    const index = of(expr.index);
    const at = index.kind === 'number' ? index.js : '0';
    return this.bits(
      expr.type,
      expr.operand.type,
      of(expr.operand),
      this.number(this.constant(`${at} * ${expr.type.width}`)),
    );
  }

  /** `type.width` bits from `low` on, a JavaScript expression. */
  bits(type: Type, from: Type, atom: Atom, low: string): Atom {
    if (atom.kind === 'number') return this.constant(normal(type, `${raw(from, atom.js)} >>> (${low})`));
    const literal = /^\d+$/.test(low) ? Number(low) : undefined;
    if (isNarrow(type)) {
      const bits =
        literal === undefined
          ? `getBits(${atom.array}, ${atom.offset}, ${low}, ${type.width})`
          : bitsOf(atom, literal, type.width);
      return this.constant(normal(type, bits));
    }
    if (literal !== undefined && literal % 32 === 0 && type.width % 32 === 0)
      return { ...atom, offset: plus(atom.offset, literal / 32) };
    const to = this.scratch(type.width);
    this.lines.push(`copyBits(${to.array}, ${to.offset}, 0, ${atom.array}, ${atom.offset}, ${low}, ${type.width});`);
    if (type.width % 32 !== 0)
      this.lines.push(`${to.array}[${Number(to.offset) + wordsOf(type.width) - 1}] &= ${2 ** (type.width % 32) - 1};`);
    return to;
  }

  private wideResize(type: Type, from: Type, atom: Atom): Atom {
    if (isNarrow(type)) return this.bits(type, from, atom, '0');
    if (atom.kind === 'words' && type.width === from.width) return atom;
    const to = this.scratch(type.width);
    if (atom.kind === 'number') this.lines.push(`setNumber(${to.array}, ${to.offset}, ${type.width}, ${atom.js});`);
    else
      this.lines.push(
        `resizeWords(${to.array}, ${to.offset}, ${type.width}, ${atom.array}, ${atom.offset}, ${from.width}, ${from.signed});`,
      );
    return to;
  }

  private wideMux(expr: Extract<Expr, { kind: 'mux' }>, of: (operand: Expr) => Atom): Atom {
    const [then, otherwise] = [of(expr.then), of(expr.else)];
    const condition = this.number(of(expr.condition));
    if (then.kind !== 'words' || otherwise.kind !== 'words') throw new Error('a mux of many words has narrow operands');
    const offset = this.number(this.constant(`(${condition} !== 0 ? ${then.offset} : ${otherwise.offset})`));
    if (then.array === otherwise.array) return { kind: 'words', array: then.array, offset };
    return {
      kind: 'words',
      array: this.number(this.constant(`(${condition} !== 0 ? ${then.array} : ${otherwise.array})`)),
      offset,
    };
  }

  private big(type: Type, atom: Atom): string {
    return atom.kind === 'number'
      ? `BigInt(${atom.js})`
      : `bigOf(${atom.array}, ${atom.offset}, ${type.width}, ${type.signed})`;
  }

  /** The result of a big number expression in the type. */
  private fromBig(type: Type, js: string): Atom {
    if (isNarrow(type)) return this.constant(`Number(BigInt.as${type.signed ? 'Int' : 'Uint'}N(${type.width}, ${js}))`);
    const to = this.scratch(type.width);
    this.lines.push(`setBig(${to.array}, ${to.offset}, ${type.width}, ${js});`);
    return to;
  }

  private wideUnary(expr: Extract<Expr, { kind: 'unary' }>, atom: Atom): Atom {
    const { operator, operand, type } = expr;
    if (atom.kind === 'number' || operator === 'neg') return this.fromBig(type, `-${this.big(operand.type, atom)}`);
    const words = wordsOf(operand.type.width);
    switch (operator) {
      case 'not': {
        const to = this.scratch(type.width);
        this.lines.push(`notWords(${to.array}, ${to.offset}, ${type.width}, ${atom.array}, ${atom.offset});`);
        return to;
      }
      case 'reduceAnd': {
        const ones = this.wideConstant({ width: operand.type.width, signed: false }, -1n);
        return this.constant(`equalWords(${words}, ${this.place(ones)}, ${this.place(atom)})`);
      }
      case 'reduceOr':
        return this.constant(`anyWord(${words}, ${this.place(atom)})`);
      case 'reduceXor':
        return this.constant(`parityWords(${words}, ${this.place(atom)})`);
    }
  }

  private place(atom: Atom): string {
    if (atom.kind === 'number') throw new Error('a number stands where a value of many words should');
    return `${atom.array}, ${atom.offset}`;
  }

  private wideBinary(expr: Extract<Expr, { kind: 'binary' }>, a: Atom, b: Atom): Atom {
    const { operator, left, right, type } = expr;
    const [x, y] = [this.big(left.type, a), this.big(right.type, b)];
    switch (operator) {
      case 'add':
      case 'sub':
      case 'and':
      case 'or':
      case 'xor': {
        if (isNarrow(type))
          return this.fromBig(type, `${x} ${{ add: '+', sub: '-', and: '&', or: '|', xor: '^' }[operator]} ${y}`);
        const operands = `${this.place(this.wideResize(type, left.type, a))}, ${this.place(this.wideResize(type, right.type, b))}`;
        const to = this.scratch(type.width);
        const size = operator === 'add' || operator === 'sub' ? type.width : wordsOf(type.width);
        this.lines.push(`${operator}Words(${to.array}, ${to.offset}, ${size}, ${operands});`);
        return to;
      }
      case 'mul':
        return this.fromBig(type, `${x} * ${y}`);
      case 'eq':
      case 'ne': {
        const same = left.type.width === right.type.width && left.type.signed === right.type.signed;
        const equal = same
          ? `equalWords(${wordsOf(left.type.width)}, ${this.place(a)}, ${this.place(b)})`
          : `(${x} === ${y} ? 1 : 0)`;
        return this.constant(operator === 'eq' ? equal : `(1 - ${equal})`);
      }
      case 'lt':
        return this.constant(`(${x} < ${y} ? 1 : 0)`);
      case 'le':
        return this.constant(`(${x} <= ${y} ? 1 : 0)`);
      case 'shl':
        return this.fromBig(type, `shiftLeftBig(${x}, ${y}, ${type.width})`);
      case 'shr':
        return this.fromBig(type, `shiftBig(${x}, ${y}, ${left.type.width})`);
    }
  }
}
