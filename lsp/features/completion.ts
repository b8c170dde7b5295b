import { measures } from '../../src/ir/index.js';
import {
  componentBehind,
  lookup,
  shownMembers,
  visibleNames,
  type Entity,
  type Names,
  type Type,
} from '../../src/language/index.js';
import type { Node } from '../../src/syntax/index.js';
import type { Analysis } from '../analysis.js';
import { expectedType } from '../names/expected.js';
import { memberTexts } from '../names/members.js';
import { innermost, nodesAround } from '../names/nodes.js';
import { scopeWithin } from '../names/scope.js';
import type { Importable } from '../project.js';
import { importedItems, importNames, importPaths, snippet } from './completion-imports.js';
import { itemOf, type CompletionItem } from './completion-item.js';
import { mediumWord, parts } from './completion-parts.js';
import { bodyWords, fileWords, typeItems, unitItems } from './completion-words.js';

/** A place that is being completed. */
export interface Completing {
  readonly analysis: Analysis;
  readonly offset: number;
  /** The text before the word at the place. */
  readonly before: string;
  readonly path: readonly Node[];
  readonly scope: Names;
  readonly importable: readonly Importable[];
}

/**
 * What could stand at an offset. The word there, complete or not, is replaced; the analysis is best made of a text that has some
 * word there, so that the place is in the tree (`Project.completing`).
 */
export function completion(
  analysis: Analysis,
  offset: number,
  importable: readonly Importable[],
): readonly CompletionItem[] {
  const { program, text } = analysis;
  const { tree } = program.entry;
  const line = text.slice(text.lastIndexOf('\n', offset - 1) + 1, offset);
  if (/^\s*\/\/\//.test(line) || tree.comments.some(({ start, end }) => start < offset && offset <= end)) return [];
  const path = nodesAround(tree, offset);
  const before = text.slice(0, offset).replace(/\w*$/, '');
  const scope = scopeWithin(program, program.entry, path);
  const place: Completing = { analysis, offset, before, path, scope, importable };
  return (
    importPaths(place, line) ??
    importNames(place) ??
    (isInString(path, offset) ? [] : undefined) ??
    unitItems(line, () => expectedType(program, path)) ??
    afterDot(place) ??
    argumentNames(place) ??
    typeItems(place) ??
    parts(place) ??
    mediumWord(place) ??
    names(place)
  );
}

function isInString(path: readonly Node[], offset: number): boolean {
  const literal = innermost(path, 'StringLiteral');
  return literal !== undefined && literal.start < offset && offset < literal.end;
}

/** `object.` and `.case`. */
function afterDot(place: Completing): readonly CompletionItem[] | undefined {
  const { before, path, analysis, scope } = place;
  const { program } = analysis;
  if (!before.endsWith('.') || before.endsWith('..')) return undefined;
  if (!/[\w\])]\.$/.test(before)) return cases(place);
  const space = lookup(scope, /(\w+)\.$/.exec(before)?.[1] ?? '');
  if (space?.kind === 'namespace') return [...space.exports].map(([name, entity]) => itemOf(program, name, entity));
  const member = path.findLast(
    (node): node is Extract<Node, { kind: 'MemberExpression' }> =>
      node.kind === 'MemberExpression' && node.object.end < before.length && before.length <= node.end,
  );
  const type = member && program.facts.checked.get(member.object)?.type;
  return type === undefined ? [] : membersOf(place, type);
}

function membersOf({ analysis: { program }, scope }: Completing, type: Type): readonly CompletionItem[] {
  switch (type.kind) {
    case 'instance': {
      const shown = [...shownMembers(type.component)].map(([name, entity]) => itemOf(program, name, entity));
      const own = new Set(shown.map(({ label }) => label));
      const late = measures.flatMap((name) => (own.has(name) ? [] : (lookup(scope, name) ?? [])));
      return [...shown, ...late.map((entity) => itemOf(program, entity.name, entity))];
    }
    case 'block':
      return type.bodies
        .flatMap(({ names }) => [...names])
        .filter(([, { kind }]) => kind === 'instance' || kind === 'let' || kind === 'label')
        .map(([name, entity]) => itemOf(program, name, entity));
    default:
      return Object.entries(memberTexts[type.kind] ?? {}).map(([label, documentation]) => ({
        label,
        kind: 'member',
        documentation,
      }));
  }
}

