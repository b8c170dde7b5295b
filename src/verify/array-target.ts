import {
  groupsOf,
  peArrayCycles,
  peArrayCyclesUnder,
  peArrayParameters,
  peArraySums,
  type Group,
  type PEArrayParameters,
} from '../blocks/hardware.js';
import { dtypeNamed } from '../ir/index.js';
import { compile, signed, unsigned, type Module, type Simulator, type Type } from '../rtl/index.js';
import { caseSeed } from './core-block.js';
import { beatOf, groupDraw } from './groups.js';
import { random, type Random } from './random.js';
import type { Difference } from './report.js';
import { switchOn } from './reset.js';
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

const toldDifferences = 4;

/** Verifies an array of processing elements: random tiles streamed through it. */
export async function checkArray(
  target: Target,
  module: Module,
  request: VerifyRequest,
  context: VerifyContext,
): Promise<TargetResult> {
  const start = performance.now();
  const parameters = peArrayParameters(target.block);
  const recorder = asksOthers(request) ? traceRecorder(traceSignals(target.block.ports, null), 'rst') : null;
  const simulator = compile(module);
  const asked = randomCases(request) ?? { cases: 1, seed: 1 };
  const step = stepper(context, target.path, asked.cases);
  const starts: { cycle: number; title: string }[] = [];
  let [cases, tiles, values, cycles] = [0, 0, 0, 0];
  let differences: readonly Difference[] = [];
  let smallest: TargetResult['smallest'] = null;
  for (let index = 0; index < asked.cases && differences.length === 0; index++) {
    if (!(await step(index))) break;
    const seed = caseSeed(asked.seed, index);
    const made = drawCase(parameters, random(seed));
    // Some cases follow one another without a reset.
    if (index % 3 === 0) reset(simulator, recorder, seed);
    starts.push({ cycle: simulator.cycle, title: made.title });
    const result = runCase(simulator, parameters, made, random(seed), recorder);
    cases++;
    tiles += made.tiles;
    values += result.values;
    if (made.gapProbability === 0) cycles++;
    differences = result.differences;
    if (differences.length === 0) continue;
    const waveform = waveformOf(target, module, (fresh, sampler) => {
      reset(fresh, sampler, seed);
      runCase(fresh, parameters, made, random(seed), sampler);
    });
    smallest = { case: made.title, seed, waveform };
  }
  return {
    report: { cases, commands: tiles, values, cycles, workload: null, differences },
    simulatedCycles: simulator.cycle,
    time_s: (performance.now() - start) / 1000,
    smallest,
    recording: recorder === null ? null : { module, trace: recorder.trace(), caseAt: caseIndex(starts) },
  };
}

interface ArrayCase {
  readonly title: string;
  readonly tiles: number;
  readonly weights: readonly (readonly number[])[];
  readonly activations: readonly (readonly number[])[];
  readonly stallProbability: number;
  /** How often a stream offers nothing for a cycle. */
  readonly gapProbability: number;
}

function drawCase(parameters: PEArrayParameters, draw: Random): ArrayCase {
  const { rows, cols, steps, dataflow, activation, weight } = parameters;
  const tiles = draw.between(1, 3);
  const values = draw.pick(['random', 'random', 'sparse'] as const);
  const groups = groupsOf(parameters);
  const nextActivation = groupDraw(groups.activation, draw, values);
  // One draw of both, where they are of one type, gives both of one kind: numbers near one, or those where the format ends.
  const nextWeight = weight === activation ? nextActivation : groupDraw(groups.weight, draw, values);
  const vectors = (count: number, length: number, next: () => readonly number[]): readonly (readonly number[])[] =>
    Array.from({ length: count }, () => Array.from({ length }, next).flat());
  const stands = dataflow === 'input_stationary';
  const streaming = vectors(tiles * steps, rows, stands ? nextWeight : nextActivation);
  const other = vectors(
    tiles * (dataflow === 'output_stationary' ? steps : rows),
    cols,
    stands ? nextActivation : nextWeight,
  );
  const [weights, activations] = stands ? [streaming, other] : [other, streaming];
  const stallProbability = draw.pick([0, 0, 0.3, 0.8]);
  const gapProbability = draw.pick([0, 0, 0.2, 0.6]);
  const marks = `${stallProbability > 0 ? ', stalled' : ''}${gapProbability > 0 ? ', with gaps' : ''}`;
  return {
    title: `${tiles} tiles of ${steps} steps${marks}`,
    tiles,
    weights,
    activations,
    stallProbability,
    gapProbability,
  };
}

