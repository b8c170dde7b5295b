import type { Diagnostic } from '../diagnostics/index.js';
import type { Kept } from '../syntax/index.js';
import type * as ast from '../syntax/index.js';

/** Where a declaration stood in the file as it was; undefined for one that has been read again. */
export function formerIndex({ first, at, next }: Kept, index: number): number | undefined {
  if (index < first) return index;
  return index >= at ? index - at + next : undefined;
}

/** The declarations, by their place in the file as it is, that have been kept and of which nothing was told before. */
export function quietItems(
  before: { readonly items: readonly ast.NodeBase[]; readonly diagnostics: readonly Diagnostic[] },
  kept: Kept,
  count: number,
): ReadonlySet<number> {
  const places = before.diagnostics.flatMap(({ origin }) =>
    origin !== undefined && 'start' in origin ? [origin.start] : [],
  );
  const quiet = new Set<number>();
  for (let index = 0; index < count; index++) {
    const former = before.items[formerIndex(kept, index) ?? -1];
    if (former === undefined) continue;
    if (!places.some((place) => former.start <= place && place <= former.end)) quiet.add(index);
  }
  return quiet;
}
