import type { ExploreDeclaration } from './ast-searches.js';
import type { MappingDeclaration, SettingStatement, WorkloadDeclaration } from './ast-workloads.js';

export type * from './ast-searches.js';
export type * from './ast-workloads.js';

/**
 * The syntax tree of one `.accel` file: plain readonly data, a union discriminated by `kind`.
 *
 * `start` and `end` are UTF-16 offsets into the file's text, `end` exclusive. A tree is always whole: where the text is
 * wrong there stands an `Error*` node or an `Identifier` with an empty name, never `undefined`.
 */
export interface NodeBase {
  readonly start: number;
  readonly end: number;
}

export interface Comment extends NodeBase {
  readonly kind: 'LineComment' | 'BlockComment';
  /** The whole text with its marks. `///` comments are not here but in `doc` of what they document. */
  readonly text: string;
}

export interface SourceFile extends NodeBase {
  readonly kind: 'SourceFile';
  readonly items: readonly Item[];
  readonly comments: readonly Comment[];
}

export interface Identifier extends NodeBase {
  readonly kind: 'Identifier';
  readonly name: string;
}

/** The lines of a `///` comment without their marks, joined by newlines. */
export interface Doc extends NodeBase {
  readonly kind: 'Doc';
  readonly text: string;
}

export interface Documented extends NodeBase {
  readonly doc?: Doc;
}

// ---------------------------------------------------------------------------------------------------------- declarations

export type Item =
  | ImportDeclaration
  | ReexportDeclaration
  | ConstDeclaration
  | FunctionDeclaration
  | EnumDeclaration
  | ComponentDeclaration
  | AliasDeclaration
  | WorkloadDeclaration
  | MappingDeclaration
  | ExploreDeclaration
  | ErrorItem;

export interface ImportName extends NodeBase {
  readonly kind: 'ImportName';
  readonly name: Identifier;
  readonly alias?: Identifier;
}

/** `import { A, B as C } from "std/memory";` or `import * as mem from "std/memory";` */
export interface ImportDeclaration extends NodeBase {
  readonly kind: 'ImportDeclaration';
  readonly names: readonly ImportName[];
  /** Set by `* as name`; then `names` is empty. */
  readonly namespace?: Identifier;
  readonly from: StringLiteral;
}

/** `export { A as B } from "./a.accel";` */
export interface ReexportDeclaration extends NodeBase {
  readonly kind: 'ReexportDeclaration';
  readonly names: readonly ImportName[];
  readonly from: StringLiteral;
}

export interface ConstDeclaration extends Documented {
  readonly kind: 'ConstDeclaration';
  readonly exported: boolean;
  readonly name: Identifier;
  readonly type?: Type;
  readonly value: Expression;
}

/** `fn f(a: T, b: U = e): R = e;` */
export interface FunctionDeclaration extends Documented {
  readonly kind: 'FunctionDeclaration';
  readonly exported: boolean;
  readonly name: Identifier;
  readonly parameters: readonly Parameter[];
  readonly result?: Type;
  readonly value: Expression;
}

export interface EnumDeclaration extends Documented {
  readonly kind: 'EnumDeclaration';
  readonly exported: boolean;
  readonly name: Identifier;
  readonly cases: readonly EnumCaseDeclaration[];
}

export interface EnumCaseDeclaration extends Documented {
  readonly kind: 'EnumCaseDeclaration';
  readonly name: Identifier;
}

/** `component`, `extern component`, `design`, `system` and `interface`: what has a body of members and, an interface aside, parameters. */
export interface ComponentDeclaration extends Documented {
  readonly kind: 'ComponentDeclaration';
  readonly flavour: 'component' | 'extern' | 'design' | 'system' | 'interface';
  readonly exported: boolean;
  readonly name: Identifier;
  readonly parameters: readonly Parameter[];
  readonly members: readonly Member[];
}

/** `component Small = C { p: 4 };`: a component with some of its arguments bound. */
export interface AliasDeclaration extends Documented {
  readonly kind: 'AliasDeclaration';
  readonly exported: boolean;
  readonly name: Identifier;
  /** A name, or `ns.Name` through a namespace import. */
  readonly component: Expression;
  readonly arguments: readonly Argument[];
}

/** `rows: int in 8 ..= 512 = 128` */
export interface Parameter extends Documented {
  readonly kind: 'Parameter';
  readonly name: Identifier;
  readonly type: Type;
  readonly bounds?: Range;
  readonly default?: Expression;
}

export interface ErrorItem extends NodeBase {
  readonly kind: 'ErrorItem';
}

// --------------------------------------------------------------------------------------------------------------- members

export type Member =
  | PortMember
  | PassPortMember
  | ProcessMember
  | ClockMember
  | ClockInMember
  | InstanceMember
  | ConnectMember
  | UnusedMember
  | AddressMapMember
  | LetMember
  | LetSignature
  | RequireMember
  | SettingStatement
  | ForMember
  | IfMember
  | ErrorMember;

