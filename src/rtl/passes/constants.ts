import type { Expr } from '../expression.js';
import type { Module } from '../module.js';

/** Puts the values of wires that are constant in the place of the wires. */
export function constantWires(module: Module): (expr: Expr) => Expr {
  const values = new Map<string, Expr>();
  for (const wire of module.wires) if (wire.value.kind === 'constant') values.set(wire.name, wire.value);
  return (expr) => (expr.kind === 'reference' ? (values.get(expr.name) ?? expr) : expr);
}
