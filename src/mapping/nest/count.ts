import { deliveriesOf } from './deliveries.js';
import { groupCount, groupsOf, type GroupSizes } from './groups.js';
import { boxOf, extentsOf, loopsOf, shiftsOf, wordsOf } from './tiles.js';
import type { Hierarchy, Mapping, Nest, Operand } from './types.js';

/** Words of one operand at one level, of one instance. */
export interface OperandCounts {
  readonly tile: number;
  readonly reads: number;
  /** Words that come from the level above. */
  readonly fills: number;
  /** Words that come from below. */
  readonly updates: number;
  /** Words that are added to what is there. */
  readonly reductions: number;
}

/** Words of one operand from one instance of a level to what is below it. */
export interface Transfers {
  /** The next level below that keeps the operand; the number of levels for the multipliers. */
  readonly to: number;
  readonly words: number;
  /** How many of them go to so many at once, or come from so many. */
  readonly bySize: ReadonlyMap<number, number>;
  /** Additions on the way up, of the output. */
  readonly reductions: number;
}

/** Counts of one operand: by level, undefined where it is not kept. */
export interface OperandFlow {
  readonly operand: Operand;
  readonly levels: readonly (OperandCounts | undefined)[];
  readonly transfers: readonly (Transfers | undefined)[];
}

/** What a level would do for an operand if every level kept it. */
export interface Service {
  readonly tile: number;
  /** Words that one instance hands out. */
  readonly accesses: number;
  /** How many groups there are of the instances below one. */
  readonly groups: number;
  readonly bySize: ReadonlyMap<number, number>;
}

/**
 * Counts what moves of an operand, in closed form: the work does not go with the number of steps, nor with that of instances. Bounds divide the dimensions.
 * The rules are those of `docs/counting.md`.
 */
export function countOperand(nest: Nest, hierarchy: Hierarchy, mapping: Mapping, operand: Operand): OperandFlow {
  const { levels } = hierarchy;
  const deliveries = levels.map((_, level) => deliveriesAt(nest, mapping, operand, level));
  deliveries.push(stepsOf(mapping));
  const services = levels.map((_, level) =>
    service(nest, hierarchy, mapping, operand, level, deliveries[level + 1] ?? 0),
  );
  return flowOf(hierarchy, operand, deliveries, services, operand.output ? sharesOf(nest, mapping, operand) : []);
}

/**
 * Counts of what each level takes and hands out, if every level kept the operand.
 *
 * @param deliveries words that one instance takes, by level, and a multiplier behind them
 * @param shares words of the output that one instance ever holds, by level
 */
export function flowOf(
  hierarchy: Hierarchy,
  operand: Operand,
  deliveries: readonly number[],
  services: readonly Service[],
  shares: readonly number[],
): OperandFlow {
  const { levels } = hierarchy;
  const served = servedBy(hierarchy, operand, services);
  const keepers = levels.flatMap(({ keeps }, level) => (keeps.has(operand.name) ? [level] : []));
  const outermost = keepers[0];
  return {
    operand,
    levels: levels.map((_, level) => {
      const own = served[level];
      if (!keepers.includes(level) || own === undefined) return undefined;
      const taken = level === outermost ? 0 : (deliveries[level] ?? 0);
      if (!operand.output) return { tile: own.tile, reads: own.accesses, fills: taken, updates: 0, reductions: 0 };
      const share = shares[level] ?? 0;
      const again = own.accesses - share;
      const fills = level === outermost ? 0 : taken - share;
      return { tile: own.tile, reads: again, fills, updates: own.accesses, reductions: again };
    }),
    transfers: levels.map((level, index) => {
      const own = served[index];
      if (!keepers.includes(index) || own === undefined) return undefined;
      const to = keepers.find((each) => each > index) ?? levels.length;
      return transfersOf(own, to, operand.output, level.reducesInPlace ? null : (shares[index] ?? 0));
    }),
  };
}

