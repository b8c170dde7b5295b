import type { Answer, Beat, Beats, OwnHardware } from '../blocks/hardware.js';
import type { Block } from '../ir/index.js';
import type { Simulator } from '../rtl/index.js';
import type { Random } from './random.js';
import type { Difference } from './report.js';
import { offer, shownBeat, type Stream, type Streams } from './streams.js';
import { switchOn } from './reset.js';
import type { Sampler } from './trace.js';

/** What goes into a block's streams, and how. */
export interface StreamCase {
  readonly title: string;
  /** As many of each input. */
  readonly beats: number;
  readonly inputs: Beats;
  /** That an output is not ready in a cycle. */
  readonly stalls: number;
  /** That an input has nothing to offer in a cycle. */
  readonly gaps: number;
}

/** A block on a simulator, and what is known of it. */
export interface StreamBench {
  readonly simulator: Simulator;
  readonly streams: Streams;
  readonly own: OwnHardware;
  readonly block: Block;
  readonly reset: string | null;
}

/** What a case showed. */
export interface CaseResult {
  /** Elements compared. */
  readonly values: number;
  /** Whether the time was compared too. */
  readonly timed: boolean;
  readonly differences: readonly Difference[];
}

const mostBeats = 40;
const toldDifferences = 4;
/** Cycles after the last beat in which none may come. */
const quietCycles = 8;

/** A case at random: in some the outputs stall, in others the inputs pause. */
export function drawCase({ inputs }: Streams, draw: Random): StreamCase {
  const beats = draw.between(1, mostBeats);
  const stalls = draw.pick([0, 0, 0.3, 0.8]);
  const gaps = draw.pick([0, 0, 0.4]);
  const drawn = inputs.map(({ name, count, element }) => {
    const each = (): Beat => Array.from({ length: count }, () => drawElement(element, draw));
    return [name, Array.from({ length: beats }, each)] as const;
  });
  const title = `${beats} beats${stalls > 0 ? ', stalled' : ''}${gaps > 0 ? ', with gaps' : ''}`;
  return { title, beats, inputs: Object.fromEntries(drawn), stalls, gaps };
}

/** Any value; the least, the greatest, zero and the one before it more often. */
function drawElement({ width, signed }: Stream['element'], draw: Random): number {
  const least = signed ? -(2 ** (width - 1)) : 0;
  const greatest = least + 2 ** width - 1;
  if (draw.chance(0.25)) return draw.pick([least, greatest, 0, signed ? -1 : 1]);
  return least + draw.below(2 ** width);
}

/** Resets the block, its inputs idle. */
export function resetBench({ simulator, streams, reset }: StreamBench, sampler: Sampler | null): void {
  for (const stream of streams.inputs) offer(simulator, stream, undefined);
  const idle = streams.outputs.map(({ name }) => `${name}_ready`);
  switchOn(simulator, reset, idle, sampler, 1);
}

/** An input or output while a case runs. */
interface Flow {
  readonly stream: Stream;
  readonly beats: readonly Beat[];
  /** Beats taken. */
  done: number;
  /** What is on the wires and was not taken; it must stay. */
  held: Beat | undefined;
  /** Cycles in which an output was not taken. */
  stalls: number;
}

