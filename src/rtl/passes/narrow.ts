import { operands, walk, type Expr } from '../expression.js';
import { foldExpr } from './fold.js';

/** How many expressions and statements use each expression. */
export function countUses(roots: readonly Expr[]): ReadonlyMap<Expr, number> {
  const uses = new Map<Expr, number>();
  const count = (expr: Expr): void => void uses.set(expr, (uses.get(expr) ?? 0) + 1);
  for (const root of roots) count(root);
  walk(roots, (expr) => operands(expr).forEach(count));
  return uses;
}

/**
 * Takes a cut through the operation whose low bits it keeps, where nothing else reads that: no tool then sees bits that nobody uses.
 * Sums, differences, products and logic have the same low bits in any width.
 */
export function narrowExpr(expr: Expr, uses: ReadonlyMap<Expr, number>): Expr {
  const width = expr.type.width;
  const cuts = (expr.kind === 'resize' || (expr.kind === 'slice' && expr.low === 0)) && expr.operand.type.width > width;
  if (!cuts || (uses.get(expr.operand) ?? 0) > 1) return expr;
  const inner = narrowed(expr.operand, width, uses);
  return inner === undefined ? expr : foldExpr({ kind: 'resize', type: expr.type, operand: inner });
}

function narrowed(operand: Expr, width: number, uses: ReadonlyMap<Expr, number>): Expr | undefined {
  const type = { ...operand.type, width };
  const cut = (of: Expr): Expr =>
    narrowExpr(foldExpr({ kind: 'resize', type: { ...of.type, width }, operand: of }), uses);
  const shorten = (of: Expr): Expr => (of.type.width > width ? cut(of) : of);
  if (operand.kind === 'mux') return { ...operand, type, then: cut(operand.then), else: cut(operand.else) };
  if (operand.kind === 'unary' && operand.operator === 'not')
    return { ...operand, type, operand: cut(operand.operand) };
  if (operand.kind === 'unary' && operand.operator === 'neg')
    return { ...operand, type, operand: shorten(operand.operand) };
  if (operand.kind !== 'binary') return undefined;
  switch (operand.operator) {
    case 'and':
    case 'or':
    case 'xor':
      return { ...operand, type, left: cut(operand.left), right: cut(operand.right) };
    case 'add':
    case 'sub':
    case 'mul':
      return { ...operand, type, left: shorten(operand.left), right: shorten(operand.right) };
    default:
      return undefined;
  }
}