/** Steps in time of all levels. */
export function stepsOf(mapping: Mapping): number {
  return mapping.flatMap(({ temporal }) => temporal).reduce((steps, { bound }) => steps * bound, 1);
}

/** Words that one instance of a level takes of an operand, if it keeps it. */
export function deliveriesAt(nest: Nest, mapping: Mapping, operand: Operand, level: number): number {
  const box = boxOf(operand, extentsOf(nest, loopsOf(mapping.slice(level))));
  return deliveriesOf(box, timeShifts(mapping, operand, level));
}

/** The shifts of the loops in time of the levels above one. */
function timeShifts(mapping: Mapping, operand: Operand, level: number): ReturnType<typeof shiftsOf> {
  const outer = mapping.slice(0, level);
  const temporal = new Set(outer.flatMap((loops) => loops.temporal));
  const all = loopsOf(outer);
  return shiftsOf(operand, all, loopsOf(mapping.slice(level))).filter((_, index) => {
    const loop = all[index];
    return loop !== undefined && temporal.has(loop);
  });
}

function service(
  nest: Nest,
  { levels }: Hierarchy,
  mapping: Mapping,
  operand: Operand,
  level: number,
  each: number,
): Service {
  const spatial = mapping[level]?.spatial ?? [];
  const sizes = groupsOf(shiftsOf(operand, spatial, loopsOf(mapping.slice(level + 1))));
  const children = spatial.reduce((product, { bound }) => product * bound, 1);
  const together = levels[level]?.multicasts.has(operand.name) === true;
  const own: GroupSizes = together ? sizes : new Map([[1, children]]);
  const groups = groupCount(own);
  const tile = wordsOf(boxOf(operand, extentsOf(nest, loopsOf(mapping.slice(level)))));
  return {
    tile,
    accesses: each * groups,
    groups,
    bySize: new Map([...own].map(([size, count]) => [size, each * count])),
  };
}

/** What a level that does not keep the operand would have served, the level above it serves: innermost first. A group below it still counts once. */
function servedBy({ levels }: Hierarchy, operand: Operand, all: readonly Service[]): readonly Service[] {
  const found = [...all];
  for (let level = levels.length - 1; level > 0; level--) {
    const [above, own] = [found[level - 1], found[level]];
    if (above === undefined || own === undefined || levels[level]?.keeps.has(operand.name) === true) continue;
    const accesses = own.accesses * above.groups;
    const scale = above.accesses === 0 ? 0 : accesses / above.accesses;
    found[level - 1] = {
      ...above,
      accesses,
      bySize: new Map([...above.bySize].map(([size, words]) => [size, words * scale])),
    };
  }
  return found;
}

/** The part of the output that one instance of each level ever holds, in words. */
export function sharesOf(nest: Nest, mapping: Mapping, operand: Operand): readonly number[] {
  const words = (loops: ReturnType<typeof loopsOf>): number => wordsOf(boxOf(operand, extentsOf(nest, loops)));
  const shares = [words(loopsOf(mapping))];
  for (let level = 1; level < mapping.length; level++) {
    const inner = loopsOf(mapping.slice(level));
    const united = words([...(mapping[level - 1]?.spatial ?? []), ...inner]);
    shares.push(Math.floor(((shares[level - 1] ?? 0) * words(inner)) / united));
  }
  return shares;
}

function transfersOf(own: Service, to: number, output: boolean, fetched: number | null): Transfers {
  const bySize = new Map([...own.bySize].toSorted(([a], [b]) => a - b));
  const reductions = output ? [...bySize].reduce((sum, [size, words]) => sum + (size - 1) * words, 0) : 0;
  if (!output || fetched === null) return { to, words: own.accesses, bySize, reductions };
  // The sum goes both ways, but for what arrives first.
  const scale = own.accesses === 0 ? 0 : (2 * own.accesses - fetched) / own.accesses;
  return {
    to,
    words: 2 * own.accesses - fetched,
    bySize: new Map([...bySize].map(([size, words]) => [size, words * scale])),
    reductions,
  };
}
