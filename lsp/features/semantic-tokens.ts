import type { Entity } from '../../src/language/index.js';
import { parse, visit, wordClass } from '../../src/syntax/index.js';
import type { Analysis } from '../analysis.js';
import { occurrencesIn, type Occurrence } from '../names/occurrences.js';

/** The kinds of words, in the order of their numbers in the protocol. */
export const tokenTypes = [
  ...(['keyword', 'comment', 'string', 'number', 'variable', 'parameter', 'property', 'class', 'enum'] as const),
  ...(['enumMember', 'function', 'type', 'namespace', 'interface', 'event'] as const),
] as const;
export type TokenType = (typeof tokenTypes)[number];

/** What can be said of a word besides its kind, in the order of the protocol's bits. */
export const tokenModifiers = ['declaration', 'readonly', 'defaultLibrary'] as const;
export type TokenModifier = (typeof tokenModifiers)[number];

/** A word with its kind. */
export interface SemanticToken {
  readonly start: number;
  readonly end: number;
  readonly type: TokenType;
  readonly modifiers: readonly TokenModifier[];
}

const typeOfKind: Readonly<Record<Entity['kind'], TokenType>> = {
  parameter: 'parameter',
  let: 'variable',
  const: 'variable',
  loop: 'variable',
  label: 'namespace',
  instance: 'property',
  port: 'interface',
  clock: 'event',
  function: 'function',
  builtin: 'function',
  run: 'function',
  measure: 'property',
  enum: 'enum',
  dtype: 'type',
  component: 'class',
  alias: 'class',
  tensor: 'variable',
  operator: 'function',
  mapping: 'class',
  explore: 'class',
  workload: 'class',
  namespace: 'namespace',
  broken: 'variable',
};

/** Every word of a file that has a kind, by place. None overlaps another. */
export function semanticTokens({ program, path, text }: Analysis): readonly SemanticToken[] {
  const { tree } = program.entry;
  const meant = new Map<number, SemanticToken>();
  for (const each of occurrencesIn(program, program.entry)) {
    if (each.short !== 'name') meant.set(each.start, tokenOf(each));
  }
  const names = new Set<number>();
  const types = new Set<number>();
  const docs: SemanticToken[] = [];
  visit(tree, (node) => {
    if (node.kind === 'Identifier' || node.kind === 'NameExpression') names.add(node.start);
    if (node.kind === 'NamedType') types.add(node.name.start);
    if ('doc' in node && node.doc !== undefined) docs.push(plain(node.doc, 'comment'));
  });
  const words = parse(text, path).tokens.flatMap(({ tokenType, startOffset, image }): readonly SemanticToken[] => {
    const at = { start: startOffset, end: startOffset + image.length };
    const known = meant.get(startOffset);
    if (known !== undefined) return [known];
    switch (wordClass(tokenType)) {
      case 'number':
        return [plain(at, 'number')];
      case 'string':
        return [plain(at, 'string')];
      case 'reserved':
        return names.has(startOffset) ? [] : [plain(at, 'keyword')];
      case 'contextual':
      case 'name':
        if (types.has(startOffset)) return [{ ...at, type: 'type', modifiers: ['defaultLibrary'] }];
        return names.has(startOffset) || wordClass(tokenType) === 'name' ? [] : [plain(at, 'keyword')];
      case undefined:
        return [];
    }
  });
  const comments = tree.comments.map((each) => plain(each, 'comment'));
  return [...words, ...comments, ...docs].toSorted((a, b) => a.start - b.start);
}

function plain({ start, end }: { readonly start: number; readonly end: number }, type: TokenType): SemanticToken {
  return { start, end, type, modifiers: [] };
}

function tokenOf({ start, end, target, declares }: Occurrence): SemanticToken {
  const { entity } = target;
  const file = 'file' in entity ? entity.file : '';
  const fixed = entity.kind === 'const' || entity.kind === 'let' || entity.kind === 'parameter';
  const modifiers: readonly TokenModifier[] = [
    ...(declares ? (['declaration'] as const) : []),
    ...(fixed ? (['readonly'] as const) : []),
    ...(file === '' || file.startsWith('std:') ? (['defaultLibrary'] as const) : []),
  ];
  return { start, end, type: target.kind === 'case' ? 'enumMember' : typeOfKind[entity.kind], modifiers };
}
