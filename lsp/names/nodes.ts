import { children, type Expression, type Node, type SourceFile } from '../../src/syntax/index.js';

/** The nodes around an offset, from the file inwards; one that ends there is around it too. */
export function nodesAround(tree: SourceFile, offset: number): readonly Node[] {
  const path: Node[] = [tree];
  for (let node: Node | undefined = tree; node !== undefined;) {
    const inner: readonly Node[] = children(node).filter(({ start, end }) => start <= offset && offset <= end);
    // Where two meet, what begins there is meant, unless it is empty.
    node = inner.findLast(({ start, end }) => end > start) ?? inner.at(-1);
    if (node !== undefined) path.push(node);
  }
  return path;
}

/** The innermost node around an offset of one of some kinds. */
export function innermost<K extends Node['kind']>(
  path: readonly Node[],
  ...kinds: readonly K[]
): Extract<Node, { kind: K }> | undefined {
  return path.findLast((node): node is Extract<Node, { kind: K }> => kinds.some((kind) => kind === node.kind));
}

/** Whether an expression says itself what it is. */
export function isLiteral(node: Expression): boolean {
  switch (node.kind) {
    case 'NumberLiteral':
    case 'QuantityLiteral':
    case 'StringLiteral':
    case 'BooleanLiteral':
    case 'CaseExpression':
    case 'ErrorExpression':
      return true;
    case 'UnaryExpression':
      return isLiteral(node.operand);
    case 'ParenthesizedExpression':
      return isLiteral(node.inner);
    case 'ListExpression':
      return node.elements.every(isLiteral);
    default:
      return false;
  }
}
