import type { VectorCommand } from '../../src/blocks/vector-unit/command.js';
import { encodeVectorCommand, streamsTaken } from '../../src/blocks/vector-unit/command.js';
import type { VectorUnitParameters } from '../../src/blocks/vector-unit/parameters.js';
import { dtypeNamed } from '../../src/ir/index.js';
import { signed, unsigned, type Simulator } from '../../src/rtl/index.js';

/** Parameters of a small unit; what a test does not give is that of two lanes of fp32. */
export function smallVectorUnit(given: Partial<VectorUnitParameters> = {}): VectorUnitParameters {
  const { operand = 'fp32', result = 'fp32' } = given;
  return {
    lanes: 2,
    overflow: 'infinity',
    functions: 'none',
    reductions: false,
    multiplier: 'booth',
    adder: 'sklansky',
    adderRegisters: 3,
    ...given,
    operand,
    operandBits: dtypeNamed(operand).width,
    result,
    resultBits: dtypeNamed(result).width,
  };
}

type Beats = readonly (readonly number[])[];

/** A command with the beats that its streams give. */
export interface VectorWork {
  readonly command: VectorCommand;
  readonly a: Beats;
  readonly b: Beats;
}

/** Whether something happens in a cycle. */
export type When = (cycle: number) => boolean;

export interface VectorFlow {
  /** A stream has a beat. */
  readonly a?: When;
  readonly b?: When;
  /** `results` is taken. */
  readonly results?: When;
}

export interface VectorRunResult {
  readonly results: Beats;
  /** Cycles of the edges that took the commands, and of those at which `done` was high. */
  readonly taken: readonly number[];
  readonly done: readonly number[];
  /** Cycles in which a beat of `results` waited. */
  readonly waited: readonly number[];
}

export function resetVectorUnit(sim: Simulator): void {
  for (const port of ['commands_valid', 'a_valid', 'b_valid', 'results_ready']) sim.set(port, 0);
  for (const port of ['commands_data', 'a_data', 'b_data']) sim.set(port, 0n);
  sim.set('rst', 1);
  sim.step();
  sim.set('rst', 0);
}

const always: When = () => true;

/** An input with beats that are offered one after another, each until it is taken. */
function stream(sim: Simulator, port: 'a' | 'b', bits: number, beats: Beats, when: When) {
  let [next, offered] = [0, false];
  return {
    /** Offers; tells whether a beat is taken at the next edge. */
    offer(cycle: number): void {
      offered ||= when(cycle) && next < beats.length;
      sim.set(`${port}_valid`, offered ? 1 : 0);
      if (offered) sim.setElements(`${port}_data`, bits, beats[next] ?? []);
      else sim.set(`${port}_data`, 0n);
    },
    look(): boolean {
      return offered && sim.get(`${port}_ready`) === 1;
    },
    take(): void {
      [next, offered] = [next + 1, false];
    },
  };
}

/** Offers the commands, each as soon as the one before it is taken, and the beats of their streams, until all have ended. */
export function runVectorUnit(
  sim: Simulator,
  { operandBits, result, resultBits }: VectorUnitParameters,
  work: readonly VectorWork[],
  flow: VectorFlow = {},
): VectorRunResult {
  const beatsOf = (port: 'a' | 'b'): Beats =>
    work.flatMap((each) => (streamsTaken(each.command)[port] ? each[port] : []));
  const inputs = (['a', 'b'] as const).map((port) =>
    stream(sim, port, operandBits, beatsOf(port), flow[port] ?? always),
  );
  const element = dtypeNamed(result).exponent_bits === 0 ? signed(resultBits) : unsigned(resultBits);
  const [taken, done, waited, results]: [number[], number[], number[], (readonly number[])[]] = [[], [], [], []];
  for (let cycle = 0; done.length < work.length; cycle++) {
    if (cycle > 20_000) throw new Error(`only ${done.length} of ${work.length} commands end`);
    const offered = work[taken.length];
    sim.set('commands_valid', offered === undefined ? 0 : 1);
    sim.set('commands_data', offered === undefined ? 0n : encodeVectorCommand(offered.command));
    for (const input of inputs) input.offer(cycle);
    const takes = (flow.results ?? always)(cycle);
    sim.set('results_ready', takes ? 1 : 0);
    const entering = inputs.filter((input) => input.look());
    const starts = offered !== undefined && sim.get('commands_ready') === 1;
    if (sim.get('commands_done') === 1) done.push(cycle);
    if (sim.get('results_valid') === 1) {
      if (takes) results.push(sim.getElements('results_data', element));
      else waited.push(cycle);
    }
    sim.step();
    for (const input of entering) input.take();
    if (starts) taken.push(cycle);
  }
  return { results, taken, done, waited };
}
