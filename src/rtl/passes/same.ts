import { operands, walk, type Expr } from '../expression.js';
import type { Module } from '../module.js';
import { rootsOf } from '../nets.js';

/** A text that is equal for modules of equal contents, given numbers of the children's. Origins do not count. */
export function moduleKey(module: Module, numberOf: (child: Module) => number): string {
  const numbers = new Map<Expr, number>();
  const nodes: string[] = [];
  walk([...rootsOf(module), ...module.unused], (expr) => {
    numbers.set(expr, numbers.size);
    const below = operands(expr).map((operand) => numbers.get(operand));
    nodes.push(`${expr.type.signed ? 's' : 'u'}${expr.type.width}${expr.kind}${detail(expr)}(${below.join()})`);
  });
  const replace = (key: string, value: unknown): unknown => {
    if (key === 'origin') return undefined;
    if (typeof value === 'bigint') return `${value}n`;
    if (value instanceof Map) return [...value];
    if (isModule(value)) return numberOf(value);
    return isExpr(value) ? (numbers.get(value) ?? -1) : value;
  };
  return `${nodes.join(';')}${JSON.stringify({ ...module, kind: 'contents' }, replace)}`;
}

function detail(expr: Expr): string {
  if (expr.kind === 'constant') return String(expr.value);
  if (expr.kind === 'reference') return JSON.stringify(expr.name);
  if (expr.kind === 'unary' || expr.kind === 'binary') return expr.operator;
  return expr.kind === 'slice' ? String(expr.low) : '';
}

function isModule(value: unknown): value is Module {
  return typeof value === 'object' && value !== null && 'kind' in value && value.kind === 'module';
}

const exprKinds: ReadonlySet<unknown> = new Set([
  'constant',
  'reference',
  'unary',
  'binary',
  'mux',
  'concat',
  'slice',
  'resize',
  'part',
]);

function isExpr(value: unknown): value is Expr {
  return typeof value === 'object' && value !== null && 'kind' in value && 'type' in value && exprKinds.has(value.kind);
}
