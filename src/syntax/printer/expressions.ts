import type { Doc } from 'prettier';
import { builders } from 'prettier/doc';
import type { BinaryExpression } from '../ast.js';
import type { Node } from '../walk.js';
import { assigned, list, shape } from './layout.js';
import type { PrintNode } from './nodes.js';

const { group, indent, line, softline } = builders;

type ExpressionKind =
  | 'NumberLiteral'
  | 'QuantityLiteral'
  | 'StringLiteral'
  | 'BooleanLiteral'
  | 'NameExpression'
  | 'CaseExpression'
  | 'ListExpression'
  | 'ParenthesizedExpression'
  | 'UnaryExpression'
  | 'BinaryExpression'
  | 'ConditionalExpression'
  | 'MemberExpression'
  | 'IndexExpression'
  | 'CallExpression'
  | 'CallArgument'
  | 'Range'
  | 'Wildcard'
  | 'NamedType'
  | 'UnitType'
  | 'ListType';

const levels: Readonly<Record<string, number>> = {
  ...{ '||': 1, '&&': 2, '==': 3, '!=': 3, '<': 3, '<=': 3, '>': 3, '>=': 3, '+': 4, '-': 4, '*': 5, '/': 5, '^': 6 },
};

/** Whether `node` is the left part of a chain of operators of one level, which its parent prints in one group. */
function isLeftOfChain(node: BinaryExpression, parent: Node | null): boolean {
  return (
    parent?.kind === 'BinaryExpression' && parent.left === node && levels[parent.operator] === levels[node.operator]
  );
}

/** Expressions and types. Every operator has blanks, so that no division is read as part of a unit. */
export const expressions: { readonly [K in ExpressionKind]: PrintNode<K> } = {
  NumberLiteral: (node) => node.text,
  QuantityLiteral: (node) => `${node.number.text} ${node.unit}`,
  StringLiteral: (_, parts) => parts.source(),
  BooleanLiteral: (node) => String(node.value),
  NameExpression: (node) => node.name,
  CaseExpression: (_, parts) => ['.', parts.one('name')],
  ListExpression: (_, parts) => list('[', parts.many('elements'), ']'),
  ParenthesizedExpression: (_, parts) => group(['(', indent([softline, parts.one('inner')]), softline, ')']),
  UnaryExpression: (node, parts) => [node.operator, parts.one('operand')],
  // Whoever holds the expression indents it.
  BinaryExpression: (node, parts) => {
    const chain = [parts.one('left'), ` ${node.operator}`, line, parts.one('right')];
    return isLeftOfChain(node, parts.parent) ? chain : group(chain);
  },
  ConditionalExpression: (_, parts) =>
    group([parts.one('condition'), indent([line, '? ', parts.one('then'), line, ': ', parts.one('else')])]),
  MemberExpression: (_, parts) => [parts.one('object'), '.', parts.one('name')],
  IndexExpression: (_, parts) => [parts.one('object'), shape(parts.many('indices'))],
  CallExpression: (_, parts) => [parts.one('callee'), list('(', parts.many('arguments'), ')')],
  CallArgument: (node, parts) =>
    node.name === undefined ? parts.one('value') : [parts.one('name'), assigned(node.value, parts.one('value'), ':')],
  Range: (node, parts) => [parts.one('from'), node.inclusive ? ' ..= ' : ' .. ', parts.one('to')],
  Wildcard: () => '*',
  NamedType: (node, parts) => {
    const name: Doc =
      node.namespace === undefined ? parts.one('name') : [parts.one('namespace'), '.', parts.one('name')];
    return node.arguments.length === 0 ? name : [name, list('<', parts.many('arguments'), '>', softline, '')];
  },
  UnitType: (node) => `{${node.unit}}`,
  ListType: (_, parts) => ['[', parts.one('element'), ']'],
};
