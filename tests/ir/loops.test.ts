import fc from 'fast-check';
import { expect, it } from 'vitest';
import { joinsOfLoops } from '../../src/ir/loops.js';
import { mergeJoins, type Join } from '../../src/ir/merge.js';
import { cases } from '../support/tier.js';

const at = (start: number) => ({ start, step: 1, count: 1 });

/** The join of one turn: indices are affine in the turns. */
function turn(
  bases: readonly (readonly number[])[],
  steps: readonly (readonly (readonly number[])[])[],
  turns: readonly number[],
): Join {
  return bases.map((base, e) => ({
    instance: e === 0 ? 'a' : 'b',
    port: 'x',
    lane: [],
    at: base.map((start, d) => at(steps.reduce((sum, step, k) => sum + (turns[k] ?? 0) * (step[e]?.[d] ?? 0), start))),
  }));
}

const vector = fc.tuple(fc.integer({ min: -2, max: 3 }), fc.integer({ min: -2, max: 3 }));
const loop = fc.record({ count: fc.integer({ min: 1, max: 4 }), steps: fc.tuple(vector, vector) });

it('joins of loops fold to what their turns fold to', () => {
  fc.assert(
    fc.property(fc.array(loop, { minLength: 1, maxLength: 3 }), (loops) => {
      const bases = [
        [20, 30],
        [40, 50],
      ];
      const steps = loops.map((each) => each.steps);
      const turns = loops.reduce<readonly (readonly number[])[]>(
        (all, { count }) => all.flatMap((before) => Array.from({ length: count }, (_, k) => [...before, k])),
        [[]],
      );
      const singles = turns.map((each) => turn(bases, steps, each));
      const sinks = new Set(singles.map(([, to]) => JSON.stringify(to)));
      fc.pre(sinks.size === singles.length);
      const joins = joinsOfLoops(turn(bases, steps, []), loops, 1000);
      const folded = (all: readonly Join[]) => mergeJoins(all).map(({ join }) => join);
      expect(joins === undefined ? undefined : folded(joins)).toEqual(folded(singles));
    }),
    { numRuns: cases(300) },
  );
});

it('more joins than asked for are none', () => {
  const steps = [
    [0, 1],
    [1, 0],
  ];
  const across = [
    [1, 0],
    [0, 1],
  ];
  const loops = [
    { count: 8, steps: across },
    { count: 8, steps },
  ];
  const first = turn(
    [
      [0, 0],
      [0, 0],
    ],
    [],
    [],
  );
  expect(joinsOfLoops(first, loops, 8)?.length).toBe(8);
  expect(joinsOfLoops(first, loops, 7)).toBeUndefined();
});
