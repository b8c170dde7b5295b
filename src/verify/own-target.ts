import type { Answer, OwnHardware } from '../blocks/hardware.js';
import type { Block } from '../ir/index.js';
import { compile, type Module, type Simulator } from '../rtl/index.js';
import { caseSeed } from './core-block.js';
import { drawCase, resetBench, runCase, type StreamBench } from './own-case.js';
import { random } from './random.js';
import type { BlockReport, Difference } from './report.js';
import { streamsOf } from './streams.js';
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
import { traceRecorder, traceSignals } from './trace.js';

/** Why a user's own block cannot be verified, as a part of a sentence; null where it can. */
export function unverifiable(block: Block, own: OwnHardware): string | null {
  if (own.golden === null) return 'its code has no golden model';
  const streams = streamsOf(block.ports);
  return typeof streams === 'string' ? streams : null;
}

/** The cover points of a block, where it has some. */
function coverPoints({ covered }: Simulator): Pick<BlockReport, 'cover_points'> {
  if (covered.size === 0) return {};
  const not_met = [...covered].filter(([, edges]) => edges === 0).map(([point]) => point);
  return { cover_points: { met: covered.size - not_met.length, not_met } };
}

/** Verifies a user's own block by random beats on its streams, each case after a reset; undefined where its code is at fault. */
export async function checkOwn(
  { block, path }: Target,
  own: OwnHardware,
  module: Module,
  request: VerifyRequest,
  context: VerifyContext,
): Promise<Answer<TargetResult>> {
  const start = performance.now();
  const streams = streamsOf(block.ports);
  if (typeof streams === 'string' || own.golden === null) throw new Error(`${path} cannot be verified`);
  const reset = module.ports.find((port) => port.role === 'reset')?.name ?? null;
  const recorder = asksOthers(request) ? traceRecorder(traceSignals(block.ports, null), reset) : null;
  const bench: StreamBench = { simulator: compile(module), streams, own, block, reset };
  const asked = randomCases(request) ?? { cases: 1, seed: 1 };
  const step = stepper(context, path, asked.cases);
  const starts: { cycle: number; title: string }[] = [];
  let [cases, beats, values, cycles] = [0, 0, 0, 0];
  let differences: readonly Difference[] = [];
  let smallest: TargetResult['smallest'] = null;
  for (let index = 0; index < asked.cases && differences.length === 0; index++) {
    if (!(await step(index))) break;
    const seed = caseSeed(asked.seed, index);
    const made = drawCase(streams, random(seed));
    const [expected, wrong] = own.golden(block, made.inputs);
    if (expected === undefined) return [undefined, wrong];
    starts.push({ cycle: bench.simulator.cycle, title: made.title });
    resetBench(bench, recorder);
    const [result, failed] = runCase(bench, made, expected, random(seed), recorder);
    if (result === undefined) return [undefined, failed];
    cases++;
    beats += made.beats * streams.inputs.length;
    values += result.values;
    cycles += result.timed ? 1 : 0;
    differences = result.differences;
    if (differences.length === 0) continue;
    const waveform = waveformOf({ block, path }, module, (simulator, sampler) => {
      resetBench({ ...bench, simulator }, sampler);
      runCase({ ...bench, simulator }, made, expected, random(seed), sampler);
    });
    smallest = { case: made.title, seed, waveform };
  }
  const result: TargetResult = {
    report: { cases, commands: beats, values, cycles, workload: null, ...coverPoints(bench.simulator), differences },
    simulatedCycles: bench.simulator.cycle,
    time_s: (performance.now() - start) / 1000,
    smallest,
    recording: recorder === null ? null : { module, trace: recorder.trace(), caseAt: caseIndex(starts) },
  };
  return [result, []];
}
