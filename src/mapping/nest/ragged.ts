import { flowOf, type OperandFlow, type Service } from './count.js';
import { boxOf, extentsOf, loopsOf, wordsOf } from './tiles.js';
import type { Hierarchy, Loop, Mapping, Nest, Operand } from './types.js';

/** A loop where it stands: its level, whether in time, and by how much a step moves its dimension. */
interface Placed extends Loop {
  readonly level: number;
  readonly inTime: boolean;
  readonly distance: number;
}

/** The first index and the extent of an operand's tile along each rank. */
type Box = readonly { readonly from: number; readonly extent: number }[];

/** What an instance remembers: its last tile, and how that moved. */
interface Memory {
  box: Box | undefined;
  move: string | undefined;
  words: number;
  largest: number;
}

/**
 * Counts what moves of an operand where loops in time leave remainders: a loop with a remainder skips what is beyond the extent of its dimension. Every step is walked
 * by the rules of `docs/counting.md`, with tiles that are smaller at the edge; the move of a tile is that of its middle. Counts are means over the instances.
 */
export function walkOperand(nest: Nest, hierarchy: Hierarchy, mapping: Mapping, operand: Operand): OperandFlow {
  const { levels } = hierarchy;
  const loops = placed(mapping);
  const walks = levels.map((_, level) => walkBelow(nest, hierarchy, loops, operand, level));
  const tiles = levels.map((_, level) =>
    level === 0 ? wholeOf(nest, operand) : Math.floor(mean(walks[level - 1]?.largest ?? [])),
  );
  const services = walks.map(({ accesses, bySize, children }, level): Service => {
    const delivered = [...bySize].reduce((sum, [size, words]) => sum + size * words, 0);
    const groups = delivered === 0 ? children : (children * accesses) / delivered;
    return { tile: tiles[level] ?? 0, accesses, groups, bySize };
  });
  const deliveries = [0, ...walks.map(({ taken }) => taken)];
  return flowOf(hierarchy, operand, deliveries, services, operand.output ? sharesAmong(nest, mapping, operand) : []);
}

/** Steps in time that some multiplier works in. */
export function walkedSteps(nest: Nest, mapping: Mapping): number {
  const loops = placed(mapping);
  const outer = loops.filter(({ inTime }) => inTime);
  let steps = 0;
  for (const indices of turns(outer)) if (!beyond(nest, firsts(outer, indices))) steps++;
  return steps;
}

const mean = (values: readonly number[]): number =>
  values.length === 0 ? 0 : values.reduce((sum, each) => sum + each, 0) / values.length;

const wholeOf = (nest: Nest, operand: Operand): number => wordsOf(boxOf(operand, nest.dimensions));

/** Parts of the output that one instance of each level ever holds, of tiles that are not at the edge. */
function sharesAmong(nest: Nest, mapping: Mapping, operand: Operand): readonly number[] {
  const shares = [wholeOf(nest, operand)];
  for (let level = 1; level < mapping.length; level++) {
    const inner = loopsOf(mapping.slice(level));
    const words = (loops: readonly Loop[]): number => wordsOf(boxOf(operand, extentsOf(nest, loops)));
    const united = words([...(mapping[level - 1]?.spatial ?? []), ...inner]) / words(inner);
    shares.push(Math.floor((shares[level - 1] ?? 0) / united));
  }
  return shares;
}

function placed(mapping: Mapping): readonly Placed[] {
  const inner = new Map<string, number>();
  const all = mapping.flatMap(({ temporal, spatial }, level) => [
    ...temporal.map((loop) => ({ ...loop, level, inTime: true })),
    ...spatial.map((loop) => ({ ...loop, level, inTime: false })),
  ]);
  return all
    .toReversed()
    .map((loop): Placed => {
      const distance = inner.get(loop.dimension) ?? 1;
      inner.set(loop.dimension, distance * loop.bound);
      return { ...loop, distance };
    })
    .toReversed();
}

interface Walked {
  /** Words that one instance below takes, and one of the level hands out; by how many take them at once. */
  readonly taken: number;
  readonly accesses: number;
  readonly bySize: ReadonlyMap<number, number>;
  /** Instances below one of the level; the largest tile that each of all ever held. */
  readonly children: number;
  readonly largest: readonly number[];
}

