import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { costOfChosen } from '../../../src/mapping/search/chosen.js';
import { chosenFloor, collect, rank, sizesOf } from '../../../src/mapping/search/collect.js';
import { valueOf } from '../../../src/mapping/search/floor.js';
import { modelOf } from '../../../src/mapping/search/model.js';
import { advance } from '../../../src/mapping/search/state.js';
import { wordsHeld } from '../../../src/mapping/search/tiles.js';
import type { Walk } from '../../../src/mapping/search/progress.js';
import { cyclesOf, walkOf } from '../../../src/mapping/search/walk.js';
import type { Objective } from '../../../src/mapping/search/index.js';
import { cases } from '../../support/tier.js';
import { enumerated } from './enumeration.js';
import { convolution, deep, kernel, large, objectives, size, spacious } from './problems.js';

/** A way through the space, by numbers that choose at each step. */
const choices = fc.array(fc.nat(), { minLength: 60, maxLength: 60 });

/** Goes down one way: what each bound on it says, by name, and the value at its end; undefined where a tile does not fit. */
function descent(walk: Walk, objective: Objective, next: (count: number) => number): [object, number] | undefined {
  const { model, state } = walk;
  const { levels, names } = model;
  const said: Record<string, number> = {};
  for (let level = 0; level < levels.length; level++) {
    const ways = rank(walk, level);
    const { ranked, values } = walk.collectors[level]!;
    const index = ranked[next(ways)] ?? 0;
    const spread = walk.spreads[level]![index]!;
    const row = (level + 1) * names.length;
    const tile = names.map((_, dimension) => {
      const above = state.tiles[row - names.length + dimension]!;
      const sizes = sizesOf(walk, level, dimension, Math.ceil(above / spread.parts[dimension]!));
      return level + 1 === levels.length ? 1 : sizes[next(sizes.length)]!;
    });
    state.tiles.set(tile, row);
    if (wordsHeld(model, level + 1, state.tiles, row) > (levels[level + 1]?.capacity ?? Infinity)) return undefined;
    said[`spread of level ${level}`] = values[index]!;
    if (level + 1 < levels.length) {
      const children = walk.children[level]!;
      children.count = 0;
      collect(walk, level, spread, index, children);
      const at = Array.from({ length: children.count }, (_, child) => child).find((child) =>
        tile.every((extent, dimension) => extent === children.tiles[child * names.length + dimension]),
      );
      if (at !== undefined) said[`cheap floor of level ${level}`] = children.floors[at]!;
      if (model.remainders) Object.assign(said, ofCell(walk, level, index, tile));
      state.tiles.set(tile, row);
      said[`floor of level ${level} before its order`] = chosenFloor(walk, level, spread);
    }
    const order = names.map((_, dimension) => dimension);
    for (let left = order.length - 1; left > 0; left--) {
      const other = next(left + 1);
      [order[left], order[other]] = [order[other]!, order[left]!];
    }
    advance(state, level, spread, Int32Array.from(order));
    said[`floor of level ${level}`] = walk.floor(state, level + 1);
  }
  said['counts of all levels'] = valueOf(objective, state.energy[levels.length] ?? 0, cyclesOf(state));
  const { energy_pj, cycles } = costOfChosen(model, state);
  return [said, valueOf(objective, energy_pj, cycles)];
}

