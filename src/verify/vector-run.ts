import {
  encodeVectorCommand,
  streamsTaken,
  type VectorBeat,
  type VectorCommand,
  type VectorUnitParameters,
} from '../blocks/hardware.js';
import { dtypeNamed } from '../ir/index.js';
import { signed, unsigned, type Simulator } from '../rtl/index.js';
import type { Random } from './random.js';
import { switchOn } from './reset.js';
import type { Sampler } from './trace.js';

/** Commands for a vector unit, with the beats that their streams give. */
export interface VectorJob {
  readonly title: string;
  readonly commands: readonly {
    readonly command: VectorCommand;
    readonly a: readonly VectorBeat[];
    readonly b: readonly VectorBeat[];
  }[];
  /** How often `results` is not taken, and a stream has nothing to offer, 0 to 1. */
  readonly stallProbability: number;
  readonly gapProbability: number;
}

/** What the hardware did. Times are in cycles that did not stand still; `done` is told a cycle behind the one that counts. */
export interface VectorJobRun {
  readonly spans: readonly { readonly taken: number; readonly done: number }[];
  readonly results: readonly (readonly number[])[];
}

/** Resets the unit, its inputs idle. */
export function resetVector(simulator: Simulator, sampler: Sampler | null, seed: number): void {
  switchOn(simulator, 'rst', ['commands_valid', 'a_valid', 'b_valid', 'results_ready'], sampler, seed);
}

/** A stream that offers beats one after another, each until it is taken. */
interface Feed {
  readonly port: 'a' | 'b';
  readonly beats: readonly VectorBeat[];
  taken: number;
  offered: boolean;
}

/** Offers each command as soon as the one before it is taken, and the beats of their streams; a unit that hangs leaves fewer spans than commands. */
export function runVector(
  simulator: Simulator,
  parameters: VectorUnitParameters,
  { commands, stallProbability, gapProbability }: VectorJob,
  draw: Random,
  sampler: Sampler | null,
): VectorJobRun {
  const feeds = (['a', 'b'] as const).map((port): Feed => ({
    port,
    beats: commands.flatMap((each) => (streamsTaken(each.command)[port] ? each[port] : [])),
    taken: 0,
    offered: false,
  }));
  const results: (readonly number[])[] = [];
  const [taken, done]: [number[], number[]] = [[], []];
  const element = elementType(parameters);
  // Cycles that did not stand still, before the present one and before the last.
  let [moved, before, quiet] = [0, 0, 0];
  while (done.length < commands.length && quiet < patience) {
    const next = commands[taken.length];
    simulator.set('commands_valid', next === undefined ? 0 : 1);
    simulator.set('commands_data', next === undefined ? 0n : encodeVectorCommand(next.command));
    for (const feed of feeds) offer(simulator, parameters, feed, draw.chance(gapProbability));
    const takes = !draw.chance(stallProbability);
    simulator.set('results_ready', takes ? 1 : 0);
    const waits = simulator.get('results_valid') === 1;
    const entering = feeds.filter((feed) => feed.offered && simulator.get(`${feed.port}_ready`) === 1);
    const starts = next !== undefined && simulator.get('commands_ready') === 1;
    if (simulator.get('commands_done') === 1) done.push(before + 1);
    if (waits && takes) results.push(simulator.getElements('results_data', element));
    sampler?.sample(simulator, false);
    simulator.step();
    quiet = starts || entering.length > 0 || (waits && takes) ? 0 : quiet + 1;
    if (starts) taken.push(moved);
    before = moved;
    if (!waits || takes) moved++;
    for (const feed of entering) [feed.taken, feed.offered] = [feed.taken + 1, false];
  }
  const spans = done.map((end, index) => ({
    taken: (taken[index] ?? 0) - (taken[0] ?? 0),
    done: end - (taken[0] ?? 0),
  }));
  return { spans, results };
}

/** Cycles without anything taken or given after which a unit is given up. */
const patience = 2000;

function offer(simulator: Simulator, { operandBits }: VectorUnitParameters, feed: Feed, pauses: boolean): void {
  feed.offered ||= !pauses && feed.taken < feed.beats.length;
  simulator.set(`${feed.port}_valid`, feed.offered ? 1 : 0);
  const beat = feed.offered ? feed.beats[feed.taken] : undefined;
  if (beat === undefined) simulator.set(`${feed.port}_data`, 0n);
  else simulator.setElements(`${feed.port}_data`, operandBits, beat);
}

/** Results are numbers of an integer type, codes of a float. */
function elementType({ result, resultBits }: VectorUnitParameters) {
  return dtypeNamed(result).exponent_bits === 0 ? signed(resultBits) : unsigned(resultBits);
}
