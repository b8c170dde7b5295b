import { diagnostic, type Diagnostic } from '../diagnostics/index.js';
import type * as ast from '../syntax/index.js';
import { checkDeclaration } from './check-declaration.js';
import { warnOfNames } from './check-names.js';
import type { Checker } from './checker.js';
import { spanOf } from './declare.js';
import type { Entity } from './entities.js';
import { above, anyOf, firstOf, type ModuleFacts } from './facts.js';
import type { Imported, LoadedModule } from './modules.js';
import { createReport, type Report } from './program.js';
import type { Checked, Type } from './types.js';

/** A file whose declarations have been checked. It follows from the file and those that it imports, and from nothing else. */
export interface CheckedModule {
  readonly facts: ModuleFacts;
  readonly diagnostics: readonly Diagnostic[];
}

/** Files that have been checked, by path: all that this one imports are among them. */
type CheckedFiles = ReadonlyMap<string, { readonly loaded: LoadedModule; readonly checked: CheckedModule }>;

/** Checks all that a file declares, used or not, and finds imports that are never used. */
export function checkModule(loaded: LoadedModule, others: CheckedFiles): CheckedModule {
  const { module } = loaded;
  const used = new Map<string, Set<Entity>>();
  const own = {
    resolved: new Map<ast.NodeBase, Entity>(),
    checked: new Map<ast.NodeBase, Checked>(),
    types: new Map<ast.NodeBase, Type>(),
    broken: new Set<ast.NodeBase>(),
    entities: new Map<Entity, Checked>(),
    bodies: loaded.bodies,
  };
  const report = createReport();
  const checker: Checker = {
    ...surroundings(loaded, others, own),
    ...{
      report,
      checked: own.checked,
      types: own.types,
      running: [],
      unknown: new Map(),
      depth: 0,
      used,
      assets: loaded.verilog.texts,
    },
  };
  for (const entity of module.declared) checkDeclaration(checker, entity);
  warnOfNames(report, module.path, module.tree);
  // What could not be understood may be where an import is used.
  const isFaulty = [...loaded.diagnostics, ...report.diagnostics].some(
    ({ severity, origin }) => severity === 'error' && origin?.file === module.path,
  );
  for (const each of isFaulty ? [] : loaded.imports) warnIfUnused(report, used, each);
  return { facts: own, diagnostics: report.diagnostics };
}

/** What the checker of a file reads of others, beneath what it writes. */
function surroundings(
  { module, bodies }: LoadedModule,
  others: CheckedFiles,
  own: {
    readonly resolved: Map<ast.NodeBase, Entity>;
    readonly broken: Set<ast.NodeBase>;
    readonly entities: Map<Entity, Checked>;
  },
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

function warnIfUnused(
  report: Report,
  used: ReadonlyMap<string, ReadonlySet<Entity>>,
  { file, at, entity }: Imported,
): void {
  if (used.get(file)?.has(entity) === true || entity.kind === 'broken') return;
  report.add(diagnostic('W201', spanOf(file, at), { name: at.name }));
}
