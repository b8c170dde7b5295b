import { formatFlat } from './json.js';
import type { BlockDraft } from './blocks.js';
import type { Value } from './values.js';

/** Orders blocks by name, then by their parameters: numbers by size, the rest by the alphabet. */
export function compareBlocks(a: BlockDraft, b: BlockDraft): number {
  if (a.name !== b.name) return a.name < b.name ? -1 : 1;
  for (const [name, value] of Object.entries(a.parameters).toSorted(([x], [y]) => (x < y ? -1 : 1))) {
    const other = b.parameters[name];
    const order = other === undefined ? 1 : compareValues(value, other);
    if (order !== 0) return order;
  }
  const [x, y] = [formatFlat(a), formatFlat(b)];
  return x < y ? -1 : x > y ? 1 : 0;
}

function compareValues(a: Value, b: Value): number {
  if (
    (a.kind === 'int' || a.kind === 'quantity') &&
    (b.kind === 'int' || b.kind === 'quantity') &&
    a.value !== b.value
  ) {
    return a.value - b.value;
  }
  const [x, y] = [formatFlat(a), formatFlat(b)];
  return x < y ? -1 : x > y ? 1 : 0;
}
