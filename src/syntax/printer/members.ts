import type { Doc } from 'prettier';
import { builders } from 'prettier/doc';
import type { Doc as DocComment } from '../ast.js';
import { typed } from './declarations.js';
import { assigned, block, braces, documentation, list, shape } from './layout.js';
import type { PrintNode } from './nodes.js';

const { group, indent, join, line } = builders;

type MemberKind =
  | 'PortMember'
  | 'PassPortMember'
  | 'ProcessMember'
  | 'ClockMember'
  | 'ClockInMember'
  | 'Argument'
  | 'InstanceMember'
  | 'ClockBinding'
  | 'ConnectMember'
  | 'Medium'
  | 'UnusedMember'
  | 'AddressMapMember'
  | 'AddressEntry'
  | 'LetMember'
  | 'LetSignature'
  | 'RequireMember'
  | 'ForMember'
  | 'IfMember'
  | 'SweepStatement'
  | 'GoalStatement'
  | 'SubjectStatement'
  | 'ModelStatement'
  | 'SettingStatement'
  | 'EinsumStatement'
  | 'TensorStatement'
  | 'OutputStatement'
  | 'SpatialStatement'
  | 'OrderStatement'
  | 'BypassStatement'
  | 'TileStatement'
  | 'TensorAccess'
  | 'EinsumBinding';

/** `clk: main` alone is written `@ main`. */
function clocks(bindings: readonly { readonly name?: unknown }[], printed: readonly Doc[]): Doc {
  const [first] = bindings;
  if (first === undefined) return '';
  return first.name === undefined ? [' @ ', ...printed] : [' @ ', list('(', printed, ')')];
}

const label = (name: unknown, printed: Doc): Doc => (name === undefined ? '' : [printed, ': ']);

/** `if c { } else if d { } else { }` */
const ifMember: PrintNode<'IfMember'> = (node, parts) => {
  const then = block(parts.many('then'), node.then, parts.text, parts.dangling());
  const head = [label(node.label, parts.one('label')), 'if ', indent(parts.one('condition')), ' ', then];
  if (node.else === undefined) return head;
  const [only] = node.else;
  const isChain =
    node.else.length === 1 && only?.kind === 'IfMember' && only.label === undefined && isElseIf(node, parts.text);
  const otherwise = isChain
    ? parts.many('else')
    : block(parts.many('else'), node.else, parts.text, parts.dangling('else'));
  return [...head, ' else ', otherwise];
};

/** `else if` and `else { if ... }` have the same tree; the source tells which was written. */
function isElseIf(node: { readonly else?: readonly { readonly start: number }[] }, text: string): boolean {
  const start = node.else?.[0]?.start ?? 0;
  return /\belse\s*$/.test(text.slice(0, start).replaceAll(/\/\*[^]*?\*\/|\/\/[^\n]*/g, ''));
}

/** `order n, p at l2;` */
function pinned(doc: DocComment | undefined, word: string, names: readonly Doc[], level: Doc): Doc {
  return [documentation(doc), group([word, indent([join([',', line], [...names]), line, 'at ', level]), ';'])];
}

