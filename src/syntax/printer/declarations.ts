import type { Doc } from 'prettier';
import { builders } from 'prettier/doc';
import { assigned, block, braces, documentation, list, separated } from './layout.js';
import type { PrintNode } from './nodes.js';

const { hardline, indent, join, line } = builders;

type DeclarationKind =
  | 'SourceFile'
  | 'Identifier'
  | 'ImportDeclaration'
  | 'ReexportDeclaration'
  | 'ImportName'
  | 'ConstDeclaration'
  | 'FunctionDeclaration'
  | 'EnumDeclaration'
  | 'EnumCaseDeclaration'
  | 'ComponentDeclaration'
  | 'AliasDeclaration'
  | 'Parameter'
  | 'WorkloadDeclaration'
  | 'MappingDeclaration'
  | 'ExploreDeclaration';

interface Exported {
  readonly exported: boolean;
}

const exported = (node: Exported): Doc => (node.exported ? 'export ' : '');

/** `: T`, where there is a type. */
export function typed<N extends { readonly type?: unknown }>(node: N, printed: () => Doc): Doc {
  return node.type === undefined ? '' : [': ', printed()];
}

/** `(a: T, b: U)`; a component without parameters has no parentheses. */
function parameters(printed: readonly Doc[], optional: boolean): Doc {
  return optional && printed.length === 0 ? '' : list('(', printed, ')');
}

/** Files and their declarations. */
export const declarations: { readonly [K in DeclarationKind]: PrintNode<K> } = {
  SourceFile: (node, parts) => {
    const dangling = parts.dangling();
    const rows = [...separated(parts.many('items'), node.items, parts.text), join(hardline, dangling)];
    return node.items.length + dangling.length === 0 ? '' : [...rows, hardline];
  },
  Identifier: (node) => node.name,
  ImportDeclaration: (node, parts) => {
    const names =
      node.namespace === undefined ? list('{', parts.many('names'), '}', line) : ['* as ', parts.one('namespace')];
    return ['import ', names, ' from ', parts.one('from'), ';'];
  },
  ReexportDeclaration: (_, parts) => [
    'export ',
    list('{', parts.many('names'), '}', line),
    ' from ',
    parts.one('from'),
    ';',
  ],
  ImportName: (node, parts) => [parts.one('name'), node.alias === undefined ? '' : [' as ', parts.one('alias')]],
  ConstDeclaration: (node, parts) => {
    const head = ['const ', parts.one('name'), typed(node, () => parts.one('type'))];
    return [documentation(node.doc), exported(node), ...head, assigned(node.value, parts.one('value')), ';'];
  },
  FunctionDeclaration: (node, parts) => {
    const result = node.result === undefined ? '' : [': ', parts.one('result')];
    const head = [exported(node), 'fn ', parts.one('name'), parameters(parts.many('parameters'), false), result];
    return [documentation(node.doc), ...head, assigned(node.value, parts.one('value')), ';'];
  },
  EnumDeclaration: (node, parts) => {
    const dangling = parts.dangling();
    const cases =
      dangling.length === 0
        ? braces(parts.many('cases')) || ' {}'
        : [' {', indent([hardline, join(hardline, dangling)]), hardline, '}'];
    return [documentation(node.doc), exported(node), 'enum ', parts.one('name'), cases];
  },
  EnumCaseDeclaration: (node, parts) => [documentation(node.doc), parts.one('name')],
  ComponentDeclaration: (node, parts) => {
    const word = node.flavour === 'extern' ? 'extern component ' : `${node.flavour} `;
    const head = [exported(node), word, parts.one('name'), parameters(parts.many('parameters'), true), ' '];
    return [documentation(node.doc), ...head, block(parts.many('members'), node.members, parts.text, parts.dangling())];
  },
  AliasDeclaration: (node, parts) => {
    const head = [exported(node), 'component ', parts.one('name'), ' = ', parts.one('component')];
    return [documentation(node.doc), ...head, braces(parts.many('arguments')), ';'];
  },
  Parameter: (node, parts) => [
    ...[documentation(node.doc), parts.one('name'), ': ', parts.one('type')],
    ...(node.bounds === undefined ? [] : [' in ', parts.one('bounds')]),
    ...(node.default === undefined ? [] : [assigned(node.default, parts.one('default'))]),
  ],
  MappingDeclaration: (node, parts) => {
    const head = ['mapping ', parts.one('name'), ' for ', parts.one('workload'), ' on ', parts.one('design'), ' '];
    const body = block(parts.many('statements'), node.statements, parts.text, parts.dangling());
    return [documentation(node.doc), exported(node), ...head, body];
  },
  ExploreDeclaration: (node, parts) => {
    const head = [exported(node), 'explore ', parts.one('name'), ' for ', parts.one('design'), ' '];
    const body = block(parts.many('statements'), node.statements, parts.text, parts.dangling());
    return [documentation(node.doc), ...head, body];
  },
  WorkloadDeclaration: (node, parts) => {
    const head = [exported(node), 'workload ', parts.one('name'), parameters(parts.many('parameters'), true), ' '];
    const body = block(parts.many('statements'), node.statements, parts.text, parts.dangling());
    return [documentation(node.doc), ...head, body];
  },
};
