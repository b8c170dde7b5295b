/** Small changes of hardware that its verification must notice, made in the modules that are printed. */
import {
  operands,
  walk,
  withOperands,
  type BinaryOperator,
  type Expr,
  type UnaryOperator,
} from '../../src/rtl/expression.js';
import { modulesOf, sourceExpr, type Module, type Register } from '../../src/rtl/module.js';
import { rewriteModule } from '../../src/rtl/passes/rewrite.js';

/** One change in one module of a hierarchy. */
export interface RtlMutant {
  readonly module: Module;
  /** Where it is and what it does: `array_pe, sum_q: and for or`. */
  readonly what: string;
  /** It changes the reset of a register, or takes it away. */
  readonly ofReset: boolean;
  readonly changed: () => Module;
}

const otherBinary: Readonly<Record<BinaryOperator, BinaryOperator>> = {
  add: 'sub',
  sub: 'add',
  mul: 'add',
  and: 'or',
  or: 'and',
  xor: 'or',
  eq: 'ne',
  ne: 'eq',
  lt: 'le',
  le: 'lt',
  shl: 'shr',
  shr: 'shl',
};

const otherUnary: Readonly<Partial<Record<UnaryOperator, UnaryOperator>>> = {
  reduceAnd: 'reduceOr',
  reduceOr: 'reduceAnd',
  reduceXor: 'reduceOr',
};

/** All mutants of all modules under `top`: one of each operator, constant, choice, reset and enable. */
export function mutantsOf(top: Module): readonly RtlMutant[] {
  return modulesOf(top).flatMap((module) => [
    ...expressionMutants(module),
    ...module.registers.flatMap((register) => registerMutants(module, register)),
  ]);
}

function expressionMutants(module: Module): readonly RtlMutant[] {
  const found: RtlMutant[] = [];
  const seen = new Set<Expr>();
  for (const [name, root] of namedRoots(module))
    walk(
      [root],
      (expr) => {
        const other = mutated(expr);
        if (other === undefined) return;
        const [what, next] = other;
        const changed = (): Module => rewriteModule(module, replacer(expr, next));
        found.push({ module, what: `${module.name}, ${name}: ${what}`, ofReset: false, changed });
      },
      seen,
    );
  return found;
}

/** What an expression is changed to, with the operands that it has. */
function mutated(expr: Expr): readonly [what: string, next: Expr] | undefined {
  switch (expr.kind) {
    case 'constant': {
      // The lowest bit, which is the number's sign where it is the only one.
      const value = expr.type.signed ? BigInt.asIntN(expr.type.width, expr.value ^ 1n) : expr.value ^ 1n;
      const what =
        expr.type.width > 64 ? `the lowest bit of a constant of ${expr.type.width}` : `${value} for ${expr.value}`;
      return [what, { ...expr, value }];
    }
    case 'binary': {
      const operator = otherBinary[expr.operator];
      return [`${operator} for ${expr.operator}`, { ...expr, operator }];
    }
    case 'unary': {
      const operator = otherUnary[expr.operator];
      if (operator !== undefined) return [`${operator} for ${expr.operator}`, { ...expr, operator }];
      return [`no ${expr.operator}`, expr.operand];
    }
    case 'mux':
      return ['the other choice', { ...expr, then: expr.else, else: expr.then }];
    default:
      return undefined;
  }
}

/** Everything that a module's contents read but assertions, with the name of what reads it. */
function namedRoots(module: Module): readonly (readonly [name: string, root: Expr])[] {
  const optional = (name: string, root: Expr | undefined): readonly (readonly [string, Expr])[] =>
    root === undefined ? [] : [[name, root]];
  return [
    ...module.wires.map(({ name, value }) => [name, value] as const),
    ...module.registers.flatMap(({ name, next, enable }) => [
      [name, next] as const,
      ...optional(`enable of ${name}`, enable),
    ]),
    ...module.memories.flatMap(({ name, reads, writes }) => [
      ...reads.flatMap(({ address, enable }) => [
        [`address read of ${name}`, address] as const,
        [`read of ${name}`, enable] as const,
      ]),
      ...writes.flatMap(({ address, enable, data, mask }) => [
        [`address written of ${name}`, address] as const,
        [`write of ${name}`, enable] as const,
        [`data of ${name}`, data] as const,
        ...optional(`mask of ${name}`, mask),
      ]),
    ]),
    ...module.instances.flatMap(({ name, inputs }) =>
      inputs.map(({ port, value }) => [`${name}.${port}`, value] as const),
    ),
    ...module.grids.flatMap(({ name, inputs }) =>
      inputs.map(({ port, source }) => [`${name}.${port}`, sourceExpr(source)] as const),
    ),
  ];
}

/** Puts `next` in place of `wanted` wherever it stands. */
function replacer(wanted: Expr, next: Expr): (root: Expr) => Expr {
  const done = new Map<Expr, Expr>([[wanted, next]]);
  return (root) => {
    walk([root], (expr) => {
      if (done.has(expr)) return;
      done.set(
        expr,
        withOperands(
          expr,
          operands(expr).map((operand) => done.get(operand) ?? operand),
        ),
      );
    });
    return done.get(root) ?? root;
  };
}

function registerMutants(module: Module, register: Register): readonly RtlMutant[] {
  const { name, reset, enable } = register;
  const other = (what: string, changes: Partial<Register>): RtlMutant => ({
    module,
    what: `${module.name}, ${name}: ${what}`,
    ofReset: 'reset' in changes,
    changed: () => ({
      ...module,
      registers: module.registers.map((each) => (each === register ? { ...register, ...changes } : each)),
    }),
  });
  return [
    ...(reset === undefined
      ? []
      : [
          other('no reset', { reset: undefined }),
          other('another value after reset', { reset: { ...reset, value: reset.value ^ 1n } }),
        ]),
    ...(enable === undefined ? [] : [other('always enabled', { enable: undefined })]),
  ];
}

/** The hierarchy under `top` with another module in place of one. */
export function withModule(top: Module, wanted: Module, next: Module): Module {
  const done = new Map<Module, Module>([[wanted, next]]);
  for (const module of modulesOf(top)) {
    if (done.has(module)) continue;
    const child = <T extends { readonly module: Module }>(one: T): T => ({
      ...one,
      module: done.get(one.module) ?? one.module,
    });
    const touched = [...module.instances, ...module.grids].some(({ module: inner }) => done.get(inner) !== inner);
    done.set(
      module,
      touched ? { ...module, instances: module.instances.map(child), grids: module.grids.map(child) } : module,
    );
  }
  return done.get(top) ?? top;
}
