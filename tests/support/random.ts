import * as fc from 'fast-check';
import { afterEach } from 'vitest';
import { cases, count, seed, takeCount, tier } from './tier.js';

declare module 'vitest' {
  interface TaskMeta {
    /** Random cases that the test ran; absent where it has none. */
    cases?: number;
  }
}

/** What repeats a run with the same cases. */
const command = tier === 'quick' ? 'npm test' : `npm run test:${tier}`;

// Every property of a run has the seed of the run; the number of cases is the tier's, also where a property does not say it.
fc.configureGlobal({
  seed,
  numRuns: cases(100),
  // Where only the verdict counts, the smallest case that fails is not looked for.
  endOnFailure: process.env['ACCEL_END_ON_FAILURE'] === '1',
  reporter: (details) => {
    count(details.numRuns);
    if (!details.failed) return;
    const message = fc.defaultReportMessage(details) ?? 'a property failed';
    throw new Error(`${message}\n\nThe same cases again: ACCEL_SEED=${seed} ${command}`, {
      cause: details.errorInstance,
    });
  },
});

afterEach(({ task }) => {
  const ran = takeCount();
  if (ran > 0) task.meta.cases = ran;
});
