import { commandBits, type MatrixCoreParameters } from '../blocks/hardware.js';
import type { Module } from '../rtl/index.js';
import {
  addTotals,
  coreBench,
  noTotals,
  runJob,
  runRandom,
  waveform,
  type CoreBench,
  type CoreTotals,
} from './core-block.js';
import { resetCore } from './core-run.js';
import type { Difference, WorkloadReport } from './report.js';
import {
  asksOthers,
  caseIndex,
  randomCases,
  stepper,
  type TargetResult,
  type VerifyContext,
  type VerifyRequest,
} from './target-result.js';
import type { Target } from './targets.js';
import { traceRecorder, traceSignals } from './trace.js';
import type { WrongElement } from './operand-stores.js';
import { clearingJob, productJob } from './workload-job.js';
import type { ScheduledWorkload } from './workload.js';

/** Verifies a matrix core: the products of the workload by the estimate's command lists, and random commands. */
export async function checkCore(
  target: Target,
  parameters: MatrixCoreParameters,
  module: Module,
  workload: ScheduledWorkload | null,
  request: VerifyRequest,
  context: VerifyContext,
): Promise<TargetResult> {
  const start = performance.now();
  const recorder = asksOthers(request) ? traceRecorder(traceSignals(target.block.ports, commandBits), 'rst') : null;
  const bench = coreBench(module, parameters, recorder, request.random?.seed ?? workloadSeed);
  const starts: { cycle: number; title: string }[] = [];
  const began = (title: string): void => void starts.push({ cycle: bench.simulator.cycle, title });
  const ran = workload === null ? null : runWorkload(target, bench, workload, began);
  let totals = ran?.totals ?? noTotals;
  const random = randomCases(request);
  if (random !== null && totals.differences.length === 0) {
    const step = stepper(context, target.path, random.cases);
    // What the workload has counted is not told: random commands begin anew.
    if (ran !== null) resetCore(bench.simulator, recorder, random.seed);
    const more = await runRandom(bench, random.cases, random.seed, target, step, began);
    totals = sum(totals, more);
  }
  const { cases, commands, values, cycles, differences, smallest } = totals;
  return {
    report: { cases, commands, values, cycles, workload: ran?.workload ?? null, differences },
    simulatedCycles: bench.simulator.cycle,
    time_s: (performance.now() - start) / 1000,
    smallest: smallest === null ? null : { case: smallest.job.title, seed: smallest.seed, waveform: smallest.waveform },
    recording: recorder === null ? null : { module, trace: recorder.trace(), caseAt: caseIndex(starts) },
  };
}

function sum(a: CoreTotals, b: CoreTotals): CoreTotals {
  return {
    cases: a.cases + b.cases,
    commands: a.commands + b.commands,
    values: a.values + b.values,
    cycles: a.cycles + b.cycles,
    differences: [...a.differences, ...b.differences],
    smallest: a.smallest ?? b.smallest,
  };
}

/** Runs the products of a workload as the estimate schedules them, and holds the cycles of the whole against it. */
function runWorkload(
  target: Target,
  bench: CoreBench,
  { name, schedules }: ScheduledWorkload,
  began: (title: string) => void,
): { readonly totals: CoreTotals; readonly workload: WorkloadReport } {
  let totals = noTotals;
  let workload: WorkloadReport = { workload: name, commands: 0, cycles: 0, estimated_cycles: 0 };
  for (const { parameters, schedule, latency, cycles: estimated } of schedules) {
    const product = productJob(parameters, schedule, latency, workloadSeed);
    const { job } = product;
    began(`${job.title}, its accumulators cleared`);
    const cleared = runJob(bench, clearingJob(parameters, schedule), workloadSeed);
    began(job.title);
    const result = runJob(bench, job, workloadSeed);
    const differences = [
      ...cleared.differences,
      ...result.differences,
      ...productDifferences(job.title, product.wrongElements(result.memory)),
      ...estimateDifferences(job.title, result.cycles, estimated),
    ];
    totals = addTotals(totals, { ...result, differences });
    workload = {
      ...workload,
      commands: workload.commands + result.commands,
      cycles: workload.cycles + result.cycles,
      estimated_cycles: workload.estimated_cycles + estimated,
    };
    if (differences.length === 0) continue;
    const file = waveform(bench, job, workloadSeed, target);
    return { totals: { ...totals, smallest: { job, seed: null, waveform: file } }, workload };
  }
  return { totals, workload };
}

function productDifferences(title: string, wrong: readonly WrongElement[]): readonly Difference[] {
  return wrong.slice(0, 4).map(({ row, column, found, expected }) => ({
    simulator: 'builtin',
    case: title,
    kind: 'value',
    what: `row ${row}, column ${column} of the product`,
    found: String(found),
    expected: String(expected),
  }));
}

function estimateDifferences(title: string, found: number, estimated: number): readonly Difference[] {
  if (found === estimated) return [];
  const what = 'the command list';
  return [
    {
      simulator: 'builtin',
      case: title,
      kind: 'cycles',
      what,
      found: `${found} cycles`,
      expected: `${estimated} by the estimate`,
    },
  ];
}

/** A workload's values are random, and the same each time. */
const workloadSeed = 1;
