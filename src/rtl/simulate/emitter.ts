import { operands, walk, type Expr } from '../expression.js';
import type { Type } from '../types.js';
import { netOf, type FlatNet, type Space } from './flatten.js';
import { isNarrow, narrowOperation, normal, raw } from './narrow.js';
import { wordsOf } from './runtime.js';
import { allocate, type Heap, type Storage } from './storage.js';

/** A value in generated code: a JavaScript expression without effects, or the place of its words. */
export type Atom =
  | { readonly kind: 'number'; readonly js: string }
  | { readonly kind: 'words'; readonly array: string; readonly offset: string };

/** Writes the body of one generated function. */
export class Emitter {
  readonly lines: string[] = [];
  /** Arrays that the body uses; the function takes each into a constant first. */
  readonly arrays = new Set<string>();
  private readonly storage: ReadonlyMap<FlatNet, Storage>;
  private readonly heap: Heap;
  private readonly locals = new Map<FlatNet, Atom>();
  private readonly done = new Map<Space, { readonly atoms: Map<Expr, Atom>; readonly seen: Set<Expr> }>();
  private temporaries = 0;

  constructor(storage: ReadonlyMap<FlatNet, Storage>, heap: Heap) {
    this.storage = storage;
    this.heap = heap;
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
        return { kind: 'number', js: storage.name };
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

  /** Puts a value into a net, or remembers it where the net is local. */
  store(net: FlatNet, atom: Atom): void {
    if (this.storage.get(net)?.kind === 'local') {
      this.locals.set(net, atom.kind === 'number' ? this.constant(atom.js) : atom);
      return;
    }
    this.move(this.net(net), atom, net.type);
  }

  move(to: Atom, from: Atom, type: Type): void {
    if (to.kind === 'number') this.lines.push(`${to.js} = ${this.number(from)};`);
    else if (from.kind === 'words' && !(from.array === to.array && from.offset === to.offset))
      this.lines.push(`copyWords(${to.array}, ${to.offset}, ${from.array}, ${from.offset}, ${wordsOf(type.width)});`);
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
    const done = this.done.get(space) ?? { atoms: new Map<Expr, Atom>(), seen: new Set<Expr>() };
    this.done.set(space, done);
    walk([root], (expr) => done.atoms.set(expr, this.operation(space, expr, done.atoms)), done.seen);
    const atom = done.atoms.get(root);
    if (atom === undefined) throw new Error('an expression was left out');
    return atom;
  }

  private operation(space: Space, expr: Expr, memo: ReadonlyMap<Expr, Atom>): Atom {
    const of = (operand: Expr): Atom => {
      const atom = memo.get(operand);
      if (atom === undefined) throw new Error('an operand comes after its user');
      return atom;
    };
    if (expr.kind === 'reference') return this.readNet(netOf(space, expr.name));
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
    return this.wideOperation(expr, of);
  }

  /** A read of an array's element is made once. */
  private readNet(net: FlatNet): Atom {
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
      case 'concat':
        return this.wideConcat(expr, of);
      case 'slice':
        return this.bits(expr.type, expr.operand.type, of(expr.operand), String(expr.low));
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
      const word = type.width === 32 && literal !== undefined && literal % 32 === 0;
      const bits = word
        ? `${atom.array}[${atom.offset} + ${literal / 32}]`
        : `getBits(${atom.array}, ${atom.offset}, ${low}, ${type.width})`;
      return this.constant(type.signed ? normal(type, bits) : bits);
    }
    if (literal !== undefined && literal % 32 === 0 && type.width % 32 === 0)
      return { ...atom, offset: `${atom.offset} + ${literal / 32}` };
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

  private wideConcat(expr: Extract<Expr, { kind: 'concat' }>, of: (operand: Expr) => Atom): Atom {
    const to = this.scratch(expr.type.width);
    let low = expr.type.width;
    for (const part of expr.parts) {
      low -= part.type.width;
      const atom = of(part);
      if (atom.kind === 'words')
        this.lines.push(
          `copyBits(${to.array}, ${to.offset}, ${low}, ${atom.array}, ${atom.offset}, 0, ${part.type.width});`,
        );
      else if (part.type.width === 32 && low % 32 === 0)
        this.lines.push(`${to.array}[${Number(to.offset) + low / 32}] = ${atom.js};`);
      else this.lines.push(`putBits(${to.array}, ${to.offset}, ${low}, ${part.type.width}, ${atom.js});`);
    }
    return to;
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