/** `port in x: stream<int8, 4>[k];` */
export interface PortMember extends Documented {
  readonly kind: 'PortMember';
  readonly direction: 'in' | 'out';
  readonly name: Identifier;
  readonly type: Type;
  /** The `[k]` behind the type: that many ports. */
  readonly shape: readonly Expression[];
}

/** `port fill = acts.write;`, `port out interrupt = csr.interrupt;`: passes an inner port on. */
export interface PassPortMember extends Documented {
  readonly kind: 'PassPortMember';
  readonly direction?: 'in' | 'out';
  readonly name: Identifier;
  readonly target: Expression;
}

/** `process tsmc_n3 { voltage: 0.75 V };` */
export interface ProcessMember extends Documented {
  readonly kind: 'ProcessMember';
  readonly process: Expression;
  readonly arguments: readonly Argument[];
}

/** `clock main = 1.6 GHz { reset: .sync };` */
export interface ClockMember extends Documented {
  readonly kind: 'ClockMember';
  readonly name: Identifier;
  readonly frequency: Expression;
  readonly arguments: readonly Argument[];
}

/** `clock in line;`: a clock that the user of the component gives. */
export interface ClockInMember extends Documented {
  readonly kind: 'ClockInMember';
  readonly name: Identifier;
}

/** `name: value`, or `short` for `short: short` (then `value` is a `NameExpression` at the same place). */
export interface Argument extends NodeBase {
  readonly kind: 'Argument';
  readonly name: Identifier;
  readonly value: Expression;
  readonly short: boolean;
}

/** `mxu: MatrixCore[r, c] @ link { rows, cols: 8 };` */
export interface InstanceMember extends Documented {
  readonly kind: 'InstanceMember';
  readonly name: Identifier;
  /** A name, or `ns.Name` through a namespace import. */
  readonly component: Expression;
  readonly shape: readonly Expression[];
  /** `@ link` is one binding with the name `clk` implied (`name` absent); `@ (clk: main, line: link)` names them. */
  readonly clocks: readonly ClockBinding[];
  readonly arguments: readonly Argument[];
}

export interface ClockBinding extends NodeBase {
  readonly kind: 'ClockBinding';
  readonly name?: Identifier;
  readonly clock: Identifier;
}

/** `a -> b;`, `a <-> b;` or `a <-> b via Cable { length: 2 m };` */
export interface ConnectMember extends NodeBase {
  readonly kind: 'ConnectMember';
  readonly operator: '->' | '<->';
  readonly left: Expression;
  readonly right: Expression;
  readonly medium?: Medium;
}

/** `via Cable { length: 2 m }`: what a link runs through. */
export interface Medium extends NodeBase {
  readonly kind: 'Medium';
  /** A name, or `ns.Name` through a namespace import. */
  readonly component: Expression;
  readonly arguments: readonly Argument[];
}

export interface UnusedMember extends NodeBase {
  readonly kind: 'UnusedMember';
  readonly port: Expression;
}

/** `address_map { csr: 0x0000; dma: 0x1000, 64 KiB; }` */
export interface AddressMapMember extends Documented {
  readonly kind: 'AddressMapMember';
  readonly entries: readonly AddressEntry[];
}

/** `dma: 0x1000, 64 KiB;`: the registers of an instance, where they begin and, if said, how much they take. */
export interface AddressEntry extends NodeBase {
  readonly kind: 'AddressEntry';
  readonly target: Expression;
  readonly base: Expression;
  readonly size?: Expression;
}

export interface LetMember extends Documented {
  readonly kind: 'LetMember';
  readonly name: Identifier;
  readonly type?: Type;
  readonly value: Expression;
}

/** `let capacity: information;` of an interface: a value that a component must show. */
export interface LetSignature extends Documented {
  readonly kind: 'LetSignature';
  readonly name: Identifier;
  readonly type: Type;
}

/** `require condition, "why";` */
export interface RequireMember extends Documented {
  readonly kind: 'RequireMember';
  readonly condition: Expression;
  readonly message?: StringLiteral;
}

/** `for i in 0 .. 4 { ... }`, also over a list. */
export interface ForMember extends NodeBase {
  readonly kind: 'ForMember';
  readonly label?: Identifier;
  readonly variable: Identifier;
  readonly over: Range | Expression;
  readonly body: readonly Member[];
}

export interface IfMember extends NodeBase {
  readonly kind: 'IfMember';
  readonly label?: Identifier;
  readonly condition: Expression;
  readonly then: readonly Member[];
  /** An `else if` is an `else` with that one member. */
  readonly else?: readonly Member[];
}

