import type * as ast from '../syntax/index.js';

/** The expressions directly within an expression, in source order. */
export function subexpressions(node: ast.Expression): readonly ast.Expression[] {
  switch (node.kind) {
    case 'ListExpression':
      return node.elements;
    case 'ParenthesizedExpression':
      return [node.inner];
    case 'UnaryExpression':
      return [node.operand];
    case 'BinaryExpression':
      return [node.left, node.right];
    case 'ConditionalExpression':
      return [node.condition, node.then, node.else];
    case 'MemberExpression':
      return [node.object];
    case 'IndexExpression':
      return [node.object, ...node.indices.flatMap(indexExpressions)];
    case 'CallExpression':
      return [node.callee, ...node.arguments.map((argument) => argument.value)];
    default:
      return [];
  }
}

function indexExpressions(index: ast.Index): readonly ast.Expression[] {
  if (index.kind === 'Wildcard') return [];
  return index.kind === 'Range' ? [index.from, index.to] : [index];
}

/** Calls `visit` for an expression and all within it, without recursion: expressions may be long. */
export function visitExpressions(node: ast.Expression, visit: (each: ast.Expression) => void): void {
  const waiting: ast.Expression[] = [node];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    visit(next);
    const inner = subexpressions(next);
    for (let index = inner.length - 1; index >= 0; index--) {
      const each = inner[index];
      if (each !== undefined) waiting.push(each);
    }
  }
}
