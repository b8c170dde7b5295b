import { addressWidth, mux, unsigned, type ModuleBuilder, type Signal } from '../../../rtl/index.js';

/** Where a sum that is kept in parts is: a frame is a step for each part, and after those of products so many join them. */
export interface Frames {
  /** The part whose step this is. */
  readonly phase: Signal;
  /** It is one of a frame of products. */
  readonly multiplying: Signal;
  /** The part is added to the one before it. */
  readonly joins: Signal;
  /** With that the sum is complete. */
  readonly last: Signal;
}

/**
 * Counts the steps of sums that are kept in parts, from the first one's on and round again.
 *
 * @param steps a step is made
 * @param full the products of this sum end with this step, or have ended
 */
export function frameCounter(m: ModuleBuilder, parts: number, steps: Signal, full: Signal): Frames {
  const phase = m.register('phase', unsigned(addressWidth(parts)), { reset: 0 });
  const frame = m.register('frame', unsigned(addressWidth(parts)), { reset: 0 });
  const frameEnds = m.named('frame_ends', phase.eq(parts - 1));
  const multiplying = m.named('multiplying', frame.eq(0));
  const last = m.named('sum_ends', frameEnds.and(frame.eq(parts - 1)));
  phase.next(mux(frameEnds, 0, phase.addWrap(1)).resize(phase.width), steps);
  const goesOn = steps.and(frameEnds).and(multiplying.not().or(full));
  frame.next(mux(last, 0, frame.addWrap(1)).resize(frame.width), goesOn);
  return { phase, multiplying, joins: m.named('joins', multiplying.not().and(phase.eq(frame))), last };
}
