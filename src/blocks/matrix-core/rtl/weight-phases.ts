import { constant, mux, some, unsigned, type ModuleBuilder, type Signal } from '../../../rtl/index.js';
import { extentBits, reached } from './fields.js';
import type { MatrixCoreParameters } from '../parameters.js';
import { accumulatorDistance, loadDelay } from '../timing.js';

/** What the phases follow: the command's start, whether a tile is left to load, and the vectors of the tile at hand. */
export interface PhaseInputs {
  readonly run: Signal;
  readonly start: Signal;
  readonly present: Signal;
  readonly vectors: Signal;
  /** The next tile adds to the sums of the present one. */
  readonly again: Signal;
}

/** What a sequencer does in a cycle. */
export interface Phases {
  /** The next tile's weights are read, from `loadCount` 0 on. */
  readonly loading: Signal;
  readonly loadCount: Signal;
  /** The present tile's vectors are read, from `count` 0 on. */
  readonly streaming: Signal;
  readonly count: Signal;
  /** The next tile becomes the present one after this cycle. */
  readonly take: Signal;
  /** The present tile's last vector is read in this cycle; it is the last of all. */
  readonly read: Signal;
  readonly last: Signal;
  readonly busy: Signal;
}

/**
 * Slots in which one tile streams while the next one loads; the first slot only loads, the last only streams. A slot is as long as the longer
 * of the two, and as long as an accumulator takes to be read, written and read again, where that happens. Where a sum has several
 * registers, loading begins so much later that it does not overtake the wave.
 */
export function overlappedPhases(m: ModuleBuilder, parameters: MatrixCoreParameters, inputs: PhaseInputs): Phases {
  const { run, start, present, vectors, again } = inputs;
  const { blockRows } = parameters;
  const count = m.register('count', unsigned(extentBits));
  const streaming = m.register('streaming', unsigned(1), { reset: 0 });
  const delay = loadDelay(parameters);
  const fully = reached(count, blockRows - 1);
  const behind = delay === 0 ? fully : mux(streaming, reached(count, delay + blockRows - 1), fully);
  const loaded = behind.or(present.not());
  const final = m.named('final_vector', count.add(1).ge(vectors));
  const streamed = final.or(streaming.not());
  const distance = accumulatorDistance(parameters);
  const apart = count.ge(distance - 1).or(present.and(streaming).and(again).not());
  const busy = m.named('active', present.or(streaming));
  const ends = m.named('slot_ends', run.and(busy).and(loaded).and(streamed).and(apart));
  count.next(mux(start.or(ends), 0, count.addWrap(1)), start.or(run));
  streaming.next(start.not().and(present), start.or(ends));
  return {
    loading: present,
    loadCount: delay === 0 ? count : m.named('load_count', count.subWrap(mux(streaming, delay, 0).resize(extentBits))),
    streaming,
    count,
    take: ends.and(present),
    read: run.and(streaming).and(count.add(1).eq(vectors)),
    last: ends.and(present.not()),
    busy,
  };
}

/** One thing after another: a tile loads, streams, and its wave passes the whole array before the next one loads. */
export function serialPhases(m: ModuleBuilder, parameters: MatrixCoreParameters, inputs: PhaseInputs): Phases {
  const { run, start, present, vectors, again: accumulates } = inputs;
  const { rows, cols, blockRows, multiplierRegisters, adderRegisters } = parameters;
  const pause = rows * adderRegisters - 1 + (cols - 1) + multiplierRegisters;
  const count = m.register('count', unsigned(extentBits));
  const loading = m.register('loading', unsigned(1), { reset: 0 });
  const streaming = m.register('streaming', unsigned(1), { reset: 0 });
  const loaded = m.named('loaded', run.and(loading).and(reached(count, blockRows - 1)));
  const streamed = m.named('streamed', run.and(streaming).and(count.add(1).ge(vectors)));
  const again = m.named('streamed_with_more', streamed.and(present));
  // A single vector may be through before its sum can be read again.
  const early = accumulatorDistance(parameters) - (blockRows + 1 + pause);
  const lone = early > 0 ? m.named('lone_vector', vectors.eq(1).and(accumulates)) : constant(0);
  const [waiting, passed] =
    pause === 0 && early <= 0 ? [constant(0), again] : passing(m, { run, start, again, count, pause, lone });
  count.next(mux(start.or(loaded).or(streamed).or(passed), 0, count.addWrap(1)), start.or(run));
  loading.next(start.or(passed), start.or(loaded).or(passed));
  streaming.next(start.not().and(loaded), start.or(loaded).or(streamed));
  const last = streamed.and(present.not());
  const busy = some(loading, streaming, waiting);
  return { loading, loadCount: count, streaming, count, take: loaded, read: streamed, last, busy };
}

interface Passing {
  readonly run: Signal;
  readonly start: Signal;
  readonly again: Signal;
  readonly count: Signal;
  readonly pause: number;
  /** It takes a cycle more. */
  readonly lone: Signal;
}

/** Waits `pause` cycles after `again`, or one more. */
function passing(m: ModuleBuilder, { run, start, again, count, pause, lone }: Passing): readonly [Signal, Signal] {
  const waiting = m.register('waiting', unsigned(1), { reset: 0 });
  const enough = lone.expr.kind === 'constant' ? reached(count, pause - 1) : count.ge(lone.add(pause).subWrap(1));
  const passed = m.named('passed', run.and(waiting).and(enough));
  const waits = pause === 0 ? again.and(lone) : again;
  waiting.next(start.not().and(waits), start.or(waits).or(passed));
  return [waiting, pause === 0 ? passed.or(again.and(lone.not())) : passed];
}
