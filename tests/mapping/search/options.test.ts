import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { misfitsOf } from '../../../src/mapping/nest/index.js';
import { bestMapping, type Found, type SearchOptions } from '../../../src/mapping/search/index.js';
import { cases } from '../../support/tier.js';
import { enumerated } from './enumeration.js';
import { hierarchies, nests, objectives, product, spacious } from './problems.js';

const objective = { kind: 'energy-delay' } as const;
const free = (work: number): Found => {
  const { levels, macs } = spacious(3);
  const tight = levels.map((level, index) => ({ ...level, capacity: [null, 500, 20][index] ?? null }));
  const found = bestMapping(product(1, 96, 60, 48), { levels: tight, macs }, { objective, work });
  if (found.kind !== 'found') throw new Error(found.kind);
  return found;
};

test('what may pass a level by does so where that is better', () => {
  fc.assert(
    fc.property(nests, hierarchies, objectives, fc.constantFrom('A', 'B', 'C'), (nest, hierarchy, kind, operand) => {
      const options: SearchOptions = { objective: kind };
      const found = bestMapping(nest, hierarchy, { ...options, mayBypass: [{ level: 1, operand }] });
      const best = [true, false].map((keeps) => {
        const levels = hierarchy.levels.map((level, index) => {
          const kept = new Set([...level.keeps].filter((each) => each !== operand));
          if (keeps) kept.add(operand);
          return index === 1 ? { ...level, keeps: kept } : level;
        });
        return enumerated(nest, { ...hierarchy, levels }, options).best;
      });
      if (found.kind === 'found') expect(found.value).toBeCloseTo(Math.min(...best), 6);
      else expect(Math.min(...best)).toBe(Infinity);
    }),
    { numRuns: cases(3) },
  );
});

test('stopped by work, it gives the best so far, and no mapping is better than its bound', () => {
  const { value, certificate } = free(1e9);
  expect(certificate.status).toBe('optimal');
  for (const work of [1, 1500]) {
    const stopped = free(work);
    expect(stopped.certificate.status).toBe('stopped');
    expect(stopped.certificate.lowerBound).toBeLessThanOrEqual(value);
    expect(stopped.value).toBeGreaterThanOrEqual(value);
    expect(stopped.certificate.gap).toBeCloseTo(1 - stopped.certificate.lowerBound / stopped.value, 12);
  }
});

test('the same work gives the same answer', () => {
  expect(free(1500)).toEqual(free(1500));
  expect(free(1e9)).toEqual(free(1e9));
});

test('no more is pruned or scored than looked at', () => {
  const { enumerated: looked, pruned, evaluated } = free(1e9).certificate;
  expect(pruned + evaluated).toBeLessThanOrEqual(looked);
});

test('of the fastest mappings it finds the one with the least energy, from one that is known', () => {
  fc.assert(
    fc.property(nests, hierarchies, (nest, hierarchy) => {
      const fast = bestMapping(nest, hierarchy, { objective: { kind: 'latency' } });
      if (fast.kind !== 'found') return;
      const options: SearchOptions = { objective: { kind: 'energy', within: fast.value } };
      const found = bestMapping(nest, hierarchy, { ...options, start: fast.mapping });
      if (found.kind !== 'found') throw new Error(found.kind);
      expect(found.cost.cycles).toBe(fast.value);
      expect(found.value).toBeCloseTo(enumerated(nest, hierarchy, options).best, 6);
    }),
    { numRuns: cases(10) },
  );
});

test('where a mapping is known, it is the answer if none is better, and where one is to be beaten, there may be none', () => {
  fc.assert(
    fc.property(nests, hierarchies, objectives, (nest, hierarchy, kind) => {
      const best = bestMapping(nest, hierarchy, { objective: kind });
      if (best.kind !== 'found') return;
      const again = bestMapping(nest, hierarchy, { objective: kind, start: best.mapping, work: 1 });
      expect(again).toMatchObject({ kind: 'found', value: best.value });
      const none = bestMapping(nest, hierarchy, { objective: kind, below: best.value });
      expect(none).toMatchObject({ kind: 'stopped', lowerBound: best.value });
    }),
    { numRuns: cases(10) },
  );
});

test('mappings that are moved about first are ones that fit and are allowed, and none the search would not find', () => {
  const { levels, macs } = spacious(3);
  const wide = levels.map((level, index) => ({
    ...level,
    capacity: [null, 500, 20][index] ?? null,
    ...(index === 2 ? { mesh: { x: 4, y: 3 }, instances: 12 } : {}),
  }));
  const hierarchy = { levels: wide, macs: { ...macs, mesh: { x: 4, y: 3 }, instances: 12 } };
  const nest = product(1, 96, 60, 48);
  const spatial = [undefined, { x: ['n'], y: ['k'] }];
  const options: SearchOptions = { objective, spatial };
  const begun = bestMapping(nest, hierarchy, { ...options, tries: 2000, work: 2500 });
  const best = bestMapping(nest, hierarchy, options);
  if (begun.kind !== 'found' || best.kind !== 'found') throw new Error('nothing fits');
  expect(misfitsOf(nest, hierarchy, begun.mapping)).toEqual([]);
  for (const { dimension, axis } of begun.mapping.flatMap((loops) => loops.spatial))
    expect(dimension).toBe(axis === 'x' ? 'n' : 'k');
  expect(begun.value).toBeGreaterThanOrEqual(best.value);
  // With as little work the search alone has one that is far worse.
  const alone = bestMapping(nest, hierarchy, { ...options, work: 2500 });
  expect(begun.value).toBeLessThanOrEqual(alone.kind === 'found' ? alone.value : 0);
  expect(begun.value).toBeLessThanOrEqual(1.2 * best.value);
});

test('with tiles and orders that are given it finds the best of the mappings that have them', () => {
  const given = fc.record({
    level: fc.constantFrom(1, 1, 2),
    dimension: fc.constantFrom('m', 'n', 'k', 'p', 'c'),
    size: fc.constantFrom(1, 2, 3),
  });
  const named = fc.subarray(['k', 'm', 'n', 'p', 'c'], { minLength: 1, maxLength: 3 });
  fc.assert(
    fc.property(
      nests,
      hierarchies,
      objectives,
      fc.array(given, { maxLength: 2 }),
      named,
      fc.boolean(),
      (nest, hierarchy, kind, tiles, dimensions, begins) => {
        const inside = tiles.filter(
          ({ level, dimension }) => level < hierarchy.levels.length && nest.dimensions.has(dimension),
        );
        const once = inside.filter(
          (each, at) =>
            inside.findIndex((other) => other.level === each.level && other.dimension === each.dimension) === at,
        );
        const options: SearchOptions = {
          objective: kind,
          tiles: once,
          orders: [{ level: 0, dimensions }],
          ...(begins ? { tries: 30 } : {}),
        };
        const all = enumerated(nest, hierarchy, options);
        const found = bestMapping(nest, hierarchy, options);
        if (found.kind === 'found') expect(found.value).toBeCloseTo(all.best, 6);
        else expect(all.fitting).toBe(0);
      },
    ),
    { numRuns: cases(20) },
  );
});