/** Walks the steps that the instances below a level see. */
function walkBelow(
  nest: Nest,
  { levels }: Hierarchy,
  loops: readonly Placed[],
  operand: Operand,
  level: number,
): Walked {
  const outer = loops.filter((loop) => loop.level <= level);
  const inner = extentsOf(
    nest,
    loops.filter((loop) => loop.level > level),
  );
  const last = level + 1 === levels.length;
  const inTime = last ? loops.filter((loop) => loop.inTime) : outer.filter((loop) => loop.inTime);
  const together = levels[level]?.multicasts.has(operand.name) === true;
  const parents = [...turns(outer.filter((loop) => !loop.inTime && loop.level < level))];
  const below = [...turns(outer.filter((loop) => !loop.inTime && loop.level === level))];
  const above = outer.filter((loop) => !loop.inTime && loop.level < level);
  const own = outer.filter((loop) => !loop.inTime && loop.level === level);
  const memories = parents.map(() =>
    below.map((): Memory => ({ box: undefined, move: undefined, words: 0, largest: 0 })),
  );
  const totals = new Map<number, number>();
  for (const indices of turns(inTime))
    parents.forEach((parent, at) => {
      const groups = new Map<string, { size: number; words: number }>();
      below.forEach((child, index) => {
        const first = firsts([...inTime, ...above, ...own], [...indices, ...parent, ...child]);
        const memory = memories[at]?.[index];
        if (memory === undefined || beyond(nest, first)) return;
        const box = tileAt(nest, operand, first, inner);
        const words = last ? 1 : take(memory, box);
        memory.largest = Math.max(memory.largest, wordsOf(box.map(({ extent }) => extent)));
        if (last) memory.words++;
        const key = together ? JSON.stringify([box, words]) : String(index);
        const group = groups.get(key) ?? { size: 0, words };
        groups.set(key, { size: group.size + 1, words });
      });
      for (const { size, words } of groups.values()) if (words > 0) totals.set(size, (totals.get(size) ?? 0) + words);
    });
  const all = memories.flat();
  const bySize = new Map([...totals].map(([size, words]) => [size, words / parents.length]));
  return {
    taken: mean(all.map(({ words }) => words)),
    accesses: [...totals.values()].reduce((sum, words) => sum + words, 0) / parents.length,
    bySize,
    children: below.length,
    largest: all.flatMap(({ largest }) => (largest === 0 ? [] : [largest])),
  };
}

/** Every combination of the indices of loops, the last the fastest. */
function* turns(loops: readonly Loop[]): Generator<readonly number[]> {
  const indices = loops.map(() => 0);
  for (;;) {
    yield [...indices];
    let at = loops.length - 1;
    for (; at >= 0 && (indices[at] ?? 0) + 1 >= (loops[at]?.bound ?? 1); at--) indices[at] = 0;
    if (at < 0) return;
    indices[at] = (indices[at] ?? 0) + 1;
  }
}

function firsts(loops: readonly Placed[], indices: readonly number[]): ReadonlyMap<string, number> {
  const found = new Map<string, number>();
  loops.forEach(({ dimension, distance }, at) => {
    found.set(dimension, (found.get(dimension) ?? 0) + distance * (indices[at] ?? 0));
  });
  return found;
}

const beyond = ({ dimensions }: Nest, first: ReadonlyMap<string, number>): boolean =>
  [...first].some(([dimension, index]) => index >= (dimensions.get(dimension) ?? 1));

/** The box of a tile, cut off where a dimension ends. */
function tileAt(
  { dimensions }: Nest,
  { ranks }: Operand,
  first: ReadonlyMap<string, number>,
  inner: ReadonlyMap<string, number>,
): Box {
  return ranks.map((terms) => {
    let [from, extent] = [0, 1];
    for (const { coefficient, dimension } of terms) {
      const index = first.get(dimension) ?? 0;
      const size = Math.min(inner.get(dimension) ?? 1, (dimensions.get(dimension) ?? 1) - index);
      from += coefficient * index;
      extent += coefficient * (size - 1);
    }
    return { from, extent };
  });
}

/** The words that a memory takes for its next tile: none where its middle stays, what is new where it moves as it did before, else all. */
function take(memory: Memory, box: Box): number {
  const whole = wordsOf(box.map(({ extent }) => extent));
  const before = memory.box;
  memory.box = box;
  let words = whole;
  if (before !== undefined) {
    const moves = box.map(
      ({ from, extent }, rank) => 2 * from + extent - 2 * (before[rank]?.from ?? 0) - (before[rank]?.extent ?? 0),
    );
    if (moves.every((each) => each === 0)) return 0;
    const same = memory.move === undefined || memory.move === moves.join();
    memory.move = same ? moves.join() : undefined;
    if (same) words -= wordsOf(box.map((each, rank) => common(each, before[rank] ?? each)));
  }
  memory.words += words;
  return words;
}

function common(a: Box[number], b: Box[number]): number {
  return Math.max(0, Math.min(a.from + a.extent, b.from + b.extent) - Math.max(a.from, b.from));
}
