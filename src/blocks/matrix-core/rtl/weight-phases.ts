import { constant, mux, some, unsigned, type ModuleBuilder, type Signal } from '../../../rtl/index.js';
import { extentBits, reached } from './fields.js';
import type { MatrixCoreParameters } from '../parameters.js';

/** What the phases follow: the command's start, whether a tile is left to load, and the vectors of the tile at hand. */
export interface PhaseInputs {
  readonly run: Signal;
  readonly start: Signal;
  readonly present: Signal;
  readonly vectors: Signal;
}

/** What a sequencer does in a cycle. */
export interface Phases {
  /** The next tile's weights are read, from `count` 0 on. */
  readonly loading: Signal;
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
 * of the two, and two cycles at least, since an accumulator is read, written and read again.
 */
export function overlappedPhases(m: ModuleBuilder, parameters: MatrixCoreParameters, inputs: PhaseInputs): Phases {
  const { run, start, present, vectors } = inputs;
  const count = m.register('count', unsigned(extentBits));
  const streaming = m.register('streaming', unsigned(1), { reset: 0 });
  const loaded = reached(count, parameters.blockRows - 1).or(present.not());
  const final = m.named('final_vector', count.add(1).ge(vectors));
  const streamed = final.or(streaming.not());
  const apart = count.ge(1).or(present.and(streaming).not());
  const busy = m.named('active', present.or(streaming));
  const ends = m.named('slot_ends', run.and(busy).and(loaded).and(streamed).and(apart));
  count.next(mux(start.or(ends), 0, count.addWrap(1)), start.or(run));
  streaming.next(start.not().and(present), start.or(ends));
  return {
    loading: present,
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
  const { run, start, present, vectors } = inputs;
  const { rows, cols, blockRows, multiplierRegisters } = parameters;
  const pause = rows - 1 + (cols - 1) + multiplierRegisters;
  const count = m.register('count', unsigned(extentBits));
  const loading = m.register('loading', unsigned(1), { reset: 0 });
  const streaming = m.register('streaming', unsigned(1), { reset: 0 });
  const loaded = m.named('loaded', run.and(loading).and(reached(count, blockRows - 1)));
  const streamed = m.named('streamed', run.and(streaming).and(count.add(1).ge(vectors)));
  const again = m.named('streamed_with_more', streamed.and(present));
  const [waiting, passed] = pause === 0 ? [constant(0), again] : passing(m, { run, start, again, count, pause });
  count.next(mux(start.or(loaded).or(streamed).or(passed), 0, count.addWrap(1)), start.or(run));
  loading.next(start.or(passed), start.or(loaded).or(passed));
  streaming.next(start.not().and(loaded), start.or(loaded).or(streamed));
  const last = streamed.and(present.not());
  return { loading, streaming, count, take: loaded, read: streamed, last, busy: some(loading, streaming, waiting) };
}

interface Passing {
  readonly run: Signal;
  readonly start: Signal;
  readonly again: Signal;
  readonly count: Signal;
  readonly pause: number;
}

/** Waits `pause` cycles after `again`. */
function passing(m: ModuleBuilder, { run, start, again, count, pause }: Passing): readonly [Signal, Signal] {
  const waiting = m.register('waiting', unsigned(1), { reset: 0 });
  const passed = m.named('passed', run.and(waiting).and(reached(count, pause - 1)));
  waiting.next(start.not().and(again), start.or(again).or(passed));
  return [waiting, passed];
}
