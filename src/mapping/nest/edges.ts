import { costWith, type NestCost } from './cost.js';
import { sharesOf, type OperandFlow } from './count.js';
import { measure, placed, type InSpace, type Measured, type PlacedNest, type PlacedOperand } from './cuts.js';
import type { Hierarchy, Mapping, Nest } from './types.js';

/**
 * The cost of a mapping whose tiles may leave remainders, in closed form, by the rule of edges of `docs/counting.md`: loops run by their bounds, a tile is fetched when they
 * say so, and what is beyond the extent of a dimension is neither fetched nor done. Of a dimension only the outermost loop may be not full: the bounds of the others
 * multiply to less than its extent. Where bounds multiply to the extents it is `costOf`. Counts are means over the instances that have work.
 */
export function edgeCostOf(nest: Nest, hierarchy: Hierarchy, mapping: Mapping): NestCost {
  const own = placed(nest, mapping);
  const levels = mapping.length;
  const instances = hierarchy.levels.map((_, level) => allOf(own, level, 0, 'each'));
  const steps = allOf(own, levels, Infinity, 'once');
  const flows = own.operands.map((operand) => {
    const windowed = operand.ranks.some(({ dimensions }) => dimensions.length > 1);
    const slid = operand.operand.output && windowed ? sharesOf(nest, mapping, operand.operand) : undefined;
    return flowOf(own, hierarchy, operand, instances, slid);
  });
  return costWith(nest, hierarchy, flows, steps, (level) => instances[level] ?? 1);
}

/** Tiles of all dimensions behind the loops of the levels above one, multiplied. */
function allOf(own: PlacedNest, below: number, place: number, inSpace: InSpace): number {
  let product = 1;
  for (let dimension = 0; dimension < own.extents.length; dimension++)
    product *= measure(own, dimension, below, place, () => inSpace).tiles;
  return product;
}

function flowOf(
  own: PlacedNest,
  { levels }: Hierarchy,
  operand: PlacedOperand,
  instances: readonly number[],
  slid: readonly number[] | undefined,
): OperandFlow {
  const { name, output } = operand.operand;
  const keepers = levels.flatMap(({ keeps }, level) => (keeps.has(name) ? [level] : []));
  const shares = output ? levels.map((_, level) => slid?.[level] ?? shareOf(own, operand, level, instances)) : [];
  const moved = levels.map((_, from) => {
    if (!keepers.includes(from)) return undefined;
    const to = keepers.find((level) => level > from) ?? levels.length;
    const together = (level: number): boolean => level >= from && levels[level]?.multicasts.has(name) === true;
    const taken = wordsInto(own, operand, to, each);
    const inSpace = spaceSteps(own, operand, together);
    return { to, taken, accesses: wordsInto(own, operand, to, inSpace) };
  });
  return {
    operand: operand.operand,
    levels: levels.map((_, level) => {
      const here = moved[level];
      if (here === undefined) return undefined;
      const count = instances[level] ?? 1;
      const tile = wordsHeld(own, operand, level);
      const taken = (moved.find((other) => other?.to === level)?.taken ?? 0) / count;
      const reads = here.accesses / count;
      if (!output) return { tile, reads, fills: taken, updates: 0, reductions: 0 };
      const share = shares[level] ?? 0;
      const again = reads - share;
      const fills = level === keepers[0] ? 0 : taken - share;
      return { tile, reads: again, fills, updates: reads, reductions: again };
    }),
    transfers: levels.map(({ reducesInPlace }, level) => {
      const here = moved[level];
      if (here === undefined) return undefined;
      const count = instances[level] ?? 1;
      const [accesses, taken] = [here.accesses / count, here.taken / count];
      const words = output && !reducesInPlace ? 2 * accesses - (shares[level] ?? 0) : accesses;
      // How many take a word at once is known on the mean.
      const bySize = new Map(accesses === 0 ? [] : [[taken / accesses, words]]);
      return { to: here.to, words, bySize, reductions: output ? taken - accesses : 0 };
    }),
  };
}

/** Words of the tile that a level holds. */
function wordsHeld({ held }: PlacedNest, { ranks }: PlacedOperand, level: number): number {
  let words = 1;
  for (const { dimensions, coefficients } of ranks) {
    const extents = dimensions.map((dimension) => held[level]?.[dimension] ?? 1);
    words *= spanOf(coefficients, extents);
  }
  return words;
}

