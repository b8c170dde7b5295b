/**
 * Changes hardware by one operator, constant, choice, reset or enable at a time, and counts how many of the changes `accel verify` notices: the values and
 * cycles of random cases against golden models and formulas. What it does not notice is proved the same where Yosys can, else listed.
 *
 * Run with `npm run mutate:rtl`. `--seed N` and `--mutants N` choose which of the mutants are tried; `--only TEXT` those of the designs with the text in
 * their name. Writes `docs/mutate-rtl.md`, unless `--only` is given, and exits 1 where fewer than 95 % of those not proved the same are noticed. What is not
 * noticed is told with the reason of its kind. As many are tried at once as there are cores, each share in a process of its own (`--share I/N`).
 */
import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
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
    share: { type: 'string' },
  },
});
const [seed, count] = [Number(values.seed), Number(values.mutants)];
if (![seed, count].every(Number.isSafeInteger)) throw new Error('--seed and --mutants take integers');

const all = subjects()
  .filter(({ name }) => name.includes(values.only ?? ''))
  .flatMap((subject) => mutantsOf(subject.top).map((mutant) => ({ subject, mutant })));
const chosen = drawn(all, count, seed);
if (values.share === undefined) await whole();
else await share(values.share);

/** An outcome by the place of its mutant among the chosen ones. */
type Told = readonly [index: number, outcome: Outcome];

/** Tries every Nth mutant, and says each as a line of JSON. */
async function share(text: string): Promise<void> {
  const [first = 0, step = 1] = text.split('/').map(Number);
  for (const [index, { subject, mutant }] of chosen.entries()) {
    if (index % step !== first) continue;
    const told: Told = [index, await attempt(subject, mutant, seed)];
    process.stdout.write(`${JSON.stringify(told)}\n`);
  }
}

/** Runs the share of one process; `say` is given what it says as it comes. */
async function runShare(share: string, say: (told: Told) => void): Promise<void> {
  const given = process.argv.slice(2);
  const script = fileURLToPath(import.meta.url);
  const child = spawn(process.execPath, [...process.execArgv, script, ...given, '--share', share], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = new Promise<number | null>((resolve) => child.on('close', resolve));
  for await (const line of createInterface({ input: child.stdout })) say(JSON.parse(line) as Told);
  const status = await ended;
  if (status !== 0) throw new Error(`share ${share} ended with ${String(status)}`);
}

async function whole(): Promise<void> {
  console.log(`${chosen.length} of ${all.length} mutants, seed ${seed}`);
  const started = performance.now();
  const outcomes: Outcome[] = [];
  let done = 0;
  const say = ([index, outcome]: Told): void => {
    outcomes[index] = outcome;
    done++;
    if (outcome.verdict !== 'noticed')
      console.log(`${done}/${chosen.length} ${outcome.verdict}: ${outcome.subject}: ${outcome.what}`);
  };
  const processes = Math.max(1, availableParallelism());
  await Promise.all(Array.from({ length: processes }, (_, index) => runShare(`${index}/${processes}`, say)));
  const told = (verdict: Outcome['verdict']): number => outcomes.filter((each) => each.verdict === verdict).length;
  const open = outcomes.length - told('same') - told('settles');
  const noticed = told('noticed') / open;
  console.log(
    `${told('noticed')} of ${open} noticed, ${(100 * noticed).toFixed(1)} %; ${told('same')} proved the same, ${told('settles')} once settled; bar 95 %`,
  );
  if (noticed < 0.95) process.exitCode = 1;
  if (values.only !== undefined) return;
  const time_s = (performance.now() - started) / 1000;
  const date = new Date().toISOString().slice(0, 10);
  writeFileSync(join(root, 'docs/mutate-rtl.md'), await page({ all: all.length, seed, outcomes, time_s, date }));
}
