import { importPath, type Entity } from '../../src/language/index.js';
import type { Analysis, Place } from '../analysis.js';
import { innermost, nodesAround } from '../names/nodes.js';
import { declarationOf, occurrenceAt, type Target } from '../names/occurrences.js';

/** Where the word at an offset is declared; of the path of an import, the start of that file. */
export function definition(analysis: Analysis, offset: number): Place | undefined {
  const found = occurrenceAt(analysis, offset);
  return found === undefined ? importedFile(analysis, offset) : declarationOf(found.target);
}

/** What brings the word at an offset into the file: the import that names it, else where it is declared. */
export function declaration(analysis: Analysis, offset: number): Place | undefined {
  const { program, path } = analysis;
  const found = occurrenceAt(analysis, offset);
  if (found === undefined) return definition(analysis, offset);
  for (const item of program.entry.tree.items) {
    if (item.kind !== 'ImportDeclaration') continue;
    const names = item.names.map(({ name, alias }) => alias ?? name);
    const at = [...names, ...(item.namespace === undefined ? [] : [item.namespace])].find(
      ({ name }) => name === found.text && !declaredHere(found.target, path),
    );
    if (at !== undefined) return { file: path, start: at.start, end: at.end };
  }
  return declarationOf(found.target);
}

function declaredHere(target: Target, path: string): boolean {
  return declarationOf(target)?.file === path && target.entity.kind !== 'namespace';
}

/** Where the type of the word at an offset is declared: the component of an instance, the enum of a value. */
export function typeDefinition(analysis: Analysis, offset: number): Place | undefined {
  const target = occurrenceAt(analysis, offset)?.target;
  const entity =
    target?.kind === 'case' ? target.entity : target === undefined ? undefined : typeOf(analysis, target.entity);
  return entity === undefined ? undefined : declarationOf({ kind: 'entity', entity });
}

function typeOf({ program: { facts } }: Analysis, entity: Entity): Entity | undefined {
  switch (entity.kind) {
    case 'instance': {
      const { component } = entity.node;
      return facts.resolved.get(component.kind === 'MemberExpression' ? component.name : component);
    }
    case 'parameter':
    case 'let':
    case 'const': {
      const { type: written } = entity.node;
      const value = 'value' in entity.node ? facts.checked.get(entity.node.value)?.type : undefined;
      const type = written === undefined ? value : facts.types.get(written);
      return type?.kind === 'enum' ? type.entity : undefined;
    }
    default:
      return undefined;
  }
}

function importedFile({ program, path }: Analysis, offset: number): Place | undefined {
  const nodes = nodesAround(program.entry.tree, offset);
  const item = innermost(nodes, 'ImportDeclaration', 'ReexportDeclaration');
  if (item === undefined || nodes.at(-1) !== item.from) return undefined;
  const file = importPath(path, item.from.value);
  return file !== undefined && program.modules.has(file) ? { file, start: 0, end: 0 } : undefined;
}