/** Extent of a rank whose dimensions have these extents. */
function spanOf(coefficients: readonly number[], held: readonly number[]): number {
  let extent = 1;
  for (let at = 0; at < coefficients.length; at++) extent += (coefficients[at] ?? 0) * ((held[at] ?? 1) - 1);
  return extent;
}

/** The part of an output without windows that an instance ever holds: the whole of it, for each that holds the same, shared by all. */
function shareOf(own: PlacedNest, operand: PlacedOperand, level: number, instances: readonly number[]): number {
  let words = wordsHeld(own, operand, 0);
  for (let dimension = 0; dimension < own.extents.length; dimension++)
    if (operand.rankOf[dimension] === -1) words *= measure(own, dimension, level, 0, each).tiles;
  return words / (instances[level] ?? 1);
}

const each = (): InSpace => 'each';

/** Steps in space that are handed words of their own, by dimension, where instances below some levels take a word together. */
function spaceSteps(
  own: PlacedNest,
  { ranks, rankOf, coefficientOf }: PlacedOperand,
  together: (level: number) => boolean,
): (level: number, dimension: number) => InSpace {
  return (level, dimension) => {
    if (!together(level)) return 'each';
    const rank = ranks[rankOf[dimension] ?? -1];
    if (rank === undefined) return 'once';
    if (rank.dimensions.length < 2) return 'each';
    const beside = rank.dimensions.flatMap((other) => {
      const loop = own.loops[other]?.find((found) => found.level === level && !found.inTime);
      return loop === undefined ? [] : [{ ...loop, coefficient: coefficientOf[other] ?? 0 }];
    });
    if (beside.length < 2) return 'each';
    // Counted with one of the dimensions that share a rank: as many as begin at different places.
    if (cutOff(own, rank.dimensions) !== dimension) return 'once';
    return (first) => distinct(beside.map((loop) => (loop.dimension === dimension ? { ...loop, bound: first } : loop)));
  };
}

/** Of the dimensions of a rank one that leaves a remainder, or the first. */
function cutOff({ extents, loops }: PlacedNest, rank: readonly number[]): number | undefined {
  const cut = rank.find((dimension) => (extents[dimension] ?? 1) % (loops[dimension]?.[0]?.distance ?? 1) !== 0);
  return cut ?? rank[0];
}

/** How many values a sum of indices takes. */
function distinct(
  terms: readonly { readonly coefficient: number; readonly bound: number; readonly distance: number }[],
): number {
  let values = new Set([0]);
  for (const { coefficient, bound, distance } of terms) {
    const more = new Set<number>();
    for (const value of values)
      for (let index = 0; index < bound; index++) more.add(value + index * coefficient * distance);
    values = more;
  }
  return values.size;
}

/**
 * Words of an operand that all instances of a level take together, or the multipliers behind all of them: `deliveriesOf`, with what each step of a loop fetches cut off
 * where dimensions end.
 *
 * @param inSpace steps in space that count, by level and dimension
 */
function wordsInto(
  own: PlacedNest,
  operand: PlacedOperand,
  below: number,
  inSpace: (level: number, dimension: number) => InSpace,
): number {
  const known = new Map<number, Measured>();
  /** Tiles of a dimension over all steps of the loops in time that stand outside of a place. */
  const tilesOf = (dimension: number, place: number): Measured => {
    let outside = 0;
    for (const loop of own.loops[dimension] ?? []) if (loop.inTime && loop.place < place) outside++;
    const key = dimension * 64 + outside;
    const found = known.get(key) ?? measure(own, dimension, below, place, (level) => inSpace(level, dimension));
    known.set(key, found);
    return found;
  };
  // Multipliers remember nothing.
  if (below === own.held.length - 1) {
    let all = 1;
    for (let dimension = 0; dimension < own.extents.length; dimension++) all *= tilesOf(dimension, Infinity).tiles;
    return all;
  }
  return fetched(own, operand, below, tilesOf);
}

