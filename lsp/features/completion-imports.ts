import { importPath, type Entity, type Program } from '../../src/language/index.js';
import type { Analysis } from '../analysis.js';
import { innermost } from '../names/nodes.js';
import type { Completing } from './completion.js';
import { itemOf, snippetOf, type CompletionItem } from './completion-item.js';
import type { Edit } from './rename.js';

/** The modules that the path of an import may name. */
export function importPaths({ importable }: Completing, line: string): readonly CompletionItem[] | undefined {
  if (!/\bfrom\s+"[^"]*$/.test(line)) return undefined;
  return importable.map(({ from, exports }) => ({
    label: from,
    kind: 'file',
    detail: [...exports.keys()].join(', '),
  }));
}

/** What the module of an import exports and the import does not have yet. */
export function importNames(place: Completing): readonly CompletionItem[] | undefined {
  const { path, offset, analysis, importable } = place;
  const item = innermost(path, 'ImportDeclaration', 'ReexportDeclaration');
  if (item === undefined || offset > item.from.start) return undefined;
  const file = importPath(analysis.path, item.from.value);
  const exports =
    (file === undefined ? undefined : analysis.program.modules.get(file)?.exports) ??
    importable.find(({ from }) => from === item.from.value)?.exports ??
    new Map<string, Entity>();
  const there = new Set(
    item.names.filter(({ start, end }) => offset < start || offset > end).map(({ name }) => name.name),
  );
  return [...exports]
    .filter(([name]) => !there.has(name))
    .map(([name, entity]) => itemOf(analysis.program, name, entity));
}

/** What could be imported, each with the edit that does it. */
export function importedItems(place: Completing, fits: (entity: Entity) => boolean): readonly CompletionItem[] {
  const { analysis, importable, scope } = place;
  const { path, scope: file } = analysis.program.entry;
  const known = new Set([...file.names.values(), ...scope.names.values()].map(placeOf));
  return importable
    .filter(({ from }) => importPath(path, from) !== path)
    .flatMap(({ from, exports }) =>
      [...exports]
        .filter(([name, entity]) => fits(entity) && !file.names.has(name) && !known.has(placeOf(entity)))
        .map(([name, entity]) => ({
          ...itemOf(analysis.program, name, entity),
          detail: `import from "${from}"`,
          from,
          ...snippet(analysis.program, place, name, entity),
          edits: [importEdit(analysis, from, name)],
        })),
    );
}

/** What `snippetOf` gives, unless the place has arguments behind it already. */
export function snippet(
  program: Program,
  { analysis: { text }, offset }: Completing,
  label: string,
  entity: Entity,
): Pick<CompletionItem, 'snippet'> {
  // The analysis may have a word at the place that nobody wrote.
  const behind = /^\w*\s*([([{]?)/.exec(text.slice(offset, offset + 100))?.[1];
  const found = behind === '' ? snippetOf(program, label, entity) : undefined;
  return found === undefined ? {} : { snippet: found };
}

/** Where an entity is declared, the same in every analysis. */
function placeOf(entity: Entity): string {
  return 'at' in entity ? `${entity.file}:${entity.at.start}` : entity.name;
}

/** The edit that imports a name: into an import of that module, else a line after the last import. */
export function importEdit({ path, program }: Analysis, from: string, name: string): Edit {
  const imports = program.entry.tree.items.filter((item) => item.kind === 'ImportDeclaration');
  const last = imports.find((item) => item.from.value === from && item.names.length > 0)?.names.at(-1);
  if (last !== undefined) return { file: path, start: last.end, end: last.end, text: `, ${name}` };
  const line = `import { ${name} } from "${from}";`;
  const end = imports.at(-1)?.end;
  if (end === undefined) return { file: path, start: 0, end: 0, text: `${line}\n\n` };
  return { file: path, start: end, end, text: `\n${line}` };
}
