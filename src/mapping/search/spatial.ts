import type { SpatialLoop } from '../nest/index.js';
import type { Model } from './model.js';
import type { SpatialDimensions } from './types.js';

/** One way to divide dimensions among the instances below a level. */
export interface Spread {
  /** How many parts each dimension is divided in. */
  readonly parts: Int32Array;
  readonly x: number;
  readonly y: number;
  readonly loops: readonly SpatialLoop[];
  /** Bits of the dimensions of which the tiles below may hold more without any other change (`movesAlike`). */
  readonly alike: number;
}

/** Dimensions that an axis may be given to, at most. */
export const dimensionsOfAxis = 2;

/**
 * All ways, at most two dimensions on an axis, in lexicographic order of their loops: x within y, dimensions in the order of the operation.
 *
 * @param divides whether a dimension may be divided in so many parts
 */
export function spreadsOf(
  model: Model,
  level: number,
  allowed: SpatialDimensions | undefined,
  divides: (dimension: number, parts: number) => boolean,
): readonly Spread[] {
  const widest = model.across[level] ?? 1;
  const highest = model.down[level] ?? 1;
  const along = (axis: 'x' | 'y', limit: number): readonly AxisSpread[] => {
    const names = allowed?.[axis];
    const dimensions = model.names.flatMap((name, index) =>
      names === undefined || names.includes(name) ? [index] : [],
    );
    return spreadsAlong(dimensions, limit, divides);
  };
  const [rows, columns] = [along('y', highest), along('x', widest)];
  return rows.flatMap((y) =>
    columns.flatMap((x) => {
      const parts = new Int32Array(model.names.length).fill(1);
      for (const [dimension, bound] of [...y, ...x]) parts[dimension] = (parts[dimension] ?? 1) * bound;
      if (parts.some((each, dimension) => !divides(dimension, each))) return [];
      const loops = (axis: 'x' | 'y', of: AxisSpread): readonly SpatialLoop[] =>
        of.map(([dimension, bound]) => ({
          dimension: model.names[dimension] ?? '',
          bound,
          axis,
        }));
      const alike = model.names.reduce(
        (bits, _, dimension) => (movesAlike(model, level, parts, dimension) ? bits | (1 << dimension) : bits),
        0,
      );
      return [
        {
          parts,
          x: product(x),
          y: product(y),
          loops: [...loops('y', y), ...loops('x', x)],
          alike,
        },
      ];
    }),
  );
}

type AxisSpread = readonly (readonly [dimension: number, bound: number])[];

const product = (of: AxisSpread): number => of.reduce((total, [, bound]) => total * bound, 1);

function spreadsAlong(
  dimensions: readonly number[],
  limit: number,
  divides: (dimension: number, parts: number) => boolean,
): readonly AxisSpread[] {
  const bounds = (dimension: number, most: number): readonly number[] =>
    Array.from({ length: Math.max(0, most - 1) }, (_, index) => index + 2).filter((each) => divides(dimension, each));
  const single = dimensions.flatMap((dimension) =>
    bounds(dimension, limit).map((bound): AxisSpread => [[dimension, bound]]),
  );
  const pairs = single.flatMap((first) =>
    first.flatMap(([dimension, bound]) =>
      dimensions
        .filter((other) => other > dimension)
        .flatMap((other) =>
          bounds(other, Math.floor(limit / bound)).map((each): AxisSpread => [...first, [other, each]]),
        ),
    ),
  );
  return [[], ...single, ...pairs];
}

/** Those that differ in what they cost: of several with the same parts the first. */
export function different(spreads: readonly Spread[]): readonly Spread[] {
  const seen = new Map<string, Spread>();
  for (const spread of spreads) {
    const key = spread.parts.join();
    if (!seen.has(key)) seen.set(key, spread);
  }
  return [...seen.values()];
}

/**
 * Whether tiles that hold more of a dimension move operands alike: with a level that keeps the operand, a whole tile at a time; else the loop and the groups of
 * the instances stay as they are.
 */
function movesAlike({ operands }: Model, level: number, parts: Int32Array, dimension: number): boolean {
  return operands.every(({ kept, ranks, rankOf, coefficientOf }) => {
    const rank = ranks[rankOf[dimension] ?? -1];
    if (rank === undefined || (rank.length === 1 && coefficientOf[dimension] === 1)) return true;
    return kept[level + 1] !== true && parts[dimension] === 1 && rank.filter((each) => parts[each] !== 1).length <= 1;
  });
}