function reset(simulator: Simulator, sampler: Sampler | null, seed: number): void {
  switchOn(simulator, 'rst', ['weights_valid', 'activations_valid', 'sums_ready'], sampler, seed);
}

/**
 * Streams a case through the array: every sum against the golden model, and, where no stream pauses, the time from the first beat taken to the last sum
 * against the formula.
 */
function runCase(
  simulator: Simulator,
  parameters: PEArrayParameters,
  made: ArrayCase,
  draw: Random,
  sampler: Sampler | null,
): { readonly values: number; readonly differences: readonly Difference[] } {
  const { title, tiles, weights, activations, stallProbability, gapProbability } = made;
  const expected = peArraySums(parameters, weights, activations);
  const differences: Difference[] = [];
  const groups = groupsOf(parameters);
  const tell = (kind: Difference['kind'], what: string, found: unknown, wanted: unknown): void => {
    if (found === wanted || differences.length >= toldDifferences) return;
    differences.push({ simulator: 'builtin', case: title, kind, what, found: String(found), expected: String(wanted) });
  };
  const paces = (1 - stallProbability) * (1 - gapProbability) ** 2;
  const patience = Math.ceil((2 * peArrayCycles(parameters, tiles) + 100) / paces);
  let [weight, activation, beat, first, last, stalls] = [0, 0, 0, -1, -1, 0];
  const offers = { weight: false, activation: false };
  for (let cycle = 0; beat < expected.length && cycle <= patience; cycle++) {
    // What is offered stays until it is taken.
    offers.weight ||= weight < weights.length && !draw.chance(gapProbability);
    offers.activation ||= activation < activations.length && !draw.chance(gapProbability);
    offer(simulator, 'weights', groups.weight, offers.weight ? weights[weight] : undefined);
    offer(simulator, 'activations', groups.activation, offers.activation ? activations[activation] : undefined);
    const takes = !draw.chance(stallProbability);
    simulator.set('sums_ready', takes ? 1 : 0);
    const taken = {
      weight: offers.weight && simulator.get('weights_ready') === 1,
      activation: offers.activation && simulator.get('activations_ready') === 1,
    };
    if (first < 0 && (taken.weight || taken.activation)) first = cycle;
    if (simulator.get('sums_valid') === 1 && takes) {
      const found = simulator.getElements('sums_data', sumType(parameters));
      for (const [c, value] of (expected[beat] ?? []).entries())
        tell('value', `beat ${beat}, column ${c} of the sums`, found[c], value);
      beat++;
      last = cycle;
    } else if (simulator.get('sums_valid') === 1) stalls++;
    if (taken.weight) weight++;
    if (taken.activation) activation++;
    offers.weight &&= !taken.weight;
    offers.activation &&= !taken.activation;
    sampler?.sample(simulator, false);
    simulator.step();
  }
  if (beat < expected.length) tell('hang', 'beats of sums', beat, expected.length);
  else if (gapProbability === 0)
    tell('cycles', 'from the first beat to the last sum', last - first, peArrayCyclesUnder(parameters, tiles, stalls));
  return { values: beat * parameters.cols, differences };
}

/** Sums are numbers of an integer type, codes of a float. */
function sumType({ accumulator, accumulatorBits }: PEArrayParameters): Type {
  return dtypeNamed(accumulator).exponent_bits === 0 ? signed(accumulatorBits) : unsigned(accumulatorBits);
}

/** Offers a beat on an input stream; without one the stream is idle. */
function offer(simulator: Simulator, port: string, group: Group, beat: readonly number[] | undefined): void {
  simulator.set(`${port}_valid`, beat === undefined ? 0 : 1);
  if (beat === undefined) simulator.set(`${port}_data`, 0n);
  else if (group.entries === 1) simulator.setElements(`${port}_data`, group.numberBits, beat);
  else simulator.set(`${port}_data`, beatOf(group, beat));
}
