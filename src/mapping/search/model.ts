import type { Hierarchy, Level, Nest } from '../nest/index.js';
import { mayLeave } from './remainders.js';
import type { SearchOptions } from './types.js';

/** An operand over the dimensions that are divided, numbered from 0. */
export interface ModelOperand {
  readonly name: string;
  readonly output: boolean;
  /** Bits of the dimensions that move it. */
  readonly mask: number;
  /** Whether a rank has several dimensions: its tiles may overlap. */
  readonly windowed: boolean;
  /** Rank that a dimension moves, -1 for none, and by how much a step of it does. */
  readonly rankOf: Int32Array;
  readonly coefficientOf: Int32Array;
  /** Dimensions of each rank. */
  readonly ranks: readonly (readonly number[])[];
  /** By level, and for the multipliers behind them: whether it is kept, and the next level above that keeps it. */
  readonly kept: readonly boolean[];
  readonly above: readonly number[];
  /** By level: words a cycle that one instance exchanges with what is inside it, each way. */
  readonly link: readonly number[];
  /** By level: whether one word that is handed out goes to all who want it. */
  readonly multicast: readonly boolean[];
}

/** A nest on a hierarchy as the search sees it: numbers for names, and no dimension of extent 1. */
export interface Model {
  readonly nest: Nest;
  readonly hierarchy: Hierarchy;
  readonly levels: readonly Level[];
  readonly names: readonly string[];
  readonly extents: Int32Array;
  readonly operands: readonly ModelOperand[];
  readonly output: number;
  /** Multiply-accumulates. */
  readonly macs: number;
  /** By level: how many of the instances, or multipliers, below belong to one of it, by axis. */
  readonly across: Int32Array;
  readonly down: Int32Array;
  /** Least extents by level and dimension, row by row: what is asked of a level holds for those above. */
  readonly least: Int32Array;
  /** Greatest extents, alike. */
  readonly most: Int32Array;
  /** Dimensions whose tiles may leave a remainder, as ones: all zero in class P. */
  readonly ragged: Uint8Array;
  readonly remainders: boolean;
  /** By level: dimensions whose loops in time stand outside of all others, in this order; empty: any order. */
  readonly fixed: readonly (readonly number[])[];
  readonly sums: SumOfTerms;
  /** Orders of loops, by level and bits of dimensions, once they are asked for. */
  readonly orders: (readonly Int32Array[])[][];
}

/** Counts of the values of sums, kept. */
export type SumOfTerms = (bounds: readonly number[], steps: readonly number[]) => number;

/**
 * @throws RangeError for what no nest of this project has: a coefficient below 1, a dimension in two ranks of an operand, or other than one output
 */
