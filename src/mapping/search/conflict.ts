import type { Hierarchy, Nest } from '../nest/index.js';
import { modelOf, type Model, type ModelOperand } from './model.js';
import { tileWords } from './state.js';
import { divisorsKept, wordsHeld, type Sizes } from './tiles.js';
import type { Conflict, Constraint, SearchOptions } from './types.js';
import { search, walkOf } from './walk.js';

/**
 * The smallest set of constraints that no mapping meets. As a rule these are the capacity of one level, operands that it keeps and what it is asked to hold; where
 * each level's fit alone, tiles of several levels that do not divide one another: then one constraint after the other is left out that is not needed.
 */
export function conflictOf(nest: Nest, hierarchy: Hierarchy, options: SearchOptions): Conflict {
  const model = modelOf(nest, hierarchy, options.leastTiles);
  const asked = options.leastTiles ?? [];
  const tooMuch = asked.find(({ dimension, least }) => least > (nest.dimensions.get(dimension) ?? 1));
  const constraints: readonly Constraint[] =
    tooMuch === undefined
      ? (ofOneLevel(model, asked) ?? needed(nest, hierarchy, model, asked))
      : [{ kind: 'least', ...tooMuch }];
  return {
    kind: 'conflict',
    constraints,
    words: wordsOf(nest, model, constraints),
  };
}

type Least = NonNullable<SearchOptions['leastTiles']>[number];

/** The smallest set at one level, of equal ones that of the outermost level. */
function ofOneLevel(model: Model, asked: readonly Least[]): readonly Constraint[] | undefined {
  const sizes = divisorsKept();
  const candidates = model.levels.flatMap(({ capacity }, level) => {
    const kept = model.operands.filter((operand) => operand.kept[level] === true);
    const wanted = asked.filter((each) => each.level >= level);
    return subsets(kept).flatMap((operands) =>
      subsets(wanted).flatMap((least) => {
        const tile = leastTile(model, sizes, level, least);
        const words = operands.reduce((sum, operand) => sum + tileWords(operand, tile, 0), 0);
        return capacity === null || words <= capacity ? [] : [{ level, capacity, operands, least, tile }];
      }),
    );
  });
  const size = ({ operands, least }: (typeof candidates)[number]): number => operands.length + least.length;
  const [best] = candidates.toSorted((a, b) => size(a) - size(b));
  if (best === undefined) return undefined;
  return [
    { kind: 'capacity', level: best.level, capacity: best.capacity },
    ...best.operands.map((operand) => keptOf(operand, best.level, best.tile)),
    ...best.least.map((each): Constraint => ({ kind: 'least', ...each })),
  ];
}

function keptOf(operand: ModelOperand, level: number, tile: Int32Array): Constraint {
  const box = operand.ranks.map((rank) => tileWords({ ...operand, ranks: [rank] }, tile, 0));
  return { kind: 'kept', level, operand: operand.name, tile: box };
}

/** The least tile that a level can hold, if only some is asked: all of the operation at the outermost level. */
function leastTile(model: Model, sizes: Sizes, level: number, asked: readonly Least[]): Int32Array {
  return model.extents.map((extent, dimension) => {
    if (level === 0) return extent;
    const own = asked.filter((each) => each.dimension === model.names[dimension]);
    const least = Math.max(1, ...own.map((each) => each.least));
    return sizes(extent).find((size) => size >= least) ?? extent;
  });
}

/** What is left of all constraints when each that is not needed for the conflict is left out, one after the other. */
function needed(nest: Nest, hierarchy: Hierarchy, model: Model, asked: readonly Least[]): readonly Constraint[] {
  const sizes = divisorsKept();
  let left: readonly Constraint[] = [
    ...model.levels.flatMap(({ capacity }, level): readonly Constraint[] => {
      if (capacity === null) return [];
      const tile = leastTile(
        model,
        sizes,
        level,
        asked.filter((each) => each.level >= level),
      );
      const kept = model.operands.filter((operand) => operand.kept[level] === true);
      return [{ kind: 'capacity', level, capacity }, ...kept.map((operand) => keptOf(operand, level, tile))];
    }),
    ...asked.map((each): Constraint => ({ kind: 'least', ...each })),
  ];
  for (const each of left) {
    const others = left.filter((other) => other !== each);
    if (!meets(nest, hierarchy, others)) left = others;
  }
  return left;
}

/** Whether some mapping meets constraints, and need meet no others. */
export function meets(nest: Nest, hierarchy: Hierarchy, constraints: readonly Constraint[]): boolean {
  const levels = hierarchy.levels.map((level, index) => {
    const own = constraints.filter((each) => each.level === index);
    const keeps = own.flatMap((each) => (each.kind === 'kept' ? [each.operand] : []));
    const capacity = own.some(({ kind }) => kind === 'capacity') ? level.capacity : null;
    return { ...level, capacity, keeps: new Set(keeps) };
  });
  const leastTiles = constraints.filter((each) => each.kind === 'least');
  if (leastTiles.some(({ dimension, least }) => least > (nest.dimensions.get(dimension) ?? 1))) return false;
  const model = modelOf(nest, { ...hierarchy, levels }, leastTiles);
  if (wordsHeld(model, 0, model.extents, 0) > (levels[0]?.capacity ?? Infinity)) return false;
  const walk = walkOf(model, { objective: { kind: 'latency' } });
  walk.first = true;
  search(walk, 0);
  return walk.best !== undefined;
}

function subsets<T>([first, ...rest]: readonly T[]): readonly (readonly T[])[] {
  if (first === undefined) return [[]];
  const others = subsets(rest);
  return [...others, ...others.map((each) => [first, ...each])];
}

/** `at least 8 of C in SRAM; a tile of 3 x 3 x 8 words of weights in SRAM; the capacity of SRAM, 64 words` */
function wordsOf(nest: Nest, { levels }: Model, constraints: readonly Constraint[]): string {
  const name = (level: number): string => levels[level]?.name ?? '';
  const parts = ['least', 'kept', 'capacity'].flatMap((kind) => constraints.filter((each) => each.kind === kind));
  return parts
    .map((each) => {
      if (each.kind === 'capacity') return `the capacity of ${name(each.level)}, ${each.capacity} words`;
      if (each.kind === 'kept')
        return `a tile of ${each.tile.join(' x ') || '1'} words of ${each.operand} in ${name(each.level)}`;
      const extent = nest.dimensions.get(each.dimension) ?? 1;
      const there = each.least > extent ? `, of which there is ${extent}` : '';
      return `at least ${each.least} of ${each.dimension} in ${name(each.level)}${there}`;
    })
    .join('; ');
}
