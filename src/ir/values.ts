import type { Dimension } from '../units/index.js';

/** What an early expression evaluates to. Quantities are in the base units of `src/units`; a `real` is a quantity of no dimension. */
export type Value =
  | { readonly kind: 'int'; readonly value: number }
  | { readonly kind: 'quantity'; readonly value: number; readonly dimension: Dimension }
  | { readonly kind: 'bool'; readonly value: boolean }
  | { readonly kind: 'string'; readonly value: string }
  | { readonly kind: 'dtype'; readonly name: string }
  | { readonly kind: 'case'; readonly enum: string; readonly name: string }
  | { readonly kind: 'list'; readonly elements: readonly Value[] };

export type UnaryOperator = '-' | '!';
export type BinaryOperator = '||' | '&&' | '==' | '!=' | '<' | '<=' | '>' | '>=' | '+' | '-' | '*' | '/' | '^';

/** Measures of a design or an instance, known only after the estimate. */
export const measures = ['area', 'tdp', 'power_peak', 'leakage', 'cost', 'peak'] as const;
export type Measure = (typeof measures)[number];

/** What running a workload tells. */
export const runs = ['throughput', 'latency', 'energy', 'energy_per_token', 'utilization', 'cycles'] as const;
export type Run = (typeof runs)[number];

/**
 * An expression as data: parameter bounds, port widths and `let`s of block declarations, and late requirements.
 * Names refer to parameters, earlier `let`s and the clock of the declaration they stand in; a late requirement has none left.
 */
export type Expr =
  | { readonly kind: 'literal'; readonly value: Value }
  | { readonly kind: 'name'; readonly name: string }
  /** `operand.width`, `clk.frequency`, `mem.bandwidth` */
  | { readonly kind: 'member'; readonly object: Expr; readonly name: string }
  | { readonly kind: 'list'; readonly elements: readonly Expr[] }
  | { readonly kind: 'unary'; readonly operator: UnaryOperator; readonly operand: Expr }
  | { readonly kind: 'binary'; readonly operator: BinaryOperator; readonly left: Expr; readonly right: Expr }
  | { readonly kind: 'conditional'; readonly condition: Expr; readonly then: Expr; readonly else: Expr }
  /** A built-in function: `ceil`, `clog2`, `min`, ... */
  | { readonly kind: 'call'; readonly function: string; readonly arguments: readonly Expr[] }
  /** Late: `area`, `l2.area` (path `['l2']`), `peak(int8)`. */
  | {
      readonly kind: 'measure';
      readonly path: readonly string[];
      readonly measure: Measure;
      readonly arguments: readonly Value[];
    }
  /** Late: `throughput(decode_70b)`. */
  | { readonly kind: 'run'; readonly run: Run; readonly workload: string };

/** Type of a parameter or `let`. */
export type ValueType =
  | { readonly kind: 'int' | 'real' | 'bool' | 'string' | 'dtype' }
  | { readonly kind: 'quantity'; readonly dimension: Dimension }
  | { readonly kind: 'enum'; readonly name: string; readonly cases: readonly string[] }
  | { readonly kind: 'list'; readonly element: ValueType };
