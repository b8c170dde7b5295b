import { isSpan, type Diagnostic } from '../../src/diagnostics/index.js';
import type { ImportDeclaration, ImportName } from '../../src/syntax/index.js';
import type { Analysis } from '../analysis.js';
import type { Edit } from './rename.js';

/**
 * The edit that puts the imports of a file in order: without those that nothing uses, one import a module, the standard library
 * first, names in their order. Undefined where they are so, or where comments stand among them.
 */
export function organizeImports(analysis: Analysis, diagnostics: readonly Diagnostic[]): Edit | undefined {
  const { program, path: file, text } = analysis;
  const { items, comments } = program.entry.tree;
  const imports = items.filter((item) => item.kind === 'ImportDeclaration');
  const [first, last] = [imports[0], imports.at(-1)];
  if (first === undefined || last === undefined) return undefined;
  const { start } = first;
  const other = items.some((item) => item.kind !== 'ImportDeclaration' && item.start < last.end);
  if (other || comments.some((each) => each.start > start && each.start < last.end)) return undefined;
  const isUnused = ({ start: from, end }: { readonly start: number; readonly end: number }): boolean =>
    diagnostics.some(
      ({ code, origin }) =>
        code === 'W201' &&
        origin !== undefined &&
        isSpan(origin) &&
        origin.file === file &&
        from <= origin.start &&
        origin.end <= end,
    );
  const lines = linesOf(imports, isUnused);
  // With the last import its line goes, and the blank line behind it.
  const gap = lines.length === 0 ? (/^\s*/.exec(text.slice(last.end))?.[0].length ?? 0) : 0;
  const wanted = lines.join('\n');
  const end = last.end + gap;
  return text.slice(start, end) === wanted ? undefined : { file, start, end, text: wanted };
}

type Named = Pick<ImportDeclaration, 'names' | 'namespace'>;

function linesOf(
  imports: readonly ImportDeclaration[],
  isUnused: (node: ImportName | NonNullable<Named['namespace']>) => boolean,
): readonly string[] {
  const named = new Map<string, Set<string>>();
  const whole: { readonly from: string; readonly line: string }[] = [];
  for (const { names, namespace, from } of imports) {
    if (namespace !== undefined && !isUnused(namespace))
      whole.push({ from: from.value, line: `import * as ${namespace.name} from "${from.value}";` });
    for (const each of names) {
      if (isUnused(each)) continue;
      const alias = each.alias === undefined ? '' : ` as ${each.alias.name}`;
      const known = named.get(from.value) ?? new Set<string>();
      named.set(from.value, known.add(each.name.name + alias));
    }
  }
  const lists = [...named].map(([from, names]) => ({
    from,
    line: `import { ${[...names].toSorted(byName).join(', ')} } from "${from}";`,
  }));
  return [...whole, ...lists]
    .toSorted((a, b) => rank(a.from) - rank(b.from) || byName(a.from, b.from))
    .map(({ line }) => line);
}

/** The standard library, packages, then files: the far ones before the near ones. */
function rank(from: string): number {
  return from.startsWith('std/') ? 0 : from.startsWith('../') ? 2 : from.startsWith('./') ? 3 : 1;
}

function byName(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
