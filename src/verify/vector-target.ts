import {
  executeVector,
  vectorReset,
  vectorSpans,
  vectorUnitParameters,
  vectorCommandBits,
  type VectorState,
  type VectorUnitParameters,
} from '../blocks/hardware.js';
import { compile, type Module, type Simulator } from '../rtl/index.js';
import { caseSeed } from './core-block.js';
import { random, type Random } from './random.js';
import type { Difference } from './report.js';
import {
  asksOthers,
  caseIndex,
  randomCases,
  stepper,
  waveformOf,
  type TargetResult,
  type VerifyContext,
  type VerifyRequest,
} from './target-result.js';
import type { Target } from './targets.js';
import { traceRecorder, traceSignals, type Sampler } from './trace.js';
import { drawVectorJob } from './vector-job.js';
import { resetVector, runVector, type VectorJob } from './vector-run.js';

const toldDifferences = 4;

/** Verifies a vector unit by random commands on random beats, each case after a reset. */
export async function checkVector(
  target: Target,
  module: Module,
  request: VerifyRequest,
  context: VerifyContext,
): Promise<TargetResult> {
  const start = performance.now();
  const parameters = vectorUnitParameters(target.block);
  const recorder = asksOthers(request)
    ? traceRecorder(traceSignals(target.block.ports, vectorCommandBits), 'rst')
    : null;
  const simulator = compile(module);
  const asked = randomCases(request) ?? { cases: 1, seed: 1 };
  const step = stepper(context, target.path, asked.cases);
  const starts: { cycle: number; title: string }[] = [];
  let [cases, commands, values, cycles] = [0, 0, 0, 0];
  let differences: readonly Difference[] = [];
  let smallest: TargetResult['smallest'] = null;
  for (let index = 0; index < asked.cases && differences.length === 0; index++) {
    if (!(await step(index))) break;
    const seed = caseSeed(asked.seed, index);
    const job = drawVectorJob(parameters, random(seed));
    starts.push({ cycle: simulator.cycle, title: job.title });
    const result = runJob(simulator, parameters, job, random(seed), recorder);
    cases++;
    commands += job.commands.length;
    values += result.values;
    cycles += result.cycles;
    differences = result.differences;
    if (differences.length === 0) continue;
    const waveform = waveformOf(target, module, (fresh, sampler) => {
      runJob(fresh, parameters, job, random(seed), sampler);
    });
    smallest = { case: job.title, seed, waveform };
  }
  return {
    report: { cases, commands, values, cycles, workload: null, differences },
    simulatedCycles: simulator.cycle,
    time_s: (performance.now() - start) / 1000,
    smallest,
    recording: recorder === null ? null : { module, trace: recorder.trace(), caseAt: caseIndex(starts) },
  };
}

interface JobResult {
  /** Elements and times compared. */
  readonly values: number;
  readonly cycles: number;
  readonly differences: readonly Difference[];
}

/** Resets the unit and runs a job: every result against the golden model, and, where no stream pauses, the times against the formula. */
function runJob(
  simulator: Simulator,
  parameters: VectorUnitParameters,
  job: VectorJob,
  draw: Random,
  sampler: Sampler | null,
): JobResult {
  resetVector(simulator, sampler, draw.below(2 ** 32));
  const { spans, results } = runVector(simulator, parameters, job, draw, sampler);
  const differences: Difference[] = [];
  const tell = (kind: Difference['kind'], what: string, found: unknown, wanted: unknown): void => {
    if (found === wanted || differences.length >= toldDifferences) return;
    const texts = { found: String(found), expected: String(wanted) };
    differences.push({ simulator: 'builtin', case: job.title, kind, what, ...texts });
  };
  tell('hang', 'commands that ended', spans.length, job.commands.length);
  const expected = goldenResults(parameters, job);
  tell('hang', 'beats of the results', results.length, expected.length);
  for (const [beat, wanted] of expected.entries())
    for (const [lane, value] of wanted.entries())
      tell('value', `beat ${beat}, lane ${lane} of the results`, results[beat]?.[lane], value);
  const timed = job.gapProbability === 0 && differences.length === 0;
  const formula = timed
    ? vectorSpans(
        parameters,
        job.commands.map(({ command }) => command),
      )
    : [];
  for (const [index, { taken, done }] of formula.entries()) {
    tell('cycles', `command ${index}, when it is taken`, spans[index]?.taken, taken);
    tell('cycles', `command ${index}, when it ends`, spans[index]?.done, done);
  }
  return { values: results.length * parameters.lanes, cycles: formula.length, differences };
}

function goldenResults(parameters: VectorUnitParameters, job: VectorJob): readonly (readonly number[])[] {
  let state: VectorState = vectorReset;
  return job.commands.flatMap(({ command, a, b }) => {
    const outcome = executeVector(parameters, state, command, a, b);
    state = outcome.state;
    return outcome.results;
  });
}