/** Streams a case through the reset block: every element against the golden model, and the time against the formula where no input pauses. */
export function runCase(
  bench: StreamBench,
  made: StreamCase,
  expected: Beats,
  draw: Random,
  sampler: Sampler | null,
): Answer<CaseResult> {
  const { simulator, streams } = bench;
  const flowOf = (stream: Stream, beats: Beats): Flow => ({
    stream,
    beats: beats[stream.name] ?? [],
    done: 0,
    held: undefined,
    stalls: 0,
  });
  const inputs = streams.inputs.map((stream) => flowOf(stream, made.inputs));
  const outputs = streams.outputs.map((stream) => flowOf(stream, expected));
  const differences: Difference[] = [];
  const tell: Tell = (kind, what, found, wanted) => {
    if (found === wanted || differences.length >= toldDifferences) return;
    const texts = { found: String(found), expected: String(wanted) };
    differences.push({ simulator: 'builtin', case: made.title, kind, what, ...texts });
  };
  const all = [...inputs, ...outputs];
  const patience = (1000 + 100 * all.reduce((sum, { beats }) => sum + beats.length, 0)) / (1 - made.stalls);
  let [first, last, quiet] = [-1, -1, 0];
  for (let cycle = 0; quiet < quietCycles && cycle < patience; cycle++) {
    const rests = all.every(({ done, beats }) => done >= beats.length);
    quiet = rests ? quiet + 1 : 0;
    for (const flow of inputs) putNext(simulator, flow, made.gaps, draw);
    const ready = outputs.map(({ stream }) => {
      const takes = rests || !draw.chance(made.stalls);
      simulator.set(`${stream.name}_ready`, takes ? 1 : 0);
      return takes;
    });
    const taken = inputs.filter(({ stream, held }) => held !== undefined && isHigh(simulator, `${stream.name}_ready`));
    for (const [index, flow] of outputs.entries())
      if (lookAt(simulator, flow, ready[index] === true, tell)) last = cycle;
    if (first < 0 && taken.length > 0) first = cycle;
    sampler?.sample(simulator, false);
    simulator.step();
    for (const flow of taken) {
      flow.done++;
      flow.held = undefined;
    }
  }
  for (const { stream, done, beats } of all) tell('hang', `beats of ${stream.name}`, done, beats.length);
  const values = outputs.reduce((sum, { stream, done }) => sum + done * stream.count, 0);
  const isTimed = bench.own.cycles !== null && made.gaps === 0 && first >= 0 && last >= 0 && differences.length === 0;
  if (!isTimed) return [{ values, timed: false, differences }, []];
  const counts = (flows: readonly Flow[], of: (flow: Flow) => number): Readonly<Record<string, number>> =>
    Object.fromEntries(flows.map((flow) => [flow.stream.name, of(flow)]));
  const run = { beats: counts(inputs, ({ beats }) => beats.length), stalls: counts(outputs, ({ stalls }) => stalls) };
  const [cycles, problems] = bench.own.cycles?.(bench.block, run) ?? [undefined, []];
  if (cycles === undefined) return [undefined, problems];
  tell('cycles', 'from the first beat to the last', last - first, cycles);
  return [{ values, timed: true, differences }, []];
}

type Tell = (kind: Difference['kind'], what: string, found: unknown, expected: unknown) => void;

/** Offers the next beat of an input, or what it offered before and was not taken. */
function putNext(simulator: Simulator, flow: Flow, gaps: number, draw: Random): void {
  if (flow.held === undefined && !draw.chance(gaps)) flow.held = flow.beats[flow.done];
  offer(simulator, flow.stream, flow.held);
}

/** Compares what an output shows; tells whether a beat of it was taken. A beat that was not stays until it is. */
function lookAt(simulator: Simulator, flow: Flow, takes: boolean, tell: Tell): boolean {
  const { stream, beats, done, held } = flow;
  const isShown = isHigh(simulator, `${stream.name}_valid`);
  if (held !== undefined && !isShown) tell('wire', `${stream.name}_valid of a beat that was not taken`, 0, 1);
  flow.held = undefined;
  if (!isShown) return false;
  const beat = shownBeat(simulator, stream);
  if (held !== undefined)
    tell('wire', `${stream.name}_data of a beat that was not taken`, beat.join(' '), held.join(' '));
  if (!takes) {
    flow.held = beat;
    if (done < beats.length) flow.stalls++;
    return false;
  }
  for (const [index, value] of (beats[done] ?? []).entries())
    tell('value', `beat ${done}, element ${index} of ${stream.name}`, beat[index], value);
  flow.done++;
  return true;
}

function isHigh(simulator: Simulator, port: string): boolean {
  return simulator.get(port) === 1;
}
