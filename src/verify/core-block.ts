import { noCounts, type Counters, type MatrixCoreParameters } from '../blocks/hardware.js';
import type { BuiltFile } from '../hardware/index.js';
import { compile, type Module, type Simulator } from '../rtl/index.js';
import { checkJob, type JobResult } from './core-check.js';
import type { Draft } from './core-draft.js';
import { jobOf } from './core-draft-job.js';
import { drawJob } from './core-draw.js';
import type { CoreJob } from './core-job.js';
import { resetCore } from './core-run.js';
import { minimise } from './minimise.js';
import { random } from './random.js';
import type { Difference } from './report.js';
import { waveformOf } from './target-result.js';
import type { Target } from './targets.js';
import type { Sampler } from './trace.js';

/** A core on the built-in simulator while it is verified; jobs run one after another without a reset between them. */
export interface CoreBench {
  readonly module: Module;
  readonly parameters: MatrixCoreParameters;
  readonly simulator: Simulator;
  readonly recorder: Sampler | null;
}

/** A core that has been switched on, with registers that `seed` draws. */
export function coreBench(
  module: Module,
  parameters: MatrixCoreParameters,
  recorder: Sampler | null,
  seed: number,
): CoreBench {
  const simulator = compile(module);
  resetCore(simulator, recorder, seed);
  return { module, parameters, simulator, recorder };
}

/** Sums of what jobs showed. */
export interface CoreTotals {
  readonly cases: number;
  readonly commands: number;
  readonly values: number;
  readonly cycles: number;
  readonly differences: readonly Difference[];
  /** The case that failed first, made small, with the seed that it was drawn with, and its waveform. */
  readonly smallest: { readonly job: CoreJob; readonly seed: number | null; readonly waveform: BuiltFile } | null;
}

export const noTotals: CoreTotals = { cases: 0, commands: 0, values: 0, cycles: 0, differences: [], smallest: null };

export function addTotals(totals: CoreTotals, result: JobResult): CoreTotals {
  return {
    ...totals,
    cases: totals.cases + 1,
    commands: totals.commands + result.commands,
    values: totals.values + result.comparedValues,
    cycles: totals.cycles + result.comparedCycles,
    differences: [...totals.differences, ...result.differences],
  };
}

/** Seed of the case of a number in a run of a seed. */
export function caseSeed(seed: number, index: number): number {
  return (Math.imul(seed, 0x9e3779b1) + index) >>> 0;
}

/** Runs one job on the bench, which has counted so much since its reset; `seed` draws the stalls. */
export function runJob(bench: CoreBench, job: CoreJob, seed: number, counters: Counters = noCounts): JobResult {
  return checkJob(bench.simulator, bench.parameters, job, random(seed), bench.recorder, counters);
}

/** So many jobs follow one another without a reset. */
const jobsBetweenResets = 4;

/** Runs random jobs; ends with the first that differs, and makes it small. */
export async function runRandom(
  bench: CoreBench,
  cases: number,
  seed: number,
  target: Target,
  step: (done: number) => Promise<boolean>,
  began: (title: string) => void,
): Promise<CoreTotals> {
  let [totals, counters] = [noTotals, noCounts];
  for (let index = 0; index < cases; index++) {
    if (!(await step(index))) return totals;
    const draft = drawJob(bench.parameters, random(caseSeed(seed, index)));
    const job = jobOf(bench.parameters, draft);
    if (index % jobsBetweenResets === jobsBetweenResets - 1) {
      resetCore(bench.simulator, bench.recorder, draft.seed);
      counters = noCounts;
    }
    began(job.title);
    const result = runJob(bench, job, draft.seed, counters);
    counters = result.counters;
    totals = addTotals(totals, result);
    if (result.differences.length > 0) return { ...totals, smallest: smallestOf(bench, draft, target) };
  }
  return totals;
}

/** Makes a failing case small, each attempt after a reset; one that only fails after others stays as it is. */
function smallestOf(bench: CoreBench, draft: Draft, target: Target): CoreTotals['smallest'] {
  const { module, parameters } = bench;
  const fails = (candidate: Draft): boolean => {
    const fresh = coreBench(module, parameters, null, candidate.seed);
    return runJob(fresh, jobOf(parameters, candidate), candidate.seed).differences.length > 0;
  };
  const small = fails(draft) ? minimise(draft, fails) : draft;
  const job = jobOf(parameters, small);
  return { job, seed: small.seed, waveform: waveform(bench, job, small.seed, target) };
}

/** A value change dump of one job. */
export function waveform(
  bench: Pick<CoreBench, 'module' | 'parameters'>,
  job: CoreJob,
  seed: number,
  target: Target,
): BuiltFile {
  return waveformOf(target, bench.module, (simulator, sampler) => {
    resetCore(simulator, sampler, seed);
    checkJob(simulator, bench.parameters, job, random(seed), sampler);
  });
}
