import { visit, type Comment, type Node } from '../../src/syntax/index.js';
import type { Analysis } from '../analysis.js';

/** A stretch that can be folded away: from the end of its first line to its end. */
export interface Fold {
  readonly start: number;
  readonly end: number;
  readonly kind: 'region' | 'comment' | 'imports';
}

const foldable: ReadonlySet<Node['kind']> = new Set<Node['kind']>([
  ...(['ComponentDeclaration', 'EnumDeclaration', 'WorkloadDeclaration', 'FunctionDeclaration'] as const),
  ...([
    'AliasDeclaration',
    'ExploreDeclaration',
    'MappingDeclaration',
    'SweepStatement',
    'GoalStatement',
    'SubjectStatement',
  ] as const),
  ...(['ConstDeclaration', 'ForMember', 'IfMember', 'InstanceMember', 'ProcessMember', 'ClockMember'] as const),
  ...(['AddressMapMember', 'ConnectMember'] as const),
  ...(['LetMember', 'RequireMember', 'ListExpression', 'CallExpression', 'EinsumStatement'] as const),
]);

/** What of a file can be folded: whatever stands on several lines, runs of comments, the imports. */
export function folding({ program, text }: Analysis): readonly Fold[] {
  const { tree } = program.entry;
  const folds: Fold[] = [];
  visit(tree, (node) => {
    if (foldable.has(node.kind)) folds.push({ start: node.start, end: node.end, kind: 'region' });
    if ('doc' in node && node.doc !== undefined)
      folds.push({ start: node.doc.start, end: node.doc.end, kind: 'comment' });
  });
  const imports = tree.items.filter(({ kind }) => kind === 'ImportDeclaration');
  const [first, last] = [imports[0], imports.at(-1)];
  if (first !== undefined && last !== undefined) folds.push({ start: first.start, end: last.end, kind: 'imports' });
  const several = [...folds, ...runs(text, tree.comments)].filter(({ start, end }) =>
    text.slice(start, end).includes('\n'),
  );
  return several.toSorted((a, b) => a.start - b.start || b.end - a.end);
}

/** Comments on lines that follow each other fold together. */
function runs(text: string, comments: readonly Comment[]): readonly Fold[] {
  const found: Fold[] = [];
  for (const { start, end } of comments) {
    const before = found.at(-1);
    const joined = before !== undefined && /^[ \t]*\r?\n[ \t]*$/.test(text.slice(before.end, start));
    if (joined) found.pop();
    found.push({ start: joined ? before.start : start, end, kind: 'comment' });
  }
  return found;
}