export interface ErrorMember extends NodeBase {
  readonly kind: 'ErrorMember';
}

// ----------------------------------------------------------------------------------------------------------------- types

export type Type = NamedType | UnitType | ListType | ErrorType;

/** `int`, `frequency`, `Dataflow`, `stream<T, n>`, `ns.Dataflow`. */
export interface NamedType extends NodeBase {
  readonly kind: 'NamedType';
  readonly namespace?: Identifier;
  readonly name: Identifier;
  /** Primaries only: `memory<operand, (2 * cols), 4 MiB>`. */
  readonly arguments: readonly Expression[];
}

/** `{pJ/b}` */
export interface UnitType extends NodeBase {
  readonly kind: 'UnitType';
  readonly unit: string;
}

export interface ListType extends NodeBase {
  readonly kind: 'ListType';
  readonly element: Type;
}

export interface ErrorType extends NodeBase {
  readonly kind: 'ErrorType';
}

// ----------------------------------------------------------------------------------------------------------- expressions

export type Expression =
  | NumberLiteral
  | QuantityLiteral
  | StringLiteral
  | BooleanLiteral
  | NameExpression
  | CaseExpression
  | ListExpression
  | ParenthesizedExpression
  | UnaryExpression
  | BinaryExpression
  | ConditionalExpression
  | MemberExpression
  | IndexExpression
  | CallExpression
  | ErrorExpression;

export interface NumberLiteral extends NodeBase {
  readonly kind: 'NumberLiteral';
  /** As written: `1_000`, `0xff`, `2e9`. */
  readonly text: string;
  readonly value: number;
  /** Written without point or exponent: an `int`. */
  readonly integer: boolean;
}

/** `1.5 GHz`. A unit that does not exist is an empty `unit` (the parser has reported it): of unknown dimension. */
export interface QuantityLiteral extends NodeBase {
  readonly kind: 'QuantityLiteral';
  readonly number: NumberLiteral;
  /** As written: `GB/s`, `mm^2`. */
  readonly unit: string;
}

export interface StringLiteral extends NodeBase {
  readonly kind: 'StringLiteral';
  readonly value: string;
}

export interface BooleanLiteral extends NodeBase {
  readonly kind: 'BooleanLiteral';
  readonly value: boolean;
}

export interface NameExpression extends NodeBase {
  readonly kind: 'NameExpression';
  readonly name: string;
}

/** `.weight_stationary`: the enum comes from the expected type. */
export interface CaseExpression extends NodeBase {
  readonly kind: 'CaseExpression';
  readonly name: Identifier;
}

export interface ListExpression extends NodeBase {
  readonly kind: 'ListExpression';
  readonly elements: readonly Expression[];
}

export interface ParenthesizedExpression extends NodeBase {
  readonly kind: 'ParenthesizedExpression';
  readonly inner: Expression;
}

export interface UnaryExpression extends NodeBase {
  readonly kind: 'UnaryExpression';
  readonly operator: '-' | '!';
  readonly operand: Expression;
}

export type BinaryOperator = '||' | '&&' | '==' | '!=' | '<' | '<=' | '>' | '>=' | '+' | '-' | '*' | '/' | '^';

export interface BinaryExpression extends NodeBase {
  readonly kind: 'BinaryExpression';
  readonly operator: BinaryOperator;
  readonly left: Expression;
  readonly right: Expression;
}

export interface ConditionalExpression extends NodeBase {
  readonly kind: 'ConditionalExpression';
  readonly condition: Expression;
  readonly then: Expression;
  readonly else: Expression;
}

export interface MemberExpression extends NodeBase {
  readonly kind: 'MemberExpression';
  readonly object: Expression;
  readonly name: Identifier;
}

/** `lane[3]`, `pe[r, c]`, `tile[*]`, `engine[0 .. tiles]`, and elements of lists. */
export interface IndexExpression extends NodeBase {
  readonly kind: 'IndexExpression';
  readonly object: Expression;
  readonly indices: readonly Index[];
}

export type Index = Expression | Range | Wildcard;

/** `a .. b` (b excluded) and `a ..= b`; stands after `in` and inside `[ ]` only. */
export interface Range extends NodeBase {
  readonly kind: 'Range';
  readonly from: Expression;
  readonly to: Expression;
  readonly inclusive: boolean;
}

export interface Wildcard extends NodeBase {
  readonly kind: 'Wildcard';
}

export interface CallExpression extends NodeBase {
  readonly kind: 'CallExpression';
  readonly callee: Expression;
  readonly arguments: readonly CallArgument[];
}

/** `name: value` or `value`. */
export interface CallArgument extends NodeBase {
  readonly kind: 'CallArgument';
  readonly name?: Identifier;
  readonly value: Expression;
}

export interface ErrorExpression extends NodeBase {
  readonly kind: 'ErrorExpression';
}
