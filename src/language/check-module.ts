import { diagnostic, type Diagnostic } from '../diagnostics/index.js';
import { moved, type Kept } from '../syntax/index.js';
import type * as ast from '../syntax/index.js';
import { entitiesOf, formerOf, isPlain, mentions, untouched, type Former } from './check-again.js';
import { checkDeclaration } from './check-declaration.js';
import { checkLater, itemAt, laterOfEntities, laterOfNodes, type Later } from './check-later.js';
import { namesAgainstCustom } from './check-names.js';
import type { Checker } from './checker.js';
import { spanOf } from './declare.js';
import type { Entity } from './entities.js';
import { above, anyOf, firstOf, type ModuleFacts } from './facts.js';
import { formerIndex } from './kept.js';
import type { Imported, LoadedModule } from './modules.js';
import { createReport } from './program.js';
import type { Checked, Type } from './types.js';

/** A file whose declarations have been checked. It follows from the file and those that it imports, and from nothing else. */
export interface CheckedModule {
  readonly facts: ModuleFacts;
  readonly diagnostics: readonly Diagnostic[];
  /** Declarations, by their place in the file, with which nothing was wrong, be it told or not. */
  readonly clean: ReadonlySet<number>;
  /** Of each declaration, what was told of its names. */
  readonly names: readonly (readonly Diagnostic[])[];
  /** How deep values followed from each other. */
  readonly depth: number;
  /** Whether a check after an edit can go on from this one. */
  readonly isPlain: boolean;
}

/** Files that have been checked, by path: all that this one imports are among them. */
type CheckedFiles = ReadonlyMap<string, { readonly loaded: LoadedModule; readonly checked: CheckedModule }>;

/** What the check of a file writes down. */
interface Own {
  readonly resolved: Map<ast.NodeBase, Entity>;
  readonly checked: Map<ast.NodeBase, Checked>;
  readonly types: Map<ast.NodeBase, Type>;
  readonly broken: Set<ast.NodeBase>;
  readonly entities: Map<Entity, Checked>;
}

/**
 * Checks all that a file declares, used or not, and finds imports that are never used. `last` is the file as it was checked before an
 * edit: what came out then is not worked out again before someone asks for it, where it must come out again.
 */
export function checkModule(
  loaded: LoadedModule,
  others: CheckedFiles,
  last?: { readonly loaded: LoadedModule; readonly checked: CheckedModule },
): CheckedModule {
  const below = importedBy(loaded, others);
  const former = formerOf(loaded, last);
  return (former === undefined ? undefined : check(loaded, below, former)) ?? checkAll(loaded, below);
}

/** The files that a file imports, near or far: no other is kept in memory for it. */
function importedBy(loaded: LoadedModule, others: CheckedFiles): CheckedFiles {
  const found = new Map<string, { readonly loaded: LoadedModule; readonly checked: CheckedModule }>();
  const add = ({ links }: LoadedModule): void => {
    for (const { module } of links) {
      const other = module === undefined ? undefined : others.get(module.path);
      if (other === undefined || found.has(other.loaded.module.path)) continue;
      found.set(other.loaded.module.path, other);
      add(other.loaded);
    }
  };
  add(loaded);
  return found;
}

/** Checks every declaration. */
function checkAll(loaded: LoadedModule, others: CheckedFiles): CheckedModule {
  const { own, checker, used } = begin(loaded, others);
  const { declared } = loaded.module;
  for (const entity of declared) checkDeclaration(checker, entity);
  return conclude({ loaded, own, checker, used, later: checkLater([], [], () => undefined), former: undefined });
}

/** Checks the declarations that an edit touches, and puts off the others; undefined where this could tell something else than `checkAll`. */
function check(loaded: LoadedModule, others: CheckedFiles, former: Former): CheckedModule | undefined {
  const { own, checker, used } = begin(loaded, others);
  const { items } = loaded.module.tree;
  const entities = entitiesOf(items, loaded.module.declared);
  // What is only tried must not be what the file is then checked with: mistakes are told in order.
  const left = untouched(begin(loaded, others).checker, loaded, entities, former);
  if (left === undefined) return undefined;
  for (const entity of loaded.module.declared) {
    if (!('at' in entity) || !left.has(itemAt(items, entity.at.start))) checkDeclaration(checker, entity);
  }
  if (!isPlain(checker.report.diagnostics, checker.deepest)) return undefined;
  const later = checkLater(items, left, (index) => {
    const entity = entities[index];
    const fresh = { report: createReport(), running: [], unknown: new Map(), depth: 0 };
    if (entity !== undefined) checkDeclaration({ ...checker, ...fresh }, entity);
  });
  return conclude({ loaded, own, checker, used, later, former });
}

type Used = Map<string, Set<Entity>>;

function begin(
  loaded: LoadedModule,
  others: CheckedFiles,
): { readonly own: Own; readonly checker: Checker; readonly used: Used } {
  const own: Own = {
    resolved: new Map(),
    checked: new Map(),
    types: new Map(),
    broken: new Set(),
    entities: new Map(),
  };
  const used: Used = new Map();
  const { checked, types } = own;
  const counts = { depth: 0, deepest: 0 };
  const work = { report: createReport(), running: [], unknown: new Map(), used, assets: loaded.verilog.texts };
  return { own, used, checker: { ...surroundings(loaded, others, own), ...work, ...counts, checked, types } };
}

