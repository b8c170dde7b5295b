import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { bestMapping, type SearchOptions } from '../../../src/mapping/search/index.js';
import { modelOf } from '../../../src/mapping/search/model.js';
import { spreadsOf, type Spread } from '../../../src/mapping/search/spatial.js';
import { still, tailsOf, type Measures, type Tails } from '../../../src/mapping/search/tails.js';
import { walkOf } from '../../../src/mapping/search/walk.js';
import { cases } from '../../support/tier.js';
import { deep, large, product, spacious } from './problems.js';

/** Numbers that have nothing to do with each other, so that a way is good in one thing and bad in another. */
const measures = (main: number, sets: number): Measures => ({
  main,
  ratioOf: (level, { name }, { parts }) =>
    (1 + ((3 * (parts[0] ?? 1) + 5 * level + (name.codePointAt(0) ?? 0)) % 7)) / 7,
  copiesOf: ({ parts }) => parts.at(-1) ?? 1,
  energiesOf: (index) => Array.from({ length: sets }, (_, set) => (7 * index + 5 * set) % 11),
});

/** Every way to spread at all levels from one on that divides the dimensions. */
function* together(extents: Int32Array, spreads: readonly (readonly Spread[])[]): Generator<readonly Spread[]> {
  const [ways, ...rest] = spreads;
  if (ways === undefined) yield [];
  for (const way of ways ?? [])
    for (const others of together(extents, rest)) {
      const all = [way, ...others];
      if (extents.every((extent, at) => extent % all.reduce((parts, each) => parts * each.parts[at]!, 1) === 0))
        yield all;
    }
}

test('of all ways to spread together there is one among those kept that is as good in everything', () => {
  fc.assert(
    fc.property(large, deep(3, 4), fc.nat(2), fc.constantFrom(0, 40, Infinity), (nest, hierarchy, main, most) => {
      const model = modelOf(nest, hierarchy);
      const spreads = model.levels.map((_, level) =>
        spreadsOf(model, level, undefined, (dimension, parts) => model.extents[dimension]! % parts === 0).slice(0, 12),
      );
      const sets = 2;
      const by = measures(main, sets);
      const tails = tailsOf(model, spreads, by, most);
      const operands = model.operands.length;
      const keeper = model.operands[model.output]!.above[model.levels.length]!;
      for (let row = 0; row < model.levels.length; row++)
        for (const ways of together(model.extents, spreads.slice(row))) {
          const times = (of: (spread: Spread, level: number) => number): number =>
            ways.reduce((all, spread, at) => all * of(spread, row + at), 1);
          const near = 1 + 1e-9;
          const asGood = (kept: Tails, way: number): boolean =>
            kept.instances[way]! * near >= times(({ x, y }) => x * y) &&
            kept.sharing[way]! * near >= times((spread, level) => (level < keeper ? by.copiesOf(spread) : 1)) &&
            model.operands.every((operand, at) => {
              const above = operand.above[model.levels.length]!;
              const ratio = times((spread, level) => (level < above ? 1 : by.ratioOf(level, operand, spread)));
              const copies = times((spread, level) =>
                level <= main && operand.kept[main + 1] === true ? still(operand, spread) : 1,
              );
              return (
                kept.ratios[way * operands + at]! <= ratio * near && kept.copies[way * operands + at]! <= copies * near
              );
            }) &&
            (main < row ||
              by
                .energiesOf(spreads[main]!.indexOf(ways[main - row]!))
                .every((energy, set) => kept.ofMain[way * sets + set]! <= energy));
          const kept = tails[row]!;
          expect([...kept.instances.keys()].some((way) => asGood(kept, way))).toBe(true);
        }
    }),
    { numRuns: cases(12) },
  );
});

test('sums that all stand side by side are never read, and are not bounded as if they were', () => {
  const { levels, macs } = spacious(2);
  const [outer, inner] = levels;
  const none = { read: 0, fill: 0, update: 0 };
  const wide = { x: 4, y: 1 };
  const hierarchy = {
    levels: [
      { ...outer!, energy_pj: none },
      { ...inner!, mesh: wide, instances: 4, energy_pj: { ...none, read: 1 } },
    ],
    macs: { ...macs, mesh: wide, instances: 4, energy_pj: 0 },
  };
  const nest = product(1, 1, 1, 4);
  const options: SearchOptions = { objective: { kind: 'energy' } };
  const found = bestMapping(nest, hierarchy, options);
  // The operands of four multiplications, and no sum.
  expect(found.kind === 'found' && found.value).toBe(2 * 4);
  const { floor, state } = walkOf(modelOf(nest, hierarchy), options);
  expect(floor(state, 0)).toBe(2 * 4);
});
