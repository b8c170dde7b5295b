import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { costOf, type LevelLoops, type Mapping } from '../../../src/mapping/nest/index.js';
import { modelOf } from '../../../src/mapping/search/model.js';
import { walkOf } from '../../../src/mapping/search/walk.js';
import { cases } from '../../support/tier.js';
import { convolution, deep, large, spacious } from './problems.js';

/** A mapping of loops chosen by numbers, with the innermost loop of a level over a dimension of which the tile below may hold more. */
function drawn(
  [nest, hierarchy]: readonly [Parameters<typeof modelOf>[0], Parameters<typeof modelOf>[1]],
  numbers: readonly number[],
): readonly [Mapping, Mapping] | undefined {
  const model = modelOf(nest, hierarchy);
  const walk = walkOf(model, { objective: { kind: 'energy' } });
  let at = 0;
  const next = (count: number): number => (numbers[at++ % numbers.length] ?? 0) % count;
  const level = next(model.levels.length - 1);
  const left = [...model.extents];
  const loops = model.levels.map((_, each): LevelLoops => {
    const ways = walk.spreads[each]!.filter(({ parts }) =>
      left.every((extent, dimension) => extent % (parts[dimension] ?? 1) === 0),
    );
    const { parts, loops: spatial, alike } = ways[next(ways.length)]!;
    const bounds = left.map((extent, dimension) => {
      const sizes = walk.sizes(extent / parts[dimension]!);
      const bound = each + 1 === model.levels.length ? extent / parts[dimension]! : sizes[next(sizes.length)]!;
      const inner = extent / (parts[dimension] ?? 1) / bound;
      left.splice(dimension, 1, inner);
      return bound;
    });
    const order = model.names.map((__, dimension) => dimension).filter((dimension) => bounds[dimension]! > 1);
    const moved = order.filter((dimension) => (alike >> dimension) & 1);
    const last = each === level && moved.length > 0 ? moved[next(moved.length)]! : -1;
    const sorted = [...order.filter((dimension) => dimension !== last), ...(last === -1 ? [] : [last])];
    return {
      temporal: sorted.map((dimension) => ({ dimension: model.names[dimension]!, bound: bounds[dimension]! })),
      spatial,
    };
  });
  const innermost = loops[level]!.temporal.at(-1);
  const { alike } = walk.spreads[level]!.find((spread) => spread.loops === loops[level]!.spatial)!;
  if (innermost === undefined || ((alike >> model.names.indexOf(innermost.dimension)) & 1) === 0) return undefined;
  const factor = walk.sizes(innermost.bound)[1]!;
  const within = loops.map(({ temporal, spatial }, each): LevelLoops => {
    if (each === level)
      return { temporal: [...temporal.slice(0, -1), { ...innermost, bound: innermost.bound / factor }], spatial };
    return { temporal: each === level + 1 ? [{ ...innermost, bound: factor }, ...temporal] : temporal, spatial };
  });
  return [loops, within];
}

test('a loop that the level below has room for costs no more within, at any level', () => {
  fc.assert(
    fc.property(large, deep(2, 4), fc.array(fc.nat(), { minLength: 40, maxLength: 40 }), (nest, hierarchy, numbers) => {
      const [without, within] = (drawn([nest, hierarchy], numbers) ?? []).map((each) => costOf(nest, hierarchy, each));
      if (without === undefined || within === undefined) return;
      expect(within.cycles).toBeLessThanOrEqual(without.cycles);
      within.levels.forEach(({ energy_pj }, level) =>
        expect(energy_pj).toBeLessThanOrEqual(without.levels[level]?.energy_pj ?? NaN),
      );
    }),
    { numRuns: cases(200) },
  );
});

test('of a rank that is divided in space in two dimensions, the tile below may not hold more', () => {
  const shape = { n: 1, k: 1, c: 1, p: 4, q: 1, r: 4, s: 1, stride: 1, dilation: 1 };
  const { levels, macs } = spacious(2);
  const wide = levels.map((level, index) =>
    index === 1 ? { ...level, keeps: new Set(['B', 'C']), mesh: { x: 2, y: 2 }, instances: 4 } : level,
  );
  const mesh = { x: 2, y: 2 };
  const model = modelOf(convolution(shape), { levels: wide, macs: { ...macs, mesh } });
  const spreads = walkOf(model, { objective: { kind: 'energy' } }).spreads[0] ?? [];
  const alike = (p: number, r: number): boolean => {
    const spread = spreads.find(
      ({ parts }) => parts[model.names.indexOf('p')] === p && parts[model.names.indexOf('r')] === r,
    );
    return (((spread?.alike ?? 0) >> model.names.indexOf('p')) & 1) === 1;
  };
  expect([alike(1, 1), alike(1, 2), alike(2, 2)]).toEqual([true, true, false]);
});