function fetched(
  own: PlacedNest,
  { ranks, rankOf, coefficientOf }: PlacedOperand,
  below: number,
  tilesOf: (dimension: number, place: number) => Measured,
): number {
  const rewound = ranks.map(() => 0);
  let [first, firstMove] = [-1, 0];
  /** Words that the steps of a loop fetch, all or of a rank that slides what is new; without a loop the very first tiles. */
  const words = (dimension: number, place: number, goesOn: boolean): number => {
    const measured = (name: number): Measured => {
      const outside = tilesOf(name, place);
      if (name !== dimension) return outside;
      const all = tilesOf(name, place + 1);
      return { tiles: all.tiles - outside.tiles, extents: all.extents - outside.extents };
    };
    let product = 1;
    for (let name = 0; name < own.extents.length; name++) if (rankOf[name] === -1) product *= measured(name).tiles;
    for (const [rank, { dimensions, coefficients }] of ranks.entries()) {
      const along = dimensions.map(measured);
      if (!goesOn || rank !== first) {
        product *= alongRank(along, coefficients, 0);
        continue;
      }
      const held = dimensions.map((name) => own.held[below]?.[name] ?? 1);
      const cut = dimensions.findIndex((_, at) => leaves(along[at], held[at]));
      const name = dimensions[cut];
      product *=
        name === undefined
          ? alongRank(along, coefficients, Math.max(0, spanOf(coefficients, held) - firstMove))
          : freshAlong(along, coefficients, held, {
              at: cut,
              left: (own.extents[name] ?? 1) % (held[cut] ?? 1),
              stays: stays(own, name, dimension, place, below),
              move: firstMove,
            });
    }
    return product;
  };
  let total = words(-1, -1, false);
  for (const { dimension, level, bound, distance, place } of own.time) {
    if (level >= below) continue;
    const rank = rankOf[dimension] ?? -1;
    const step = rank === -1 ? 0 : distance * (coefficientOf[dimension] ?? 0);
    if (first === -1 && rank === -1) continue;
    if (first === -1) [first, firstMove] = [rank, step];
    // The move of the tile: a step of this loop, with all that the loops within have moved it taken back.
    let [still, goesOn] = [true, true];
    for (let at = 0; at < ranks.length; at++) {
      const move = (at === rank ? step : 0) - (rewound[at] ?? 0);
      if (move !== 0) still = false;
      if (move !== (at === first ? firstMove : 0)) goesOn = false;
    }
    if (rank !== -1) rewound[rank] = (rewound[rank] ?? 0) + (bound - 1) * step;
    if (still) continue;
    total += words(dimension, place, goesOn);
  }
  return total;
}

/** Whether a dimension stands where it was when a loop steps: it is another one's, and none of its own is within. */
const stays = ({ loops }: PlacedNest, dimension: number, moved: number, place: number, below: number): boolean =>
  dimension !== moved &&
  loops[dimension]?.some((loop) => loop.inTime && loop.place > place && loop.level < below) !== true;

/** Whether one of the tiles is cut off. */
const leaves = (measured: Measured | undefined, tile: number | undefined): boolean =>
  measured !== undefined && measured.extents !== measured.tiles * (tile ?? 1);

/** A rank that slides, of which the tiles of one dimension are cut off at its end. */
interface Slide {
  /** Which of the rank's dimensions. */
  readonly at: number;
  /** What is left of it for the last tile. */
  readonly left: number;
  /** Whether the tile before was at the same of its tiles; else that was full. */
  readonly stays: boolean;
  readonly move: number;
}

/** What is new along such a rank. */
function freshAlong(
  along: readonly Measured[],
  coefficients: readonly number[],
  held: readonly number[],
  { at: cut, left, stays: before, move }: Slide,
): number {
  const { tiles, extents } = along[cut] ?? { tiles: 0, extents: 0 };
  const tile = held[cut] ?? 1;
  // Those that are not full all have what is left of the dimension.
  const short = (tiles * tile - extents) / (tile - left);
  const span = spanOf(coefficients, held);
  const spanOfShort = span - (coefficients[cut] ?? 0) * (tile - left);
  const reached = Math.max(0, (before ? spanOfShort : span) - move);
  let words = (tiles - short) * Math.min(span, move) + short * Math.max(0, spanOfShort - reached);
  for (const [at, other] of along.entries()) if (at !== cut) words *= other.tiles;
  return words;
}

/** Extents of a rank over tiles of its dimensions, added up, less so much of each. */
function alongRank(measured: readonly Measured[], coefficients: readonly number[], kept: number): number {
  let tiles = 1;
  for (const own of measured) tiles *= own.tiles;
  let sum = (1 - kept) * tiles;
  for (const [at, { extents, tiles: count }] of measured.entries()) {
    let others = 1;
    for (const [index, other] of measured.entries()) if (index !== at) others *= other.tiles;
    sum += (coefficients[at] ?? 0) * (extents - count) * others;
  }
  return sum;
}