/** What the checker of a file reads of others, beneath what it writes. */
function surroundings(
  { module, bodies }: LoadedModule,
  others: CheckedFiles,
  own: Own,
): Pick<Checker, 'resolved' | 'broken' | 'entities' | 'bodies' | 'syntax' | 'imported'> {
  const below = [...others.values()].map(({ checked }) => checked.facts);
  const broken = anyOf(below.map((each) => each.broken));
  const entities = (entity: Entity): Checked | undefined =>
    'file' in entity ? others.get(entity.file)?.checked.facts.entities.get(entity) : undefined;
  return {
    resolved: above(own.resolved, firstOf(below.map((each) => each.resolved)).get),
    broken: { has: (node) => own.broken.has(node) || broken.has(node), add: (node) => own.broken.add(node) },
    entities: above(own.entities, entities),
    bodies: firstOf([...below.map((each) => each.bodies), bodies]),
    syntax: { get: (path) => (path === module.path ? module : others.get(path)?.loaded.module)?.unread },
    imported: { get: (path) => others.get(path)?.checked.facts },
  };
}

/** A file most of whose declarations have been checked, the others put off. */
interface Run {
  readonly loaded: LoadedModule;
  readonly own: Own;
  readonly checker: Checker;
  readonly used: Used;
  readonly later: Later;
  readonly former: Former | undefined;
}

function conclude({ loaded, own, checker, used, later, former }: Run): CheckedModule {
  const { path, tree } = loaded.module;
  const found = checker.report.diagnostics;
  const depth = Math.max(checker.deepest, former?.checked.depth ?? 0);
  const clean = cleanOnes(loaded, found, own.broken);
  const names = tree.items.map((item, index) => namesOf(path, item, index, former));
  const report = createReport();
  for (const each of [...found, ...names.flat()]) report.add(each);
  // What could not be understood may be where an import is used.
  const isFaulty = [...loaded.diagnostics, ...found].some(
    ({ severity, origin }) => severity === 'error' && origin?.file === path,
  );
  for (const each of isFaulty ? [] : loaded.imports) {
    // A workload is imported to be named where the file is estimated.
    if (!isUsed(loaded, each, used, later) && !bringsWorkloads(each.entity))
      report.add(diagnostic('W201', spanOf(each.file, each.at), { name: each.at.name }));
  }
  const facts: ModuleFacts = {
    resolved: laterOfNodes(own.resolved, later),
    checked: laterOfNodes(own.checked, later),
    types: laterOfNodes(own.types, later),
    entities: laterOfEntities(own.entities, later),
    // Nothing of what has been put off is broken.
    broken: own.broken,
    bodies: loaded.bodies,
  };
  return { facts, diagnostics: report.diagnostics, clean, names, depth, isPlain: isPlain(found, depth) };
}

/** The declarations in which nothing was found and nothing is broken, and beside which all could be read. */
function cleanOnes(
  { module, diagnostics }: LoadedModule,
  found: readonly Diagnostic[],
  broken: ReadonlySet<ast.NodeBase>,
): ReadonlySet<number> {
  const { items } = module.tree;
  const clean = new Set(items.keys());
  const places = [...diagnostics, ...found].flatMap(({ origin }) =>
    origin !== undefined && 'start' in origin && origin.file === module.path ? [origin] : [],
  );
  // A mistake is told where the next word begins: it may belong to the declaration before.
  for (const { start } of [...places, ...broken]) {
    const index = itemAt(items, start);
    for (const each of [index - 1, index, index + 1]) clean.delete(each);
  }
  return clean;
}

function namesOf(path: string, item: ast.Item, index: number, former: Former | undefined): readonly Diagnostic[] {
  if (former === undefined) return namesAgainstCustom(path, item);
  const { kept, checked } = former;
  const before = formerIndex(kept, index);
  if (before === undefined) return namesAgainstCustom(path, item);
  return moved(checked.names[before] ?? [], byOf(kept, index));
}

function byOf({ first, by }: Kept, index: number): number {
  return index < first ? 0 : by;
}

/** Whether an entity is a workload, or a module that has one. */
function bringsWorkloads(entity: Entity): boolean {
  return entity.kind === 'namespace'
    ? [...entity.exports.values()].some(({ kind }) => kind === 'workload')
    : entity.kind === 'workload';
}

/** Whether an import is used, be it where the check has been put off. */
function isUsed({ module }: LoadedModule, { file, at, entity }: Imported, used: Used, later: Later): boolean {
  const isKnown = (): boolean => used.get(file)?.has(entity) === true || entity.kind === 'broken';
  if (isKnown()) return true;
  if (later.size() === 0) return false;
  for (const index of mentions(module.text, module.tree.items, at.name)) {
    later.item(index);
    if (isKnown()) return true;
  }
  return false;
}
