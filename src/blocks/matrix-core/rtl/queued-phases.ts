import { addressWidth, mux, unsigned, type ModuleBuilder, type Signal } from '../../../rtl/index.js';
import { extentBits, reached } from './fields.js';
import type { MatrixCoreParameters } from '../parameters.js';
import { accumulatorDistance, loadDelay } from '../timing.js';
import type { PhaseInputs, Phases } from './weight-phases.js';

/** What the phases of a core that overlaps commands follow besides. */
export interface QueuedInputs extends PhaseInputs {
  /** The present tile is the last one of its command. */
  readonly ending: Signal;
  /** The next tile adds to sums that may come in any order: all of the present one's must be written. */
  readonly behind: Signal;
  /** A sum of the tile at hand may still be under way: a multiplication streams or drains, or is not at its last tile. */
  readonly recent: Signal;
}

/**
 * The tile that is next loads when it is there, be it of the present command or of the one behind it, and counts its own words: it may come
 * at any time of the present tile's vectors, or after them. `count` goes on after the last vector, as long as a sum is under way.
 */
export function queuedPhases(m: ModuleBuilder, parameters: MatrixCoreParameters, inputs: QueuedInputs): Phases {
  const { run, start, present, vectors, again, behind, ending, recent } = inputs;
  const { blockRows } = parameters;
  const count = m.register('count', unsigned(extentBits));
  const streaming = m.register('streaming', unsigned(1), { reset: 0 });
  const loadCount = m.register('load_count', unsigned(addressWidth(blockRows + 1)));
  const settled = recent.not();
  // No sooner than that does a load follow the wave.
  const delay = loadDelay(parameters);
  const loading = delay === 0 ? present : m.named('loading', present.and(settled.or(count.ge(delay))));
  const loads = m.named('loads', loading.and(loadCount.lt(blockRows)));
  const loaded = loadCount.eq(blockRows).or(loads.and(loadCount.eq(blockRows - 1)));
  const final = m.named('final_vector', count.add(1).ge(vectors));
  const distance = accumulatorDistance(parameters);
  const near = again.not().or(reached(count, distance - 1));
  const far = behind.not().or(m.named('written', count.add(2).ge(vectors.add(distance))));
  const apart = m.named('apart', settled.or(near.and(far)));
  const take = m.named('takes', run.and(present).and(loaded).and(final.or(streaming.not())).and(apart));
  const read = m.named('streamed', run.and(streaming).and(final));
  const fresh = m.named('fresh', start.or(take));
  loadCount.next(mux(fresh, 0, loadCount.addWrap(1)), fresh.or(run.and(loads)));
  count.next(mux(take, 0, count.addWrap(1)), run);
  streaming.next(take, take.or(read));
  return {
    loading: loads,
    loadCount,
    streaming,
    count,
    take,
    read,
    last: read.and(ending),
    busy: present.or(streaming),
  };
}
