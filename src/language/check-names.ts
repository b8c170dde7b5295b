import { diagnostic, type Diagnostic } from '../diagnostics/index.js';
import { isName, visit, type Node } from '../syntax/index.js';
import type * as ast from '../syntax/index.js';
import { spanOf } from './declare.js';

interface Named {
  readonly name: ast.Identifier;
  readonly style: 'UpperCamel' | 'lower_snake';
  /** What has such names. */
  readonly what: string;
}

/** Tells of names in a declaration that are not spelt as their kind is by custom (W205), once, where they are declared. */
export function namesAgainstCustom(file: string, item: ast.Item): readonly Diagnostic[] {
  const found: Diagnostic[] = [];
  const warn = ({ name, style, what }: Named): void => {
    const would = customaryName(name.name, style);
    if (would === undefined) return;
    found.push(diagnostic('W205', spanOf(file, name), { name: name.name, what, style, would }));
  };
  visit(item, (node) => {
    if (isVerilog(node)) return false;
    namedBy(node).forEach(warn);
    // Tensors are named as on paper, those that are made in a graph too.
    return node.kind !== 'WorkloadDeclaration';
  });
  return found;
}

/** The name as it is spelt by custom; undefined where it is. A letter alone, as on paper, is fine for a value. */
export function customaryName(name: string, style: Named['style']): string | undefined {
  const stem = name.replace(/^_+/, '');
  if (!isName(name) || stem === '') return undefined;
  if (style === 'lower_snake' ? !/[A-Z]/.test(stem) || stem.length === 1 : /^[A-Z](?:[^_]|_(?=\d))*$/.test(stem)) {
    return undefined;
  }
  return style === 'lower_snake' ? snake(stem) : camel(stem);
}

function snake(name: string): string {
  const parted = name.replaceAll(/([a-z0-9])([A-Z])/g, '$1_$2').replaceAll(/([A-Z])([A-Z][a-z])/g, '$1_$2');
  return parted.toLowerCase();
}

/** Capitals stay: `HBM_stack` is `HBMStack`. */
function camel(name: string): string {
  return name.replaceAll(/(?:^|_+)([A-Za-z])/g, (_, letter: string) => letter.toUpperCase()).replace(/_+$/, '');
}

/** The module of the user's Verilog says what its declaration, parameters and ports are called. */
function isVerilog(node: Node): boolean {
  return (
    node.kind === 'ComponentDeclaration' &&
    node.flavour === 'extern' &&
    node.members.some((member) => member.kind === 'SettingStatement' && member.name.name === 'verilog')
  );
}

function namedBy(node: Node): readonly Named[] {
  const lower = (name: ast.Identifier | undefined, what: string): readonly Named[] =>
    name === undefined ? [] : [{ name, style: 'lower_snake', what }];
  const upper = (name: ast.Identifier, what: string): readonly Named[] => [{ name, style: 'UpperCamel', what }];
  switch (node.kind) {
    case 'ComponentDeclaration':
      return upper(node.name, node.flavour === 'extern' ? 'components' : `${node.flavour}s`);
    case 'AliasDeclaration':
      return upper(node.name, 'components');
    case 'EnumDeclaration':
      return upper(node.name, 'enums');
    case 'EnumCaseDeclaration':
      return lower(node.name, 'cases');
    case 'ConstDeclaration':
      return lower(node.name, 'constants');
    case 'FunctionDeclaration':
      return lower(node.name, 'functions');
    case 'WorkloadDeclaration':
      return [...lower(node.name, 'workloads'), ...node.parameters.flatMap(({ name }) => lower(name, 'parameters'))];
    case 'MappingDeclaration':
      return lower(node.name, 'mappings');
    case 'ExploreDeclaration':
      return lower(node.name, 'searches');
    case 'Parameter':
      return lower(node.name, 'parameters');
    case 'LetMember':
    case 'LetSignature':
      return lower(node.name, 'values');
    case 'InstanceMember':
      return lower(node.name, 'instances');
    case 'PortMember':
    case 'PassPortMember':
      return lower(node.name, 'ports');
    case 'ClockMember':
    case 'ClockInMember':
      return lower(node.name, 'clocks');
    case 'ForMember':
      return [...lower(node.label, 'labels'), ...lower(node.variable, 'loop variables')];
    case 'IfMember':
      return lower(node.label, 'labels');
    default:
      return [];
  }
}
