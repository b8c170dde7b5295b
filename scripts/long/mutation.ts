/** Runs mutants against the tests of their folder: what no test notices survives. */
import { spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { root } from '../bundles.js';
import { drawn } from './drawn.js';
import { equivalents } from './equivalents.js';
import { mutantsOf, type Mutant } from './mutants.js';

export interface MutationResult {
  /** Mutants that there are, without those known to do the same as the source. */
  readonly all: number;
  readonly equivalent: number;
  readonly tried: number;
  readonly killed: number;
  /** Of the killed: those whose tests did not end. */
  readonly timedOut: number;
  readonly survivors: readonly Mutant[];
  readonly time_s: number;
}

/** A mutant may loop for ever: it has this many times what the tests take without one. */
const patience = 10;

/** A folder of sources, which of its files are mutated, and the tests that should notice. */
interface Target {
  readonly files: readonly string[];
  readonly tests: readonly string[];
}

/** The formulas and golden models of every block that has tests of its own, and the costs by which the mapper decides. */
function targets(): readonly Target[] {
  const suites = readdirSync(join(root, 'tests/blocks')).filter((file) => file.endsWith('.test.ts'));
  const blocks = readdirSync(join(root, 'src/blocks'), { withFileTypes: true }).filter((entry) => entry.isDirectory());
  return [
    ...blocks.map(({ name }) => ({
      files: readdirSync(join(root, 'src/blocks', name))
        .filter((file) => file === 'timing.ts' || file.startsWith('golden'))
        .map((file) => `src/blocks/${name}/${file}`),
      tests: suites.filter((file) => file.startsWith(name)).map((file) => `tests/blocks/${file}`),
    })),
    { files: ['src/mapping/plan.ts', 'src/mapping/steps.ts'], tests: ['tests/mapping/'] },
  ].filter(({ files, tests }) => files.length > 0 && tests.length > 0);
}

interface Trial {
  readonly mutant: Mutant;
  readonly tests: readonly string[];
}

const isEquivalent = ({ file, before, after }: Mutant): boolean =>
  equivalents.some((each) => each.file === file && each.before === before && each.after === after);

/** All mutants of all targets. */
export function allTrials(): readonly Trial[] {
  return targets().flatMap(({ files, tests }) =>
    files
      .flatMap((file) => mutantsOf(file, readFileSync(join(root, file), 'utf8')))
      .map((mutant) => ({ mutant, tests })),
  );
}

type Verdict = 'killed' | 'timed out' | 'survived';

/** Runs the tests with a mutant; without one they must pass. */
function attempt(
  tests: readonly string[],
  mutant: Mutant | undefined,
  seed: number,
  limit_s: number,
): Promise<Verdict> {
  const vitest = join(root, 'node_modules/vitest/vitest.mjs');
  const args = [vitest, 'run', '--config', 'scripts/long/mutant-config.ts', '--bail', '1', '--reporter=dot', ...tests];
  const env = {
    ...process.env,
    CI: '1',
    ACCEL_SEED: String(seed),
    ...(mutant === undefined ? {} : { ACCEL_MUTANT: JSON.stringify(mutant) }),
  };
  return new Promise((resolve) => {
    const child = spawn(process.execPath, args, { cwd: root, env, stdio: 'ignore' });
    let late = false;
    const timer = setTimeout(() => {
      late = true;
      child.kill('SIGKILL');
    }, limit_s * 1000);
    child.on('exit', (code) => {
      clearTimeout(timer);
      resolve(late ? 'timed out' : code === 0 ? 'survived' : 'killed');
    });
  });
}

/** Tries `count` mutants, chosen by the seed, of the files with `inPath` in their path. */
export async function mutate(
  count: number,
  seed: number,
  say: (line: string) => void,
  inPath = '',
): Promise<MutationResult> {
  const started = performance.now();
  const found = allTrials().filter(({ mutant }) => mutant.file.includes(inPath));
  const all = found.filter(({ mutant }) => !isEquivalent(mutant));
  const chosen = drawn(all, count, seed);
  const limits = new Map<readonly string[], number>();
  for (const tests of new Set(chosen.map((trial) => trial.tests))) {
    const before = performance.now();
    const verdict = await attempt(tests, undefined, seed, 3600);
    if (verdict !== 'survived') throw new Error(`${tests.join(' ')} fail without a mutant`);
    limits.set(tests, (patience * (performance.now() - before)) / 1000);
    say(`${tests.join(' ')}: at most ${Math.round(limits.get(tests) ?? 0)} s`);
  }
  const verdicts = new Map<Trial, Verdict>();
  const waiting = [...chosen];
  const worker = async (): Promise<void> => {
    for (let trial = waiting.shift(); trial !== undefined; trial = waiting.shift()) {
      const { mutant, tests } = trial;
      const verdict = await attempt(tests, mutant, seed, limits.get(tests) ?? 3600);
      verdicts.set(trial, verdict);
      say(`${verdicts.size}/${chosen.length} ${verdict} ${mutant.file}:${mutant.line} ${mutant.after}`);
    }
  };
  await Promise.all(Array.from({ length: Math.max(1, availableParallelism()) }, worker));
  const those = (verdict: Verdict): readonly Trial[] => chosen.filter((trial) => verdicts.get(trial) === verdict);
  return {
    all: all.length,
    equivalent: found.length - all.length,
    tried: chosen.length,
    killed: chosen.length - those('survived').length,
    timedOut: those('timed out').length,
    survivors: those('survived').map(({ mutant }) => mutant),
    time_s: (performance.now() - started) / 1000,
  };
}