/** Members of components and statements of workloads. */
export const members: { readonly [K in MemberKind]: PrintNode<K> } = {
  PortMember: (node, parts) => [
    documentation(node.doc),
    ...[`port ${node.direction} `, parts.one('name'), ': ', parts.one('type'), shape(parts.many('shape')), ';'],
  ],
  PassPortMember: (node, parts) => {
    const direction = node.direction === undefined ? '' : `${node.direction} `;
    return [documentation(node.doc), `port ${direction}`, parts.one('name'), ' = ', parts.one('target'), ';'];
  },
  ProcessMember: (node, parts) => [
    ...[documentation(node.doc), 'process ', parts.one('process'), braces(parts.many('arguments')), ';'],
  ],
  ClockMember: (node, parts) => [
    ...[documentation(node.doc), 'clock ', parts.one('name'), assigned(node.frequency, parts.one('frequency'))],
    ...[braces(parts.many('arguments')), ';'],
  ],
  ClockInMember: (node, parts) => [documentation(node.doc), 'clock in ', parts.one('name'), ';'],
  Argument: (node, parts) =>
    node.short ? parts.one('name') : [parts.one('name'), assigned(node.value, parts.one('value'), ':')],
  InstanceMember: (node, parts) => [
    ...[documentation(node.doc), parts.one('name'), ': ', parts.one('component'), shape(parts.many('shape'))],
    ...[clocks(node.clocks, parts.many('clocks')), braces(parts.many('arguments')), ';'],
  ],
  ClockBinding: (node, parts) => [node.name === undefined ? '' : [parts.one('name'), ': '], parts.one('clock')],
  ConnectMember: (node, parts) => {
    const medium = node.medium === undefined ? '' : [line, parts.one('medium')];
    return group([parts.one('left'), ` ${node.operator}`, indent([line, parts.one('right'), medium]), ';']);
  },
  Medium: (_, parts) => ['via ', parts.one('component'), braces(parts.many('arguments'))],
  UnusedMember: (_, parts) => ['unused ', parts.one('port'), ';'],
  AddressMapMember: (node, parts) => [
    ...[documentation(node.doc), 'address_map '],
    block(parts.many('entries'), node.entries, parts.text, parts.dangling()),
  ],
  AddressEntry: (node, parts) => {
    const size = node.size === undefined ? '' : [',', indent([line, parts.one('size')])];
    return group([parts.one('target'), assigned(node.base, parts.one('base'), ':'), size, ';']);
  },
  LetMember: (node, parts) => [
    ...[documentation(node.doc), 'let ', parts.one('name'), typed(node, () => parts.one('type'))],
    ...[assigned(node.value, parts.one('value')), ';'],
  ],
  LetSignature: (node, parts) => [documentation(node.doc), 'let ', parts.one('name'), ': ', parts.one('type'), ';'],
  RequireMember: (node, parts) => {
    const message = node.message === undefined ? '' : [',', indent([line, parts.one('message')])];
    return [documentation(node.doc), group(['require ', indent(parts.one('condition')), message, ';'])];
  },
  ForMember: (node, parts) => {
    const head = ['for ', parts.one('variable'), ' in ', indent(parts.one('over')), ' '];
    return [
      label(node.label, parts.one('label')),
      ...head,
      block(parts.many('body'), node.body, parts.text, parts.dangling()),
    ];
  },
  IfMember: ifMember,
  SweepStatement: (node, parts) => {
    const step = node.step === undefined ? '' : [line, node.factor === true ? 'step * ' : 'step ', parts.one('step')];
    const head = ['sweep ', parts.one('path'), ' in ', parts.one('values')];
    return [documentation(node.doc), group([...head, indent(step), ';'])];
  },
  GoalStatement: (node, parts) => [
    ...[documentation(node.doc), group([`${node.goal} `, indent(parts.one('value')), ';'])],
  ],
  SubjectStatement: (node, parts) => [
    ...[documentation(node.doc), group(['subject to ', indent(parts.one('condition')), ';'])],
  ],
  ModelStatement: (_, parts) => ['model ', parts.one('model'), ';'],
  SettingStatement: (node, parts) => [parts.one('name'), assigned(node.value, parts.one('value')), ';'],
  EinsumStatement: (node, parts) => {
    const product = indent([line, join([' *', line], parts.many('operands'))]);
    const bindings = join([',', line], parts.many('bindings'));
    const where = node.bindings.length === 0 ? '' : indent([line, 'where ', group(indent(bindings))]);
    const sum = group(['einsum ', parts.one('output'), ' +=', group(product)]);
    return [documentation(node.doc), group([sum, where, ';'])];
  },
  TensorStatement: (node, parts) => [
    ...[documentation(node.doc), `${node.role} `, parts.one('name'), ': ', parts.one('element')],
    ...[list('[', parts.many('shape'), ']'), ';'],
  ],
  OutputStatement: (node, parts) => [
    ...[documentation(node.doc), 'output ', parts.one('name'), assigned(node.value, parts.one('value')), ';'],
  ],
  SpatialStatement: (node, parts) => [
    ...[documentation(node.doc), 'spatial ', parts.one('dimension'), ' over ', parts.one('axis'), ';'],
  ],
  OrderStatement: (node, parts) => pinned(node.doc, 'order ', parts.many('dimensions'), parts.one('level')),
  BypassStatement: (node, parts) => pinned(node.doc, 'bypass ', parts.many('tensors'), parts.one('level')),
  TileStatement: (node, parts) => {
    const size = assigned(node.size, parts.one('size'));
    return [documentation(node.doc), 'tile ', parts.one('dimension'), size, ' at ', parts.one('level'), ';'];
  },
  TensorAccess: (_, parts) => [parts.one('name'), ': ', parts.one('element'), list('[', parts.many('indices'), ']')],
  EinsumBinding: (node, parts) => [parts.one('name'), assigned(node.value, parts.one('value'))],
};
