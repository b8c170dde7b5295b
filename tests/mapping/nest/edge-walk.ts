import { boxOf, extentsOf, loopsOf, wordsOf } from '../../../src/mapping/nest/tiles.js';
import type { Loop, Mapping, Nest, Operand } from '../../../src/mapping/nest/index.js';

/** A loop with its level, and by how much a step moves its dimension. */
interface Placed extends Loop {
  readonly level: number;
  readonly inTime: boolean;
  readonly distance: number;
}

function placed(mapping: Mapping): readonly Placed[] {
  const inner = new Map<string, number>();
  return mapping
    .flatMap(({ temporal, spatial }, level) => [
      ...temporal.map((loop) => ({ ...loop, level, inTime: true })),
      ...spatial.map((loop) => ({ ...loop, level, inTime: false })),
    ])
    .toReversed()
    .map((loop) => {
      const distance = inner.get(loop.dimension) ?? 1;
      inner.set(loop.dimension, distance * loop.bound);
      return { ...loop, distance };
    })
    .toReversed();
}

function* turns(loops: readonly Loop[]): Generator<readonly number[]> {
  const [first, ...rest] = loops;
  if (first === undefined) yield [];
  else for (let index = 0; index < first.bound; index++) for (const inner of turns(rest)) yield [index, ...inner];
}

/** What is fetched of an operand, by the rule of edges, step by step. */
export interface Walked {
  /** Words that all instances of a level take together. */
  readonly taken: number;
  /** The same with what several below one instance of level `from` take at once counted once. */
  readonly accesses: number;
  /** Instances that ever have work, and steps in which one has. */
  readonly instances: number;
  readonly steps: number;
}

/**
 * Walks every step that a level sees, or the multipliers behind the last one. An odometer of loops in time says by its outermost digit that changes, those within going back to
 * zero, by how much a tile moves; it is fetched whole, or where it moves as by the innermost loop that moves it, but for what it has in common with the full tile before.
 */
export function walked(nest: Nest, mapping: Mapping, operand: Operand, from: number, below: number): Walked {
  const loops = placed(mapping).filter(({ level }) => level < below);
  const [time, space] = [loops.filter(({ inTime }) => inTime), loops.filter(({ inTime }) => !inTime)];
  const inner = extentsOf(nest, loopsOf(mapping.slice(below)));
  const tile = new Map([...nest.dimensions].map(([name, extent]) => [name, Math.min(extent, inner.get(name) ?? 1)]));
  const by = ({ dimension }: Loop, distance: number): readonly number[] =>
    operand.ranks.map((terms) =>
      terms.reduce((sum, term) => sum + (term.dimension === dimension ? term.coefficient * distance : 0), 0),
    );
  const moving = time.toReversed().find((loop) => loop.bound > 1 && by(loop, 1).some((each) => each !== 0));
  const first = moving === undefined ? undefined : by(moving, moving.distance);
  let [taken, accesses, steps] = [0, 0, 0];
  const busy = new Set<string>();
  let before: readonly number[] | undefined;
  for (const indices of turns(time)) {
    const move = moveOf(time, indices, before, by);
    const moved = new Set(time.filter((_, at) => indices[at] !== before?.[at]).map(({ dimension }) => dimension));
    before = indices;
    const groups = new Map<string, number>();
    for (const place of turns(space)) {
      const at = new Map<string, number>();
      [...time, ...space].forEach(({ dimension, distance }, index) =>
        at.set(dimension, (at.get(dimension) ?? 0) + distance * ([...indices, ...place][index] ?? 0)),
      );
      if ([...at].some(([dimension, index]) => index >= (nest.dimensions.get(dimension) ?? 1))) continue;
      busy.add(place.join());
      const words = below === mapping.length ? 1 : wordsAt(nest, operand, tile, at, moved, move, first);
      taken += words;
      const parent = space.flatMap(({ level }, index) => (level < from ? [place[index]] : []));
      const begins = operand.ranks.map((terms) =>
        terms.reduce((sum, term) => sum + term.coefficient * (at.get(term.dimension) ?? 0), 0),
      );
      const key = `${parent.join()};${begins.join()}`;
      groups.set(key, Math.max(words, groups.get(key) ?? 0));
    }
    if (groups.size > 0) steps++;
    accesses += [...groups.values()].reduce((sum, words) => sum + words, 0);
  }
  return { taken, accesses, instances: busy.size, steps };
}

/** By how much the loops in time moved the tile since the step before. */
function moveOf(
  time: readonly Placed[],
  indices: readonly number[],
  before: readonly number[] | undefined,
  by: (loop: Loop, distance: number) => readonly number[],
): readonly number[] | undefined {
  if (before === undefined) return undefined;
  return time
    .map((loop, at) => by(loop, loop.distance * ((indices[at] ?? 0) - (before[at] ?? 0))))
    .reduce<readonly number[]>((sum, each) => each.map((value, rank) => value + (sum[rank] ?? 0)), []);
}

function wordsAt(
  nest: Nest,
  operand: Operand,
  tile: ReadonlyMap<string, number>,
  at: ReadonlyMap<string, number>,
  moved: ReadonlySet<string>,
  move: readonly number[] | undefined,
  first: readonly number[] | undefined,
): number {
  const cut = new Map(
    [...tile].map(([name, extent]) => [name, Math.min(extent, (nest.dimensions.get(name) ?? 1) - (at.get(name) ?? 0))]),
  );
  const box = boxOf(operand, cut);
  const whole = wordsOf(box);
  if (move === undefined || first === undefined) return move === undefined ? whole : 0;
  if (move.every((each) => each === 0)) return 0;
  if (!move.every((each, rank) => each === first[rank])) return whole;
  // The tile before began `move` earlier, as long where a dimension stayed, else full.
  const earlier = boxOf(
    operand,
    new Map([...tile].map(([name, size]) => [name, moved.has(name) ? size : (cut.get(name) ?? 1)])),
  );
  const common = box.map((extent, rank) => Math.max(0, Math.min(extent, (earlier[rank] ?? 0) - (move[rank] ?? 0))));
  return whole - wordsOf(common);
}