/** What is said of the cell that a tile is of. */
function ofCell(walk: Walk, level: number, index: number, tile: readonly number[]): Record<string, number> {
  const { model, state } = walk;
  const [children, collector, spread] = [walk.children[level]!, walk.collectors[level]!, walk.spreads[level]![index]!];
  children.count = 0;
  walk.first = false;
  collector.mode = 'cells';
  collect(walk, level, spread, index, children);
  const row = (level + 1) * tile.length;
  const cells = Array.from({ length: children.count }, (_, cell) => cell).filter((cell) =>
    tile.every((size, dimension) => {
      const largest = children.tiles[cell * tile.length + dimension]!;
      return size === largest || (size < largest && 3 * size >= 2 * largest && model.ragged[dimension] === 1);
    }),
  );
  const floors = cells.map((cell) => {
    state.tiles.set(children.tiles.subarray(cell * tile.length, (cell + 1) * tile.length), row);
    const better = chosenFloor(walk, level, spread, true);
    // Its tiles are those of the cell, and this is one of them.
    collector.upper.set(state.tiles.subarray(row, row + tile.length));
    collector.mode = 'cell';
    const from = children.count;
    collect(walk, level, spread, index, children);
    const all = Array.from({ length: children.count - from }, (_, at) =>
      children.tiles.subarray((from + at) * tile.length, (from + at + 1) * tile.length).join(),
    );
    return all.includes(tile.join()) ? { cheap: children.floors[cell]!, better } : undefined;
  });
  walk.first = true;
  collector.mode = 'tiles';
  const own = floors.filter((each) => each !== undefined);
  expect(own).toHaveLength(1);
  return {
    [`cheap floor of the cell of level ${level}`]: own[0]!.cheap,
    [`floor of the cell of level ${level}`]: own[0]!.better,
  };
}

test('no bound is above the value of any mapping that it stands for', () => {
  fc.assert(
    fc.property(
      large,
      deep(2, 4, 6),
      objectives,
      choices,
      fc.boolean(),
      (nest, hierarchy, objective, numbers, remainders) => {
        const walk = walkOf(modelOf(nest, hierarchy, [], { remainders }), { objective, remainders });
        // Without the rule of dominance, of which bounds know nothing.
        walk.first = true;
        let at = 0;
        const found = descent(walk, objective, (count) => (numbers[at++ % numbers.length] ?? 0) % count);
        if (found === undefined) return;
        const [said, value] = found;
        expect(Object.entries(said).filter(([, floor]) => floor > value * (1 + 1e-9) + 1e-9)).toEqual([]);
      },
    ),
    { numRuns: cases(300) },
  );
});

test('of what slides, the floor of all mappings is no more than the best of them', () => {
  const window = fc.record({ k: kernel, p: size, r: fc.constantFrom(2, 3), stride: kernel, dilation: kernel });
  fc.assert(
    fc.property(window, fc.constantFrom(3, 4, 6), (shape, capacity) => {
      const nest = convolution({ n: 1, c: 1, q: 1, s: 1, ...shape });
      const { levels, macs } = spacious(3);
      const none = { read: 0, fill: 0, update: 0 };
      // Only what the innermost level takes of the inputs costs anything.
      const made = levels.map((level, index) =>
        index === 2
          ? { ...level, capacity, keeps: new Set(['A']), energy_pj: { ...none, fill: 1 } }
          : { ...level, energy_pj: none },
      );
      const hierarchy = { levels: made, macs: { ...macs, energy_pj: 0 } };
      const options = { objective: { kind: 'energy' } } as const;
      const walk = walkOf(modelOf(nest, hierarchy), options);
      walk.state.tiles.set(walk.model.extents, walk.model.names.length);
      advance(walk.state, 0, walk.alone, walk.anyOrder);
      const { best } = enumerated(nest, hierarchy, options);
      expect(walk.floor(walk.state, 1)).toBeLessThanOrEqual(best);
    }),
    { numRuns: cases(20) },
  );
});

test('where a step of the kernel lands on the pixels that are held, a cut row counts for more than its part', () => {
  // Columns 0 to 2 in tiles of two, with a kernel of two that skips one: at its second position it begins at column 2, which the last tile has.
  const nest = convolution({ n: 1, k: 1, c: 1, p: 1, q: 3, r: 1, s: 2, stride: 1, dilation: 2 });
  const hierarchy = spacious(2);
  const walk = walkOf(modelOf(nest, hierarchy, [], { remainders: true }), {
    objective: { kind: 'energy' },
    remainders: true,
  });
  const { model, state } = walk;
  const [q, s] = [model.names.indexOf('q'), model.names.indexOf('s')];
  state.tiles[model.names.length + q] = 2;
  state.tiles[model.names.length + s] = 1;
  advance(state, 0, walk.alone, Int32Array.of(q, s));
  state.tiles.fill(1, 2 * model.names.length);
  advance(state, 1, walk.alone, Int32Array.of(q, s));
  expect(state.energy[2]).toBeLessThanOrEqual(costOfChosen(model, state).energy_pj);
});