/** The cases of the enum that is asked for; where that is not known, of every enum in sight. */
function cases({ analysis: { program }, path, scope }: Completing): readonly CompletionItem[] {
  const expected = expectedType(program, path);
  const entities =
    expected?.kind === 'enum'
      ? [expected.entity]
      : [...visibleNames(scope)].flatMap((name) => {
          const entity = lookup(scope, name);
          return entity?.kind === 'enum' ? [entity] : [];
        });
  return entities.flatMap((entity) =>
    entity.cases.map((label): CompletionItem => {
      const doc = entity.node?.cases.find(({ name }) => name.name === label)?.doc;
      const documentation = doc === undefined ? {} : { documentation: doc.text };
      return { label, kind: 'case', detail: entity.name, ...documentation };
    }),
  );
}

/** The parameters that an instance has not been given yet; the settings of a clock or a process. */
function argumentNames({ analysis: { program }, path, before }: Completing): readonly CompletionItem[] | undefined {
  if (!/[{,]\s*$/.test(before)) return undefined;
  const owner = path.findLast(({ kind }) => !['Argument', 'Identifier', 'NameExpression'].includes(kind));
  const setting = (label: string): readonly CompletionItem[] => [{ label, kind: 'parameter', insert: `${label}: ` }];
  if (owner?.kind === 'ProcessMember') return setting('voltage');
  if (owner?.kind === 'ClockMember') return setting('reset');
  const takes = owner?.kind === 'InstanceMember' || owner?.kind === 'Medium';
  if (!takes || before.length <= owner.component.end) return undefined;
  const component = componentBehind(program, owner.component);
  if (component === undefined) return [];
  const given = owner.arguments.filter(({ start, end }) => before.length < start || before.length > end);
  const names = new Set(given.map(({ name }) => name.name));
  return component.parameters
    .filter(({ name }) => !names.has(name))
    .map((parameter) => ({
      ...itemOf(program, parameter.name, parameter),
      insert: `${parameter.name}: `,
      preferred: parameter.node.default === undefined,
    }));
}

/** Names of values, and the words that a declaration or a member begins with. */
function names(place: Completing): readonly CompletionItem[] {
  const { analysis, before, path, scope } = place;
  const starts = /(?:^|[{};])\s*$/.test(before.replace(/\/\/.*$/gm, ''));
  const body = innermost(
    path,
    'ComponentDeclaration',
    'WorkloadDeclaration',
    'MappingDeclaration',
    'ExploreDeclaration',
  );
  if (starts && body === undefined) return fileWords();
  const isValue = ({ kind }: Entity): boolean =>
    !['component', 'alias', 'explore', 'mapping', 'enum', 'broken', 'workload'].includes(kind);
  const values = named(scope).filter(([, entity]) => isValue(entity) || entity.kind === 'workload');
  if (starts) {
    const connected = values.filter(([, { kind }]) => ['instance', 'port', 'label'].includes(kind));
    const words = innermost(path, 'AddressMapMember') === undefined ? bodyWords(body) : [];
    return [...words, ...connected.map(([name, entity]) => itemOf(analysis.program, name, entity))];
  }
  return [
    ...values.map(([name, entity]) => offered(place, name, entity)),
    ...importedItems(place, ({ kind }) => kind === 'const' || kind === 'function'),
  ];
}

function offered(place: Completing, name: string, entity: Entity): CompletionItem {
  const { program } = place.analysis;
  return { ...itemOf(program, name, entity), ...snippet(program, place, name, entity) };
}

/** Every visible name with what it means. */
function named(scope: Names): readonly (readonly [string, Entity])[] {
  return [...new Set(visibleNames(scope))].flatMap((name) => {
    const entity = lookup(scope, name);
    return entity === undefined ? [] : [[name, entity] as const];
  });
}
