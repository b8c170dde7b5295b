/**
 * Changes hardware by one operator, constant, choice, reset or enable at a time, and counts how many of the changes `accel verify` notices: the values and
 * cycles of random cases against golden models and formulas. What it does not notice is proved the same where Yosys can, else listed.
 *
 * Run with `npm run mutate:rtl`. `--seed N` and `--mutants N` choose which of the mutants are tried; `--only TEXT` those of the designs with the text in
 * their name. Writes `docs/mutate-rtl.md`, unless `--only` is given, and exits 1 where fewer than 95 % of those not proved the same are noticed. What is not
 * noticed is told with the reason of its kind.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { parseArgs } from 'node:util';
import { root } from './bundles.js';
import { drawn } from './long/drawn.js';
import { attempt, type Outcome } from './rtl-mutation/attempt.js';
import { subjects } from './rtl-mutation/designs.js';
import { mutantsOf } from './rtl-mutation/mutants.js';
import { page } from './rtl-mutation/page.js';

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: '1' },
    mutants: { type: 'string', default: '500' },
    only: { type: 'string' },
  },
});
const [seed, count] = [Number(values.seed), Number(values.mutants)];
if (![seed, count].every(Number.isSafeInteger)) throw new Error('--seed and --mutants take integers');

const all = subjects()
  .filter(({ name }) => name.includes(values.only ?? ''))
  .flatMap((subject) => mutantsOf(subject.top).map((mutant) => ({ subject, mutant })));
const chosen = drawn(all, count, seed);
console.log(`${chosen.length} of ${all.length} mutants, seed ${seed}`);
const started = performance.now();
const outcomes: Outcome[] = [];
for (const { subject, mutant } of chosen) {
  const outcome = await attempt(subject, mutant, seed);
  outcomes.push(outcome);
  if (outcome.verdict !== 'noticed')
    console.log(`${outcomes.length}/${chosen.length} ${outcome.verdict}: ${subject.name}: ${mutant.what}`);
}
const told = (verdict: Outcome['verdict']): number => outcomes.filter((outcome) => outcome.verdict === verdict).length;
const open = outcomes.length - told('same') - told('settles');
const share = told('noticed') / open;
console.log(
  `${told('noticed')} of ${open} noticed, ${(100 * share).toFixed(1)} %; ${told('same')} proved the same, ${told('settles')} once settled; bar 95 %`,
);
if (share < 0.95) process.exitCode = 1;
if (values.only === undefined) {
  const time_s = (performance.now() - started) / 1000;
  const date = new Date().toISOString().slice(0, 10);
  writeFileSync(join(root, 'docs/mutate-rtl.md'), await page({ all: all.length, seed, outcomes, time_s, date }));
}
