import type { IndexTerm, Loop, Mapping, Nest, Operand } from './types.js';

/** Bounds of the loops of a dimension, multiplied. */
export type Extents = ReadonlyMap<string, number>;

/** Extents of the loops, each dimension of `nest` among them. */
export function extentsOf({ dimensions }: Nest, loops: readonly Loop[]): Extents {
  const found = new Map([...dimensions.keys()].map((name) => [name, 1]));
  for (const { dimension, bound } of loops) found.set(dimension, (found.get(dimension) ?? 1) * bound);
  return found;
}

/** All loops of the levels, outermost first. */
export function loopsOf(mapping: Mapping): readonly Loop[] {
  return mapping.flatMap(({ temporal, spatial }) => [...temporal, ...spatial]);
}

/** What an instance of a level holds of each dimension, at most. */
export function heldAt(nest: Nest, mapping: Mapping, level: number): Extents {
  const inner = extentsOf(nest, loopsOf(mapping.slice(level)));
  return new Map([...nest.dimensions].map(([name, extent]) => [name, Math.min(extent, inner.get(name) ?? 1)]));
}

/** Extents of an operand's ranks that loops of some extents touch: a bounding box, words that are skipped among them. */
export function boxOf({ ranks }: Operand, extents: Extents): readonly number[] {
  return ranks.map((terms) => 1 + along(terms, (dimension) => (extents.get(dimension) ?? 1) - 1, Math.abs));
}

export const wordsOf = (box: readonly number[]): number => box.reduce((words, extent) => words * extent, 1);

/** How far a step of each dimension moves an operand, by rank. */
export function shiftOf({ ranks }: Operand, dimension: string, distance: number): readonly number[] {
  return ranks.map((terms) => along(terms, (name) => (name === dimension ? distance : 0)));
}

function along(
  terms: readonly IndexTerm[],
  index: (dimension: string) => number,
  weight: (coefficient: number) => number = (coefficient) => coefficient,
): number {
  return terms.reduce((sum, { coefficient, dimension }) => sum + weight(coefficient) * index(dimension), 0);
}

/** A loop with how far one step of it moves each rank of an operand. */
export interface Shift {
  readonly bound: number;
  readonly by: readonly number[];
}

/**
 * The loops of a list with the shifts that they make, in the same order. A step of a loop moves by the extents of the loops of its dimension within it.
 *
 * @param loops outermost first
 * @param inner the loops within all of them
 */
export function shiftsOf(operand: Operand, loops: readonly Loop[], inner: readonly Loop[]): readonly Shift[] {
  const distance = new Map<string, number>();
  const within = ({ dimension, bound }: Loop): number => {
    const before = distance.get(dimension) ?? 1;
    distance.set(dimension, before * bound);
    return before;
  };
  for (const loop of inner) within(loop);
  const found: Shift[] = [];
  for (const loop of loops.toReversed())
    found.push({ bound: loop.bound, by: shiftOf(operand, loop.dimension, within(loop)) });
  return found.toReversed();
}
