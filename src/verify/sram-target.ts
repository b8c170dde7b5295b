import { sramParameters } from '../blocks/hardware.js';
import { compile, type Module } from '../rtl/index.js';
import { caseSeed } from './core-block.js';
import { random } from './random.js';
import type { Difference } from './report.js';
import { resetSram, runTraffic } from './sram-block.js';
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

/** Cycles of one case of random traffic. */
const cyclesOfCase = 100;

/** Verifies a memory by random traffic on both of its sides. */
export async function checkSram(
  target: Target,
  module: Module,
  request: VerifyRequest,
  context: VerifyContext,
): Promise<TargetResult> {
  const start = performance.now();
  const parameters = sramParameters(target.block);
  const recorder = asksOthers(request) ? traceRecorder(traceSignals(target.block.ports, null), resetOf(module)) : null;
  const simulator = compile(module);
  resetSram(simulator, resetOf(module), recorder);
  const traffic = randomCases(request) ?? { cases: 1, seed: 1 };
  const step = stepper(context, target.path, traffic.cases);
  const starts: { cycle: number; title: string }[] = [];
  let [cases, requests, values, cycles] = [0, 0, 0, 0];
  let differences: readonly Difference[] = [];
  let smallest: TargetResult['smallest'] = null;
  for (let index = 0; index < traffic.cases && differences.length === 0; index++) {
    if (!(await step(index))) break;
    const seed = caseSeed(traffic.seed, index);
    const title = `traffic ${index}`;
    starts.push({ cycle: simulator.cycle, title });
    const result = runTraffic(simulator, parameters, title, cyclesOfCase, random(seed), recorder);
    cases++;
    requests += result.requests;
    values += result.values;
    cycles += result.cycles;
    differences = result.differences;
    if (differences.length > 0) {
      const waveform = waveformOf(target, module, (fresh, sampler) => {
        resetSram(fresh, resetOf(module), sampler);
        runTraffic(fresh, parameters, title, cyclesOfCase, random(seed), sampler);
      });
      smallest = { case: title, seed, waveform };
    }
  }
  return {
    report: { cases, commands: requests, values, cycles, workload: null, differences },
    simulatedCycles: simulator.cycle,
    time_s: (performance.now() - start) / 1000,
    smallest,
    recording: recorder === null ? null : { module, trace: recorder.trace(), caseAt: caseIndex(starts) },
  };
}

function resetOf(module: Module): string | null {
  return module.ports.find((port) => port.role === 'reset')?.name ?? null;
}