export function modelOf(
  nest: Nest,
  hierarchy: Hierarchy,
  leastTiles: readonly {
    readonly level: number;
    readonly dimension: string;
    readonly least: number;
  }[] = [],
  { tiles = [], orders = [], remainders = false }: Pick<SearchOptions, 'tiles' | 'orders' | 'remainders'> = {},
): Model {
  const divided = [...nest.dimensions].filter(([, extent]) => extent > 1);
  const names = divided.map(([name]) => name);
  const { levels, macs } = hierarchy;
  const operands = nest.operands.map((operand): ModelOperand => {
    const terms = operand.ranks.map((rank) => rank.filter(({ dimension }) => names.includes(dimension)));
    const ranks = terms.filter((rank) => rank.length > 0);
    const rankOf = new Int32Array(names.length).fill(-1);
    const coefficientOf = new Int32Array(names.length);
    ranks.forEach((rank, at) => {
      for (const { coefficient, dimension } of rank) {
        const index = names.indexOf(dimension);
        if (coefficient < 1 || rankOf[index] !== -1) throw new RangeError(`${operand.name}: ${dimension}`);
        rankOf[index] = at;
        coefficientOf[index] = coefficient;
      }
    });
    const kept = [...levels.map(({ keeps }) => keeps.has(operand.name)), true];
    return {
      name: operand.name,
      output: operand.output,
      mask: rankOf.reduce((mask, rank, index) => (rank === -1 ? mask : mask | (1 << index)), 0),
      windowed: ranks.some((rank) => rank.length > 1),
      rankOf,
      coefficientOf,
      ranks: ranks.map((rank) => rank.map(({ dimension }) => names.indexOf(dimension))),
      kept,
      link: levels.map(({ links }) => links?.get(operand.name) ?? Infinity),
      multicast: levels.map(({ multicasts }) => multicasts.has(operand.name)),
      above: kept.map((_, level) => kept.slice(0, level).lastIndexOf(true)),
    };
  });
  if (operands.filter(({ output }) => output).length !== 1) throw new RangeError('one output');
  const meshes = [...levels, macs].map(({ mesh }) => mesh);
  const room = (axis: 'x' | 'y', at: number): number => Math.min(...meshes.slice(at).map((mesh) => mesh[axis]));
  const belonging = (axis: 'x' | 'y'): Int32Array =>
    Int32Array.from(levels, (_, at) => Math.min(2 ** 30, Math.floor(room(axis, at + 1) / room(axis, at))));
  const least = new Int32Array((levels.length + 1) * names.length).fill(1);
  const most = new Int32Array((levels.length + 1) * names.length).fill(2 ** 31 - 1);
  for (const { level, dimension, size } of tiles)
    if (names.includes(dimension)) most[level * names.length + names.indexOf(dimension)] = size;
  const exact = tiles.map(({ level, dimension, size }) => ({ level, dimension, least: size }));
  for (const each of [...leastTiles, ...exact]) {
    const dimension = names.indexOf(each.dimension);
    if (dimension === -1) continue;
    for (let level = 0; level <= each.level; level++) {
      const at = level * names.length + dimension;
      least[at] = Math.max(least[at] ?? 1, each.least);
    }
  }
  const extents = Int32Array.from(divided, ([, extent]) => extent);
  return {
    nest,
    hierarchy,
    levels,
    names,
    extents,
    remainders,
    ragged: remainders ? mayLeave(operands, extents) : new Uint8Array(names.length),
    operands,
    output: operands.findIndex(({ output }) => output),
    macs: divided.reduce((product, [, extent]) => product * extent, 1),
    across: belonging('x'),
    down: belonging('y'),
    least,
    most,
    fixed: levels.map((_, level) =>
      orders
        .filter((each) => each.level === level)
        .flatMap(({ dimensions }) => dimensions.map((name) => names.indexOf(name)).filter((each) => each !== -1)),
    ),
    sums: sumsKept(),
    orders: [],
  };
}

/** How many different values a sum of `index x step` takes, indices from 0 below their bounds. */
function sumsKept(): SumOfTerms {
  const known = new Map<string, number>();
  return (bounds, steps) => {
    const key = `${bounds.join()}:${steps.join()}`;
    const found = known.get(key);
    if (found !== undefined) return found;
    let values = new Set([0]);
    bounds.forEach((bound, at) => {
      const more = new Set<number>();
      for (const value of values)
        for (let index = 0; index < bound; index++) more.add(value + index * (steps[at] ?? 0));
      values = more;
    });
    known.set(key, values.size);
    return values.size;
  };
}

/** The same of two terms, in closed form: pairs of indices give the same sum where they differ by the steps over their common divisor, crosswise. */
export function sumsOfTwo(boundA: number, stepA: number, boundB: number, stepB: number): number {
  if (boundA === 1 || boundB === 1) return boundA * boundB;
  let a = stepA;
  for (let b = stepB; b !== 0;) {
    const rest = a % b;
    a = b;
    b = rest;
  }
  return boundA * boundB - Math.max(0, boundA - stepB / a) * Math.max(0, boundB - stepA / a);
}
