import { mux, unsigned, type ModuleBuilder, type Signal } from '../../../rtl/index.js';
import { frameCounter } from '../../pe-array/rtl/frames.js';
import { leftAfter } from '../../pe-array/rtl/streams.js';
import type { MatrixCoreParameters } from '../parameters.js';
import { reached } from './fields.js';

/** How far the sums of a tile are that are kept in parts. */
export interface SlotSums {
  /** The parts are joined. */
  readonly joins: Signal;
  /** The sums are under way; with this step they are complete. */
  readonly active: Signal;
  readonly ends: Signal;
}

interface PartSlotInputs {
  readonly run: Signal;
  /** A tile is there, and it is the command's last one. */
  readonly present: Signal;
  readonly final: Signal;
  /** Cycles of the slot so far, and the products of a sum. */
  readonly count: Signal;
  readonly k: Signal;
  /** Of an array that is empty before the next tile: cycles behind the last step. */
  readonly pause: number;
}

/** The sums of the present slot's tile, and when it ends: as with one register, but that frames that join the parts follow those of products. */
export function partSlot(
  m: ModuleBuilder,
  { rows, adderRegisters, hideLoading }: MatrixCoreParameters,
  { run, present, final, count, k, pause }: PartSlotInputs,
): { readonly sums: SlotSums; readonly ends: Signal } {
  const made = m.register('sums_made', unsigned(1), { reset: 0 });
  const active = m.named('sums_active', present.and(made.not()));
  const frames = frameCounter(m, adderRegisters, run.and(active), count.add(1).ge(k));
  const complete = m.named('sums_complete', active.and(frames.last));
  const finished = made.or(complete);
  // Hidden, a tile's rows have left the array's chain before the next ones enter it.
  const room = hideLoading
    ? finished.and(reached(count, rows - 1))
    : made.and(leftAfter(m, 'pause', pause - 1, complete.and(run), run).eq(0));
  const ends = m.named('slot_ends', run.and(present).and(mux(final, finished, room)));
  made.next(complete.and(ends.not()), run.and(complete).or(ends));
  return { sums: { joins: frames.joins, active, ends: complete }, ends };
}
