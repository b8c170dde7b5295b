import { operands, walk, withOperands, type Expr } from '../expression.js';

/** Makes equal expressions the same object, so that they are computed, and printed, once. */
export class Sharing {
  private readonly known = new Map<string, Expr>();
  private readonly numbers = new Map<Expr, number>();
  private readonly canonical = new Map<Expr, Expr>();
  private readonly settled = new Set<Expr>();
  private readonly done = new Map<Expr, Expr>();
  private readonly seen = new Set<Expr>();

  /** The shared form of an expression after `rewrite`, which sees each expression with shared operands. */
  share(root: Expr, rewrite: (expr: Expr) => Expr): Expr {
    const visit = (expr: Expr): void => {
      const rebuilt = withOperands(
        expr,
        operands(expr).map((operand) => this.done.get(operand) ?? operand),
      );
      this.done.set(expr, this.intern(rewrite(rebuilt)));
    };
    walk([root], visit, this.seen);
    return this.done.get(root) ?? root;
  }

  /** The one object for all expressions of this structure. A rewritten one may have new operands below it. */
  private intern(root: Expr): Expr {
    const canonical = (expr: Expr): Expr => this.canonical.get(expr) ?? expr;
    walk(
      [root],
      (expr) => this.canonical.set(expr, this.one(withOperands(expr, operands(expr).map(canonical)))),
      this.settled,
    );
    return canonical(root);
  }

  private one(expr: Expr): Expr {
    const key = this.key(expr);
    const before = this.known.get(key);
    if (before !== undefined) return before;
    this.known.set(key, expr);
    this.canonical.set(expr, expr);
    this.settled.add(expr);
    this.numbers.set(expr, this.numbers.size);
    return expr;
  }

  private key(expr: Expr): string {
    const type = `${expr.type.signed ? 's' : 'u'}${expr.type.width}`;
    const below = operands(expr)
      .map((operand) => this.numbers.get(operand))
      .join();
    switch (expr.kind) {
      case 'constant':
        return `${type}=${expr.value}`;
      case 'reference':
        return `${type}@${expr.name}`;
      case 'unary':
      case 'binary':
        return `${type}${expr.operator}(${below})`;
      case 'slice':
        return `${type}slice${expr.low}(${below})`;
      default:
        return `${type}${expr.kind}(${below})`;
    }
  }
}
