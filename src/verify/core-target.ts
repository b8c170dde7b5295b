import { commandBits, type MatrixCoreParameters } from '../blocks/hardware.js';
import { diagnostic, type Diagnostic } from '../diagnostics/index.js';
import { scheduleOperations } from '../estimate/index.js';
import type { Design } from '../ir/index.js';
import type { Module } from '../rtl/index.js';
import type { WorkloadGraph } from '../workload/index.js';
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
import type { WorkloadReport } from './report.js';
import {
  asksOthers,
  caseIndex,
  randomCases,
  stepper,
  type TargetAnswer,
  type VerifyContext,
  type VerifyRequest,
} from './target-result.js';
import type { Target } from './targets.js';
import { traceRecorder, traceSignals } from './trace.js';
import { productJob } from './workload-job.js';

/** Verifies a matrix core: the products of the workload by the estimate's command lists, and random commands. */
export async function checkCore(
  design: Design,
  target: Target,
  parameters: MatrixCoreParameters,
  module: Module,
  request: VerifyRequest,
  context: VerifyContext,
): Promise<TargetAnswer> {
  const start = performance.now();
  const recorder = asksOthers(request) ? traceRecorder(traceSignals(target.block.ports, commandBits), 'rst') : null;
  const bench = coreBench(module, parameters, recorder);
  const starts: { cycle: number; title: string }[] = [];
  const began = (title: string): void => void starts.push({ cycle: bench.simulator.cycle, title });
  let totals = noTotals;
  let workload: WorkloadReport | null = null;
  if (request.workload !== undefined) {
    const [ran, problems] = runWorkload(design, target, bench, request.workload, began);
    if (ran === null) return [null, problems];
    [totals, workload] = [ran.totals, ran.workload];
  }
  const random = randomCases(request);
  if (random !== null && totals.differences.length === 0) {
    const step = stepper(context, target.path, random.cases);
    const more = await runRandom(bench, random.cases, random.seed, target.path, step, began);
    totals = sum(totals, more);
  }
  const { cases, commands, values, cycles, differences, smallest } = totals;
  const result = {
    report: { cases, commands, values, cycles, workload, differences },
    simulatedCycles: bench.simulator.cycle,
    time_s: (performance.now() - start) / 1000,
    smallest: smallest === null ? null : { case: smallest.job.title, seed: smallest.seed, waveform: smallest.waveform },
    recording: recorder === null ? null : { module, trace: recorder.trace(), caseAt: caseIndex(starts) },
  };
  return [result, []];
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

/** Bytes behind `spill` up to which a product is simulated. */
const largestMemory = 2 ** 28;

/** Runs the products of a workload as the estimate schedules them, and holds the cycles of the whole against it. */
function runWorkload(
  design: Design,
  target: Target,
  bench: CoreBench,
  graph: WorkloadGraph,
  began: (title: string) => void,
): readonly [{ readonly totals: CoreTotals; readonly workload: WorkloadReport } | null, readonly Diagnostic[]] {
  const refuse = (why: string): readonly [null, readonly Diagnostic[]] => [
    null,
    [diagnostic('E671', undefined, { workload: graph.name, why })],
  ];
  const other = graph.operations.find((operation) => operation.kind !== 'gemm');
  if (other !== undefined) return refuse(`"${other.name}" is a ${other.kind}, and only gemm(M, K, N) is run`);
  const [schedules, problems] = scheduleOperations(design, graph);
  if (schedules === undefined) return [null, problems];
  let totals = noTotals;
  let report: WorkloadReport = { workload: graph.name, commands: 0, cycles: 0, estimated_cycles: 0 };
  for (const { core, parameters, schedule, latency, cycles: estimated } of schedules) {
    if (core.block.id !== target.block.id) return refuse(`it runs on ${core.path}, not on ${target.path}`);
    const bytes = (schedule.beats * parameters.spillBits) / 8;
    if (bytes > largestMemory)
      return refuse(`its operands and results take ${bytes} bytes, more than the ${largestMemory} that are simulated`);
    const product = productJob(parameters, schedule, latency, workloadSeed);
    began(product.job.title);
    const result = runJob(bench, product.job, workloadSeed);
    const wrong = product.wrongElements(result.memory);
    const cyclesDiffer = result.cycles !== estimated;
    const differences = [
      ...result.differences,
      ...wrong.slice(0, 4).map(({ row, column, found, expected }) => ({
        simulator: 'builtin' as const,
        case: product.job.title,
        kind: 'value' as const,
        what: `row ${row}, column ${column} of the product`,
        found: String(found),
        expected: String(expected),
      })),
      ...(cyclesDiffer
        ? [
            {
              simulator: 'builtin' as const,
              case: product.job.title,
              kind: 'cycles' as const,
              what: 'the command list',
              found: `${result.cycles} cycles`,
              expected: `${estimated} by the estimate`,
            },
          ]
        : []),
    ];
    totals = addTotals(totals, { ...result, differences });
    report = {
      ...report,
      commands: report.commands + result.commands,
      cycles: report.cycles + result.cycles,
      estimated_cycles: report.estimated_cycles + estimated,
    };
    if (differences.length > 0) {
      const smallest = {
        job: product.job,
        seed: null,
        waveform: waveform(bench.module, parameters, product.job, workloadSeed, target.path),
      };
      return [{ totals: { ...totals, smallest }, workload: report }, problems];
    }
  }
  return [{ totals, workload: report }, problems];
}

/** A workload's values are random, and the same each time. */
const workloadSeed = 1;
