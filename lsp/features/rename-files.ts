import { importPath } from '../../src/language/index.js';
import type { Analysis } from '../analysis.js';
import { relativePath } from '../text/paths.js';
import type { Edit } from './rename.js';

/** A file or a folder that gets another path. */
export interface Move {
  readonly from: string;
  readonly to: string;
}

/** The edits of imports that keep every file of the workspace importing what it does when files and folders move. */
export function renameFiles(all: readonly Analysis[], moves: readonly Move[]): readonly Edit[] {
  return all.flatMap(({ path, program }) =>
    program.entry.tree.items.flatMap((item): readonly Edit[] => {
      if (item.kind !== 'ImportDeclaration' && item.kind !== 'ReexportDeclaration') return [];
      const { value, start, end } = item.from;
      const target = value.startsWith('.') ? importPath(path, value) : undefined;
      if (target === undefined) return [];
      const [here, there] = [moved(path, moves), moved(target, moves)];
      if (here === path && there === target) return [];
      const text = relativePath(here, there);
      return text === value ? [] : [{ file: path, start: start + 1, end: end - 1, text }];
    }),
  );
}

/** Where a file is after the moves: its own, else that of the innermost folder around it. */
function moved(path: string, moves: readonly Move[]): string {
  const around = moves
    .filter(({ from }) => path === from || path.startsWith(`${from}/`))
    .toSorted((a, b) => b.from.length - a.from.length)[0];
  return around === undefined ? path : `${around.to}${path.slice(around.from.length)}`;
}
