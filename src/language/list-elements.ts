import type { Value } from '../ir/index.js';
import type * as ast from '../syntax/index.js';
import { evaluate } from './evaluate.js';
import { mistake, type Elaborating, type Scope } from './frame.js';
import { rangeOf } from './pick.js';

/** `xs[i]`, an element, or `xs[a .. b]` and `xs[*]`, a list; E412 at the index that is outside, E457 for a range that runs backwards. */
export function elementOf(
  e: Elaborating,
  scope: Scope,
  node: ast.IndexExpression,
  list: Value | undefined,
): Value | undefined {
  const length = list?.kind === 'list' ? list.elements.length : 0;
  const picked = indexOf(e, scope, node, length);
  if (list?.kind !== 'list' || picked === undefined) {
    scope.frame.failed = true;
    return undefined;
  }
  if (picked.single) return list.elements[picked.start];
  if (picked.count === length) return list;
  return { kind: 'list', elements: list.elements.slice(picked.start, picked.start + picked.count) };
}

interface Picked {
  readonly start: number;
  readonly count: number;
  readonly single: boolean;
}

/** The elements that the one index in brackets picks out of `length`; undefined where a mistake has been reported. */
export function indexOf(e: Elaborating, scope: Scope, node: ast.IndexExpression, length: number): Picked | undefined {
  const [index] = node.indices;
  if (index === undefined) return undefined;
  if (index.kind === 'Wildcard') return { start: 0, count: length, single: false };
  const what = 'this list';
  if (index.kind !== 'Range') {
    const at = evaluate(e, scope, index);
    if (at?.kind !== 'int') return undefined;
    if (at.value >= 0 && at.value < length) return { start: at.value, count: 1, single: true };
    return mistake(e, scope, index, 'E412', { what, index: at.value, length });
  }
  const range = rangeOf(e, scope, index);
  if (range === undefined) return undefined;
  const { start, count } = range;
  // A range without elements is none wherever it stands.
  if (count === 0) return { start: 0, count, single: false };
  if (start < 0 || start >= length) return mistake(e, scope, index.from, 'E412', { what, index: start, length });
  const last = start + count - 1;
  if (last >= length) return mistake(e, scope, index.to, 'E412', { what, index: last, length });
  return { start, count, single: false };
}
