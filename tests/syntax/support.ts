import { parse, type Expression, type SourceFile } from '../../src/syntax/index.js';
import { isSpan } from '../../src/diagnostics/index.js';

/** The value of `const x = source;`, which must be right. */
export function expression(source: string): Expression {
  const { ast, diagnostics } = parse(`const x = ${source};`, 'x.accel');
  const [item] = ast.items;
  if (diagnostics.length > 0) throw new Error(`${source}: ${diagnostics.map(({ message }) => message).join('; ')}`);
  if (item?.kind !== 'ConstDeclaration') throw new Error(`${source} is no expression`);
  return item.value;
}

/** A tree as nested operators: `(a + (b * c))`. */
export function shape(tree: Expression): string {
  switch (tree.kind) {
    case 'NumberLiteral':
      return tree.text;
    case 'QuantityLiteral':
      return `${tree.number.text}[${tree.unit}]`;
    case 'NameExpression':
      return tree.name;
    case 'ParenthesizedExpression':
      return shape(tree.inner);
    case 'UnaryExpression':
      return `(${tree.operator}${shape(tree.operand)})`;
    case 'BinaryExpression':
      return `(${shape(tree.left)} ${tree.operator} ${shape(tree.right)})`;
    case 'ConditionalExpression':
      return `(${shape(tree.condition)} ? ${shape(tree.then)} : ${shape(tree.else)})`;
    case 'MemberExpression':
      return `${shape(tree.object)}.${tree.name.name}`;
    case 'CaseExpression':
      return `.${tree.name.name}`;
    case 'CallExpression':
      return `${shape(tree.callee)}(${tree.arguments.map(({ name, value }) => (name ? `${name.name}: ` : '') + shape(value)).join(', ')})`;
    case 'ListExpression':
      return `[${tree.elements.map(shape).join(', ')}]`;
    case 'IndexExpression':
      return `${shape(tree.object)}[${tree.indices.length}]`;
    default:
      return tree.kind;
  }
}

/** The declarations of a right source. */
export function items(source: string): SourceFile['items'] {
  const { ast, diagnostics } = parse(source, 'x.accel');
  if (diagnostics.length > 0) throw new Error(diagnostics.map(({ message }) => message).join('; '));
  return ast.items;
}

/** What is wrong with a source, each as `code "text at its place"`. */
export function mistakes(source: string): string[] {
  return parse(source, 'x.accel').diagnostics.map(({ code, origin }) => {
    if (origin === undefined || !isSpan(origin)) return code;
    const { start, end } = origin;
    return `${code} ${JSON.stringify(end > start ? source.slice(start, end) : `${source.slice(Math.max(0, start - 3), start)}|`)}`;
  });
}
