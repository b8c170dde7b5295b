import type { Diagnostic } from '../diagnostics/index.js';
import type { Kept } from '../syntax/index.js';
import type * as ast from '../syntax/index.js';
import { typeOfEntity } from './check-entities.js';
import { deepest } from './check-expression.js';
import { itemAt } from './check-later.js';
import type { CheckedModule } from './check-module.js';
import { mostGuesses, type Checker } from './checker.js';
import type { ConstEntity, Entity } from './entities.js';
import { formerIndex } from './kept.js';
import type { LoadedModule } from './modules.js';
import type { Checked, Type } from './types.js';

/** A file as it was checked before an edit, and what of its declarations is left. */
export interface Former {
  readonly loaded: LoadedModule;
  readonly checked: CheckedModule;
  readonly kept: Kept;
}

/** What was made of a file before, where its check can be gone on from; undefined where all must be checked. */
export function formerOf(
  now: LoadedModule,
  last: { readonly loaded: LoadedModule; readonly checked: CheckedModule } | undefined,
): Former | undefined {
  const { kept } = now;
  if (last === undefined || kept === undefined || !last.checked.isPlain) return undefined;
  const changed = [
    ...now.module.tree.items.slice(kept.first, kept.at),
    ...last.loaded.module.tree.items.slice(kept.first, kept.next),
  ];
  return changed.some(({ kind }) => isImport(kind)) ? undefined : { ...last, kept };
}

function isImport(kind: ast.Item['kind']): boolean {
  return kind === 'ImportDeclaration' || kind === 'ReexportDeclaration';
}

/**
 * Whether what checking some declarations told depends neither on the others nor on their order: nothing is defined by itself, no
 * value is so deep that where one begins to count matters, and so few mistakes that each got its guess.
 */
export function isPlain(found: readonly Diagnostic[], depth: number): boolean {
  return (
    depth < deepest / 2 && found.length < mostGuesses && found.every(({ code }) => code !== 'E211' && code !== 'E230')
  );
}

/** So many names are followed; beyond that, checking all is quicker. */
const mostNames = 40;

/**
 * The declarations, by their place in the file, whose check would tell nothing, as it did before the edit: their words are the same,
 * nothing was wrong, and neither they nor what they speak of, near or far, speaks of a name whose meaning has changed. Undefined
 * where too many names have. With `trial` types of constants are worked out.
 */
export function untouched(
  trial: Checker,
  { module }: LoadedModule,
  entities: readonly (Entity | undefined)[],
  former: Former,
): ReadonlySet<number> | undefined {
  const { items } = module.tree;
  const { kept, checked } = former;
  const left = new Set<number>();
  for (const [index] of items.entries()) {
    const before = formerIndex(kept, index);
    if (before !== undefined && entities[index] !== undefined) left.add(index);
  }
  const names = new Set(changedNames(trial, former, entities, module.scope.names));
  for (const name of names) {
    if (names.size > mostNames) return undefined;
    for (const index of mentions(module.text, items, name)) {
      if (left.delete(index)) names.add(nameOf(entities[index]));
    }
  }
  for (const index of left) if (!checked.clean.has(formerIndex(kept, index) ?? -1)) left.delete(index);
  return left;
}

/** Names that the edit declares, or declared before it, but for constants of the same type: their values are nothing to a check. */
function changedNames(
  trial: Checker,
  { loaded, checked, kept }: Former,
  entities: readonly (Entity | undefined)[],
  scope: ReadonlyMap<string, Entity>,
): readonly string[] {
  const { tree, declared, scope: formerly } = loaded.module;
  const before = entitiesOf(tree.items, declared)
    .slice(kept.first, kept.next)
    .filter((entity) => entity !== undefined);
  const now = entities.slice(kept.first, kept.at).filter((entity) => entity !== undefined);
  const isQuiet = (name: string): boolean => {
    const [was, is] = [before, now].map((list) => list.filter((each) => nameOf(each) === name));
    if (was?.length !== 1 || is?.length !== 1) return false;
    const [[a], [b]] = [was, is];
    if (a?.kind !== 'const' || b?.kind !== 'const' || formerly.names.get(name) !== a || scope.get(name) !== b)
      return false;
    return sameChecked(checked.facts.entities.get(a), constChecked(trial, b));
  };
  return [...new Set([...before, ...now].map(nameOf))].filter((name) => name !== '' && !isQuiet(name));
}

function constChecked(trial: Checker, entity: ConstEntity): Checked {
  return typeOfEntity(trial, entity.scope, entity.node.name, entity);
}

function sameChecked(a: Checked | undefined, b: Checked): boolean {
  return (
    a !== undefined &&
    a.late === b.late &&
    isBasic(a.type) &&
    isBasic(b.type) &&
    JSON.stringify(a.type) === JSON.stringify(b.type)
  );
}

/** Whether a type speaks of no declaration, and is one. */
function isBasic(type: Type): boolean {
  switch (type.kind) {
    case 'int':
    case 'bool':
    case 'string':
    case 'dtype':
    case 'quantity':
      return true;
    case 'list':
      return isBasic(type.element);
    default:
      return false;
  }
}

function nameOf(entity: Entity | undefined): string {
  return entity?.name ?? '';
}

/** What each declaration of a file declares, by their place in it. */
export function entitiesOf(
  items: readonly ast.NodeBase[],
  declared: readonly Entity[],
): readonly (Entity | undefined)[] {
  const made: (Entity | undefined)[] = items.map(() => undefined);
  for (const entity of declared) if ('at' in entity) made[itemAt(items, entity.at.start)] = entity;
  return made;
}

/** The declarations in whose text a name stands, be it in a remark. */
export function* mentions(text: string, items: readonly ast.NodeBase[], name: string): Generator<number> {
  if (name === '') return;
  for (let at = text.indexOf(name); at >= 0;) {
    const index = isWordPart(text, at - 1) || isWordPart(text, at + name.length) ? -1 : itemAt(items, at);
    const end = items[index]?.end ?? 0;
    if (at < end) yield index;
    // One mention is enough.
    at = text.indexOf(name, Math.max(at + 1, at < end ? end : 0));
  }
}

function isWordPart(text: string, at: number): boolean {
  return /\w/.test(text.charAt(at));
}
