import * as fc from 'fast-check';
import process from 'node:process';
import { expect, it } from 'vitest';
import { programs } from '../syntax/programs.js';
import { cases } from '../support/tier.js';
import { corpus, type Source } from './corpus.js';
import { answerTo, complaintsAbout, secondsOf, type Answer } from './examine.js';
import { mutate, mutations } from './mutations.js';

/** The longest that a source of this size may take. */
const limit_s = 1;

const bases: fc.Arbitrary<Source> = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom(...corpus) },
  { weight: 1, arbitrary: programs.map((text) => ({ path: 'main.accel', text })) },
);

it('the corpus is every source of the repository', () => {
  expect(corpus.length).toBeGreaterThan(370);
});

it('any source, changed anyhow, is answered soon, within itself, once, and formatted to the same', async () => {
  let slowest = { seconds: 0, text: '' };
  await fc.assert(
    fc.asyncProperty(bases, fc.array(mutations, { minLength: 1, maxLength: 4 }), async ({ path, text }, changes) => {
      const source = { path, text: changes.reduce(mutate, text) };
      let answer: Answer | undefined;
      const seconds = await secondsOf(async () => (answer = await answerTo(source)), limit_s);
      if (seconds > slowest.seconds) slowest = { seconds, text: source.text };
      expect(answer && (await complaintsAbout(source, answer)), source.text).toEqual([]);
      expect(seconds, source.text).toBeLessThan(limit_s);
    }),
    { numRuns: cases(1000) },
  );
  process.stdout.write(`slowest: ${slowest.seconds.toFixed(2)} s, ${slowest.text.length} characters\n`);
});
