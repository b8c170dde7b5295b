import {
  costOf,
  edgeCostOf,
  type LevelLoops,
  type Loop,
  type Mapping,
  type NestCost,
  type SpatialLoop,
} from '../nest/index.js';
import type { Model } from './model.js';
import type { Chosen } from './progress.js';

/** A choice of tiles, ways to spread and orders as loops. Of a dimension that leaves a remainder the outermost loop may be not full. */
export function mappingOf(model: Model, { tiles, spreads, orders }: Omit<Chosen, 'value'>): Mapping {
  const dimensions = model.names.length;
  const left = Int32Array.from(model.extents);
  return model.levels.map((_, level): LevelLoops => {
    const spread = spreads[level];
    const temporal = [...(orders[level] ?? [])].toReversed().flatMap((dimension): readonly Loop[] => {
      const [own, inner] = [level * dimensions + dimension, (level + 1) * dimensions + dimension];
      const distance = (tiles[inner] ?? 1) * (spread?.parts[dimension] ?? 1);
      const bound = Math.ceil((tiles[own] ?? 1) / distance);
      return loopOf(model.names[dimension] ?? '', bound, lastOf(left, dimension, bound, distance));
    });
    const loops = spread?.loops ?? [];
    const spatial = loops.map((loop, at): SpatialLoop => {
      const dimension = model.names.indexOf(loop.dimension);
      const within = loops.slice(at + 1).filter((other) => other.dimension === loop.dimension);
      const distance = within.reduce(
        (size, { bound }) => size * bound,
        tiles[(level + 1) * dimensions + dimension] ?? 1,
      );
      const last = lastOf(left, dimension, loop.bound, distance);
      return last === loop.bound ? loop : { ...loop, remainder: last };
    });
    return { temporal, spatial };
  });
}

function loopOf(dimension: string, bound: number, last: number): readonly Loop[] {
  if (bound === 1) return [];
  return [last === bound ? { dimension, bound } : { dimension, bound, remainder: last }];
}

/** Steps of a loop where those around it are at their last, and writes what is left of the dimension then. */
function lastOf(left: Int32Array, dimension: number, bound: number, distance: number): number {
  const rest = left[dimension] ?? 1;
  const last = Math.min(bound, Math.ceil(rest / distance));
  left[dimension] = rest - (last - 1) * distance;
  return last;
}

/** What a choice costs. */
export function costOfChosen(model: Model, chosen: Omit<Chosen, 'value'>): NestCost {
  const mapping = mappingOf(model, chosen);
  return (model.remainders ? edgeCostOf : costOf)(model.nest, model.hierarchy, mapping);
}
