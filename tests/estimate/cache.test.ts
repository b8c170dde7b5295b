import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cacheOf, namesOf } from '../../src/estimate/cache.js';
import { estimate, mappingCache } from '../../src/estimate/index.js';
import type { Design } from '../../src/ir/index.js';
import { parseWorkload } from '../../src/workload/index.js';
import { cases } from '../support/tier.js';
import { arrayDesign } from './array-designs.js';
import { chip, KiB, MiB } from './designs.js';

describe('a cache', () => {
  test('keeps the latest, those that were asked for among them', () => {
    const cache = cacheOf<number>(2);
    cache.keep('a', 1);
    cache.keep('b', 2);
    cache.known('a');
    cache.keep('c', 3);
    expect(['a', 'b', 'c'].map((key) => cache.known(key)?.value)).toEqual([1, undefined, 3]);
  });

  test('names equal contents alike, and different ones differently, sets and maps too', () => {
    const nameOf = namesOf(10);
    expect(nameOf({ a: new Set(['x']) })).toBe(nameOf({ a: new Set(['x']) }));
    const names = [new Set(['x']), new Set(['y']), new Map([['x', 1]]), new Map([['x', 2]]), null, Infinity];
    expect(new Set(names.map((each) => nameOf({ a: each }))).size).toBe(names.length);
  });
});

test('an estimate is the same with a cache that has seen other designs, and without', () => {
  const designs: readonly (() => Design)[] = [
    () => chip({ capacity: MiB }),
    () => chip({ capacity: 2 * MiB }),
    () => chip({ far: 'hbm3' }),
    () => chip({ rows: 4 }),
    () => chip({ activations: KiB / 2, weights: KiB / 2 }),
    () => arrayDesign({ rows: 2 }),
    () => arrayDesign({ rows: 4 }),
    () => arrayDesign({ rows: 2, lanes: 1 }),
  ];
  const made = designs.map((make) => make());
  const steps = fc.tuple(fc.nat(made.length - 1), fc.constantFrom('latency', 'energy', 'edp'), fc.constantFrom(12, 36));
  const shared = mappingCache();
  fc.assert(
    fc.property(fc.array(steps, { minLength: 3, maxLength: 5 }), (sweep) => {
      for (const [index, objective, m] of sweep) {
        const [graph] = parseWorkload(`gemm(${m},24,18)`);
        const run = (cache = mappingCache()): unknown =>
          estimate(made[index]!, graph!, { objective, work: 1000, cache })[0];
        expect(run(shared)).toEqual(run());
      }
    }),
    { numRuns: cases(6) },
  );
});
