import { diagnostic, type Code, type Extras, type Parameters } from '../diagnostics/index.js';
import type * as ast from '../syntax/index.js';
import { spanOf } from './declare.js';
import { isInSystem, lookup, visibleNames, type Entity, type Names } from './entities.js';
import type { ModuleFacts, Notes, OpenNotes } from './facts.js';
import type { Report, Unread } from './program.js';
import { didYouMean } from './suggest.js';
import type { Checked, Type } from './types.js';

/** What the checker knows and writes down while it walks a program. */
export interface Checker {
  readonly report: Report;
  readonly resolved: OpenNotes<ast.NodeBase, Entity>;
  readonly checked: OpenNotes<ast.NodeBase, Checked>;
  readonly broken: Pick<Set<ast.NodeBase>, 'has' | 'add'>;
  readonly bodies: Notes<readonly ast.Member[], Names>;
  /** Types of entities already worked out. */
  readonly entities: OpenNotes<Entity, Checked>;
  /** Entities being worked out: one that is met again is defined by itself. */
  readonly running: Entity[];
  /** Declared types by their node. */
  readonly types: OpenNotes<ast.NodeBase, Type>;
  /** What was found out of files checked before. */
  readonly imported: Pick<ReadonlyMap<string, ModuleFacts>, 'get'>;
  /** What the parser has told of each file. */
  readonly syntax: Pick<ReadonlyMap<string, Unread>, 'get'>;
  /** Unknown names already told, by the declaration they stand in. */
  readonly unknown: Map<Names, Set<string>>;
  /** How deep the expression being checked lies within others and within what it speaks of. */
  depth: number;
  /** The deepest that one has lain. */
  deepest: number;
  /** What the names of each file mean: an import that is not here is not used. */
  readonly used: Map<string, Set<Entity>>;
  /** Texts of Verilog that sources name, by path. */
  readonly assets: ReadonlyMap<string, string>;
}

/** Beyond so many mistakes nothing is guessed. */
export const mostGuesses = 100;

/** Reports a mistake at `node` and marks it, so that nothing that follows from it is reported. */
export function fault<C extends Code>(
  checker: Checker,
  file: string,
  node: ast.NodeBase,
  code: C,
  parameters: Parameters<C>,
  extras: Extras | (() => Extras) = {},
): void {
  checker.broken.add(node);
  // Who makes more mistakes than this is not helped by guesses, which cost time.
  const lazy = typeof extras === 'function';
  const help = !lazy ? extras : checker.report.diagnostics.length < mostGuesses ? extras() : {};
  checker.report.add(diagnostic(code, spanOf(file, node), parameters, help));
}

/** What `name` means at `node`; reports an unknown one, with the nearest there is. */
export function resolve(checker: Checker, scope: Names, node: ast.NodeBase, name: string): Entity | undefined {
  const entity = lookup(scope, name);
  if (entity === undefined) {
    if (name !== '') unknownName(checker, scope, node, name);
    checker.broken.add(node);
    return undefined;
  }
  note(checker, scope, node, entity);
  return entity;
}

/**
 * Reports an unknown name, once for each declaration of a file. One that stands in text the parser could not read, or beside a
 * declaration whose name is missing, has most likely been declared there.
 */
function unknownName(checker: Checker, scope: Names, node: ast.NodeBase, name: string): void {
  if (name === 'clk' && isInSystem(scope)) {
    const what = 'this';
    fault(checker, scope.file, node, 'E486', { what });
    return;
  }
  const home = declarationOf(scope);
  const told = checker.unknown.get(home) ?? new Set();
  checker.unknown.set(home, told);
  const unread = checker.syntax.get(scope.file);
  if (told.has(name) || unread?.words.has(name) === true || hasNameless(scope)) return;
  told.add(name);
  fault(checker, scope.file, node, 'E201', { name }, () =>
    didYouMean(spanOf(scope.file, node), name, visibleNames(scope)),
  );
}

/** The outermost names below those of the file: of the component or function that a scope belongs to. */
function declarationOf(scope: Names): Names {
  let names = scope;
  while (names.parent?.parent?.parent !== undefined) names = names.parent;
  return names;
}

function hasNameless(scope: Names): boolean {
  for (let names: Names | undefined = scope; names !== undefined; names = names.parent) if (names.nameless) return true;
  return false;
}

/** Whether the parser has told of a mistake in or right beside a node. */
export function nearSyntaxError(checker: Checker, file: string, node: ast.NodeBase): boolean {
  // A missing comma or brace is told where the next word begins.
  const reach = 2;
  return (
    checker.syntax.get(file)?.spans.some(({ start, end }) => start <= node.end + reach && end >= node.start) ?? false
  );
}

/** Writes down what a node means, and that its file uses it. */
export function note(checker: Checker, scope: Names, node: ast.NodeBase, entity: Entity): void {
  checker.resolved.set(node, entity);
  const used = checker.used.get(scope.file);
  if (used === undefined) checker.used.set(scope.file, new Set([entity]));
  else used.add(entity);
}
